"""The days of access reviews, for the calendar of who answers them and of who leads them."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from gouvernail.custody.models import AccessReview
from gouvernail.custody.queries.reviewing import to_answer
from gouvernail.foundation.clock import now
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, scope
from gouvernail.registry.queries.deadlines import Deadline


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewDeadline(Deadline):
    """The last day of an access review: to answer in it, or to see that it is answered."""

    @property
    def path(self) -> str:
        """Return the page where it is done."""
        page = "review-answer" if self.kind == "access-answer" else "review-detail"
        return reverse(f"custody:{page}", args=[self.account_id])

    @property
    def words(self) -> str:
        """Return what is due, in the reader’s language."""
        told = {
            "access-answer": _("Answer the access review: %(name)s"),
            "access-review": _("End of the access review: %(name)s"),
        }
        return told[self.kind] % {"name": self.name}


def review_deadlines(person: Person, *, today: date) -> list[ReviewDeadline]:  # noqa: ARG001 - as every source
    """Return the days of the open access reviews that `person` answers or leads. Four queries."""
    asked = [pending.review for pending in to_answer(person, at=now())]
    led = AccessReview.objects.filter(
        scope(person, Right.MANAGE_ACCESS, "unit__path"), status=AccessReview.Status.OPEN
    )
    units = AccessReview.objects.filter(pk__in=[one.pk for one in asked]).select_related("unit")
    return [
        *(_deadline("access-answer", one) for one in units),
        *(_deadline("access-review", one) for one in led.select_related("unit")),
    ]


def _deadline(kind: str, review: AccessReview) -> ReviewDeadline:
    return ReviewDeadline(
        on=review.due_on,
        kind=kind,
        key=review.pk.hex,
        name=review.label,
        network="",
        unit=review.unit.label,
    )
