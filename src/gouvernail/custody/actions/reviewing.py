"""An access review from its opening to its end."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gouvernail.custody.actions.review_notices import tell_asked
from gouvernail.custody.errors import AccessReviewClosedError, AccessReviewInvalidError
from gouvernail.custody.models import AccessReview, ReviewedAccess
from gouvernail.custody.permissions import visible_access_review
from gouvernail.custody.queries.reviewing import asked_about, progress_of, reviewable
from gouvernail.foundation.actions import action
from gouvernail.foundation.clock import site_day
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, require, visible_unit

MOST: Final = 5000  # accesses of one review


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewFacts:
    """What whoever opens a review decides of it."""

    unit_id: UUID
    title: str
    manner: str
    due_on: date
    title_en: str = ""


@action("custody.open_review")
def open_review(*, facts: ReviewFacts, by: Person, at: datetime) -> AccessReview:
    """Ask about each access in force of a unit and of those below; tell who is asked.

    Raises:
        UnitNotFoundError: missing, or hidden from `by`.
        RightMissingError: `by` does not manage accesses in the whole of it.
        AccessReviewInvalidError: a word is missing, the day is past, or there is nothing to ask.
    """
    unit = visible_unit(facts.unit_id, viewer=by)
    require(by, Right.MANAGE_ACCESS, unit=unit)
    wrong = _wrong(facts, today=site_day(at))
    rows = list(reviewable(unit)[: MOST + 1])
    if not rows:
        wrong["unit"] = _("Nobody has declared an access there: begin with who can get in.")
    elif len(rows) > MOST:
        wrong["unit"] = _("Too many accesses for one review: choose a smaller part.")
    if wrong:
        raise AccessReviewInvalidError(wrong)
    review = AccessReview.objects.create(
        unit=unit,
        title=facts.title.strip(),
        title_en=facts.title_en.strip(),
        manner=facts.manner,
        due_on=facts.due_on,
        opened_by=by,
        opened_at=at,
    )
    record(actor=by, verb="access_review.opened", subject=review, at=at, data={"lines": len(rows)})
    lines = ReviewedAccess.objects.bulk_create(
        ReviewedAccess(review=review, access=one, asked=asked_about(one, facts.manner))
        for one in rows
    )
    for line in lines:
        record(actor=by, verb="reviewed_access.asked", subject=line, at=at)
    tell_asked(review, {line.asked_id for line in lines if line.asked_id}, kind="asked", at=at)
    return review


def _wrong(facts: ReviewFacts, *, today: date) -> dict[str, str]:
    checks = (
        ("title", not facts.title.strip(), _("Give it a title.")),
        ("manner", facts.manner not in AccessReview.Manner.values, _("Choose one of the answers.")),
        ("due_on", facts.due_on <= today, _("Give a day to come.")),
    )
    return {name: message for name, lacks, message in checks if lacks}


@action("custody.extend_review")
def extend_review(review_id: UUID, *, due_on: date, by: Person, at: datetime) -> AccessReview:
    """Give everybody more time.

    Raises:
        AccessReviewNotFoundError: missing, or hidden from `by`.
        RightMissingError: `by` does not manage accesses there.
        AccessReviewClosedError: it is closed.
        AccessReviewInvalidError: the day is not later, or it is past.
    """
    review = _led(review_id, by=by, at=at)
    if due_on <= max(review.due_on, site_day(at)):
        raise AccessReviewInvalidError({"due_on": _("Give a later day, to come.")})
    review.due_on = due_on
    review.save(update_fields=("due_on",))
    record(actor=by, verb="access_review.extended", subject=review, at=at)
    return review


@action("custody.close_review")
def close_review(review_id: UUID, *, by: Person, at: datetime) -> AccessReview:
    """Close a review: the journal keeps its figures; what was not answered is said to be so.

    What was withdrawn goes on to its end, and corrections are still to be made.

    Raises:
        AccessReviewNotFoundError: missing, or hidden from `by`.
        RightMissingError: `by` does not manage accesses there.
        AccessReviewClosedError: it is closed.
    """
    review = _led(review_id, by=by, at=at)
    progress = progress_of(review)
    review.status = AccessReview.Status.CLOSED
    review.closed_by, review.closed_at = by, at
    review.save(update_fields=("status", "closed_by", "closed_at"))
    names = ("total", "kept", "withdrawn", "changed", "waiting", "ended")
    figures = {name: getattr(progress, name) for name in names}
    record(actor=by, verb="access_review.closed", subject=review, at=at, data=figures)
    return review


def _led(review_id: UUID, *, by: Person, at: datetime) -> AccessReview:
    review = visible_access_review(review_id, viewer=by, at=at, lock=True)
    require(by, Right.MANAGE_ACCESS, unit=review.unit)
    if not review.is_open:
        raise AccessReviewClosedError
    return review


def opened_words(review: AccessReview) -> str:
    """Return what opening did, in the reader's language. One query."""
    asked = review.lines.filter(asked__isnull=False).values("asked").distinct().count()
    return ngettext(
        "Open. %(number)s person is asked, and told.",
        "Open. %(number)s people are asked, and told.",
        asked,
    ) % {"number": asked}
