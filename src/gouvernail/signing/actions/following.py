"""Whom a campaign asks, kept up: one statement for each kind of change, whatever the number.

Each change leaves one entry: how many people, and the digest of who (their ids, sorted, one a
line), so that whoever holds the list can show that it is the one.
"""

from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import (
    Case,
    CharField,
    DateField,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    UUIDField,
    Value,
    When,
)
from django.db.models.functions import Cast, TruncDate

from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import Actor, machine
from gouvernail.foundation.clock import site_day
from gouvernail.foundation.inserts import RandomId, insert_from
from gouvernail.ledger.actions import record
from gouvernail.people.models import Absence, Person
from gouvernail.policies.models import Signature
from gouvernail.policies.queries import carried_from
from gouvernail.signing.models import Campaign, Line
from gouvernail.signing.queries.people import people_of

GRACE: Final = timedelta(days=14)  # of whoever joins late
BACK: Final = timedelta(days=7)  # after an absence
State, Because = Line.State, Line.Because


def take_in(
    campaign: Campaign,
    *,
    actor: Person | Actor,
    at: datetime,
    verb: str = "signature_campaign.followed",
) -> int:
    """Bring a campaign's lines up to whom it asks now; return how many changed.

    Who joined comes in, with two weeks at least; who came back is asked again; who left or moved
    away is released, with why; who signed meanwhile, elsewhere, is marked so. Called in an action,
    the campaign locked, its version and policy loaded. Some fifteen statements.
    """
    people = people_of(campaign, at=at)
    changes = {
        "joined": _joined(campaign, people, at=at),
        "back": _back(campaign, people, at=at),
        "left": _released(campaign, Because.LEFT, ~Q(person__is_active=True), at=at),
        "moved": _released(campaign, Because.MOVED, ~Q(person__in=people.values("pk")), at=at),
        "signed": _signed(campaign, at=at),
    }
    _moved_inside(campaign)
    _wait_for_absent(campaign, at=at)
    told: dict[str, Any] = {}
    for name, rows in changes.items():
        if rows is not None:
            told[name], told[f"{name}_sha256"] = digest_of(rows)
    if told or verb != "signature_campaign.followed":
        record(actor=actor, verb=verb, subject=campaign, at=at, data=told)
    return sum(value for value in told.values() if isinstance(value, int))


@action("signing.follow_people")
def follow_people(*, campaign_id: UUID, at: datetime) -> int:
    """Keep up the lines of an open campaign; return how many changed. Idempotent."""
    rows = Campaign.objects.select_for_update(of=("self",)).select_related("version__policy__unit")
    campaign = rows.filter(pk=campaign_id, status=Campaign.Status.OPEN).first()
    return take_in(campaign, actor=machine("worker"), at=at) if campaign else 0


def digest_of(lines: QuerySet[Line]) -> tuple[int, str]:
    """Return how many people lines name, and the SHA-256 of their ids, sorted. One query."""
    number, digest = 0, sha256()
    keys = lines.order_by("person_id").values_list("person_id", flat=True)
    for key in keys.iterator(chunk_size=10_000):
        digest.update(f"{key}\n".encode())
        number += 1
    return number, digest.hexdigest()


def _joined(campaign: Campaign, people: QuerySet[Person], *, at: datetime) -> QuerySet[Line] | None:
    known = Line.objects.filter(campaign=campaign, person=OuterRef("pk"))
    signed = Signature.objects.filter(version=campaign.version_id, person=OuterRef("pk"))
    columns = {
        "id": RandomId(),
        "campaign": Value(campaign.pk, output_field=UUIDField()),
        "person": "pk",
        "unit": "home_unit",
        "state": _state(campaign, "pk"),
        "due_on": Value(_due(campaign, at=at), output_field=DateField()),
        "added_at": Value(at, output_field=DateTimeField()),
        "signature": Subquery(signed.values("pk")[:1]),
        "released_because": Value(""),
        "changed_at": Value(at, output_field=DateTimeField()),
        "reminders": Value(0),
    }
    number = insert_from(Line, columns, people.filter(~Exists(known)))
    return campaign.lines.filter(added_at=at) if number else None


