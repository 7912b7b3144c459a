"""What was asked to be taken out of force: of one thing, and all that waits for a person."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gouvernail.brand.models import LibraryItem, Removal
from gouvernail.brand.permissions.removals import may_agree, visible_removals
from gouvernail.people.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A request as its page shows it: what it would change, and what the reader may answer."""

    removal: Removal
    changes: list[tuple[str, str, str]]
    may_agree: bool
    may_refuse: bool


def waiting_about(subject_id: UUID, *, viewer: Person, separation: str) -> list[Waiting]:
    """Return what waits about one thing. One query, one more for what an item says."""
    rows = Removal.objects.filter(subject_id=subject_id, status=Removal.Status.ASKED)
    found = []
    for removal in rows.select_related("unit", "asked_by"):
        agrees = may_agree(viewer, removal, separation=separation)
        found.append(
            Waiting(
                removal=removal,
                changes=_changes(removal),
                may_agree=agrees,
                may_refuse=agrees or removal.asked_by_id == viewer.pk,
            )
        )
    return found


def is_urgent(item: LibraryItem, *, today: date) -> bool:
    """Return whether an item is withdrawn at once when it is asked: its rights ended. No query."""
    return item.is_usable and item.has_ended(today)


def removals_to_answer(person: Person) -> QuerySet[Removal]:
    """Return the requests that wait for a second person such as this one. One query."""
    rows = visible_removals(person).filter(status=Removal.Status.ASKED)
    rows = rows.exclude(asked_by=person).select_related("asked_by", "unit")
    return rows.order_by("asked_at", "pk")[:20]


def _changes(removal: Removal) -> list[tuple[str, str, str]]:
    """Return what a request would change in rights: a name, what it says now, what it would."""
    if removal.what != Removal.What.RIGHTS:
        return []
    item = LibraryItem.objects.get(pk=removal.subject_id)
    names = (
        ("licence", _("Licence")),
        ("licence_words", _("Terms of the licence")),
        ("territory", _("Territory")),
        ("rights_until", _("Rights until")),
        ("credit", _("Credit required")),
        ("people_shown", _("People who can be recognised")),
        ("origin", _("Who made it")),
        ("holder", _("Rights holder")),
    )
    told = []
    for name, words in names:
        now, then = _said(name, getattr(item, name)), _said(name, removal.facts.get(name))
        if now != then:
            told.append((words, now, then))
    return told


def _said(name: str, value: Any) -> str:  # noqa: ANN401 - what a column or its JSON holds
    if name == "rights_until":
        day = date.fromisoformat(value) if isinstance(value, str) and value else value
        return date_format(day, "DATE_FORMAT") if day else _("no end")
    if name == "territory":
        return ", ".join(value) if value else _("everywhere")
    if name == "licence":
        return str(LibraryItem.Licence(value).label)
    if name == "origin":
        return str(LibraryItem.Origin(value).label)
    return str(value or "–")
