"""Sealed credentials, keyed by an opaque owner."""