def _state(campaign: Campaign, person: str) -> Case:
    """Return where the line of a person begins: signed already, carried over, or waiting."""
    signed = Signature.objects.filter(version=campaign.version_id, person=OuterRef(person))
    carried = Signature.objects.filter(
        version__in=carried_from(campaign.version_id), person=OuterRef(person)
    )
    return Case(
        When(Exists(signed), then=Value(State.SIGNED)),
        When(Exists(carried), then=Value(State.CARRIED)),
        default=Value(State.WAITING),
        output_field=CharField(),
    )


def _due(campaign: Campaign, *, at: datetime) -> date:
    """Return the day of who comes in now: two weeks at least once the campaign has begun."""
    if campaign.opened_at == at:
        return campaign.due_on
    return max(campaign.due_on, site_day(at) + GRACE)


def _back(campaign: Campaign, people: QuerySet[Person], *, at: datetime) -> QuerySet[Line] | None:
    gone = campaign.lines.filter(
        state=State.RELEASED,
        released_because__in=(Because.LEFT, Because.MOVED),
        person__in=people.values("pk"),
    )
    due = _due(campaign, at=at)
    number = gone.update(
        state=_state(campaign, "person"), released_because="", due_on=due, changed_at=at
    )
    back = campaign.lines.filter(changed_at=at, added_at__lt=at).exclude(state=State.RELEASED)
    return back if number else None


def _released(
    campaign: Campaign, because: Line.Because, gone: Q, *, at: datetime
) -> QuerySet[Line] | None:
    waiting = campaign.lines.filter(gone, state=State.WAITING)
    number = waiting.update(state=State.RELEASED, released_because=because, changed_at=at)
    released = campaign.lines.filter(state=State.RELEASED, released_because=because, changed_at=at)
    return released if number else None


def _signed(campaign: Campaign, *, at: datetime) -> QuerySet[Line] | None:
    given = Signature.objects.filter(version=campaign.version_id, person=OuterRef("person"))
    waiting = campaign.lines.filter(Exists(given), state__in=(State.WAITING, State.CARRIED))
    number = waiting.update(
        state=State.SIGNED, signature=Subquery(given.values("pk")[:1]), changed_at=at
    )
    carried = Signature.objects.filter(
        version__in=carried_from(campaign.version_id), person=OuterRef("person")
    )
    number += campaign.lines.filter(Exists(carried), state=State.WAITING).update(
        state=State.CARRIED, changed_at=at
    )
    now = campaign.lines.filter(state__in=(State.SIGNED, State.CARRIED), changed_at=at)
    return now.filter(added_at__lt=at) if number else None


def _moved_inside(campaign: Campaign) -> None:
    """Have lines stand under the unit their people are in now."""
    home = Person.objects.filter(pk=OuterRef("person")).values("home_unit")
    moved = campaign.lines.exclude(unit=F("person__home_unit"))
    keys = moved.filter(person__home_unit__isnull=False).values("pk")
    Line.objects.filter(pk__in=keys).update(unit=Subquery(home[:1]))


def _wait_for_absent(campaign: Campaign, *, at: datetime) -> None:
    """Give whoever is away a week from the day they are back, in one statement."""
    away = Absence.objects.filter(
        cancelled_at__isnull=True, starts_at__lte=at, ends_at__gt=at, person=OuterRef("person")
    )
    day = TruncDate("ends_at", tzinfo=ZoneInfo(settings.SITE_TIME_ZONE))
    due = Cast(ExpressionWrapper(day + BACK, output_field=DateTimeField()), DateField())
    back = Subquery(away.annotate(due=due).order_by("-ends_at").values("due")[:1])
    waiting = campaign.lines.filter(state=State.WAITING).annotate(back=back)
    waiting.filter(due_on__lt=F("back")).update(due_on=back)
