"""Guides, templates and audiences; the library and its rights: one aggregate a file."""
