"""Writing plans: from a starter, by hand, and as the policy that people sign."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from gouvernail.crisis.actions.written import as_starter
from gouvernail.crisis.errors import (
    PlanChangedError,
    PlanInvalidError,
    PlanNotFoundError,
    PlanPolicyWaitsError,
)
from gouvernail.crisis.models import Plan, PlanRole, PlanStep
from gouvernail.crisis.models.plans import Kind, RoleInCrisis
from gouvernail.crisis.permissions import keeping_unit, visible_plan
from gouvernail.crisis.starters import (
    plan_text,
)
from gouvernail.foundation.actions import action
from gouvernail.ledger.actions import record
from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import Right, require, visible_person, visible_unit
from gouvernail.policies.actions import (
    PolicyFacts,
    create_policy,
    draft_version,
    write_clauses,
)
from gouvernail.policies.models import Policy, PolicyVersion

LIMIT: Final = 200
LONG: Final = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFacts:
    """What a plan says beside its steps; pairs are French and English, one line each."""

    title: str
    title_en: str = ""
    summary: str = ""
    summary_en: str = ""
    signs: tuple[tuple[str, str], ...] = ()
    ends: tuple[tuple[str, str], ...] = ()
    after: tuple[tuple[str, str], ...] = ()
    report_hours: Mapping[int, int] | None = None


def unit_to_keep(by: Person, unit_id: UUID | None) -> Unit:
    """Return the unit whose plans `by` keeps, locked: the one asked for, else their widest.

    Raises:
        RightMissingError, UnitNotFoundError: `by` keeps no plans there.
    """
    unit = visible_unit(unit_id, viewer=by) if unit_id else keeping_unit(by)
    if unit is None:
        raise RightMissingError(str(Right.RUN_INCIDENTS))
    require(by, Right.RUN_INCIDENTS, unit=unit)
    Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    return unit


def refuse_second(kind: str, unit: Unit) -> None:
    """Refuse a second plan of a kind in a unit, which `unit_to_keep` locked.

    Raises:
        PlanInvalidError: there is one in use; several may prepare for something else.
    """
    rows = Plan.objects.filter(kind=kind, unit=unit, archived_at__isnull=True)
    if kind != Kind.OTHER and rows.exists():
        raise PlanInvalidError({"kind": _("There is a plan of this kind already.")})


def save_new(plan: Plan, wanted: str) -> None:
    """Insert a plan under a short name that no other has, even one that another unit just took.

    Called inside an action. Two queries for each name that is taken.
    """
    base, number = slugify(wanted)[:50] or "plan", 1
    plan.slug = base
    while True:
        if not Plan.objects.filter(slug=plan.slug).exists():
            try:
                with transaction.atomic():
                    plan.save(force_insert=True)
            except IntegrityError:  # taken since the look: the next look sees it, or it is ours
                if not Plan.objects.filter(slug=plan.slug).exists():
                    raise
            else:
                return
        number += 1
        plan.slug = f"{base}-{number}"


@action("crisis.create_plan")
def create_plan(
    *, kind: str, facts: PlanFacts, by: Person, at: datetime, unit_id: UUID | None = None
) -> Plan:
    """Begin a plan by hand, with the seats of the lead and of the officer on duty.

    Raises:
        PlanInvalidError: no title, no such kind, or the unit has one of this kind.
        RightMissingError, UnitNotFoundError: `by` keeps no plans there.
    """
    unit = unit_to_keep(by, unit_id)
    if kind not in Kind.values:
        raise PlanInvalidError({"kind": _("Choose what kind of crisis it is.")})
    refuse_second(kind, unit)
    plan = Plan(kind=kind, unit=unit)
    plan.edited_by, plan.edited_at = by, at
    _write(plan, facts)
    save_new(plan, facts.title or kind)
    record(actor=by, verb="crisis_plan.created", subject=plan, at=at)
    for place, role in enumerate((RoleInCrisis.LEAD, RoleInCrisis.WATCH)):
        row = PlanRole(plan=plan, role=role, position=place)
        row.save(force_insert=True)
        record(actor=by, verb="crisis_plan_role.added", subject=row, at=at)
    return plan


@action("crisis.update_plan")
def update_plan(
    *, plan_id: UUID, facts: PlanFacts, by: Person, at: datetime, seen: int | None = None
) -> Plan:
    """Change what a plan says beside its steps.

    `seen` is the edition that was on the screen, if it is known.

    Raises:
        PlanChangedError: there is a later edition.
        PlanInvalidError: no title, or something is too long.
        PlanNotFoundError, RightMissingError: nothing was changed.
    """
    plan = plan_to_write(plan_id, by=by)
    if seen is not None and seen != plan.edition:
        raise PlanChangedError
    _write(plan, facts)
    touched(plan, by=by, at=at)
    return plan


def plan_to_write(plan_id: UUID, *, by: Person) -> Plan:
    """Return a plan, locked, that `by` keeps.

    Raises:
        PlanNotFoundError, RightMissingError: not here, or not by `by`.
    """
    plan = visible_plan(plan_id, viewer=by, lock=True)
    require(by, Right.RUN_INCIDENTS, unit=plan.unit)
    return plan


def touched(plan: Plan, *, by: Person, at: datetime) -> None:
    """Make the next edition of a plan that was changed. Called inside an action."""
    plan.edition, plan.edited_by, plan.edited_at = plan.edition + 1, by, at
    plan.save()
    record(actor=by, verb="crisis_plan.updated", subject=plan, at=at)


def _write(plan: Plan, facts: PlanFacts) -> None:
    wrong = {}
    if not facts.title.strip() or len(facts.title) > LIMIT:
        wrong["title"] = _("Give the plan a title of at most 200 characters.")
    if max(len(facts.summary), len(facts.summary_en)) > LONG:
        wrong["summary"] = _("At most %(most)s characters, please.") % {"most": LONG}
    if wrong:
        raise PlanInvalidError(wrong)
    plan.title, plan.title_en = facts.title.strip(), facts.title_en.strip()[:LIMIT]
    plan.summary, plan.summary_en = facts.summary.strip(), facts.summary_en.strip()
    for name in ("signs", "ends", "after"):
        pairs = getattr(facts, name)
        setattr(plan, name, [{"fr": fr, "en": en} for fr, en in pairs])
    for level, hours in (facts.report_hours or {}).items():
        kept = plan.levels.get(str(level), {"fr": "", "en": ""})
        plan.levels = {**plan.levels, str(level): {**kept, "hours": hours}}


@action("crisis.name_role")
def name_role(
    *,
    plan_id: UUID,
    role: str,
    holder_id: UUID | None,
    deputy_id: UUID | None,
    by: Person,
    at: datetime,
) -> PlanRole:
    """Say who holds a role of a plan and who stands in; a role that was not there is added.

    Raises:
        PlanInvalidError: there is no such role, or both are the same person.
        PlanNotFoundError, PersonNotFoundError, RightMissingError: nothing was changed.
    """
    plan = plan_to_write(plan_id, by=by)
    if role not in RoleInCrisis.values:
        raise PlanInvalidError({"role": _("There is no such role.")})
    if holder_id is not None and holder_id == deputy_id:
        raise PlanInvalidError({"deputy": _("Somebody else must stand in.")})
    row = plan.roles.filter(role=role).first()
    is_new = row is None
    row = row or PlanRole(plan=plan, role=role, position=plan.roles.count())
    row.holder = visible_person(holder_id, viewer=by) if holder_id else None
    row.deputy = visible_person(deputy_id, viewer=by) if deputy_id else None
    row.save()
    verb = "crisis_plan_role.added" if is_new else "crisis_plan_role.changed"
    record(actor=by, verb=verb, subject=row, at=at)
    touched(plan, by=by, at=at)
    return row


@dataclass(frozen=True, slots=True, kw_only=True)
class StepFacts:
    """One step: by whom, within how many minutes, what."""

    role: str
    minute: int
    words: str
    words_en: str = ""
    on_card: bool = False


@action("crisis.write_step")
def write_step(
    *, plan_id: UUID, facts: StepFacts, by: Person, at: datetime, step_id: UUID | None = None
) -> PlanStep:
    """Add a step to a plan, or change one.

    Raises:
        PlanInvalidError: no words, no such role, or more than 90 days.
        PlanNotFoundError, RightMissingError: nothing was changed.
    """
    plan = plan_to_write(plan_id, by=by)
    wrong = {}
    if not facts.words.strip() or len(facts.words) > LONG:
        wrong["words"] = _("Say what to do, in a sentence.")
    if facts.role not in RoleInCrisis.values:
        wrong["role"] = _("There is no such role.")
    if not 0 <= facts.minute <= 90 * 24 * 60:
        wrong["minute"] = _("Between 0 minutes and 90 days.")
    if wrong:
        raise PlanInvalidError(wrong)
    row = plan.steps.filter(pk=step_id).first() if step_id else PlanStep(plan=plan)
    if row is None:
        raise PlanNotFoundError
    if step_id is None:
        row.position = plan.steps.count()
    row.role, row.minute, row.on_card = facts.role, facts.minute, facts.on_card
    row.words, row.words_en = facts.words.strip(), facts.words_en.strip()
    row.save()
    verb = "crisis_plan_step.changed" if step_id else "crisis_plan_step.added"
    record(actor=by, verb=verb, subject=row, at=at)
    touched(plan, by=by, at=at)
    return row


@action("crisis.remove_step")
def remove_step(*, plan_id: UUID, step_id: UUID, by: Person, at: datetime) -> Plan:
    """Take a step out of a plan; tasks of incidents keep their words.

    Raises:
        PlanNotFoundError, RightMissingError: nothing was changed.
    """
    plan = plan_to_write(plan_id, by=by)
    row = plan.steps.filter(pk=step_id).first()
    if row is None:
        raise PlanNotFoundError
    record(actor=by, verb="crisis_plan_step.removed", subject=row, at=at)
    row.delete()
    touched(plan, by=by, at=at)
    return plan


@action("crisis.write_as_policy")
def write_as_policy(*, plan_id: UUID, by: Person, at: datetime) -> PolicyVersion:
    """Write the plan as a draft of its policy, to be reviewed, approved and signed as any other.

    The first time makes the policy; afterwards its next version.

    Raises:
        PlanPolicyWaitsError: a version of it waits for its approval or its day.
        PlanNotFoundError, RightMissingError: `by` keeps no plans, or writes no policies there.
    """
    plan = plan_to_write(plan_id, by=by)
    require(by, Right.EDIT_POLICIES, unit=plan.unit)
    policy = plan.policy or _policy_for(plan, by=by, at=at)
    waiting = policy.versions.filter(status__in=("approval", "agreed", "consultation"))
    if waiting.exists():
        raise PlanPolicyWaitsError
    version = draft_version(policy_id=policy.pk, by=by, at=at)
    written = as_starter(plan)
    version = write_clauses(
        version_id=version.pk,
        source=plan_text(written, "fr"),
        source_en=plan_text(written, "en"),
        by=by,
        at=at,
    )
    record(actor=by, verb="crisis_plan.written_as_policy", subject=plan, at=at)
    return version


def _policy_for(plan: Plan, *, by: Person, at: datetime) -> Policy:
    base = f"crisis-{plan.slug}"[:55]
    number, slug = 1, base
    while Policy.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    facts = PolicyFacts(
        slug=slug,
        title=plan.title,
        title_en=plan.title_en,
        unit_id=plan.unit_id,
        owner_id=by.pk,
        review_months=6,
    )
    plan.policy = create_policy(facts=facts, by=by, at=at)
    plan.save(update_fields=("policy",))
    return plan.policy


@action("crisis.archive_plan")
def archive_plan(*, plan_id: UUID, by: Person, at: datetime) -> Plan:
    """Put a plan away: no incident begins from it any more.

    Raises:
        PlanNotFoundError, RightMissingError: nothing was changed.
    """
    plan = plan_to_write(plan_id, by=by)
    plan.archived_at = at
    plan.save(update_fields=("archived_at",))
    record(actor=by, verb="crisis_plan.archived", subject=plan, at=at)
    return plan
