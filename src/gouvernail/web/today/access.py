"""Access reviews in Today: what is asked of somebody, what a manager of accesses is to settle."""

from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gouvernail.custody.models import ReviewedAccess
from gouvernail.custody.queries.reviewing import Pending, lines_to_answer, pending, to_lead
from gouvernail.foundation import clock
from gouvernail.people.models import Person
from gouvernail.registry.queries import network_label
from gouvernail.web.today.lines import Row, Source, Sources, each

SHOWN: Final = 10  # lines to settle: the page of the review has them all


def access_reviews(person: Person, *, at: datetime) -> Sources:
    """Return the reviews that wait for this person, and the lines nobody answers for or to mend."""
    return [
        Source(
            asked=lines_to_answer(person, at=at),
            lines=lambda lines: [_to_answer(one) for one in pending(lines)[:SHOWN]],
        ),
        each(to_lead(person)[:SHOWN], _to_settle),
    ]


def _to_answer(one: Pending) -> Row:
    return Row(
        kind="overdue" if one.review.is_late(clock.today()) else "clock",
        title=_("Access review: %(title)s") % {"title": one.review.label},
        fact=ngettext(
            "%(number)s access to answer for", "%(number)s accesses to answer for", one.lines
        )
        % {"number": one.lines},
        url=reverse("custody:review-answer", args=[one.review.pk]),
        verb=_("Answer"),
    )


def _to_settle(line: ReviewedAccess) -> Row:
    access = line.access
    change = line.answer == ReviewedAccess.Answer.CHANGE
    title = (
        _("Put right the access of %(name)s")
        if change
        else _("Nobody answers for the access of %(name)s")
    )
    return Row(
        kind="warn" if change else "stop",
        title=title % {"name": access.holder_name},
        fact=_("%(network)s, %(account)s")
        % {"network": network_label(access.account.network), "account": access.account.name},
        url=reverse("custody:review-line", args=[line.pk]),
        verb=_("Put it right") if change else _("Say who"),
    )
