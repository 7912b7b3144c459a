"""Django's entry to the area."""

from django.apps import AppConfig


class BlueprintConfig(AppConfig):
    name = "gouvernail.blueprint"
    label = "blueprint"
