"""Django's entry to the area."""

from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "gouvernail.training"
    label = "training"
