"""Signing the public list: its own key, made and held by the process that signs."""
