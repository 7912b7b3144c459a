"""Django's entry to the area."""

from django.apps import AppConfig


class CustodyConfig(AppConfig):
    name = "gouvernail.custody"
    label = "custody"
