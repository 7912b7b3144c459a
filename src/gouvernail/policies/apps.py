"""Django's entry to the area."""

from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    name = "gouvernail.policies"
    label = "policies"
