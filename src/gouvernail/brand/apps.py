"""Django's entry to the area."""

from django.apps import AppConfig


class BrandConfig(AppConfig):
    name = "gouvernail.brand"
    label = "brand"
