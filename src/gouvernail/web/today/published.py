"""What stands online against the rules, on Today of whoever answers for its account."""

from django.db.models import Count, Window
from django.urls import reverse
from django.utils.translation import gettext as _

from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, may
from gouvernail.registry.queries import network_label
from gouvernail.rulebooks.queries.published import published_to_answer
from gouvernail.web.today.lines import SHOWN, Group, Row


def against_the_rules(person: Person) -> Group | None:
    """Return the publications to answer for, if any. One query; none for who reads no archive."""
    if not may(person, Right.SEE_RECORDS):
        return None
    found = list(published_to_answer(person).annotate(in_all=Window(Count("pk")))[:SHOWN])
    if not found:
        return None
    rows = [
        Row(
            kind="stop" if one.outcome == "block" else "warn",
            title=one.record.text[:90],
            fact=_("%(account)s, %(network)s")
            % {"account": one.account.name, "network": network_label(one.account.network)},
            at=one.published_at,
            url=reverse("rulebooks:published-list") + f"#published-{one.pk}",
            verb=_("Look"),
        )
        for one in found
    ]
    return Group(
        name="against",
        title=_("Published, and against the rules"),
        icon="scale",
        count=found[0].in_all,
        rows=rows,
        url=reverse("rulebooks:published-list"),
    )
