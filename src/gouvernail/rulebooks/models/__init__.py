"""Rule packs in force, and what they said about each text."""

from gouvernail.rulebooks.models.dismissals import Dismissal
from gouvernail.rulebooks.models.packs import Pack, PackVersion
from gouvernail.rulebooks.models.verdicts import StoredVerdict

__all__ = ["Dismissal", "Pack", "PackVersion", "StoredVerdict"]
