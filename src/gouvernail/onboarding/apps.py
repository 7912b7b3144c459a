"""Django's entry to the area."""

from django.apps import AppConfig


class OnboardingConfig(AppConfig):
    name = "gouvernail.onboarding"
    label = "onboarding"
