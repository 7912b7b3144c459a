"""The line of Today about the people one manages: how many are late to sign or to learn."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gouvernail.foundation.clock import site_day
from gouvernail.licences.queries.managed import may_lead, number_late
from gouvernail.people.models import Person
from gouvernail.web.today.lines import Row, Sources, each


def team_late(person: Person, *, at: datetime) -> Sources:
    """Return one line when people of this person's team are late."""
    if not may_lead(person):
        return []
    return [each(number_late(person, today=site_day(at)), _late)]


def _late(manager: Person) -> Row:
    number = manager.late  # type: ignore[attr-defined]  # counted beside
    return Row(
        kind="late",
        title=_("Where my team stands"),
        fact=ngettext(
            "%(number)s person is late to sign or to learn",
            "%(number)s people are late to sign or to learn",
            number,
        )
        % {"number": number},
        url=reverse("licences:team-list") + "?sort=late",
        verb=_("See"),
    )
