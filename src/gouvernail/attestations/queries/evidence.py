"""What an owner should have in sight before they say that an account is still needed."""

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from gouvernail.attestations.models import Review
from gouvernail.foundation.sorting import plainly
from gouvernail.kernel.text import fold, words
from gouvernail.ledger.queries.timelines import Event, timeline
from gouvernail.people.models import Person
from gouvernail.registry.models import Account, Reading
from gouvernail.registry.permissions import visible_accounts
from gouvernail.registry.queries import Row, account_with_health, network_label

FACTS: Final = ("address", "unit", "owner", "backup", "purpose", "audience")
CLOSE: Final = 0.34  # a third of the words of both
WORDS_LEAST: Final = 3
LETTERS_LEAST: Final = 4
ASKED_WORDS: Final = 8
WORD: Final = re.compile(r"\w+")
COMPARED: Final = 300
SHOWN: Final = 5
CHANGES: Final = 8
EMPTY: Final = frozenset(
    fold(
        "avec dans pour leur leurs cette notre votre nous vous sont plus tout tous toute from with "
        "that this their your ours have account compte page officiel official groupe group"
    ).text.split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """Another account with the same aim, and why we say so."""

    account: Account
    shared: tuple[str, ...]
    reasons: tuple[str, ...]
    percent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """One holder of the account, and how many accounts of ours they answer for."""

    person: Person
    place: str
    owns: int
    backs_up: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Everything the page of a review shows beside its questions."""

    row: Row
    readings: list[Reading]
    overlaps: list[Overlap]
    loads: list[Load]
    changes: list[Event]
    since: date | None
    facts: list[tuple[str, str]] = field(default_factory=list)

    def kept(self) -> dict[str, object]:
        """Return what is kept with an attestation: figures as shown, people by reference."""
        last = self.row.last
        return {
            "last_post": str((last.at.date() if last.at else last.on) or "") if last else "",
            "last_post_read_by": str(last.reading.read_by_id) if last and last.reading else "",
            "followers": [
                {"on": one.read_on.isoformat(), "count": one.followers, "by": str(one.read_by_id)}
                for one in self.readings
                if one.followers is not None
            ],
            "overlaps": [
                {"id": str(one.account.pk), "shared": list(one.shared)} for one in self.overlaps
            ],
            "faults": [fault.code for fault in self.row.health.faults],
            "loads": [{"place": one.place, "accounts": one.owns} for one in self.loads],
            "changes": len(self.changes),
        }


def evidence_of(review: Review, *, viewer: Person, today: date) -> Evidence | None:
    """Return what is known of the account of a review; None when it cannot be seen.

    Nine queries, whatever the number of accounts.
    """
    row = account_with_health(review.account_id, viewer=viewer, today=today)
    if row is None:
        return None
    before = (
        Review.objects.filter(account_id=review.account_id, status=Review.Status.DECIDED)
        .exclude(pk=review.pk)
        .order_by("-confirmed_at")
        .first()
    )
    since = before.confirmed_at if before is not None else None
    told = timeline("account", review.account_id, size=CHANGES).events
    return Evidence(
        row=row,
        readings=list(row.account.readings.select_related("read_by")[:SHOWN]),
        overlaps=overlaps_of(row.account, viewer=viewer),
        loads=loads_of(row.account),
        changes=[one for one in told if since is None or one.at > since],
        since=since.date() if since else None,
        facts=facts_of(row.account),
    )


def facts_of(account: Account) -> list[tuple[str, str]]:
    """Return the facts to attest, each with what the register says of it. No query."""
    shown = {
        "address": account.url or account.handle,
        "unit": account.unit.label,
        "owner": account.owner.name if account.owner else "",
        "backup": account.backup.name if account.backup else "",
        "purpose": account.purpose_label,
        "audience": account.audience_label,
    }
    return [(name, shown[name]) for name in FACTS]


def facts_kept(account: Account) -> dict[str, dict[str, str]]:
    """Return the facts as an attestation keeps them: people by reference, never by name."""
    held = {"owner": account.owner_id, "backup": account.backup_id}
    return {
        name: {"person": str(held[name] or "")} if name in held else {"shown": shown}
        for name, shown in facts_of(account)
    }


def answers_of(review: Review) -> list[dict[str, Any]]:
    """Return what was answered of each fact, people named as they are called now. One query."""
    told = review.answers
    keys = [one["person"] for one in told.values() if one.get("person")]
    names = {str(one.pk): one.name for one in Person.objects.filter(pk__in=keys)} if keys else {}
    return [
        {"shown": names.get(one.get("person", ""), ""), "label": fact_label(name), **one}
        for name, one in told.items()
    ]


def aim_words(account: Account) -> frozenset[str]:
    """Return the words that say what an account is for, folded, without those that say nothing."""
    found = words(fold(_aim(account)))
    return frozenset(word for word in found if len(word) >= LETTERS_LEAST and word not in EMPTY)


def _aim(account: Account) -> str:
    return f"{account.name} {account.purpose} {account.audience}"


def overlaps_of(account: Account, *, viewer: Person) -> list[Overlap]:
    """Return the accounts of ours with the same aim, the closest first. One query.

    Two accounts overlap when they share three words and a third of all the words of both that say
    what they are for. Only those that share one of the longest words are compared.
    """
    mine = aim_words(account)
    asked = Q(pk__in=[])
    written = {one for one in WORD.findall(_aim(account)) if words(fold(one))[:1] != []}
    said = {one for one in written if words(fold(one))[0] in mine}
    for word in sorted(said, key=lambda one: (-len(one), one))[:ASKED_WORDS]:
        asked |= Q(name__icontains=word) | Q(purpose__icontains=word)
    rows = visible_accounts(viewer).filter(asked, status__in=Account.OURS).exclude(pk=account.pk)
    found = [
        overlap
        for other in rows.select_related("unit", "owner").order_by("pk")[:COMPARED]
        if (overlap := _overlap(account, mine, other)) is not None
    ]
    return sorted(found, key=lambda one: (-one.percent, plainly(one.account.name)))[:SHOWN]


def _overlap(account: Account, mine: frozenset[str], other: Account) -> Overlap | None:
    theirs = aim_words(other)
    shared, both = mine & theirs, mine | theirs
    if len(shared) < WORDS_LEAST or len(shared) < CLOSE * len(both):
        return None
    reasons = []
    if other.network == account.network:
        reasons.append(_("same network, %(network)s") % {"network": network_label(other.network)})
    if other.unit_id == account.unit_id:
        reasons.append(_("same unit"))
    if other.audience and fold(other.audience).text == fold(account.audience).text:
        reasons.append(_("same audience"))
    return Overlap(
        account=other,
        shared=tuple(sorted(shared, key=lambda one: (-len(one), one))[:SHOWN]),
        reasons=tuple(reasons),
        percent=round(100 * len(shared) / len(both)),
    )


def loads_of(account: Account) -> list[Load]:
    """Return the owner and the backup with how many accounts each of them holds. One query."""
    holders = [
        (place, person)
        for place, person in (("owner", account.owner), ("backup", account.backup))
        if person is not None
    ]
    keys = [person.pk for _place, person in holders]
    held = Account.objects.filter(Q(owner__in=keys) | Q(backup__in=keys), status__in=Account.OURS)
    owns: Counter[UUID | None] = Counter()
    backs: Counter[UUID | None] = Counter()
    for owner, backup in held.values_list("owner_id", "backup_id"):
        owns[owner] += 1
        backs[backup] += 1
    return [
        Load(person=person, place=place, owns=owns[person.pk], backs_up=backs[person.pk])
        for place, person in holders
    ]


def fact_label(name: str) -> str:
    """Return what a fact is called on a page."""
    labels: dict[str, Any] = {
        "address": _("Address"),
        "unit": _("Unit"),
        "owner": _("Owner"),
        "backup": _("Backup"),
        "purpose": _("Purpose"),
        "audience": _("Audience"),
    }
    return str(labels.get(name, name))
