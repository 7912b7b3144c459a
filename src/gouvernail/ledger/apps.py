"""Django's entry to the area."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "gouvernail.ledger"
    label = "ledger"
