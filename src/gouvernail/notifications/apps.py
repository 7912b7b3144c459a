"""Django's entry to the area."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "gouvernail.notifications"
    label = "notifications"
