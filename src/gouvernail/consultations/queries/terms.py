"""What the charter says of consultations."""

from typing import Final

from gouvernail.consultations.models import Terms

MOST_DAYS: Final = 120  # of a window, and of the least the charter may ask for


def the_terms() -> Terms:
    """Return what the charter says; nothing was said: no anonymity, seven days. One query."""
    return Terms.objects.first() or Terms()
