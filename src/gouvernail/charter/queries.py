"""What the organisation chose."""

from gouvernail.charter.models import Charter


def the_charter() -> Charter:
    """Return the charter, or an unsaved one with the defaults on a site not set up yet.

    One query.
    """
    return Charter.objects.first() or Charter(name="Gouvernail")


def separation() -> str:
    """Return how many people the organisation wants behind one act. One query."""
    return the_charter().separation
