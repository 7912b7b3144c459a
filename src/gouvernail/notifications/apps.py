"""Django's entry to the area."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "gouvernail.notifications"
    label = "notifications"

    def ready(self) -> None:
        """Take the names of erased people out of what others were told."""
        from gouvernail.notifications.actions import forget_name  # noqa: PLC0415 - models
        from gouvernail.people.actions import forget_names  # noqa: PLC0415 - models

        forget_names("notifications", forget_name)
