"""Django's entry to the area."""

from django.apps import AppConfig


class AttestationsConfig(AppConfig):
    name = "gouvernail.attestations"
    label = "attestations"
