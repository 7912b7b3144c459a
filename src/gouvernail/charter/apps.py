"""Django's entry to the area."""

from django.apps import AppConfig


class CharterConfig(AppConfig):
    name = "gouvernail.charter"
    label = "charter"
