"""Which kept files the rows of the site name."""

from django.apps import apps
from django.conf import settings


def named_files() -> set[str]:
    """Return the digests of files that a row of `FILE_KEEPERS` has, withdrawn too.

    One query for each keeper.
    """
    digests: set[str] = set()
    for label, name in settings.FILE_KEEPERS:
        rows = apps.get_model(label)._base_manager  # noqa: SLF001 - any model
        digests |= set(rows.exclude(**{name: ""}).values_list(name, flat=True))
    return digests
