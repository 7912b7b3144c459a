"""Gouvernail: the helm of an organisation's social media."""

__version__ = "0.1.0"
