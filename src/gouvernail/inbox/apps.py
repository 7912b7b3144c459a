"""Django's entry to the area."""

from django.apps import AppConfig


class InboxConfig(AppConfig):
    name = "gouvernail.inbox"
    label = "inbox"

    def ready(self) -> None:
        """Take the names of erased people out of notes and questions of colleagues."""
        from gouvernail.inbox.actions import forget_name  # noqa: PLC0415 - models
        from gouvernail.people.actions import forget_names  # noqa: PLC0415 - models

        forget_names("inbox", forget_name)
