"""Telling people, and noting that they read it. None of it is governed: no ledger leaf."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.db.models import CharField, DateTimeField, JSONField, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from gouvernail.foundation.actions import action
from gouvernail.foundation.errors import InvalidInputError
from gouvernail.foundation.inserts import RandomId, insert_from
from gouvernail.notifications.models import Notification, Preference
from gouvernail.people.models import Person

MIDNIGHT, LAST_HOUR = 0, 23
NAMED = ("by", "title")  # facts that may be the name of a person
TITLES = frozenset({"title", "title_en"})
LEFT_OUT = "…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One thing to tell. `once` names the fact: nobody is told the same fact twice.

    `kind` is a key of `queries.SENTENCES`; `facts` are its words; `path` leads to it in the site.
    """

    kind: str
    once: str
    path: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    subject_kind: str = ""
    subject_id: str = ""


class Titled(Protocol):
    """What has a title, and may have it in English too."""

    title: str
    title_en: str


def titles_of(one: Titled) -> dict[str, str]:
    """Return a title in both languages, as facts: which one is shown is chosen when it is read."""
    return {"title": one.title, "title_en": one.title_en}


@action("notifications.tell")
def tell(*, people: Iterable[UUID], message: Message, at: datetime) -> int:
    """Tell each person once; return how many rows are new or were there. Two statements."""
    rows = [
        Notification(
            person_id=person_id,
            kind=message.kind,
            facts=dict(message.facts),
            path=message.path,
            subject_kind=message.subject_kind,
            subject_id=message.subject_id,
            once=f"{message.once}:{person_id}"[:120],
            at=at,
        )
        for person_id in sorted(set(people), key=str)
    ]
    return len(Notification.objects.bulk_create(rows, ignore_conflicts=True))


@action("notifications.tell_all")
def tell_all(*, people: QuerySet[Person], message: Message, at: datetime) -> int:
    """Tell everybody of a set once, in one statement whatever their number; return how many.

    `people` is filtered at least once. Who was told the same fact before is left out.
    """
    columns = {
        "id": RandomId(),
        "person": "pk",
        "kind": Value(message.kind),
        "facts": Value(dict(message.facts), output_field=JSONField()),
        "path": Value(message.path),
        "subject_kind": Value(message.subject_kind),
        "subject_id": Value(message.subject_id),
        "once": Concat(Value(f"{message.once}:"), Cast("pk", CharField())),
        "at": Value(at, output_field=DateTimeField()),
        "email_error": Value(""),
    }
    return insert_from(Notification, columns, people, ignore=True)


@action("notifications.forget_name")
def forget_name(was: str, now: str) -> int:
    """Put `now` for the name `was` wherever people were told it; return how many rows changed.

    Facts hold names, no references: rows about a namesake lose the name too.
    """
    if was == now:
        return 0
    rows = list(Notification.objects.filter(Q(facts__by=was) | Q(facts__title=was)).only("facts"))
    for row in rows:
        row.facts = row.facts | {key: now for key in NAMED if row.facts.get(key) == was}
    return Notification.objects.bulk_update(rows, ["facts"], batch_size=500)


@action("notifications.forget_titles")
def forget_titles(*, subject_kind: str, subject_ids: Collection[str]) -> int:
    """Take the titles of some subjects out of what people were told; return how many rows changed.

    For a title made of words that their author took back. Two queries for each 500 subjects.
    """
    asked, changed = list(subject_ids), 0
    for start in range(0, len(asked), 500):
        some = asked[start : start + 500]
        rows = list(
            Notification.objects.filter(subject_kind=subject_kind, subject_id__in=some).only(
                "facts"
            )
        )
        for row in rows:
            row.facts = row.facts | dict.fromkeys(row.facts.keys() & TITLES, LEFT_OUT)
        changed += Notification.objects.bulk_update(rows, ["facts"], batch_size=500)
    return changed


@action("notifications.mark_read")
def mark_read(*, by: Person, at: datetime, notification_id: UUID | None = None) -> int:
    """Note that one notification, or all of them, were read; return how many."""
    rows = Notification.objects.filter(person=by, read_at__isnull=True)
    if notification_id is not None:
        rows = rows.filter(pk=notification_id)
    return rows.update(read_at=at)


@action("notifications.prefer")
def prefer(*, email: str, digest_hour: int, by: Person) -> Preference:
    """Choose how to be told by e-mail.

    Raises:
        InvalidInputError: the choice or the hour does not exist.
    """
    if email not in Preference.Email.values or not MIDNIGHT <= digest_hour <= LAST_HOUR:
        raise InvalidInputError(fields={"email": "unknown"})
    choice, _new = Preference.objects.update_or_create(
        person=by, defaults={"email": email, "digest_hour": digest_hour}
    )
    return choice
