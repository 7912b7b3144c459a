"""The public page as it stands, for those who choose what it says."""

from gouvernail.verification.models import Directory


def preview_directory() -> Directory:
    """Return the directory, open or not; an empty one where nobody chose anything. One query."""
    return Directory.objects.first() or Directory()
