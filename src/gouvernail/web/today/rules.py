"""What waits about rules and models, on Today: to be decided, or about to end."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from gouvernail.blueprint.queries import applications_to_answer
from gouvernail.people.models import Person
from gouvernail.rulebooks.models import PackVersion, Waiver
from gouvernail.rulebooks.queries.waiting import Waiting, waiting_for_agreement, waivers_ending
from gouvernail.web.today.lines import Row


def rules_to_decide(person: Person) -> list[Row]:
    """Return what waits for this person's agreement. Four queries, none for most people."""
    return [_row(one) for one in waiting_for_agreement(person)]


def _row(one: Waiting) -> Row:
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
    if isinstance(one, Waiver):
        return Row(
            kind="info",
            title=_("Waiver of a rule: %(rule)s") % {"rule": one.rule},
            fact=fact,
            url=reverse("rulebooks:waiver-detail", args=[one.pk]),
            verb=_("Decide"),
        )
    return Row(
        kind="info",
        title=_("Level of a rule: %(rule)s") % {"rule": one.rule},
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
    """Return the waivers that this person asked for or granted and that end soon. One query."""
    return [
        Row(
            kind="late",
            title=_("A waiver ends: %(rule)s") % {"rule": one.rule},
            fact=one.unit.short_label,
            at=one.until,
            url=reverse("rulebooks:waiver-detail", args=[one.pk]),
            verb=_("Look"),
        )
        for one in waivers_ending(person, at=at)
    ]
