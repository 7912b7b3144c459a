"""What the vault asks of a person: answer a request, renew a value, write what happened."""

from collections.abc import Sequence
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gouvernail.credentials.models import Item, Reveal
from gouvernail.credentials.queries import awaiting, let_go_among, owed_accounts, waiting_items
from gouvernail.foundation.clock import site_day
from gouvernail.people.models import Person
from gouvernail.web.today.lines import Row, Source, Sources, each

SHOWN = 20


def requests_to_see(person: Person) -> Sources:
    """Return the requests to see a value that wait for this person."""
    return [each(awaiting(person).order_by("waits_until", "pk")[:SHOWN], _to_decide)]


def _to_decide(one: Reveal) -> Row:
    return Row(
        kind="overdue" if one.is_emergency else "clock",
        title=_("%(name)s asks to see: %(title)s")
        % {"name": one.asked_by.name, "title": one.item.label},
        fact=one.item.account.name,
        at=one.opens_at or one.waits_until,
        url=reverse("credentials:reveal-detail", args=[one.pk]),
        verb=_("Decide"),
    )


def values_to_renew(person: Person, *, at: datetime) -> Sources:
    """Return the values to renew by today or to take out, and the emergencies to write up."""
    today = site_day(at)

    def renewals(items: Sequence[Item]) -> list[Row]:
        gone = let_go_among(items)
        return [
            _to_take_out(item) if item.account_id in gone else _to_renew(item, today=today)
            for item in items
        ]

    return [
        Source(asked=waiting_items(person, until=today)[:SHOWN], lines=renewals, exact=True),
        each(owed_accounts(person)[:SHOWN], _to_write),
    ]


def _to_write(reveal: Reveal) -> Row:
    return Row(
        kind="late",
        title=_("Write what happened: %(title)s") % {"title": reveal.item.label},
        fact=reveal.item.account.name,
        url=reverse("credentials:reveal-detail", args=[reveal.pk]),
        verb=_("Write"),
    )


def _to_renew(item: Item, *, today: date) -> Row:
    return Row(
        kind="overdue" if item.is_late(today) else "late",
        title=_("Renew: %(title)s") % {"title": item.label},
        fact=_("%(account)s: %(why)s")
        % {"account": item.account.name, "why": item.get_due_why_display()},
        url=reverse("credentials:item-detail", args=[item.pk]),
        verb=_("Renew"),
    )


def _to_take_out(item: Item) -> Row:
    return Row(
        kind="late",
        title=_("Take out of the vault: %(title)s") % {"title": item.label},
        fact=_("%(account)s: nobody is to get in any more") % {"account": item.account.name},
        url=reverse("credentials:item-detail", args=[item.pk]),
        verb=pgettext("vault", "Take it out"),
    )
