"""Django's entry to the area."""

from django.apps import AppConfig


class ListeningConfig(AppConfig):
    name = "gouvernail.listening"
    label = "listening"
