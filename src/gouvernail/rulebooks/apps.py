"""Django's entry to the area."""

from django.apps import AppConfig


class RulebooksConfig(AppConfig):
    name = "gouvernail.rulebooks"
    label = "rulebooks"
