"""A review in words, in one language: the model of the house filled with what was measured."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from django.utils import translation
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from gouvernail.watch.actions.saying import NOTHING, moment
from gouvernail.watch.models import Improvement, Review
from gouvernail.watch.queries.times import Times
from gouvernail.watch.starters import text_model

MINUTE: Final = 60
HOUR: Final = 3600
MEASURES: Final = {
    "detect": "detected",
    "assess": "assessed",
    "freeze": "frozen",
    "report": "report",
    "word": "word",
}


def review_said(
    review: Review, times: Times, improvements: Sequence[Improvement], *, language: str
) -> list[list[str]]:
    """Return a review as titles and texts, in one language. One query for the plan at most."""
    with translation.override(language):
        incident, plan = review.incident, review.incident.plan
        values = {
            "incident": incident.title,
            "held_on": _day(review.held_on),
            "facilitator": review.facilitator.name if review.facilitator else NOTHING,
            **{part: getattr(review, part) or NOTHING for part in Review.PARTS},
            **_times(times),
            "actions": "\n".join(_action(one) for one in improvements) or NOTHING,
            "plan": plan.label if plan else NOTHING,
            "plan_review_on": _day(plan.policy.review_on if plan and plan.policy else None),
            "next_drill_on": _day(review.next_drill_on),
        }
        told = text_model("review").sections(values, language)
    return [[one.title, one.text] for one in told]


def _day(on: date | None) -> str:
    return date_format(on, "DATE_FORMAT") if on else NOTHING


def _at(moment_of: datetime | None) -> str:
    return moment(moment_of) if moment_of else NOTHING


def _times(times: Times) -> dict[str, str]:
    told = {
        "first_sign_at": _at(times.first_sign),
        "detected_at": _at(times.detected),
        "assessed_at": _at(times.assessed),
        "frozen_at": _at(times.frozen),
        "first_report_at": _at(times.report),
        "first_word_at": _at(times.word),
        "closed_at": _at(times.closed),
        "reports_on_time": str(times.reports_on_time),
        "reports_due": str(times.reports_due),
        "contacts_reached": str(times.reached),
        "contacts_due": str(times.called),
    }
    for name, field in MEASURES.items():
        seconds = times.seconds_to(field)
        told[f"{name}_minutes"] = NOTHING if seconds is None else str(seconds // MINUTE)
    length = times.seconds_to("closed")
    told["total_hours"] = NOTHING if length is None else number_format(length / HOUR, decimal_pos=1)
    return told


def _action(one: Improvement) -> str:
    facts = {
        "words": one.words,
        "name": one.owner.name,
        "day": _day(one.due_on),
        "state": one.get_status_display(),
    }
    return _("- %(words)s (%(name)s, by %(day)s; %(state)s)") % facts
