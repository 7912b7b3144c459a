"""The lists as tables for files: what there is, never what it says."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import get_language, override, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from gouvernail.credentials.models import Item, Reveal

MARK: Final = "\ufeff"  # a spreadsheet then reads accents as what they are
COLUMNS: Final[Mapping[str, tuple[Promise, ...]]] = {
    "items": (
        *(_("Network"), _("Account"), _("Unit"), _("Item"), _("Kind"), _("Where it is used")),
        *(_("Kept by"), _("Version"), pgettext_lazy("value", "Put in"), _("To renew by"), _("Why")),
    ),
    "reveals": (
        *(_("Network"), _("Account"), _("Unit"), _("Item"), _("Asked by"), _("Asked on"), _("Why")),
        *(_("Minutes"), _("How"), _("State"), _("Confirmed by"), _("Confirmed also by")),
        *(_("Decided by"), _("Decided on"), _("Opened"), _("Open until"), _("Times shown")),
        *(_("Over since"), _("Account to write by"), _("Account written on")),
        _("What happened"),
    ),
}


def header(show: str) -> tuple[str, ...]:
    """Return the names of the columns, in the reader's language; the first carries the mark."""
    first, *rest = map(str, COLUMNS[show])
    return (MARK + first, *rest)


def export_rows(rows: QuerySet[Item] | QuerySet[Reveal]) -> Iterator[Sequence[object]]:
    """Return the cells of each row, under `header`; one query for each 2,000 rows.

    In the language of whoever asks, though it is written once their request was answered.
    """
    return _cells(rows, language=get_language())


def _cells(
    rows: QuerySet[Item] | QuerySet[Reveal], *, language: str | None
) -> Iterator[Sequence[object]]:
    for row in rows.iterator(chunk_size=2000):
        with override(language):
            cells = _item(row) if isinstance(row, Item) else _reveal(row)
        yield cells


def _item(item: Item) -> Sequence[object]:
    account = item.account
    return (
        *(account.network, account.name, account.unit.name, item.label),
        *(item.get_kind_display(), item.place, _name(item.keeper), item.version, item.put_at),
        *(item.due_on, item.get_due_why_display()),
    )


def _reveal(reveal: Reveal) -> Sequence[object]:
    account = reveal.item.account
    return (
        *(account.network, account.name, account.unit.name, reveal.item.label),
        *(_name(reveal.asked_by), reveal.asked_at, reveal.reason, reveal.minutes),
        *(reveal.get_way_display(), reveal.get_status_display()),
        *(_name(reveal.backed_by), _name(reveal.backed_too_by)),
        *(_name(reveal.decided_by), reveal.decided_at, reveal.opened_at, reveal.open_until),
        *(reveal.shown, reveal.ended_at, reveal.account_due_on, reveal.accounted_at),
        reveal.account_text,
    )


def _name(person: object) -> str:
    return str(getattr(person, "name", ""))
