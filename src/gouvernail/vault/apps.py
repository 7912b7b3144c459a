"""Django's entry to the area."""

from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "gouvernail.vault"
    label = "vault"
