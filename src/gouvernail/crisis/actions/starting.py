"""Making a plan of one to start from."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from gouvernail.crisis.actions.plans import refuse_second, save_new, unit_to_keep
from gouvernail.crisis.actions.statements import write_starter_statement
from gouvernail.crisis.actions.written import packed
from gouvernail.crisis.errors import PlanInvalidError
from gouvernail.crisis.models import Contact, Plan, PlanContact, PlanRole, PlanStep
from gouvernail.crisis.models.plans import RoleInCrisis
from gouvernail.crisis.starters import (
    StarterContact,
    StarterPlan,
    starter_commons,
    starter_plan,
)
from gouvernail.foundation.actions import action
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person, Unit

LIMIT: Final = 200


@action("crisis.import_starter")
def import_starter(*, kind: str, by: Person, at: datetime, unit_id: UUID | None = None) -> Plan:
    """Make a plan of one to start from: roles, steps, contacts and statements, all to be reviewed.

    Contacts come without a number: the directory shows which are to complete.

    Raises:
        PlanInvalidError: there is none of this kind, or the unit has one already.
        RightMissingError, UnitNotFoundError: `by` keeps no plans there.
    """
    unit = unit_to_keep(by, unit_id)
    try:
        starter = starter_plan(kind)
    except KeyError:
        raise PlanInvalidError(
            {"kind": _("There is no plan to start from of this kind.")}
        ) from None
    refuse_second(kind, unit)
    plan = Plan(
        kind=kind,
        title=starter.title.fr,
        title_en=starter.title.en,
        summary=starter.summary.fr,
        summary_en=starter.summary.en,
        unit=unit,
        signs=packed(starter.signs),
        query=starter.queries.fr,
        query_en=starter.queries.en,
        levels=_levels(starter),
        never=[
            {"say": packed([say])[0], "instead": packed([by_])[0]} for say, by_ in starter.never
        ],
        ends=packed(starter.end),
        after=packed(starter.after),
        sources=packed(starter.sources),
        edited_by=by,
        edited_at=at,
    )
    save_new(plan, kind)
    record(actor=by, verb="crisis_plan.created", subject=plan, at=at, data={"starter": kind})
    _roles_of(plan, starter, by=by, at=at)
    _steps_of(plan, starter, by=by, at=at)
    _contacts_of(plan, starter, by=by, at=at)
    for place, statement in enumerate(starter.statements):
        write_starter_statement(plan, statement, place, by=by, at=at)
    return plan


def _levels(starter: StarterPlan) -> dict[str, dict[str, object]]:
    return {
        str(number): {
            "fr": starter.examples[number].fr,
            "en": starter.examples[number].en,
            "hours": level.report_hours,
        }
        for number, level in starter_commons().levels.items()
    }


def _roles_of(plan: Plan, starter: StarterPlan, *, by: Person, at: datetime) -> None:
    for place, (slug, duty) in enumerate(starter.duties.items()):
        role = PlanRole(plan=plan, role=slug, duty=duty.fr, duty_en=duty.en, position=place)
        role.save(force_insert=True)
        record(actor=by, verb="crisis_plan_role.added", subject=role, at=at)


def _steps_of(plan: Plan, starter: StarterPlan, *, by: Person, at: datetime) -> None:
    """Write the card, the checklists, and network by network how an account is taken back."""
    rows = [
        PlanStep(minute=step.minute, role=step.role, words=step.words.fr, words_en=step.words.en)
        for step in starter.card
    ]
    for row in rows:
        row.on_card = True
    rows += [
        PlanStep(minute=step.minute, role=step.role, words=step.words.fr, words_en=step.words.en)
        for steps in starter.checklists.values()
        for step in steps
    ]
    for takeover in starter.takeovers:
        for stage, words in takeover.steps.items():
            rows.append(
                PlanStep(
                    minute=60,
                    role=RoleInCrisis.CUSTODIAN,
                    words=words.fr,
                    words_en=words.en,
                    network=takeover.network,
                    stage=stage,
                    page=takeover.page if stage == "recover" else "",
                )
            )
    for place, row in enumerate(rows):
        row.plan, row.position = plan, place
        row.save(force_insert=True)
        record(actor=by, verb="crisis_plan_step.added", subject=row, at=at)


def _contacts_of(plan: Plan, starter: StarterPlan, *, by: Person, at: datetime) -> None:
    told = [(one, False) for one in starter.inside] + [(one, True) for one in starter.outside]
    for place, (starting, is_outside) in enumerate(told):
        contact = _known_contact(plan.unit, starting, is_outside=is_outside, by=by, at=at)
        if PlanContact.objects.filter(plan=plan, contact=contact).exists():
            continue
        line = PlanContact(plan=plan, contact=contact, position=place, minute=starting.minute)
        line.save(force_insert=True)
        record(actor=by, verb="crisis_plan_contact.added", subject=line, at=at)


def _known_contact(
    unit: Unit, starting: StarterContact, *, is_outside: bool, by: Person, at: datetime
) -> Contact:
    rows = Contact.objects.filter(unit=unit, name=starting.who.fr, removed_at__isnull=True)
    known = rows.first()
    if known is not None:
        return known
    last = Contact.objects.filter(unit=unit).aggregate(last=Max("position"))["last"]
    contact = Contact(
        name=starting.who.fr[:LIMIT],
        name_en=starting.who.en[:LIMIT],
        duty=starting.by.fr[:LIMIT],
        duty_en=starting.by.en[:LIMIT],
        is_outside=is_outside,
        unit=unit,
        position=0 if last is None else last + 1,
    )
    contact.save(force_insert=True)
    record(actor=by, verb="crisis_contact.added", subject=contact, at=at)
    return contact
