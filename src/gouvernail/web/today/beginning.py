"""The first hour, as long as it waits for whoever leads it."""

from django.urls import reverse
from django.utils.translation import gettext as _

from gouvernail.onboarding.queries.steps import waits_for
from gouvernail.people.models import Person
from gouvernail.web.today.lines import Row


def first_steps(person: Person) -> list[Row]:
    """Return the way back to the steps of the first hour. One query for who leads."""
    if not waits_for(person):
        return []
    return [
        Row(
            kind="info",
            title=_("The first hour"),
            fact=_("A website, links, a spreadsheet, a policy, colleagues: what you have"),
            url=reverse("onboarding:first-hour"),
            verb=_("Go on"),
        )
    ]
