"""Thin Django helpers with no word of the trade."""
