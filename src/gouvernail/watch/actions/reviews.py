"""Looking back: the review of an incident that is over, and what is changed after it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from gouvernail.crisis.models import Incident
from gouvernail.foundation.actions import action
from gouvernail.foundation.clock import site_day
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.people.permissions import visible_person
from gouvernail.watch.actions.telling import tell_of_incident
from gouvernail.watch.errors import (
    ImprovementSettledError,
    ReviewDoneError,
    WatchInvalidError,
    WatchPartNotFoundError,
)
from gouvernail.watch.models import Improvement, Review
from gouvernail.watch.permissions import require_review, visible_improvement, visible_review
from gouvernail.watch.queries.times import times_of

PART_LIMIT: Final = 10_000
WORDS_LIMIT: Final = 300
BATCH: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewFacts:
    """What is written of a review; `parts` are those of `Review.PARTS`."""

    parts: Mapping[str, str] = field(default_factory=dict)
    facilitator_id: UUID | None = None
    held_on: date | None = None
    next_drill_on: date | None = None


@action("watch.write_review")
def write_review(*, incident_id: UUID, facts: ReviewFacts, by: Person, at: datetime) -> Review:
    """Begin the review of an incident that is over, or write on.

    Raises:
        IncidentOpenError: it is not over.
        ReviewDoneError: it is finished.
        WatchInvalidError: a part is too long, or whoever leads the meeting ran the crisis.
        PersonNotFoundError, IncidentNotFoundError, RightMissingError.
    """
    Incident.objects.select_for_update(of=("self",)).filter(pk=incident_id).first()
    incident, review = visible_review(incident_id, viewer=by)
    require_review(by, incident)
    new = review is None
    review = review or Review(incident=incident, opened_by=by, opened_at=at)
    if review.status == Review.Status.DONE:
        raise ReviewDoneError
    _write(review, facts, by=by)
    review.save(force_insert=new)
    verb = "incident_review.opened" if new else "incident_review.written"
    record(actor=by, verb=verb, subject=review, at=at)
    return review


def _write(review: Review, facts: ReviewFacts, *, by: Person) -> None:
    wrong = {}
    for part in Review.PARTS:
        words = facts.parts.get(part, getattr(review, part)).replace("\r\n", "\n").strip()
        if len(words) > PART_LIMIT:
            wrong[part] = _("At most %(most)s characters, please.") % {"most": PART_LIMIT}
        setattr(review, part, words)
    review.facilitator = None
    if facts.facilitator_id is not None:
        review.facilitator = visible_person(facts.facilitator_id, viewer=by)
        seats = review.incident.seats.filter(role="lead", person=review.facilitator)
        if seats.exists():
            wrong["facilitator"] = _("Whoever led the crisis does not lead its review.")
    review.held_on, review.next_drill_on = facts.held_on, facts.next_drill_on
    if wrong:
        raise WatchInvalidError(wrong)


@action("watch.finish_review")
def finish_review(*, incident_id: UUID, by: Person, at: datetime) -> Review:
    """Finish a review: its times are kept as measured, and only its actions still move.

    Raises:
        WatchInvalidError: it has no story, no day, or nobody who led the meeting.
        ReviewDoneError, IncidentOpenError, WatchPartNotFoundError, RightMissingError.
    """
    Incident.objects.select_for_update(of=("self",)).filter(pk=incident_id).first()
    incident, review = visible_review(incident_id, viewer=by)
    require_review(by, incident)
    if review is None:
        raise WatchPartNotFoundError
    if review.status == Review.Status.DONE:
        raise ReviewDoneError
    wrong = {}
    if not review.story:
        wrong["story"] = _("Say what happened.")
    if review.held_on is None:
        wrong["held_on"] = _("Say on which day you met.")
    elif review.held_on > site_day(at):
        wrong["held_on"] = _("This day is still to come.")
    if review.facilitator is None:
        wrong["facilitator"] = _("Say who led the meeting.")
    if wrong:
        raise WatchInvalidError(wrong)
    review.times = times_of(incident).as_json()
    review.status, review.finished_by, review.finished_at = Review.Status.DONE, by, at
    review.save(update_fields=("times", "status", "finished_by", "finished_at"))
    record(actor=by, verb="incident_review.finished", subject=review, at=at)
    return review


@action("watch.add_improvement")
def add_improvement(
    *, incident_id: UUID, words: str, owner_id: UUID, due_on: date, by: Person, at: datetime
) -> Improvement:
    """Add one thing to change: one action, one person, one date. The person is told.

    The review is begun if it was not.

    Raises:
        WatchInvalidError: no words, too many, or a day that is past.
        IncidentOpenError, PersonNotFoundError, IncidentNotFoundError, RightMissingError.
    """
    Incident.objects.select_for_update(of=("self",)).filter(pk=incident_id).first()
    incident, review = visible_review(incident_id, viewer=by)
    require_review(by, incident)
    if review is None:
        review = write_review(incident_id=incident_id, facts=ReviewFacts(), by=by, at=at)
    said = " ".join(words.split())
    wrong = {}
    if not said:
        wrong["words"] = _("Say what is to be changed.")
    elif len(said) > WORDS_LIMIT:
        wrong["words"] = _("At most %(most)s characters, please.") % {"most": WORDS_LIMIT}
    if due_on < site_day(at):
        wrong["due_on"] = _("This day is past.")
    if wrong:
        raise WatchInvalidError(wrong)
    owner = visible_person(owner_id, viewer=by)
    row = Improvement(review=review, words=said, owner=owner, due_on=due_on)
    row.save(force_insert=True)
    record(actor=by, verb="review_action.added", subject=row, at=at)
    _tell(row, "action_given", people={owner.pk} - {by.pk}, at=at)
    return row


@action("watch.settle_improvement")
def settle_improvement(
    *, improvement_id: UUID, status: str, note: str = "", by: Person, at: datetime
) -> Improvement:
    """Say that an action is done, or given up: then why. Its owner may, and who may write reviews.

    Raises:
        WatchInvalidError: no such state, or given up without a word.
        ImprovementSettledError: it was settled before.
        WatchPartNotFoundError, RightMissingError.
    """
    Improvement.objects.select_for_update(of=("self",)).filter(pk=improvement_id).first()
    row = visible_improvement(improvement_id, viewer=by)
    if row.owner_id != by.pk:
        require_review(by, row.review.incident)
    if row.status != Improvement.Status.OPEN:
        raise ImprovementSettledError
    said = " ".join(note.split())[:WORDS_LIMIT]
    if status not in {Improvement.Status.DONE, Improvement.Status.DROPPED}:
        raise WatchInvalidError({"status": _("Done, or given up.")})
    if status == Improvement.Status.DROPPED and not said:
        raise WatchInvalidError({"note": _("Say in a word why it is given up.")})
    row.status, row.settled_by, row.settled_at, row.note = status, by, at, said
    row.save(update_fields=("status", "settled_by", "settled_at", "note"))
    record(actor=by, verb=f"review_action.{status}", subject=row, at=at)
    return row


def remind_improvements(*, at: datetime) -> int:
    """Tell the owner of each action that is late, once; return how many."""
    rows = Improvement.objects.filter(
        status=Improvement.Status.OPEN, due_on__lt=site_day(at), reminded_at__isnull=True
    )
    keys = list(rows.order_by("due_on", "pk").values_list("pk", flat=True)[:BATCH])
    for key in keys:
        remind_improvement(improvement_id=key, at=at)
    return len(keys)


@action("watch.remind_improvement")
def remind_improvement(*, improvement_id: UUID, at: datetime) -> None:
    """Tell the owner of an action that it is late."""
    row = Improvement.objects.select_related("review__incident").get(pk=improvement_id)
    Improvement.objects.filter(pk=row.pk).update(reminded_at=at)
    _tell(row, "action_late", people={row.owner_id}, at=at)


def remind_of_reviews(*, at: datetime) -> int:
    """Tell who closed an incident, a week later, that its review was not begun; return how many.

    Drills too. Once each; incidents that ended more than a month ago are left in peace.
    """
    rows = Incident.objects.filter(
        status=Incident.Status.CLOSED,
        closed_at__lte=at - timedelta(days=7),
        closed_at__gt=at - timedelta(days=30),
        review__isnull=True,
        closed_by__isnull=False,
    )
    found = list(rows.order_by("closed_at", "pk")[:BATCH])
    for incident in found:
        people = {incident.closed_by_id} if incident.closed_by_id else set()
        path = reverse("watch:review-detail", args=[incident.pk])
        tell_of_incident(incident, "review_missing", people=people, once="review", at=at, path=path)
    return len(found)


def _tell(row: Improvement, kind: str, *, people: set[UUID], at: datetime) -> None:
    tell_of_incident(
        row.review.incident,
        kind,
        people=people,
        once=f"action:{row.pk.hex}:{kind}",
        at=at,
        facts={"by": row.words},
        path=reverse("watch:improvement-detail", args=[row.pk]),
    )
