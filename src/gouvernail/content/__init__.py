"""Drafts, variants, revisions, the calendar."""
