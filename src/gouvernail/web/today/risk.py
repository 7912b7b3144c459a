"""What is at risk, on Today: accounts with a fault, publications that went wrong."""

from django.db.models import Case, Count, Q, Sum, When, Window
from django.urls import reverse
from django.utils.translation import gettext as _

from gouvernail.foundation import clock
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, may
from gouvernail.publishing.queries import deliveries_for_list
from gouvernail.registry.permissions import visible_accounts
from gouvernail.registry.queries import (
    BY_CODE,
    fragile_first,
    health_of,
    network_label,
    with_health,
)
from gouvernail.web.today.lines import SHOWN, Group, Row, group_of


def at_risk(person: Person) -> Group | None:
    """Return the accounts and publications with a fault; None for those who see neither."""
    if not may(person, Right.SEE_ACCOUNTS):
        return None
    rows = _problems(person)
    fragile = fragile_first(with_health(visible_accounts(person), today=clock.today()))
    lost = BY_CODE["no_backup"].field
    faulty = list(
        fragile.filter(Q(fragility__gt=0))
        .select_related("unit")
        .annotate(  # the counts travel with the first row: one look at the register
            in_all=Window(Count("pk")),
            lost_in_all=Window(Sum(Case(When(Q(**{f"{lost}__gt": 0}), then=1), default=0))),
        )[:SHOWN]
    )
    count = len(rows) + (faulty[0].in_all if faulty else 0)
    for account in faulty[: SHOWN - len(rows[:SHOWN])]:
        health = health_of(account)
        rows.append(
            Row(
                kind="stop" if health.stops else "warn",
                title=_("%(account)s, %(network)s: %(fault)s")
                % {
                    "account": account.name,
                    "network": network_label(account.network),
                    "fault": str(health.faults[0].title).lower(),
                },
                fact=account.unit.label,
                url=reverse("registry:account-detail", args=[account.pk]),
                verb=_("Repair")
                if may(person, Right.EDIT_ACCOUNTS, unit=account.unit)
                else _("Look"),
            )
        )
    group = group_of("risk", _("At risk"), "alert-triangle", rows, reverse("registry:account-list"))
    return Group(
        name=group.name,
        title=group.title,
        icon=group.icon,
        count=count,
        rows=group.rows,
        url=group.url,
        without_backup=faulty[0].lost_in_all if faulty else 0,
    )


def _problems(person: Person) -> list[Row]:
    if not may(person, Right.SEE_CONTENT):
        return []
    return [
        Row(
            kind="stop",
            title=one.title,
            fact=_("%(network)s: %(state)s")
            % {"network": network_label(one.account.network), "state": one.get_status_display()},
            at=one.publish_at,
            url=reverse("publishing:delivery-detail", args=[one.pk]),
            verb=_("Look"),
        )
        for one in deliveries_for_list(viewer=person, state="problems").order_by("-publish_at")[
            :SHOWN
        ]
    ]
