"""Django's entry to the area."""

from django.apps import AppConfig


class CrisisConfig(AppConfig):
    name = "gouvernail.crisis"
    label = "crisis"

    def ready(self) -> None:
        """Have incidents stand over the plots of listening."""
        from gouvernail.crisis.queries.marks import incidents_over  # noqa: PLC0415 -- needs models
        from gouvernail.listening.queries.marks import FINDERS  # noqa: PLC0415 -- needs models

        if incidents_over not in FINDERS:
            FINDERS.append(incidents_over)
