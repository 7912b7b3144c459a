"""Django's entry to the area."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created


class TrainingConfig(AppConfig):
    name = "gouvernail.training"
    label = "training"

    def ready(self) -> None:
        """Tell every connection how names are sorted."""
        from gouvernail.training.queries.sorting import teach  # noqa: PLC0415 - models are there now

        connection_created.connect(teach, dispatch_uid="training.sorting")
