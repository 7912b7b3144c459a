"""The lines of Today about signatures: to give, and to follow."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gouvernail.foundation import clock
from gouvernail.people.models import Person
from gouvernail.policies.models import Policy, PolicyVersion
from gouvernail.signing.models import Campaign, Line
from gouvernail.signing.queries.reading import lines_to_do, policies_to_sign, versions_to_ask
from gouvernail.signing.queries.waiting import objections_to_answer
from gouvernail.web.today.lines import Row, Sources, each

SOON = timedelta(days=7)


def signatures_to_give(person: Person) -> Sources:
    """Return the texts this person is asked to sign, those of campaigns first.

    One they said they cannot sign as it is waits for its answer, not for them.
    """
    return [each(lines_to_do(person), _line), each(policies_to_sign(person), _policy)]


def _line(line: Line) -> Row:
    return Row(
        kind=_kind(line.due_on, clock.today()),
        title=line.campaign.version.policy.label,
        fact=_("To read and sign by %(day)s") % {"day": date_format(line.due_on, "DATE_FORMAT")},
        url=reverse("signing:read", args=[line.campaign_id]),
        verb=_("Read"),
    )


def _policy(policy: Policy) -> Row:
    return Row(
        kind="idle",
        title=policy.label,
        fact=_("To read and sign"),
        url=reverse("policies:policy-detail", args=[policy.slug]),
        verb=_("Read"),
    )


def _kind(due_on: date, today: date) -> str:
    if due_on < today:
        return "overdue"
    return "warn" if due_on < today + SOON else "idle"


def signatures_to_follow(person: Person) -> Sources:
    """Return the versions that nobody is asked to sign yet, and objections that wait."""
    return [
        each(versions_to_ask(person), _to_ask),
        each(objections_to_answer(person), _objections),
    ]


def _to_ask(version: PolicyVersion) -> Row:
    return Row(
        kind="info",
        title=version.policy.label,
        fact=_("Version %(number)s binds: nobody is asked to sign it yet")
        % {"number": version.number},
        url=reverse("signing:campaign-create", args=[version.pk]),
        verb=_("Ask for signatures"),
    )


def _objections(campaign: Campaign) -> Row:
    number = campaign.waiting  # type: ignore[attr-defined]  # counted beside
    return Row(
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
