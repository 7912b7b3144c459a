"""Django's entry to the area."""

from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    name = "gouvernail.approvals"
    label = "approvals"
