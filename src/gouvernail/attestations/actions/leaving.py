"""What becomes of reviews and tasks when whoever had them leaves."""

from datetime import datetime
from uuid import UUID

from gouvernail.attestations.actions.telling import tell_leaders
from gouvernail.attestations.models import FollowUp, Review
from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import machine
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person


@action("attestations.follow_departure")
def follow_departure(*, person_id: UUID, at: datetime) -> int:
    """Ask whoever leads there to give again what somebody had who left; return how much it was.

    Doing it twice changes nothing, nor does it once they are back.
    """
    if Person.objects.filter(pk=person_id, is_active=True).exists():
        return 0
    rows = Review.objects.select_for_update(of=("self",)).select_related("account__unit")
    left = list(rows.filter(status=Review.Status.OPEN, assignee=person_id))
    for review in left:
        review.status, review.assignee = Review.Status.TO_ASSIGN, None
        review.save(update_fields=("status", "assignee"))
        record(actor=machine("schedule"), verb="account_review.vacated", subject=review, at=at)
        tell_leaders(review, "to_assign", at=at)
    tasks = FollowUp.objects.filter(done_at__isnull=True, assignee=person_id)
    stuck = list(tasks.select_related("review__account__unit"))
    for task in stuck:
        tell_leaders(task.review, "task_stuck", at=at)
    return len(left) + len(stuck)
