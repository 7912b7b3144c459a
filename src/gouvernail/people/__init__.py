"""Persons, units, roles scoped to units, absence, sign-in, API keys."""
