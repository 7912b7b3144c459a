"""Django's entry to the area."""

from django.apps import AppConfig


class TeamsConfig(AppConfig):
    name = "gouvernail.teams"
    label = "teams"
