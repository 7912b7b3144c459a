"""Django's entry to the area."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "gouvernail.registry"
    label = "registry"
