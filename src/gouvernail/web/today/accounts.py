"""What accounts ask of a person: to declare them, attest them, ask for them, open them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gouvernail.attestations.models import Declarer, FollowUp, Review
from gouvernail.attestations.queries.declarers import asked_of
from gouvernail.attestations.queries.lists import waiting_for
from gouvernail.foundation import clock
from gouvernail.openings.queries.listing import (
    Task,
    opening_tasks,
    openings_waiting,
    rework_tasks,
    reworks_of,
)
from gouvernail.people.models import Person
from gouvernail.web.today.lines import Row, Source, Sources, each


def reviews_of_accounts(person: Person, *, at: datetime) -> Sources:
    """Return the account reviews that wait for this person, and what reviews gave them to do."""
    waiting = waiting_for(person, at=at)
    return [each(waiting.reviews, _review), each(waiting.tasks, _follow_up)]


def _review(review: Review) -> Row:
    verbs = {
        Review.Status.OPEN: (_("Account to attest"), _("Attest")),
        Review.Status.TO_ASSIGN: (_("Nobody attests this account"), _("Name somebody")),
        Review.Status.TO_CONFIRM: (_("Attested: a second person confirms"), _("Confirm")),
    }
    fact, verb = verbs[Review.Status(review.status)]
    return Row(
        kind="overdue" if review.is_late(clock.today()) else "clock",
        title=review.account.name,
        fact=fact,
        url=reverse("attestations:review-detail", args=[review.pk]),
        verb=verb,
    )


def _follow_up(task: FollowUp) -> Row:
    return Row(
        kind="overdue" if task.due_on < clock.today() else "clock",
        title=task.review.account.name,
        fact=task.text[:120],
        url=reverse("attestations:review-detail", args=[task.review_id]),
        verb=_("Do it"),
    )


OPENING_TASKS: Final[Mapping[str, tuple[Promise, Promise, str]]] = {
    "accept": (
        gettext_lazy("You are named for this account"),
        gettext_lazy("Answer"),
        "opening-detail",
    ),
    "change": (gettext_lazy("Changes were asked for"), gettext_lazy("Write"), "opening-detail"),
    "begin": (
        gettext_lazy("Agreed to: its opening may begin"),
        gettext_lazy("Begin"),
        "opening-begin",
    ),
    "checklist": (gettext_lazy("Being opened"), gettext_lazy("Go on"), "opening-checklist"),
    "appeal": (gettext_lazy("Its refusal is put to you"), gettext_lazy("Answer"), "opening-detail"),
    "rework": (
        gettext_lazy("Rework asked of your account"),
        gettext_lazy("Look"),
        "opening-detail",
    ),
}


def openings_to_follow(person: Person) -> Sources:
    """Return what of the opening requests waits for this person, the late ones marked."""
    return [
        Source(
            asked=openings_waiting(person),
            lines=lambda found: [_opening(one) for one in opening_tasks(found, person)],
            exact=True,
        ),
        Source(
            asked=reworks_of(person),
            lines=lambda found: [_opening(one) for one in rework_tasks(found)],
            exact=True,
        ),
    ]


def _opening(task: Task) -> Row:
    fact, verb, page = OPENING_TASKS[task.code]
    late = task.due_on is not None and task.due_on < clock.today()
    return Row(
        kind="overdue" if late else "info",
        title=task.opening.title,
        fact=str(fact),
        url=reverse(f"openings:{page}", args=[task.opening.pk]),
        verb=str(verb),
    )


def declarations(person: Person) -> Sources:
    """Return the declarations asked of this person."""
    return [each(asked_of(person)[:20], _declaration)]


def _declaration(one: Declarer) -> Row:
    return Row(
        kind="overdue" if one.declaration.campaign.closes_on < clock.today() else "clock",
        title=one.declaration.campaign.label,
        fact=_("Accounts to declare: %(unit)s") % {"unit": one.declaration.unit.short_label},
        url=reverse("attestations:my-declaration", args=[one.pk]),
        verb=_("Declare"),
    )
