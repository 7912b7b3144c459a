"""Django's entry to the area."""

from django.apps import AppConfig


class DrillsConfig(AppConfig):
    name = "gouvernail.drills"
    label = "drills"
