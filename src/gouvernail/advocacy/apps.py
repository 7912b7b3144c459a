"""Django's entry to the area."""

from django.apps import AppConfig


class AdvocacyConfig(AppConfig):
    name = "gouvernail.advocacy"
    label = "advocacy"
