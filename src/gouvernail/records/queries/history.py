"""Imports of archives: which there are, what came of each, and why not more."""

from collections.abc import Iterator
from typing import Final

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, ngettext

from gouvernail.people.models import Person
from gouvernail.records.models import BadEntry, HistoryImport, Record
from gouvernail.records.permissions import visible_histories

FORM_WORDS: Final[dict[str, Promise | str]] = {
    "mastodon": "Mastodon (outbox.json)",
    "bluesky": "Bluesky (CAR)",
    "x": gettext_lazy("archive of X"),
    "meta": gettext_lazy("export of Facebook or Instagram"),
    "linkedin": gettext_lazy("export of LinkedIn"),
    "csv": gettext_lazy("table (CSV)"),
    "jsonl": gettext_lazy("JSON lines"),
}
PROBLEMS: Final[dict[str, Promise]] = {
    "too_large": gettext_lazy("The file is larger than 4 GB."),
    "too_large_inside": gettext_lazy("What the archive holds is larger than 8 GB."),
    "zip_bomb": gettext_lazy("The archive swells without end when it is opened: it is refused."),
    "lying_sizes": gettext_lazy("The archive says other sizes than it has: it is refused."),
    "truncated": gettext_lazy("The file ends too early: it was cut on its way. Send it again."),
    "encrypted": gettext_lazy("The archive has a password. Send it without."),
    "path_outside": gettext_lazy("The archive points to places outside of itself: it is refused."),
    "too_many_files": gettext_lazy("The archive holds more than 500,000 files."),
    "not_an_archive": gettext_lazy(
        "This is no archive of a network that we know. Send it as the network gave it: .tar.gz or "
        ".zip, .car for Bluesky, or a table in .csv or .jsonl."
    ),
    "unpack_first": gettext_lazy("The repository is inside of another archive: unpack it first."),
    "missing_blocks": gettext_lazy("Parts of the repository are missing: export it again."),
    "too_deep": gettext_lazy("It is nested deeper than any archive of a network."),
    "no_columns": gettext_lazy("No column of texts or no column of dates was recognised."),
    "too_slow": gettext_lazy(
        "It asks for too much work to be looked into safely. Send it unpacked, or in smaller parts."
    ),
    "unreadable": gettext_lazy("Something in it cannot be read, and nothing after it was."),
    "stopped": gettext_lazy("Somebody stopped this import."),
    "file_gone": gettext_lazy("The file is no longer on this machine. Send it again."),
}
REASONS: Final[dict[str, Promise]] = {
    "encoding": gettext_lazy("It holds bytes that are no text (UTF-8)."),
    "broken_json": gettext_lazy("It is no valid JSON."),
    "broken_row": gettext_lazy("The row cannot be cut into cells."),
    "too_deep": gettext_lazy("It is nested deeper than any post of a network."),
    "too_long": gettext_lazy("It is longer than any post of a network."),
    "no_text": gettext_lazy("It has no text."),
    "no_date": gettext_lazy("It has no date that can be read."),
    "odd_date": gettext_lazy("Its date is from before there were networks, or far ahead."),
    "no_number": gettext_lazy("It has no number."),
    "not_a_post": gettext_lazy("It is not what a post looks like there."),
    "no_columns": gettext_lazy("It has no column of texts or no column of dates."),
    "altered_block": gettext_lazy("Its content is not what its identifier says: it was altered."),
}


def problem_words(code: str) -> str:
    """Return why an archive cannot be read, or no further."""
    return str(PROBLEMS.get(code, PROBLEMS["not_an_archive"]))


def reason_words(code: str) -> str:
    """Return why one entry could not be taken in."""
    return str(REASONS.get(code, REASONS["not_a_post"]))


def left_words(left: dict[str, int]) -> list[str]:
    """Return what was left out of an archive, kind by kind."""
    words = {
        "repost": lambda n: ngettext("%(n)s repost of others", "%(n)s reposts of others", n),
        "not_public": lambda n: ngettext(
            "%(n)s post that was not public", "%(n)s posts that were not public", n
        ),
        "no_text": lambda n: ngettext("%(n)s without text", "%(n)s without text", n),
        "not_a_post": lambda n: ngettext(
            "%(n)s thing that is no post", "%(n)s things that are no posts", n
        ),
    }
    return [words[kind](number) % {"n": number} for kind, number in left.items() if kind in words]


def histories_for_list(viewer: Person) -> QuerySet[HistoryImport]:
    """Return the imports `viewer` may see, account loaded, without their previews. One query."""
    return visible_histories(viewer).select_related("account__unit", "started_by").defer("preview")


def histories_waiting() -> QuerySet[HistoryImport]:
    """Return what the worker has to take in, first confirmed first. One query when iterated."""
    rows = HistoryImport.objects.filter(status=HistoryImport.Status.WAITING)
    return rows.order_by("moved_at", "pk")


def bad_entries(history: HistoryImport) -> QuerySet[BadEntry]:
    """Return what could not be taken in, in the order of the archive. One query when iterated."""
    return history.bad.order_by("place")


BAD_HEADER: Final = ("entry", "file_or_line", "reason", "explanation", "beginning")


def bad_rows(history: HistoryImport) -> Iterator[tuple[object, ...]]:
    """Yield the bad entries as rows under `BAD_HEADER`, read in slices."""
    for one in bad_entries(history).iterator(chunk_size=500):
        yield (one.place, one.where, one.reason, reason_words(one.reason), one.excerpt)


def records_of_history(history: HistoryImport) -> QuerySet[Record]:
    """Return what an import brought, newest first. One query when iterated."""
    return Record.objects.filter(batch__history=history).order_by("-published_at", "-pk")


def outcome_words(history: HistoryImport) -> str:
    """Return what came of an import so far, in a few words. No query."""
    archived, known, bad = (history.counts.get(name, 0) for name in ("archived", "known", "bad"))
    told = [
        ngettext("%(n)s publication archived", "%(n)s publications archived", archived)
        % {"n": archived}
    ]
    if known:
        told.append(ngettext("%(n)s already there", "%(n)s already there", known) % {"n": known})
    if bad:
        told.append(ngettext("%(n)s not understood", "%(n)s not understood", bad) % {"n": bad})
    return " · ".join(told)
