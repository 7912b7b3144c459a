"""Django's entry to the area."""

from django.apps import AppConfig


class LicencesConfig(AppConfig):
    name = "gouvernail.licences"
    label = "licences"
