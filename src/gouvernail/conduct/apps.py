"""Django's entry to the area."""

from django.apps import AppConfig


class ConductConfig(AppConfig):
    name = "gouvernail.conduct"
    label = "conduct"

    def ready(self) -> None:
        """Have licences lead to what was decided."""
        from gouvernail.conduct.queries.cases import appeals_about  # noqa: PLC0415 -- needs models
        from gouvernail.licences.queries.appeals import FINDERS  # noqa: PLC0415 -- needs models

        if appeals_about not in FINDERS:
            FINDERS.append(appeals_about)
