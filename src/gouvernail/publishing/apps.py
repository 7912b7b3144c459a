"""Django's entry to the area."""

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "gouvernail.publishing"
    label = "publishing"
