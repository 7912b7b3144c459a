"""Django's entry to the area."""

from django.apps import AppConfig


class SigningConfig(AppConfig):
    name = "gouvernail.signing"
    label = "signing"
