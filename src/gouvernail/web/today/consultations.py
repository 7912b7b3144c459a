"""The lines of Today about consultations: what to read and say, what to answer."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gouvernail.consultations.queries.reading import open_for, to_answer
from gouvernail.people.models import Person
from gouvernail.web.today.lines import Row


def consultations_waiting(person: Person, *, at: datetime) -> list[Row]:
    """Return the consultations to read, and those whose remarks to answer. Two queries."""
    asked = [
        Row(
            kind="info",
            title=one.policy.label,
            fact=_("You are asked what you think of it"),
            at=one.closes_at,
            url=reverse("consultations:consultation-detail", args=[one.pk]),
            verb=_("Read and say"),
        )
        for one in open_for(person, at=at)
    ]
    return asked + [
        Row(
            kind="warn",
            title=one.policy.label,
            fact=ngettext(
                "%(number)s remark waits for an answer",
                "%(number)s remarks wait for an answer",
                one.waiting_count,  # type: ignore[attr-defined]  # counted beside
            )
            % {"number": one.waiting_count},  # type: ignore[attr-defined]  # likewise
            url=reverse("consultations:remark-desk", args=[one.pk]),
            verb=_("Answer"),
        )
        for one in to_answer(person)
    ]
