"""Django's entry to the area."""

from django.apps import AppConfig


class ConductConfig(AppConfig):
    name = "gouvernail.conduct"
    label = "conduct"
