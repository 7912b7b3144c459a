"""Django's entry to the area."""

from django.apps import AppConfig


class VerificationConfig(AppConfig):
    name = "gouvernail.verification"
    label = "verification"
