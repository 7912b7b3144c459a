"""The lines of Today about signatures: to give, and to follow."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gouvernail.foundation import clock
from gouvernail.people.models import Person
from gouvernail.policies.queries import to_sign
from gouvernail.signing.queries.reading import lines_to_sign, versions_to_ask
from gouvernail.signing.queries.waiting import objections_to_answer
from gouvernail.web.today.lines import Row

SOON = timedelta(days=7)


def signatures_to_give(person: Person) -> list[Row]:
    """Return the texts this person is asked to sign, those of campaigns first. Two queries."""
    today = clock.today()
    lines = lines_to_sign(person)
    asked = {line.campaign.version.policy_id for line in lines}
    rows = [
        Row(
            kind=_kind(line.due_on, today),
            title=line.campaign.version.policy.label,
            fact=_("To read and sign by %(day)s")
            % {"day": date_format(line.due_on, "DATE_FORMAT")},
            url=reverse("signing:read", args=[line.campaign_id]),
            verb=_("Read"),
        )
        for line in lines
    ]
    return rows + [
        Row(
            kind="idle",
            title=policy.label,
            fact=_("To read and sign"),
            url=reverse("policies:policy-detail", args=[policy.slug]),
            verb=_("Read"),
        )
        for policy in to_sign(person)
        if policy.pk not in asked
    ]


def _kind(due_on: date, today: date) -> str:
    if due_on < today:
        return "overdue"
    return "warn" if due_on < today + SOON else "idle"


def signatures_to_follow(person: Person) -> list[Row]:
    """Return the versions that nobody is asked to sign yet, and objections that wait.

    Three queries.
    """
    rows = [
        Row(
            kind="info",
            title=version.policy.label,
            fact=_("Version %(number)s binds: nobody is asked to sign it yet")
            % {"number": version.number},
            url=reverse("signing:campaign-create", args=[version.pk]),
            verb=_("Ask for signatures"),
        )
        for version in versions_to_ask(person)
    ]
    return rows + [
        Row(
            kind="warn",
            title=campaign.version.policy.label,
            fact=ngettext(
                "%(number)s objection to signing waits for an answer",
                "%(number)s objections to signing wait for an answer",
                number,
            )
            % {"number": number},
            url=reverse("signing:campaign-detail", args=[campaign.pk]),
            verb=_("Answer"),
        )
        for campaign, number in objections_to_answer(person)
    ]
