"""Django's entry to the area."""

from django.apps import AppConfig


class CredentialsConfig(AppConfig):
    name = "gouvernail.credentials"
    label = "credentials"
