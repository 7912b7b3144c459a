"""Who is still here and may no longer get in: what they know of an account is renewed."""

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q

from gouvernail.credentials.actions.settling import CLOCK, mark_due
from gouvernail.credentials.models import Item, Reveal
from gouvernail.credentials.permissions import ASKING, lock_items
from gouvernail.credentials.queries import times_of
from gouvernail.foundation.actions import action
from gouvernail.people.models import Person
from gouvernail.people.permissions import scope


def known_without_right() -> list[UUID]:
    """Return the items in use whose present value is known to somebody with no right there now.

    They put it in or saw it; since then a role, a seat or a place of theirs has ended. Whoever left
    is heard at once (`follow_departure`). Two queries, then two for each person who knows a value.
    """
    here = Item.objects.filter(retired_at__isnull=True, kind__in=Item.LEARNT)
    wrote = here.filter(put_by__status=Person.Status.ACTIVE).values_list("put_by", "pk")
    saw = Reveal.objects.filter(shown__gt=0, item__in=here).exclude(status=Reveal.Status.OPEN)
    saw = saw.filter(Q(version=F("item__version")) | Q(next_shown=F("item__version")))
    saw = saw.filter(asked_by__status=Person.Status.ACTIVE)
    known: dict[UUID, set[UUID]] = defaultdict(set)
    for person_id, item_id in {*wrote, *saw.values_list("asked_by", "item")}:
        known[person_id].add(item_id)
    people = Person.objects.in_bulk(list(known))
    return sorted({key for one, keys in known.items() for key in keys - _open_to(people[one])})


def _open_to(person: Person) -> set[UUID]:
    """Return the items that a person may ask about or renew. Two queries."""
    may = Q(keeper=person)
    for place in ("owner", "backup", "custodian"):
        may |= Q(**{f"account__{place}": person})
    for right in ASKING:
        may |= scope(person, right, "account__unit__path")
    return set(Item.objects.filter(may).values_list("pk", flat=True))


@action("credentials.follow_rights")
def follow_rights(*, item_ids: list[UUID], at: datetime) -> int:
    """Have renewed, as after somebody saw them, items known to people with no right there now.

    Returns how many fell due. Idempotent.
    """
    lock_items(Q(pk__in=item_ids))
    rows = Item.objects.filter(pk__in=item_ids, retired_at__isnull=True).order_by("pk")
    return sum(
        mark_due(item, why=Item.Why.REVEAL, days=times_of(item.account).after_days, by=CLOCK, at=at)
        for item in rows.select_related("account__unit")
        if item.due_why in {"", Item.Why.CALENDAR}
    )
