"""Django's entry to the area."""

from django.apps import AppConfig


class PracticeConfig(AppConfig):
    name = "gouvernail.practice"
    label = "practice"
