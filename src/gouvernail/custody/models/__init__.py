"""Who can get into which account and how, when its secrets were renewed, what it adds up to."""

from gouvernail.custody.models.access import Access
from gouvernail.custody.models.standing import Criterion, Result, Rotation, Standing

__all__ = ["Access", "Criterion", "Result", "Rotation", "Standing"]
