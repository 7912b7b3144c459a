"""Django's entry to the area."""

from django.apps import AppConfig


class CrisisConfig(AppConfig):
    name = "gouvernail.crisis"
    label = "crisis"
