"""What the vault asks of a person: answer a request, renew a value, write what happened."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from gouvernail.credentials.queries import awaiting, due_items, owed_accounts
from gouvernail.foundation.clock import site_day
from gouvernail.people.models import Person
from gouvernail.web.today.lines import Row

SHOWN = 20


def requests_to_see(person: Person) -> list[Row]:
    """Return the requests to see a value that wait for this person. One query."""
    return [
        Row(
            kind="overdue" if one.is_emergency else "clock",
            title=_("%(name)s asks to see: %(title)s")
            % {"name": one.asked_by.name, "title": one.item.label},
            fact=one.item.account.name,
            at=one.opens_at or one.waits_until,
            url=reverse("credentials:reveal-detail", args=[one.pk]),
            verb=_("Decide"),
        )
        for one in awaiting(person).order_by("waits_until", "pk")[:SHOWN]
    ]


def values_to_renew(person: Person, *, at: datetime) -> list[Row]:
    """Return the values to renew by today, and the emergencies to write up. Two queries."""
    today = site_day(at)
    renewals = [
        Row(
            kind="overdue" if item.is_late(today) else "late",
            title=_("Renew: %(title)s") % {"title": item.label},
            fact=_("%(account)s: %(why)s")
            % {"account": item.account.name, "why": item.get_due_why_display()},
            url=reverse("credentials:item-detail", args=[item.pk]),
            verb=_("Renew"),
        )
        for item in due_items(person, until=today)[:SHOWN]
    ]
    accounts = [
        Row(
            kind="late",
            title=_("Write what happened: %(title)s") % {"title": reveal.item.label},
            fact=reveal.item.account.name,
            url=reverse("credentials:reveal-detail", args=[reveal.pk]),
            verb=_("Write"),
        )
        for reveal in owed_accounts(person)[:SHOWN]
    ]
    return [*renewals, *accounts]
