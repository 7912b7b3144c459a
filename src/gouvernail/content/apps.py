"""Django's entry to the area."""

from django.apps import AppConfig


class ContentConfig(AppConfig):
    name = "gouvernail.content"
    label = "content"
