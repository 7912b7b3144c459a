"""Django's entry to the area."""

from django.apps import AppConfig


class FoundationConfig(AppConfig):
    name = "gouvernail.foundation"
    label = "foundation"
