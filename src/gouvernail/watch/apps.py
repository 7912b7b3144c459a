"""Django's entry to the area."""

from django.apps import AppConfig


class WatchConfig(AppConfig):
    name = "gouvernail.watch"
    label = "watch"
