"""Who may read the rules: everyone they bind, and everyone above. Who decides about them.

A lead writes rules; a second person agrees: another lead, or a reviewer whose seat is an expert's
(legal, brand…), over the unit that the pack binds.
"""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q, QuerySet

from gouvernail.charter.models import Charter
from gouvernail.foundation.ids import is_uuid
from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Person, Seat, Unit
from gouvernail.people.permissions import (
    Right,
    active_grants,
    holders_of_right,
    holders_of_seat,
    may,
    scope,
    seats_of,
)
from gouvernail.registry.models import Account
from gouvernail.rulebooks.errors import (
    ControlNotFoundError,
    DismissalNotFoundError,
    PackNotFoundError,
    SecondPersonNeededError,
    TrialNotFoundError,
    VerdictNotFoundError,
    WaiverNotFoundError,
)
from gouvernail.rulebooks.models import (
    Dismissal,
    Pack,
    PackVersion,
    PublishedVerdict,
    RaisedRule,
    RuleControl,
    StoredVerdict,
    Trial,
    Waiver,
)

EXPERTS = frozenset(Seat.values) - {Seat.COLLEAGUE}


def chain_of(unit: Unit) -> list[str]:
    """Return the paths of the unit and of all above it, the top first. No query."""
    return [unit.path[: index + 1] for index, mark in enumerate(unit.path) if mark == "/"]


def visible_packs(viewer: Person) -> QuerySet[Pack]:
    """Return the packs that bind a unit where `viewer` holds a role, or one below it."""
    above = {path for grant in active_grants(viewer) for path in chain_of(grant.unit)}
    below = scope(viewer, Right.READ_POLICIES, "unit__path")
    return Pack.objects.filter(below | Q(unit__path__in=above))


def visible_pack(slug: str, *, viewer: Person, lock: bool = False) -> Pack:
    """Return one pack that `viewer` may know about. One query.

    Raises:
        PackNotFoundError: missing or hidden; the caller cannot tell which.
    """
    people = ("retired_by", "retirement_asked_by")
    packs = visible_packs(viewer).select_related("unit", *people).filter(slug=slug)
    pack = (packs.select_for_update(of=("self",)) if lock else packs).first()
    if pack is None:
        raise PackNotFoundError
    return pack


def visible_pack_of(pack_id: UUID, *, viewer: Person) -> Pack:
    """Return one pack by its key. One query.

    Raises:
        PackNotFoundError: missing or hidden.
    """
    pack = visible_packs(viewer).select_related("unit").filter(pk=pack_id).first()
    if pack is None:
        raise PackNotFoundError
    return pack


def visible_version(version_id: UUID, *, viewer: Person, lock: bool = False) -> PackVersion:
    """Return one version of a pack that `viewer` may know about. One query, two when locked.

    Raises:
        PackNotFoundError: missing or hidden.
    """
    rows = PackVersion.objects.filter(pk=version_id)
    if lock:
        rows.select_for_update().first()
    version = (
        rows.filter(pack__in=visible_packs(viewer))
        .select_related("pack__unit", "written_by", "edited_by", "submitted_by", "reviewed_by")
        .first()
    )
    if version is None:
        raise PackNotFoundError
    return version


def visible_control(control_id: UUID, *, viewer: Person, lock: bool = False) -> RuleControl:
    """Return one change of level that `viewer` may know about. One query, two when locked.

    Raises:
        ControlNotFoundError: missing or hidden.
    """
    rows = RuleControl.objects.filter(pk=control_id)
    if lock:
        rows.select_for_update().first()
    found = rows.filter(pack__in=visible_packs(viewer))
    control = found.select_related("pack__unit", "unit", "asked_by", "decided_by").first()
    if control is None:
        raise ControlNotFoundError
    return control


def visible_waivers(viewer: Person) -> QuerySet[Waiver]:
    """Return the waivers of packs that `viewer` reads, in the units they know or that they asked.

    A waiver is read by whoever the rule binds there, and by whoever stands above.
    """
    above = {path for grant in active_grants(viewer) for path in chain_of(grant.unit)}
    below = scope(viewer, Right.READ_POLICIES, "unit__path")
    return Waiver.objects.filter(below | Q(unit__path__in=above) | Q(asked_by=viewer))


def visible_waiver(waiver_id: UUID, *, viewer: Person, lock: bool = False) -> Waiver:
    """Return one waiver that `viewer` may know about. One query, two when locked.

    Raises:
        WaiverNotFoundError: missing or hidden.
    """
    if lock:
        Waiver.objects.select_for_update().filter(pk=waiver_id).first()
    rows = visible_waivers(viewer).filter(pk=waiver_id)
    waiver = rows.select_related("pack__unit", "unit__parent", "account", "asked_by").first()
    if waiver is None:
        raise WaiverNotFoundError
    return waiver


def visible_raised(viewer: Person) -> QuerySet[RaisedRule]:
    """Return the rules raised by texts that `viewer` may read, as `visible_verdicts`."""
    theirs = scope(viewer, Right.SEE_CONTENT, "unit__path")
    return RaisedRule.objects.filter(
        theirs | scope(viewer, Right.EDIT_RULES, "account__unit__path"), account__isnull=False
    )


def visible_verdicts(viewer: Person) -> QuerySet[StoredVerdict]:
    """Return the verdicts of texts that `viewer` may read, on accounts.

    Those of the units whose content they see, wherever these speak; and those given on accounts
    for which they write rules.
    """
    theirs = scope(viewer, Right.SEE_CONTENT, "unit__path")
    ruled = Account.objects.filter(scope(viewer, Right.EDIT_RULES, "unit__path"))
    return StoredVerdict.objects.filter(
        theirs | Q(account_id__in=ruled.values("pk")), account_id__isnull=False
    )


