"""Shared passwords of accounts: kept sealed, revealed on request by two people, changed on time."""
