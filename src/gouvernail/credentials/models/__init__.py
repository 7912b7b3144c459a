"""What opens accounts, who asked to see it, and the times that hold for both."""

from gouvernail.credentials.models.items import Item
from gouvernail.credentials.models.reveals import Reveal, Showing
from gouvernail.credentials.models.terms import Terms

__all__ = ["Item", "Reveal", "Showing", "Terms"]
