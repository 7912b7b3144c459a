"""What is at risk, on Today: accounts with a fault, publications that went wrong."""

from typing import Final

from django.db.models import Case, Count, Q, Sum, When, Window
from django.urls import reverse
from django.utils.translation import gettext as _

from gouvernail.foundation import clock
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, may
from gouvernail.publishing.queries import deliveries_for_list
from gouvernail.registry.models import Account
from gouvernail.registry.permissions import visible_accounts
from gouvernail.registry.queries import (
    BY_CODE,
    Filters,
    by_health,
    fragile_first,
    health_of,
    network_label,
    with_health,
)
from gouvernail.web.today.lines import SHOWN, Group, Row
from gouvernail.web.today.published import against_the_rules

ACCOUNTS: Final = Filters(health="risk")  # what the list shows at `?health=risk`


def at_risk(person: Person) -> list[Group]:
    """Return the accounts with a fault, then publications that went wrong or break rules, if any.

    Each list counts what its “see all” shows. Nothing for those who see no accounts.
    """
    if not may(person, Right.SEE_ACCOUNTS):
        return []
    groups = [_accounts(person), _publications(person), against_the_rules(person)]
    return [group for group in groups if group is not None]


def _accounts(person: Person) -> Group:
    today, lost = clock.today(), BY_CODE["no_backup"]
    accounts = by_health(visible_accounts(person), today=today, codes=(lost.code,))
    fragile = fragile_first(with_health(accounts, today=today))
    faulty = list(
        fragile.filter(ACCOUNTS.condition())
        .select_related("unit")
        .annotate(  # the counts travel with the first row: one look at the register
            in_all=Window(Count("pk")),
            lost_in_all=Window(Sum(Case(When(Q(**{f"{lost.field}__gt": 0}), then=1), default=0))),
        )[:SHOWN]
    )
    return Group(
        name="risk",
        title=_("At risk"),
        icon="alert-triangle",
        count=faulty[0].in_all if faulty else 0,
        rows=[_row(account, person) for account in faulty],
        url=reverse("registry:account-list") + f"?health={ACCOUNTS.health}",
        without_backup=faulty[0].lost_in_all if faulty else 0,
    )


def _row(account: Account, person: Person) -> Row:
    health = health_of(account)
    mends = may(person, Right.EDIT_ACCOUNTS, unit=account.unit)
    return Row(
        kind="stop" if health.stops else "warn",
        title=_("%(account)s, %(network)s: %(fault)s")
        % {
            "account": account.name,
            "network": network_label(account.network),
            "fault": str(health.faults[0].title).lower(),
        },
        fact=account.unit.label,
        url=reverse("registry:account-detail", args=[account.pk]),
        verb=_("Repair") if mends else _("Look"),
    )


def _publications(person: Person) -> Group | None:
    if not may(person, Right.SEE_CONTENT):
        return None
    wrong = list(
        deliveries_for_list(viewer=person, state="problems")
        .order_by("-publish_at")
        .annotate(in_all=Window(Count("pk")))[:SHOWN]
    )
    if not wrong:
        return None
    rows = [
        Row(
            kind="stop",
            title=one.title,
            fact=_("%(network)s: %(state)s")
            % {"network": network_label(one.account.network), "state": one.get_status_display()},
            at=one.publish_at,
            is_planned=True,
            url=reverse("publishing:delivery-detail", args=[one.pk]),
            verb=_("Look"),
        )
        for one in wrong
    ]
    return Group(
        name="wrong",
        title=_("Publications that went wrong"),
        icon="alert-octagon",
        count=wrong[0].in_all,
        rows=rows,
        url=reverse("publishing:delivery-list") + "?state=problems",
    )
