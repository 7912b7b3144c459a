"""A campaign from its preparation to its end, and whom it asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.attestations.errors import (
    CampaignMovedOnError,
    DeclarationNotFoundError,
    DeclarationOverError,
)
from gouvernail.attestations.models import Campaign, Declaration, Declarer
from gouvernail.attestations.permissions import visible_campaign, visible_declaration
from gouvernail.attestations.queries.declarers import delegates_of, there
from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import Actor, machine
from gouvernail.foundation.clock import site_day
from gouvernail.foundation.errors import InvalidInputError
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import Right, require, visible_person, visible_unit

Status = Campaign.Status
OVER: Final = (Status.CLOSED, Status.CANCELLED)
REMIND_MOST: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignFacts:
    """What a lead decides of a campaign; `unit_ids` are the units asked, all below `unit_id`.

    `remind_days` are days before the last one; after it, a reminder leaves each week.
    """

    unit_id: UUID
    title: str
    opens_on: date
    closes_on: date
    title_en: str = ""
    text: str = ""
    text_en: str = ""
    remind_days: Sequence[int] = (7, 2, 0)
    unit_ids: Sequence[UUID] = ()


@action("attestations.prepare_campaign")
def prepare_campaign(*, facts: CampaignFacts, by: Person, at: datetime) -> Campaign:
    """Prepare a campaign: one declaration for each unit, asked of the delegates it has itself.

    A unit without a delegate is there too, asked of nobody until somebody is named.

    Raises:
        UnitNotFoundError: missing, or hidden from `by`.
        RightMissingError: `by` may not edit the accounts of that part of the organisation.
        InvalidInputError: a text or a day is missing, or no unit is chosen.
    """
    unit = visible_unit(facts.unit_id, viewer=by)
    require(by, Right.EDIT_ACCOUNTS, unit=unit)
    below = Unit.objects.filter(path__startswith=unit.path, status=Unit.Status.OPEN)
    units = list(below.filter(pk__in=facts.unit_ids) if facts.unit_ids else below)
    _check(facts, units, today=site_day(at))
    campaign = Campaign.objects.create(
        unit=unit,
        title=facts.title.strip(),
        title_en=facts.title_en.strip(),
        text=facts.text.strip(),
        text_en=facts.text_en.strip(),
        opens_on=facts.opens_on,
        closes_on=facts.closes_on,
        remind_days=sorted(set(facts.remind_days), reverse=True),
        made_by=by,
        made_at=at,
    )
    record(actor=by, verb="campaign.prepared", subject=campaign, at=at)
    asked = [Declaration(campaign=campaign, unit=one) for one in units]
    for declaration in asked:
        declaration.save()
        record(actor=by, verb="declaration.asked", subject=declaration, at=at)
    _ask_delegates(asked, by=by, at=at)
    return campaign


def _ask_delegates(
    declarations: Sequence[Declaration], *, by: Person | Actor, at: datetime
) -> list[Declarer]:
    """Ask the delegates each unit has now, apart from who was asked there before. Two queries."""
    delegates = delegates_of([one.unit_id for one in declarations], at=at)
    known = set(
        Declarer.objects.filter(declaration__in=declarations).values_list(
            "declaration_id", "person_id"
        )
    )
    return [
        _ask(one, person, by=by, at=at)
        for one in declarations
        for person in delegates.get(one.unit_id, ())
        if (one.pk, person.pk) not in known
    ]


def _ask(
    declaration: Declaration,
    person: Person,
    *,
    by: Person | Actor,
    at: datetime,
    named_by: Person | None = None,
) -> Declarer:
    declarer = Declarer.objects.create(declaration=declaration, person=person, named_by=named_by)
    record(actor=by, verb="declarer.asked", subject=declarer, at=at)
    return declarer


def _check(facts: CampaignFacts, units: Sequence[Unit], *, today: date) -> None:
    wrong = (
        ("title", not facts.title.strip(), _("Give it a title.")),
        ("opens_on", facts.opens_on < today, _("This day is past.")),
        ("closes_on", facts.closes_on <= facts.opens_on, _("It closes after it opens.")),
        ("units", not units, _("Choose at least one unit.")),
        (
            "remind_days",
            any(not 0 <= day <= REMIND_MOST for day in facts.remind_days),
            _("Days before the last one, between commas: 7, 2, 0."),
        ),
    )
    fields = {name: message for name, lacks, message in wrong if lacks}
    if fields:
        raise InvalidInputError(next(iter(fields.values())), fields=fields)


@action("attestations.name_declarer")
def name_declarer(*, declaration_id: UUID, person_id: UUID, by: Person, at: datetime) -> Declarer:
    """Ask somebody to declare for a unit, as well as who is asked already.

    Raises:
        DeclarationNotFoundError, PersonNotFoundError: missing, or hidden from `by`.
        RightMissingError: `by` may not edit the accounts of that unit.
        DeclarationOverError: it is signed, or the campaign is closed.
        InvalidInputError: they have left, or are asked already.
    """
    declaration = visible_declaration(declaration_id, viewer=by, lock=True)
    require(by, Right.EDIT_ACCOUNTS, unit=declaration.unit)
    _must_wait(declaration)
    person = visible_person(person_id, viewer=by)
    asked = Declarer.objects.filter(declaration=declaration, removed_at__isnull=True)
    if not person.is_active or asked.filter(person=person).exists():
        reason = _("This person has left, or is asked already.")
        raise InvalidInputError(reason, fields={"person": reason})
    return _ask(declaration, person, named_by=by, by=by, at=at)


@action("attestations.remove_declarer")
def remove_declarer(*, declarer_id: UUID, by: Person, at: datetime) -> Declarer:
    """Stop asking somebody: none of their links opens anything any more.

    Raises:
        DeclarationNotFoundError: missing, hidden from `by`, or removed before.
        RightMissingError: `by` may not edit the accounts of that unit.
        DeclarationOverError: it is signed, or the campaign is closed.
    """
    rows = Declarer.objects.select_for_update(of=("self",))
    declarer = rows.filter(pk=declarer_id, removed_at__isnull=True).first()
    if declarer is None:
        raise DeclarationNotFoundError
    declaration = visible_declaration(declarer.declaration_id, viewer=by)
    require(by, Right.EDIT_ACCOUNTS, unit=declaration.unit)
    _must_wait(declaration)
    declarer.removed_at = at
    declarer.save(update_fields=("removed_at",))
    record(actor=by, verb="declarer.removed", subject=declarer, at=at)
    return declarer


def _must_wait(declaration: Declaration) -> None:
    signed = declaration.status == Declaration.Status.SIGNED
    if signed or declaration.campaign.status in OVER:
        raise DeclarationOverError


@action("attestations.open_campaign")
def open_campaign(*, campaign_id: UUID, by: Person, at: datetime) -> Campaign:
    """Open a campaign before its day: the links leave within a minute.

    Raises:
        CampaignNotFoundError: missing, or hidden from `by`.
        RightMissingError: `by` may not edit the accounts there.
        CampaignMovedOnError: it is open or closed already.
    """
    campaign = visible_campaign(campaign_id, viewer=by, lock=True)
    require(by, Right.EDIT_ACCOUNTS, unit=campaign.unit)
    return _open(campaign, by=by, at=at)


def _open(campaign: Campaign, *, by: Person | Actor, at: datetime) -> Campaign:
    if campaign.status != Status.PREPARED:
        raise CampaignMovedOnError(str(campaign.get_status_display()))
    campaign.status, campaign.opened_at = Status.OPEN, at
    campaign.opens_on = min(campaign.opens_on, site_day(at))
    campaign.save(update_fields=("status", "opened_at", "opens_on"))
    record(actor=by, verb="campaign.opened", subject=campaign, at=at)
    _ask_delegates(list(campaign.declarations.all()), by=by, at=at)
    return campaign


@action("attestations.open_due_campaigns")
def open_due_campaigns(*, at: datetime) -> int:
    """Open each campaign whose day has come, if it was prepared before that day; return how many.

    One query, and five for each.
    """
    rows = Campaign.objects.select_for_update().filter(
        status=Status.PREPARED, opens_on__lte=site_day(at)
    )
    due = [one for one in rows if one.opens_by_itself]
    return len([_open(campaign, by=machine("schedule"), at=at) for campaign in due])


@action("attestations.ask_new_delegates")
def ask_new_delegates(*, at: datetime) -> int:
    """Ask the delegates of units where nobody is left to answer; return how many were asked.

    A unit named its delegate late, or the one who was asked has left. Three queries.
    """
    rows = Declaration.objects.filter(
        campaign__status=Status.OPEN, status=Declaration.Status.ASKED
    ).exclude(pk__in=there().values("declaration_id"))
    return len(_ask_delegates(list(rows), by=machine("schedule"), at=at))


@action("attestations.cancel_campaign")
def cancel_campaign(*, campaign_id: UUID, by: Person, at: datetime) -> Campaign:
    """Give up a campaign that has not opened: nothing ever left.

    Raises:
        CampaignNotFoundError: missing, or hidden from `by`.
        RightMissingError: `by` may not edit the accounts there.
        CampaignMovedOnError: it was opened, or cancelled before.
    """
    campaign = visible_campaign(campaign_id, viewer=by, lock=True)
    require(by, Right.EDIT_ACCOUNTS, unit=campaign.unit)
    if campaign.status != Status.PREPARED:
        raise CampaignMovedOnError(str(campaign.get_status_display()))
    campaign.status, campaign.closed_at = Status.CANCELLED, at
    campaign.save(update_fields=("status", "closed_at"))
    record(actor=by, verb="campaign.cancelled", subject=campaign, at=at)
    return campaign


@action("attestations.extend_campaign")
def extend_campaign(*, campaign_id: UUID, closes_on: date, by: Person, at: datetime) -> Campaign:
    """Give everybody more time.

    Raises:
        CampaignNotFoundError: missing, or hidden from `by`.
        RightMissingError: `by` may not edit the accounts there.
        CampaignMovedOnError: it is closed or cancelled.
        InvalidInputError: the day is not later, or it is past.
    """
    campaign = visible_campaign(campaign_id, viewer=by, lock=True)
    require(by, Right.EDIT_ACCOUNTS, unit=campaign.unit)
    if campaign.status in OVER:
        raise CampaignMovedOnError(str(campaign.get_status_display()))
    if closes_on <= max(campaign.closes_on, site_day(at)):
        reason = _("Give a later day, to come.")
        raise InvalidInputError(reason, fields={"closes_on": reason})
    campaign.closes_on = closes_on
    campaign.save(update_fields=("closes_on",))
    record(actor=by, verb="campaign.extended", subject=campaign, at=at)
    return campaign


@action("attestations.close_campaign")
def close_campaign(*, campaign_id: UUID, by: Person, at: datetime) -> Campaign:
    """Close a campaign: what was not signed is not; what was is still settled, and appealed.

    Raises:
        CampaignNotFoundError: missing, or hidden from `by`.
        RightMissingError: `by` may not edit the accounts there.
        CampaignMovedOnError: it is not open.
    """
    campaign = visible_campaign(campaign_id, viewer=by, lock=True)
    require(by, Right.EDIT_ACCOUNTS, unit=campaign.unit)
    if campaign.status != Status.OPEN:
        raise CampaignMovedOnError(str(campaign.get_status_display()))
    campaign.status, campaign.closed_at = Status.CLOSED, at
    campaign.save(update_fields=("status", "closed_at"))
    record(actor=by, verb="campaign.closed", subject=campaign, at=at)
    return campaign
