"""What people hold, read together: one statement for all but the signatures."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import DateTimeField, F, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast

from gouvernail.charter.queries.charter import FACTORS
from gouvernail.licences.models import Requirement, Restriction, Waiver
from gouvernail.licences.queries.deciding import WAIVER, Asked, Facts, Ruling
from gouvernail.policies.models import PolicyVersion
from gouvernail.signing.queries import signed_current
from gouvernail.training.models import Certificate

REQUIREMENT: Final = "requirement"
POLICY: Final = "policy"
FACTOR: Final = "factor"
CERTIFICATE: Final = "certificate"
RULED: Final = frozenset({WAIVER, *Restriction.Kind.values})


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is asked of everybody, and what each person holds."""

    requirements: tuple[Asked, ...] = ()
    facts: dict[UUID, Facts] = field(default_factory=dict)

    def of(self, person_id: UUID) -> Facts:
        """Return what one person holds; nothing when they were not asked about. No query."""
        return self.facts.get(person_id, Facts())

    @property
    def networks(self) -> frozenset[str]:
        """Return where something is asked of anybody or ruled of one of them; "": everywhere."""
        asked = (one.network for one in self.requirements)
        each = (one.networks for facts in self.facts.values() for one in facts.rulings)
        return frozenset({""}).union(asked, *each)


def known_of(people: Collection[UUID], *, at: datetime) -> Known:
    """Return what is asked, and what people hold of it, whatever the number of people.

    One query, and two more where a signature is asked (`signing.queries.signed_current`).
    """
    rows = list(_rows(people, at=at))
    binding = {UUID(row["u_key"]) for row in rows if row["u_kind"] == POLICY}
    requirements = tuple(_asked(row, binding) for row in rows if row["u_kind"] == REQUIREMENT)
    policies = frozenset(key for one in requirements for key in one.policies)
    signed = signed_current(people, policies, at=at) if policies else set()
    held = _held(row for row in rows if row["u_kind"] == CERTIFICATE)
    with_factor = {UUID(row["u_person"]) for row in rows if row["u_kind"] == FACTOR}
    rulings: dict[UUID, list[Ruling]] = {}
    for row in rows:
        if row["u_kind"] in RULED:
            rulings.setdefault(UUID(row["u_person"]), []).append(_ruling(row))
    by_person: dict[UUID, set[UUID]] = {}
    for person_id, policy_id in signed:
        by_person.setdefault(person_id, set()).add(policy_id)
    return Known(
        requirements=requirements,
        facts={
            key: Facts(
                courses=held.get(key, {}),
                signed=frozenset(by_person.get(key, ())),
                second_factor=key in with_factor,
                rulings=tuple(rulings.get(key, ())),
            )
            for key in people
        },
    )


def _held(rows: Iterable[dict[str, Any]]) -> dict[UUID, dict[str, datetime | None]]:
    """Return, of each person, until when the certificate of each course holds: the longest."""
    found: dict[UUID, dict[str, datetime | None]] = {}
    for row in rows:
        mine, slug = found.setdefault(UUID(row["u_person"]), {}), row["u_key"]
        until = _end_of(row["u_flag"])
        former = mine.get(slug, until)
        mine[slug] = None if former is None or until is None else max(former, until)
    return found


def _end_of(day: str | None) -> datetime | None:
    """Return the first instant after a day, where the site is; None: it does not end."""
    if not day:
        return None
    following = date.fromisoformat(day) + timedelta(days=1)
    return datetime.combine(following, time.min, ZoneInfo(settings.SITE_TIME_ZONE)).astimezone(UTC)


def _rows(people: Collection[UUID], *, at: datetime) -> Iterable[dict[str, Any]]:
    """Return every row that says something, in one statement."""
    asked = Requirement.objects.filter(status=Requirement.Status.IN_FORCE)
    in_force = PolicyVersion.objects.filter(
        status=PolicyVersion.Status.IN_FORCE, policy__archived_at__isnull=True
    )
    factors = Authenticator.objects.filter(user_id__in=people, type__in=FACTORS)
    # Those that have ended too: a person is told since when. Each holds through its last day.
    held = Certificate.objects.filter(
        Q(revoked_at__isnull=True) | Q(revoked_at__gt=at), person_id__in=people, issued_at__lte=at
    )
    waivers = Waiver.objects.filter(
        person_id__in=people, status=Waiver.Status.GRANTED, until__gt=at
    )
    held_back = Restriction.objects.filter(person_id__in=people, lifted_at__isnull=True)
    held_back = held_back.filter(Q(until__isnull=True) | Q(until__gt=at))
    return _alike(
        asked,
        kind=Value(REQUIREMENT),
        key=F("act"),
        network=F("network"),
        first=F("courses"),
        second=F("policies"),
        flag=F("second_factor"),
    ).union(
        _alike(in_force, kind=Value(POLICY), key=F("policy_id")),
        _alike(factors, kind=Value(FACTOR), person=F("user_id")),
        _alike(
            held,
            kind=Value(CERTIFICATE),
            key=F("course__slug"),
            person=F("person_id"),
            flag=F("until"),
        ),
        _ruled(waivers, kind=Value(WAIVER)),
        _ruled(held_back, kind=F("kind")),
        all=True,
    )


def _ruled(rows: "QuerySet[Any]", *, kind: F | Value) -> "QuerySet[Any, dict[str, Any]]":
    return _alike(
        rows,
        kind=kind,
        key=F("id"),
        person=F("person_id"),
        first=F("acts"),
        second=F("networks"),
        starts=F("starts_at"),
        until=F("until"),
    )


def _alike(rows: "QuerySet[Any]", **said: F | Value) -> "QuerySet[Any, dict[str, Any]]":
    """Return rows with the columns that all of them have: words, and two instants."""
    words = {
        f"u_{name}": Cast(said.get(name, Value("")), TextField())
        for name in ("kind", "key", "person", "network", "first", "second", "flag")
    }
    instants = {
        f"u_{name}": said.get(name) or Cast(Value(None), DateTimeField())
        for name in ("starts", "until")
    }
    alike: QuerySet[Any, dict[str, Any]] = (
        rows.order_by().annotate(**words, **instants).values(*words, *instants)
    )
    return alike


def _asked(row: dict[str, Any], binding: Collection[UUID]) -> Asked:
    """Return what a requirement asks; a policy without a version in force cannot be signed."""
    wanted = {UUID(key) for key in json.loads(row["u_second"])}
    return Asked(
        act=row["u_key"],
        network=row["u_network"],
        courses=frozenset(json.loads(row["u_first"])),
        policies=frozenset(wanted & set(binding)),
        second_factor=row["u_flag"] in {"1", "true"},
    )


def _ruling(row: dict[str, Any]) -> Ruling:
    return Ruling(
        id=UUID(row["u_key"]),
        kind=row["u_kind"],
        acts=frozenset(json.loads(row["u_first"])),
        networks=frozenset(json.loads(row["u_second"])),
        starts_at=row["u_starts"],
        until=row["u_until"],
    )
