"""The charter and its settings as pages."""

from gouvernail.charter.views.choices import charter_edit

__all__ = ["charter_edit"]
