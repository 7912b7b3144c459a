"""Django's entry to the area."""

from django.apps import AppConfig


class ConsultationsConfig(AppConfig):
    name = "gouvernail.consultations"
    label = "consultations"
