"""Django's entry to the area."""

from django.apps import AppConfig


class OpeningsConfig(AppConfig):
    name = "gouvernail.openings"
    label = "openings"
