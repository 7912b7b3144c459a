"""Django's entry to the area."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "gouvernail.records"
    label = "records"
