"""The lines of Today about consultations: what to read and say, what to answer."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gouvernail.consultations.models import Consultation
from gouvernail.consultations.queries.reading import open_for, to_answer
from gouvernail.people.models import Person
from gouvernail.web.today.lines import Row, Sources, each


def consultations_waiting(person: Person, *, at: datetime) -> Sources:
    """Return the consultations to read, and those whose remarks to answer."""
    return [each(open_for(person, at=at), _to_read), each(to_answer(person), _to_answer)]


def _to_read(one: Consultation) -> Row:
    return Row(
        kind="info",
        title=one.policy.label,
        fact=_("You are asked what you think of it"),
        at=one.closes_at - timedelta(seconds=1),  # its last day, not the midnight that ends it
        url=reverse("consultations:consultation-detail", args=[one.pk]),
        verb=_("Read and say"),
    )


def _to_answer(one: Consultation) -> Row:
    return Row(
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
