"""Django's entry to the area."""

from django.apps import AppConfig


class ConsultationsConfig(AppConfig):
    name = "gouvernail.consultations"
    label = "consultations"

    def ready(self) -> None:
        """Hold versions back from approval while a remark waits for its answer."""
        from gouvernail.consultations.queries.holds import unanswered  # noqa: PLC0415 - models
        from gouvernail.policies.queries import hold_while  # noqa: PLC0415 - models

        hold_while("consultations", unanswered)
