"""The lines of Today about training: what to follow, to renew, to answer."""

from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from gouvernail.foundation.clock import site_day
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, may
from gouvernail.training.models import Certificate, Due, OutsideProof, Place
from gouvernail.training.queries.courses import certificates_given, last_of_each
from gouvernail.training.queries.progress import dues_of, once_each, proofs_to_decide
from gouvernail.training.queries.sessions import own_places
from gouvernail.web.today.lines import Row, Source, Sources, each

SHOWN = 20


def training_to_do(person: Person, *, at: datetime) -> Sources:
    """Return the courses to follow or renew, invitations, proofs to look at."""
    today = site_day(at)
    dues = dues_of(person, today=today)
    there = dues.order_by().values("assignment__course")
    given = certificates_given(person, at=at).exclude(course__in=there)
    invited = own_places(person, at=at).filter(status="invited")[:SHOWN]
    return [
        Source(
            asked=dues,
            lines=lambda found: [_to_follow(one, today) for one in once_each(found)],
        ),
        Source(
            asked=given,
            lines=lambda found: [
                _to_renew(one)
                for one in last_of_each(found, today=today)
                if one.state(today) == "ending"
            ],
        ),
        each(invited, _invited),
        *_proofs(person),
    ]


def _to_follow(due: Due, today: date) -> Row:
    return Row(
        kind="overdue" if due.due_on < today else "clock",
        title=due.assignment.course.label,
        fact=_("A course to follow, late") if due.due_on < today else _("A course to follow"),
        url=reverse("training:course-detail", args=[due.assignment.course.slug]),
        verb=_("Learn"),
    )


def _to_renew(one: Certificate) -> Row:
    return Row(
        kind="late",
        title=one.course.label,
        fact=_("Your certificate ends soon"),
        url=reverse("training:course-detail", args=[one.course.slug]),
        verb=_("Renew"),
    )


def _invited(place: Place) -> Row:
    return Row(
        kind="info",
        title=place.session.course.label,
        fact=_("You are invited to a session"),
        at=place.session.starts_at,
        is_planned=True,
        url=reverse("training:session-detail", args=[place.session_id]),
        verb=_("Answer"),
    )


def _proofs(person: Person) -> Sources:
    if not may(person, Right.EDIT_TRAINING):
        return []
    return [each(proofs_to_decide(person)[:SHOWN], _proof)]


def _proof(proof: OutsideProof) -> Row:
    return Row(
        kind="info",
        title=proof.course.label,
        fact=_("%(name)s sent a certificate from elsewhere") % {"name": proof.person.name},
        at=proof.sent_at,
        url=reverse("training:proof-list") + f"#proof-{proof.pk}",
        verb=_("Look"),
    )
