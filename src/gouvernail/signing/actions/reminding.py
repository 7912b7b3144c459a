"""Reminders: one a person and day, whatever the number of policies; by the ladder, or by hand."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format

from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import Actor, machine
from gouvernail.foundation.clock import site_day
from gouvernail.ledger.actions import record
from gouvernail.notifications.actions import Message, tell_all
from gouvernail.people.models import Person, Unit
from gouvernail.signing.actions.following import digest_of
from gouvernail.signing.errors import CampaignStateError
from gouvernail.signing.models import Campaign, Line
from gouvernail.signing.permissions import followed, visible_campaign
from gouvernail.signing.queries.ladder import to_remind, waiting

LANGUAGES: Final = ("fr", "en")


@action("signing.remind")
def remind(*, at: datetime) -> int:
    """Remind everybody who is due a reminder today; return how many lines. Idempotent.

    Some statements for each campaign, language and day by which to sign, whatever the number of
    people; one entry a campaign.
    """
    today = site_day(at)
    return _remind(to_remind(today, at=at), today, actor=machine("worker"), at=at)


@action("signing.remind_by_hand")
def remind_by_hand(
    *,
    campaign_id: UUID,
    unit_id: UUID | None = None,
    person_id: UUID | None = None,
    by: Person,
    at: datetime,
) -> int:
    """Remind those who still have to sign, now: all that `by` follows, one unit, or one person.

    Nobody who was reminded today, is away, or waits for an answer. Returns how many.

    Raises:
        CampaignStateError: it is not open.
        CampaignNotFoundError: hidden, or missing.
    """
    campaign = visible_campaign(campaign_id, viewer=by)
    if campaign.status != Campaign.Status.OPEN:
        raise CampaignStateError(str(campaign.get_status_display()))
    today = site_day(at)
    told = Line.objects.filter(person=OuterRef("person"), reminded_on=today)
    lines = waiting(at=at).filter(followed(by, campaign), ~Exists(told), campaign=campaign)
    if unit_id is not None:
        paths = Unit.objects.filter(pk=unit_id).values_list("path", flat=True)
        lines = lines.filter(unit__path__startswith=paths.first() or "none")
    if person_id is not None:
        lines = lines.filter(person=person_id)
    return _remind(lines, today, actor=by, at=at)


def _remind(lines: QuerySet[Line], today: date, *, actor: Person | Actor, at: datetime) -> int:
    """Mark the lines as reminded at this instant, then tell their people, once each."""
    number = Line.objects.filter(pk__in=lines.values("pk")).update(
        reminded_on=today, reminders=F("reminders") + 1, changed_at=at
    )
    if not number:
        return 0
    marked = Line.objects.filter(reminded_on=today, changed_at=at, state=Line.State.WAITING)
    several = _several(marked)
    for message, people in (*_one_each(marked, today), *_many_each(marked, several, today)):
        tell_all(people=people, message=message, at=at)
    campaigns = Campaign.objects.filter(pk__in=marked.values("campaign"))
    for campaign in campaigns.order_by("pk"):
        people_told, digest = digest_of(marked.filter(campaign=campaign))
        record(
            actor=actor,
            verb="signature_campaign.reminded",
            subject=campaign,
            at=at,
            data={"people": people_told, "people_sha256": digest, "day": today.isoformat()},
        )
    return number


@dataclass(frozen=True, slots=True)
class _Step:
    """What a reminder says, by how far the day is."""

    kind: str
    due_on: date


def _one_each(marked: QuerySet[Line], today: date) -> Iterator[tuple[Message, QuerySet[Person]]]:
    """Yield what is told to people with one policy to sign: by campaign, day and language."""
    groups = marked.order_by("campaign", "due_on").values("campaign", "due_on").distinct()
    campaigns = Campaign.objects.select_related("version__policy").in_bulk(
        {one["campaign"] for one in groups}
    )
    for group in groups:
        campaign, due_on = campaigns[group["campaign"]], group["due_on"]
        lines = marked.filter(campaign=campaign, due_on=due_on)
        for language in LANGUAGES:
            yield (
                _message(campaign, _step(campaign, due_on, today), language, today),
                _readers(lines, marked, language, number=1),
            )


def _many_each(
    marked: QuerySet[Line], several: list[int], today: date
) -> Iterator[tuple[Message, QuerySet[Person]]]:
    """Yield what is told to people with several policies to sign: how many, in one message."""
    for number in several:
        message = Message(
            kind="signing.many",
            once=f"signing:{today}",
            path=reverse("signing:mine"),
            facts={"title": str(number)},
        )
        for language in LANGUAGES:
            yield message, _readers(marked, marked, language, number=number)


def _several(marked: QuerySet[Line]) -> list[int]:
    rows = marked.order_by().values("person").annotate(lines=Count("pk"))
    return list(rows.filter(lines__gt=1).order_by().values_list("lines", flat=True).distinct())


def _readers(
    lines: QuerySet[Line], marked: QuerySet[Line], language: str, *, number: int
) -> QuerySet[Person]:
    """Return who of `lines` reads a language and has `number` policies to sign."""
    theirs = lines.filter(person=OuterRef("pk"))
    english = Q(language__startswith="en")
    people = Person.objects.filter(
        Exists(theirs), english if language == "en" else ~english, is_active=True
    )
    others = marked.order_by().values("person").annotate(lines=Count("pk")).filter(lines=number)
    return people.filter(pk__in=others.values("person"))


def _step(campaign: Campaign, due_on: date, today: date) -> _Step:
    if due_on < today:
        return _Step("signing.late", due_on)
    if due_on == today:
        return _Step("signing.today", due_on)
    begun = campaign.opened_at is not None and site_day(campaign.opened_at) == today
    return _Step("signing.to_sign" if begun else "signing.soon", due_on)


def _message(campaign: Campaign, step: _Step, language: str, today: date) -> Message:
    with translation.override(language if language == "en" else settings.LANGUAGE_CODE):
        facts = {
            "title": campaign.version.policy.label,
            "day": date_format(step.due_on, "DATE_FORMAT"),
        }
    return Message(
        kind=step.kind,
        once=f"signing:{today}",
        path=reverse("signing:read", args=[campaign.pk]),
        facts=facts,
        subject_kind=Campaign.ledger_kind,
        subject_id=str(campaign.pk),
    )
