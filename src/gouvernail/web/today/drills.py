"""The lines of Today about drills: those one plays or leads."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gouvernail.drills.models import Drill
from gouvernail.drills.queries.playing import drills_to_play
from gouvernail.people.models import Person
from gouvernail.web.today.lines import Row, Sources, each


def drills_ahead(person: Person) -> Sources:
    """Return the drills under way or to come in which this person takes part. No query."""
    return [each(drills_to_play(person), _to_play)]


def _to_play(one: Drill) -> Row:
    return Row(
        kind="warn" if one.is_on else "clock",
        title=_("Drill: %(title)s") % {"title": one.said},
        fact=str(one.get_status_display()),
        at=one.started_at or one.planned_at or one.created_at,
        url=reverse("drills:drill-detail", args=[one.pk]),
        verb=pgettext("drill", "Open"),
    )
