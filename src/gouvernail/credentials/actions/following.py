"""What happens by itself: requests end, values fall due, departures are heard."""

from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from gouvernail.credentials.actions.settling import CLOCK, close, mark_due, settle
from gouvernail.credentials.actions.telling import (
    deciders_of,
    keepers_of,
    tell_of_item,
    tell_of_request,
)
from gouvernail.credentials.models import Item, Reveal, Showing
from gouvernail.credentials.permissions import lock_items
from gouvernail.credentials.queries import to_retire
from gouvernail.foundation.actions import action
from gouvernail.foundation.clock import site_day
from gouvernail.ledger.actions import Words, redact
from gouvernail.people.models import Person

AHEAD: Final = timedelta(days=7)  # how long before its day a renewal is spoken of
WEEK: Final = 7
BATCH: Final = 200
PEOPLE: Final = ("account__unit", "account__owner", "account__custodian", "keeper")


@action("credentials.follow_time")
def follow_time(*, at: datetime) -> int:
    """Settle every request whose time has come; return how many were looked at."""
    asked = Q(status=Reveal.Status.ASKED) & (Q(opens_at__lte=at) | Q(waits_until__lte=at))
    unused = Q(status=Reveal.Status.APPROVED, use_by__lte=at)
    over = Q(status=Reveal.Status.OPEN, open_until__lte=at)
    rows = _locked(Reveal.objects.filter(asked | unused | over))
    for reveal in rows:
        settle(reveal, at=at)
    return len(rows)


@action("credentials.forget_showings")
def forget_showings(*, at: datetime) -> int:
    """Delete what browsers did not fetch in time, or have fetched; return how many."""
    return Showing.objects.filter(expires_at__lte=at).delete()[0]


@action("credentials.follow_departure")
def follow_departure(*, person_id: UUID, at: datetime) -> int:
    """End the requests of somebody who left, and have renewed today all that they knew or kept.

    Does nothing for somebody who is (again) here. Returns how many items fell due. Idempotent.
    """
    person = Person.objects.filter(pk=person_id, status=Person.Status.LEFT).first()
    if person is None:
        return 0
    lock_items(theirs(person) | Q(reveals__asked_by=person))
    for reveal in _locked(Reveal.objects.filter(asked_by=person, status__in=Reveal.LIVE)):
        close(reveal, Reveal.Status.ENDED, verb="reveal.ended", by=CLOCK, at=at)
    return sum(_falls_due(item, person, at=at) for item in known_to(person))


WORDS: Final = Words(
    model=Reveal,
    written={
        "reason": "reveal.asked",
        "note": "reveal.refused",
        "account_text": "reveal.accounted",
    },
    gone="reveal.redacted",
)


@action("credentials.forget_person")
def forget_person(*, person_id: UUID, at: datetime) -> int:
    """Forget why somebody erased asked or refused, and what they wrote of an emergency.

    Who saw what, when, and who approved stays. Returns how many requests changed. Idempotent.
    """
    author = Person.objects.filter(pk=person_id).first()
    return redact([WORDS], author=author, by=CLOCK, at=at) if author is not None else 0


@action("credentials.follow_withdrawal")
def follow_withdrawal(*, person_id: UUID, account_id: UUID, due_on: date, at: datetime) -> int:
    """Have renewed, by the day an access is to be taken away, what its holder knew of an account.

    Returns how many items fell due. Idempotent.
    """
    person = Person.objects.filter(pk=person_id).first()
    known = [one for one in known_to(person) if one.account_id == account_id] if person else []
    days = max((due_on - site_day(at)).days, 0)
    return sum(mark_due(item, why=Item.Why.REVEAL, days=days, by=CLOCK, at=at) for item in known)


def known_to(person: Person) -> list[Item]:
    """Return the items in use whose present value somebody put in, keeps or saw. Two queries.

    A code of the moment tells nobody the seed; a note opens nothing.
    """
    saw = Reveal.objects.filter(asked_by=person, shown__gt=0, item__kind__in=Item.LEARNT)
    shown = saw.values_list("item_id", "version", "next_shown")
    seen = {(key, number) for key, *numbers in shown for number in numbers if number}
    rows = Item.objects.filter(theirs(person) | Q(pk__in=[key for key, _number in seen]))
    rows = rows.filter(retired_at__isnull=True).exclude(kind=Item.Kind.NOTE)
    rows = rows.select_for_update(of=("self",)).select_related(*PEOPLE).order_by("pk")
    own = {"put_by_id", "next_put_by_id", "keeper_id"}
    return [
        item
        for item in rows
        if any(getattr(item, name) == person.pk for name in own)
        or seen & {(item.pk, item.version), (item.pk, item.next_version)}
    ]


def theirs(person: Person) -> Q:
    """Return the items that somebody put in or keeps."""
    return Q(put_by=person) | Q(next_put_by=person) | Q(keeper=person)


def _falls_due(item: Item, person: Person, *, at: datetime) -> bool:
    if not mark_due(item, why=Item.Why.DEPARTURE, days=0, by=CLOCK, at=at):
        return False
    once = f"left:{person.pk}:{item.version}"
    people = keepers_of(item) - {person.pk}
    tell_of_item(item, "credential.left", people=people, once=once, by=person.name, at=at)
    return True


@action("credentials.remind")
def remind(*, at: datetime) -> int:
    """Remind of renewals a week ahead, on their day, then once a week while they are late.

    Once a week of what opens accounts nobody is to get into any more, and of the accounts of
    emergencies that are still to be written. Returns how many.
    """
    today = site_day(at)
    kept = Item.objects.filter(retired_at__isnull=True)
    over = list(kept.filter(to_retire()).select_related(*PEOPLE).order_by("pk"))
    for item in over:
        once = f"{today:%G-%V}"
        tell_of_item(item, "credential.to_retire", people=keepers_of(item), once=once, at=at)
    soon = kept.filter(~to_retire(), due_on__lte=today + AHEAD)
    items = list(soon.select_related(*PEOPLE).order_by("due_on", "pk"))
    for item in items:
        late = (today - item.due_on).days if item.due_on is not None else 0
        kind = "credential.overdue" if late > 0 else "credential.due"
        once = f"{item.due_on}:{late // WEEK if late > 0 else 'day' if late == 0 else 'week'}"
        tell_of_item(item, kind, people=keepers_of(item), once=once, at=at)
    owed = Reveal.objects.filter(account_due_on__isnull=False, accounted_at__isnull=True)
    owed = owed.exclude(status=Reveal.Status.OPEN)
    rows = list(owed.select_related("item__account", "asked_by"))
    for reveal in rows:
        tell_of_request(reveal, "credential.to_account", people=[reveal.asked_by_id], at=at)
        if reveal.account_due_on is not None and reveal.account_due_on < today:
            people = deciders_of(reveal)
            tell_of_request(reveal, "credential.account_late", people=people, at=at)
    return len(over) + len(items) + len(rows)


def _locked(rows: QuerySet[Reveal]) -> list[Reveal]:
    """Lock the oldest requests, after their items; what changed meanwhile is left out."""
    keys = list(rows.order_by("asked_at", "pk").values_list("pk", flat=True)[:BATCH])
    if not keys:
        return []
    lock_items(Q(reveals__pk__in=keys))
    people = ("item__account__unit", "item__account__owner", "item__account__custodian")
    found = rows.select_for_update(of=("self",)).select_related(*people, "item__keeper", "asked_by")
    return list(found.filter(pk__in=keys).order_by("pk"))
