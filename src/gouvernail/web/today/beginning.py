"""The first hour, as long as it waits for whoever leads it."""

from django.urls import reverse
from django.utils.translation import gettext as _

from gouvernail.onboarding.models import FirstHour
from gouvernail.onboarding.queries.steps import first_hours
from gouvernail.people.models import Person
from gouvernail.web.today.lines import Row, Sources, each


def first_steps(person: Person) -> Sources:
    """Return the way back to the steps of the first hour, for who leads."""
    return [each(first_hours(person)[:1], _row)]


def _row(_one: FirstHour) -> Row:
    return Row(
        kind="info",
        title=_("The first hour"),
        fact=_("A website, links, a spreadsheet, a policy, colleagues: what you have"),
        url=reverse("onboarding:first-hour"),
        verb=_("Go on"),
    )
