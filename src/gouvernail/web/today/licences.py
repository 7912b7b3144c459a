"""The lines of Today about licences: one's own, and those one decides on."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from gouvernail.licences.models import Requirement, Standing, Waiver
from gouvernail.licences.queries.mine import ending_or_lost, to_agree
from gouvernail.licences.queries.rulings import waivers_to_decide
from gouvernail.people.models import Person
from gouvernail.web.today.lines import Row, Sources, each


def licences_to_decide(person: Person) -> Sources:
    """Return the waivers and the changes that wait for this person."""
    return [each(waivers_to_decide(person), _waiver), each(to_agree(person), _change)]


def _waiver(one: Waiver) -> Row:
    return Row(
        kind="info",
        title=_("Waiver of the licence: %(name)s") % {"name": one.person.name},
        fact=one.reason[:120],
        at=one.asked_at,
        url=reverse("licences:person-detail", args=[one.person_id]),
        verb=_("Answer"),
    )


def _change(one: Requirement) -> Row:
    return Row(
        kind="info",
        title=_("What licences ask: %(act)s") % {"act": one.get_act_display()},
        fact=_("%(name)s proposes it") % {"name": one.asked_by.short_name},
        at=one.asked_at,
        url=reverse("licences:requirement-list"),
        verb=_("Decide"),
    )


def own_licence(person: Person, *, at: datetime) -> Sources:
    """Return one line when this person's licence does not hold, or ends soon."""
    return [each(ending_or_lost(person, at=at), _standing)]


def _standing(standing: Standing) -> Row:
    lost = not standing.ok
    return Row(
        kind="overdue" if lost else "late",
        title=_("Your licence does not hold") if lost else _("Your licence ends soon"),
        fact=_("Your posts go with one more approval: see what is missing")
        if lost
        else _("See what to renew"),
        at=standing.since if lost else standing.until,
        url=reverse("licences:mine"),
        verb=_("See"),
    )
