"""The lines of Today about training: what to follow, to renew, to answer."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from gouvernail.foundation.clock import site_day
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, may
from gouvernail.training.queries.courses import own_certificates
from gouvernail.training.queries.progress import asked_of, proofs_to_decide
from gouvernail.training.queries.sessions import own_places
from gouvernail.web.today.lines import Row

SHOWN = 20


def training_to_do(person: Person, *, at: datetime) -> list[Row]:
    """Return the courses to follow or renew, invitations, proofs to look at. Four queries."""
    today = site_day(at)
    asked = asked_of(person, today=today)
    there = {due.assignment.course_id for due in asked}
    rows = [
        Row(
            kind="overdue" if due.due_on < today else "clock",
            title=due.assignment.course.label,
            fact=_("A course to follow, late") if due.due_on < today else _("A course to follow"),
            url=reverse("training:course-detail", args=[due.assignment.course.slug]),
            verb=_("Learn"),
        )
        for due in asked
    ]
    rows += [
        Row(
            kind="late",
            title=one.course.label,
            fact=_("Your certificate ends soon"),
            url=reverse("training:course-detail", args=[one.course.slug]),
            verb=_("Renew"),
        )
        for one in own_certificates(person, at=at)
        if one.course_id not in there and one.state(today) == "ending"
    ]
    rows += [
        Row(
            kind="info",
            title=place.session.course.label,
            fact=_("You are invited to a session"),
            at=place.session.starts_at,
            url=reverse("training:session-detail", args=[place.session_id]),
            verb=_("Answer"),
        )
        for place in own_places(person, at=at).filter(status="invited")[:SHOWN]
    ]
    return rows + _proofs(person)


def _proofs(person: Person) -> list[Row]:
    if not may(person, Right.EDIT_TRAINING):
        return []
    return [
        Row(
            kind="info",
            title=proof.course.label,
            fact=_("%(name)s sent a certificate from elsewhere") % {"name": proof.person.name},
            at=proof.sent_at,
            url=reverse("training:proof-list") + f"#proof-{proof.pk}",
            verb=_("Look"),
        )
        for proof in proofs_to_decide(person)[:SHOWN]
    ]
