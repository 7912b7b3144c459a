"""What waits about rules and models, on Today: to be decided, or about to end."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from gouvernail.blueprint.queries import applications_to_answer
from gouvernail.foundation.clock import now
from gouvernail.people.models import Person
from gouvernail.rulebooks.models import PackVersion, Waiver
from gouvernail.rulebooks.queries.waiting import (
    Waiting,
    rule_names,
    waiting_for_agreement,
    waivers_ending,
)
from gouvernail.web.today.lines import Row


def rules_to_decide(person: Person) -> list[Row]:
    """Return what waits for this person's agreement. Six queries, none for most people."""
    waiting = waiting_for_agreement(person)
    about = [one for one in waiting if not isinstance(one, PackVersion)]
    names = rule_names(about, at=now())
    return [_row(one, names) for one in waiting]


def _row(one: Waiting, names: Mapping[tuple[UUID, str], str]) -> Row:
    if isinstance(one, PackVersion):
        name = one.submitted_by.short_name if one.submitted_by else ""
        return Row(
            kind="info",
            title=_("New rules: %(title)s") % {"title": one.pack.label},
            fact=_("%(unit)s · %(name)s") % {"unit": one.pack.unit.short_label, "name": name},
            at=one.wanted_at,
            url=reverse("rulebooks:version-detail", args=[one.pack.slug, one.number]),
            verb=_("Review"),
        )
    fact = _("%(unit)s · %(name)s") % {
        "unit": one.unit.short_label,
        "name": one.asked_by.short_name,
    }
    rule = names.get((one.pack_id, one.rule), one.rule)
    if isinstance(one, Waiver):
        return Row(
            kind="info",
            title=_("Waiver of a rule: %(rule)s") % {"rule": rule},
            fact=fact,
            url=reverse("rulebooks:waiver-detail", args=[one.pk]),
            verb=_("Decide"),
        )
    return Row(
        kind="info",
        title=_("Level of a rule: %(rule)s") % {"rule": rule},
        fact=fact,
        at=one.wanted_at,
        url=reverse("rulebooks:control-list", args=[one.pack.slug]) + f"#control-{one.pk}",
        verb=_("Decide"),
    )


def models_to_answer(person: Person) -> list[Row]:
    """Return the changes of the governance model that wait for this person. One query, or none."""
    return [
        Row(
            kind="info",
            title=_("Changes of the governance model"),
            fact=" · ".join(filter(None, (one.asked_by.short_name, one.purpose))),
            url=reverse("blueprint:application-detail", args=[one.pk]),
            verb=_("Decide"),
        )
        for one in applications_to_answer(person)
    ]


def waivers_about_to_end(person: Person, *, at: datetime) -> list[Row]:
    """Return the waivers that this person asked for or granted and that end soon.

    One query; two more where there are some.
    """
    ending = list(waivers_ending(person, at=at))
    names = rule_names(ending, at=at)
    return [
        Row(
            kind="late",
            title=_("A waiver ends: %(rule)s")
            % {"rule": names.get((one.pack_id, one.rule), one.rule)},
            fact=one.unit.short_label,
            at=one.until,
            url=reverse("rulebooks:waiver-detail", args=[one.pk]),
            verb=_("Look"),
        )
        for one in ending
    ]
