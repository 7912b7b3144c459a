"""The lines of Today about incidents: reports to write, to acknowledge, what to change after."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gouvernail.foundation import clock
from gouvernail.people.models import Person
from gouvernail.watch.models import Copy, Improvement, Relief, Report
from gouvernail.watch.queries.reviewing import improvements_due
from gouvernail.watch.queries.watches import reliefs_asked, reports_due_by, to_acknowledge
from gouvernail.web.today.lines import Row, Sources, each


def watch_chores(person: Person, *, at: datetime) -> Sources:
    """Return what incidents ask of this person. No query but the grants."""
    return [
        each(reports_due_by(person), lambda one: _to_write(one, at=at)),
        each(reliefs_asked(person), _to_take_over),
        each(to_acknowledge(person), _to_acknowledge),
        each(improvements_due(person), _to_change),
    ]


def _to_write(one: Report, *, at: datetime) -> Row:
    late = one.due_at is not None and one.due_at <= at
    return Row(
        kind="overdue" if late else "clock",
        title=_("Situation report no. %(number)s") % {"number": one.number},
        fact=one.watch.incident.title,
        at=one.due_at,
        url=reverse("watch:report-edit", args=[one.pk]),
        verb=pgettext("situation report", "Write"),
    )


def _to_take_over(one: Relief) -> Row:
    return Row(
        kind="warn",
        title=_("Take over the watch"),
        fact=_("%(title)s: asked by %(name)s")
        % {"title": one.watch.incident.title, "name": one.asked_by.name},
        at=one.asked_at,
        url=reverse("watch:relief-detail", args=[one.pk]),
        verb=pgettext("watch", "Answer"),
    )


def _to_acknowledge(one: Copy) -> Row:
    return Row(
        kind="info",
        title=_("Read situation report no. %(number)s") % {"number": one.report.number},
        fact=one.report.watch.incident.title,
        at=one.sent_at,
        url=reverse("watch:report-detail", args=[one.report_id]),
        verb=pgettext("situation report", "Read"),
    )


def _to_change(one: Improvement) -> Row:
    return Row(
        kind="overdue" if one.due_on < clock.today() else "info",
        title=one.words,
        fact=_("After “%(title)s”") % {"title": one.review.incident.title},
        url=reverse("watch:improvement-detail", args=[one.pk]),
        verb=pgettext("action of a review", "See it"),
    )
