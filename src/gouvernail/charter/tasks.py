"""What happens by itself: whoever holds a risk is told that it is to be reviewed."""

from datetime import datetime, timedelta

from django.urls import reverse

from gouvernail.charter.models import Risk
from gouvernail.charter.queries.risks import reviews_due
from gouvernail.charter.queries.teams import leads
from gouvernail.foundation.clock import site_day
from gouvernail.foundation.schedule import Periodic
from gouvernail.notifications.actions import Message, tell
from gouvernail.people.models import Person


def remind(at: datetime) -> None:
    """Tell the owner of each risk a week before its review, and again when it is late.

    A risk without an owner, or whose owner left, is told to those who lead the whole.
    """
    today = site_day(at)
    heads = leads(at=at)
    for risk in reviews_due(today=today):
        late = risk.review_on is not None and risk.review_on < today
        message = Message(
            kind="risk.review_late" if late else "risk.to_review",
            once=f"risk:{risk.pk}:{risk.review_on}:{'late' if late else 'soon'}",
            path=reverse("charter:risk-list") + ("?due=overdue" if late else "?due=soon"),
            facts={"title": risk.title},
            subject_kind="risk",
            subject_id=str(risk.pk),
        )
        tell(people=[person.pk for person in _told(risk, heads)], message=message, at=at)


def _told(risk: Risk, heads: list[Person]) -> list[Person]:
    owner = risk.owner
    return [owner] if owner is not None and owner.is_active else heads


PERIODIC = (Periodic("charter.remind", timedelta(hours=1), remind),)
