"""What happens by itself: whoever holds a risk is told that it is to be reviewed."""

from datetime import date, datetime, timedelta
from typing import Final

from django.urls import reverse
from django.utils import translation

from gouvernail.charter.models import Risk
from gouvernail.charter.queries.risks import reviews_due
from gouvernail.charter.queries.teams import leads
from gouvernail.foundation.clock import site_day
from gouvernail.foundation.schedule import Periodic
from gouvernail.notifications.actions import Message, tell
from gouvernail.people.models import Person

WEEK: Final = 7  # days


def remind(at: datetime) -> None:
    """Tell the owner of each risk a week before its review, and each week that it is late.

    A risk without an owner, or whose owner left, is told to those who lead the whole.
    """
    today = site_day(at)
    heads = leads(at=at)
    for risk in reviews_due(today=today):
        for person in _told(risk, heads):
            with translation.override(person.language):
                tell(people=[person.pk], message=_message(risk, today=today), at=at)


def _message(risk: Risk, *, today: date) -> Message:
    """Return what is told of a risk, titled in the language under way."""
    days = (today - risk.review_on).days if risk.review_on else 0
    late = days > 0
    when = f"late{(days - 1) // WEEK}" if late else "soon"
    return Message(
        kind="risk.review_late" if late else "risk.to_review",
        once=f"risk:{risk.pk}:{risk.review_on}:{when}",
        path=reverse("charter:risk-list") + ("?due=overdue" if late else "?due=soon"),
        facts={"title": risk.label},
        subject_kind="risk",
        subject_id=str(risk.pk),
    )


def _told(risk: Risk, heads: list[Person]) -> list[Person]:
    owner = risk.owner
    return [owner] if owner is not None and owner.is_active else heads


PERIODIC = (Periodic("charter.remind", timedelta(hours=1), remind),)
