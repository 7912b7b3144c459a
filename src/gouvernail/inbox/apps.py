"""Django's entry to the area."""

from django.apps import AppConfig


class InboxConfig(AppConfig):
    name = "gouvernail.inbox"
    label = "inbox"
