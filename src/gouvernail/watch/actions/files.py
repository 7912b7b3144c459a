"""The files of holding pages: one a page, for another host to fetch and serve."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from gouvernail.verification.queries.listing import organisation_name
from gouvernail.watch.models import HoldingPage
from gouvernail.watch.starters import page_document


def page_file(page: HoldingPage) -> bytes:
    """Return a holding page as one HTML file that needs nothing else. Two queries at most.

    The same page gives the same bytes: nothing in it depends on when it is made.
    """
    values = {"lang": "fr", "organisation": "", "edition": ""}
    editions = []
    for language, end in (("fr", ""), ("en", "_en")):
        with translation.override(language):
            values["organisation"] = values["organisation"] or organisation_name()
            for name in ("title", "text", "contact", "word"):
                values[name + end] = getattr(page, name + end)
            values["when" + end] = _when(page.word_at) if page.word and page.word_at else ""
            facts = {"number": page.edition, "when": _moment(page.edited_at)}
            editions.append(_("Edition %(number)s, %(when)s") % facts)
    values["edition"] = " · ".join(editions)
    return page_document(values).encode()


def _when(at: datetime) -> str:
    return _("Said on %(when)s") % {"when": _moment(at)}


def _moment(at: datetime) -> str:
    there = localtime(at, ZoneInfo(settings.SITE_TIME_ZONE))
    return f"{date_format(there, 'DATE_FORMAT')}, {date_format(there, 'TIME_FORMAT')}"


def folder() -> Path:
    """Return where the files stand: `holding/` in the home of the site."""
    return Path(settings.GOUVERNAIL_HOME) / "holding"


def keep_files(*, at: datetime) -> int:  # noqa: ARG001 -- as every periodic task
    """Write the file of each page that changed, whole or not at all; return how many.

    A page put away loses its file.

    Raises:
        OSError: the disk refuses.
    """
    place = folder()
    changed = 0
    kept = set()
    for page in HoldingPage.objects.filter(archived_at__isnull=True):
        path = place / page.slug / "index.html"
        kept.add(page.slug)
        body = page_file(page)
        if path.is_file() and path.read_bytes() == body:
            continue
        path.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
        fresh = path.with_suffix(".new")
        fresh.write_bytes(body)
        fresh.replace(path)
        changed += 1
    archived = HoldingPage.objects.filter(archived_at__isnull=False)
    for slug in archived.values_list("slug", flat=True):
        if slug not in kept:
            (place / slug / "index.html").unlink(missing_ok=True)
    return changed
