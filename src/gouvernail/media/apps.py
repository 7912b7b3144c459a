"""Django's entry to the area."""

from django.apps import AppConfig


class MediaConfig(AppConfig):
    name = "gouvernail.media"
    label = "media"