def visible_verdict(verdict_id: UUID, *, viewer: Person) -> StoredVerdict:
    """Return one verdict whose text `viewer` may read. One query.

    Raises:
        VerdictNotFoundError: missing or hidden.
    """
    verdict = visible_verdicts(viewer).filter(pk=verdict_id).first()
    if verdict is None:
        raise VerdictNotFoundError
    return verdict


def visible_published_verdicts(viewer: Person) -> QuerySet[PublishedVerdict]:
    """Return what stands against the rules in the units whose archive `viewer` may read."""
    return PublishedVerdict.objects.filter(scope(viewer, Right.SEE_RECORDS, "account__unit__path"))


def visible_published(
    published_id: UUID, *, viewer: Person, lock: bool = False
) -> PublishedVerdict:
    """Return one publication that stands against the rules, account loaded. One query.

    Raises:
        VerdictNotFoundError: missing or hidden.
    """
    rows = visible_published_verdicts(viewer).select_related("account__unit")
    if lock:
        rows = rows.select_for_update(of=("self",))
    found = rows.filter(pk=published_id).first()
    if found is None:
        raise VerdictNotFoundError
    return found


def visible_dismissals(viewer: Person) -> QuerySet[Dismissal]:
    """Return the findings set aside on texts that `viewer` may read, and by `viewer`."""
    raised = visible_raised(viewer).values("subject_id")
    return Dismissal.objects.filter(Q(subject_id__in=raised) | Q(by=viewer))


def visible_dismissal(dismissal_id: UUID | str, *, viewer: Person) -> Dismissal:
    """Return one finding set aside that `viewer` may know about. One query.

    Raises:
        DismissalNotFoundError: missing or hidden.
    """
    found = None
    if is_uuid(str(dismissal_id)):
        found = visible_dismissals(viewer).select_related("by").filter(pk=dismissal_id).first()
    if found is None:
        raise DismissalNotFoundError
    return found


def may_agree(person: Person, *, unit: Unit) -> bool:
    """Return whether `person` agrees to rules that bind `unit`: a lead, or an expert's seat."""
    return may(person, Right.EDIT_RULES, unit=unit) or bool(
        seats_of(person, unit=unit) & EXPERTS and may(person, Right.DECIDE, unit=unit)
    )


def require_agree(person: Person, *, unit: Unit) -> None:
    """Refuse unless `may_agree`.

    Raises:
        RightMissingError: neither a lead nor an expert there.
    """
    if not may_agree(person, unit=unit):
        raise RightMissingError(str(Right.EDIT_RULES))


def may_reinstate(person: Person, rows: Collection[Dismissal]) -> set[UUID]:
    """Return the keys of the dismissals that `person` may take back without having made them.

    Who agrees to rules for the unit of an account where that rule was raised. Two queries.
    """
    raised = RaisedRule.objects.filter(
        subject_id__in={one.subject_id for one in rows}, rule__in={one.rule for one in rows}
    ).values_list("subject_kind", "subject_id", "rule", "account__unit_id")
    raised_in: dict[tuple[str, UUID, str], set[UUID]] = {}
    for kind, subject_id, rule, unit_id in raised.distinct():
        raised_in.setdefault((kind, subject_id, rule), set()).add(unit_id)
    keys = {unit_id for units in raised_in.values() for unit_id in units}
    agreeing = {one.pk for one in Unit.objects.filter(pk__in=keys) if may_agree(person, unit=one)}
    return {
        one.pk
        for one in rows
        if raised_in.get((one.subject_kind, one.subject_id, one.rule), set()) & agreeing
    }


def refuse_own(person: Person, *, hands: Collection[object], separation: str) -> bool:
    """Refuse whoever had a hand in a change; return whether a small team lets them, alone.

    Raises:
        SecondPersonNeededError: the charter wants somebody else.
    """
    if person.pk not in hands:
        return False
    if separation != Charter.Separation.SMALL:
        raise SecondPersonNeededError
    return True


def those_who_agree(unit: Unit) -> set[UUID]:
    """Return who may agree to rules that bind `unit`. A query for each seat, and one."""
    people = set(holders_of_right(Right.EDIT_RULES, unit=unit).values_list("pk", flat=True))
    for seat in sorted(EXPERTS):
        people |= set(holders_of_seat(seat, unit=unit).values_list("pk", flat=True))
    return people


def may_grant(person: Person, waiver: Waiver) -> bool:
    """Return whether `person` may grant a waiver: who agrees to rules above its unit. No query."""
    return may_agree(person, unit=above(waiver.pack.unit, waiver.unit))


def above(owner: Unit, unit: Unit) -> Unit:
    """Return the unit from which a waiver in `unit` of a rule of `owner` is granted.

    That of the pack; for a unit's own pack, the unit above it; at the top, the top.
    """
    return owner if owner.pk != unit.pk else unit.parent or unit


def visible_trial(trial_id: UUID, *, viewer: Person, lock: bool = False) -> Trial:
    """Return one trial of a draft, for who writes the rules of its unit or agrees to them.

    Raises:
        TrialNotFoundError: missing or hidden.
    """
    rows = Trial.objects.filter(pk=trial_id, version__pack__in=visible_packs(viewer))
    if lock:
        Trial.objects.select_for_update().filter(pk=trial_id).first()
    names = ("version__pack__unit", "version__written_by", "against__pack", "asked_by")
    trial = rows.select_related(*names).first()
    if trial is None:
        raise TrialNotFoundError
    unit = trial.version.pack.unit
    if not (may(viewer, Right.EDIT_RULES, unit=unit) or may_agree(viewer, unit=unit)):
        raise TrialNotFoundError
    return trial
