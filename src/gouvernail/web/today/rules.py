"""What waits about rules and models, on Today: to be decided, or about to end."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from gouvernail.blueprint.models import Application
from gouvernail.blueprint.queries import applications_to_answer
from gouvernail.foundation.clock import now
from gouvernail.people.models import Person
from gouvernail.rulebooks.models import PackVersion, RuleControl, Waiver
from gouvernail.rulebooks.queries.waiting import (
    controls_asked,
    rule_names,
    theirs_to_answer,
    versions_in_review,
    waivers_asked,
    waivers_ending,
)
from gouvernail.web.context import Shell
from gouvernail.web.today.lines import Row, Source, Sources, each


def rules_to_decide(person: Person, frame: Shell) -> Sources:
    """Return what waits for this person's agreement; their own only in a small team."""

    def own_too() -> bool:
        return frame.small_team

    def versions(found: Sequence[PackVersion]) -> list[Row]:
        return [_version(one) for one in theirs_to_answer(found, person, own_too=own_too)]

    def levels(found: Sequence[RuleControl]) -> list[Row]:
        theirs = theirs_to_answer(found, person, own_too=own_too)
        names = rule_names(theirs, at=now())
        return [_about_a_rule(one, names) for one in theirs]

    def waivers(found: Sequence[Waiver]) -> list[Row]:
        theirs = theirs_to_answer(found, person, own_too=own_too)
        names = rule_names(theirs, at=now())
        return [_about_a_rule(one, names) for one in theirs]

    return [
        Source(asked=versions_in_review(person), lines=versions),
        Source(asked=controls_asked(person), lines=levels),
        Source(asked=waivers_asked(person), lines=waivers),
    ]


def _version(one: PackVersion) -> Row:
    name = one.submitted_by.short_name if one.submitted_by else ""
    return Row(
        kind="info",
        title=_("New rules: %(title)s") % {"title": one.pack.label},
        fact=_("%(unit)s · %(name)s") % {"unit": one.pack.unit.short_label, "name": name},
        at=one.wanted_at,
        url=reverse("rulebooks:version-detail", args=[one.pack.slug, one.number]),
        verb=_("Review"),
    )


def _about_a_rule(one: RuleControl | Waiver, names: Mapping[tuple[UUID, str], str]) -> Row:
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


def models_to_answer(person: Person) -> Sources:
    """Return the changes of the governance model that wait for this person."""
    return [each(applications_to_answer(person), _model)]


def _model(one: Application) -> Row:
    return Row(
        kind="info",
        title=_("Changes of the governance model"),
        fact=" · ".join(filter(None, (one.asked_by.short_name, one.purpose))),
        url=reverse("blueprint:application-detail", args=[one.pk]),
        verb=_("Decide"),
    )


def waivers_about_to_end(person: Person, *, at: datetime) -> Sources:
    """Return the waivers that this person asked for or granted and that end soon."""

    def lines(ending: Sequence[Waiver]) -> list[Row]:
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

    return [Source(asked=waivers_ending(person, at=at), lines=lines, exact=True)]
