"""Gouvernail: the helm of an organisation's social media."""
