"""Django's entry to the area."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "gouvernail.web"
    label = "web"
