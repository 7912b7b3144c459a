"""Django's entry to the area."""

from django.apps import AppConfig
from django.db.models.signals import pre_migrate  # noqa: TID251 - the only word before migrations


class FoundationConfig(AppConfig):
    name = "gouvernail.foundation"
    label = "foundation"

    def ready(self) -> None:
        """Look at every database before migrations change it."""
        from gouvernail.foundation.tables import refuse_half_way  # noqa: PLC0415 - models

        pre_migrate.connect(refuse_half_way, sender=self)
