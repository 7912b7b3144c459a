"""Django's entry to the area."""

from django.apps import AppConfig


class ContinuityConfig(AppConfig):
    name = "gouvernail.continuity"
    label = "continuity"
