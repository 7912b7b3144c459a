"""Keys as text: of the thousands that are only compared, making keys would cost the most."""

from django.db.models import CharField, Value
from django.db.models.functions import Cast, Replace


def key_text(field: str) -> Replace:
    """Return a key as 32 digits, which both databases then write alike."""
    return Replace(Cast(field, CharField()), Value("-"))
