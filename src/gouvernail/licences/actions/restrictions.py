"""Holding somebody back, and lifting it: what the area of conduct decides acts here."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.foundation.actions import action
from gouvernail.ledger.actions import erase_openings, record
from gouvernail.licences.actions.following import WORKER, look_at
from gouvernail.licences.actions.telling import tell_of_restriction
from gouvernail.licences.errors import LicenceInvalidError, LicenceSettledError, OwnLicenceError
from gouvernail.licences.models import Act, Restriction
from gouvernail.licences.permissions import require_answers, visible_restriction
from gouvernail.licences.queries.networks import KNOWN
from gouvernail.people.models import Person
from gouvernail.people.permissions import Act as StepUp
from gouvernail.people.permissions import require_step_up

Kind = Restriction.Kind


@action("licences.restrict")
def restrict(  # noqa: PLR0913 -- what a decision says, in full
    person: Person,
    *,
    by: Person,
    at: datetime,
    reason: str,
    until: datetime | None = None,
    case: str = "",
    acts: Iterable[str] = (),
    networks: Iterable[str] = (),
    decided: bool = False,
) -> Restriction:
    """Have one more person agree to what somebody does, for some acts and networks (empty: all).

    `case` names the case it comes from; `reason` is read by the person and by who answers for
    them, and enters the journal as a commitment only. `decided`: an action above has authorised
    `by` by rules of its own (a breach decided); else `by` must answer for the person's unit.

    Raises:
        OwnLicenceError, RightMissingError: `by` may not decide on this licence.
        LicenceInvalidError: no reason, or an act, a network or an end that cannot be.
    """
    return _hold_back(
        person,
        Kind.RESTRICTED,
        by=by,
        at=at,
        said=_Said(reason, until, case, acts, networks),
        decided=decided,
    )


@action("licences.suspend")
def suspend(  # noqa: PLR0913 -- what a decision says, in full
    person: Person,
    *,
    by: Person,
    at: datetime,
    reason: str,
    until: datetime | None = None,
    case: str = "",
    acts: Iterable[str] = (),
    networks: Iterable[str] = (),
    decided: bool = False,
) -> Restriction:
    """Have somebody submit nothing and agree to nothing; as `restrict`.

    Raises:
        OwnLicenceError, RightMissingError: `by` may not decide on this licence.
        LicenceInvalidError: no reason, or an act, a network or an end that cannot be.
    """
    return _hold_back(
        person,
        Kind.SUSPENDED,
        by=by,
        at=at,
        said=_Said(reason, until, case, acts, networks),
        decided=decided,
    )


class _Said:
    """What a decision says: why, until when, from which case, of what."""

    def __init__(
        self,
        reason: str,
        until: datetime | None,
        case: str,
        acts: Iterable[str],
        networks: Iterable[str],
    ) -> None:
        self.reason, self.until, self.case = reason.strip(), until, case.strip()
        self.acts, self.networks = sorted(set(acts)), sorted(set(networks))

    def check(self, *, at: datetime) -> None:
        faults = {}
        if not self.reason:
            faults["reason"] = _("Say why, in a sentence.")
        if self.until is not None and self.until <= at:
            faults["until"] = _("Choose a day to come.")
        if not set(self.acts) <= set(Act.values):
            faults["acts"] = _("Choose what it is asked for.")
        if not set(self.networks) <= KNOWN:
            faults["networks"] = _("There is no such network.")
        if faults:
            raise LicenceInvalidError(faults)


def _hold_back(
    person: Person, kind: str, *, by: Person, at: datetime, said: _Said, decided: bool
) -> Restriction:
    if by.pk == person.pk:
        raise OwnLicenceError
    if not decided:
        require_answers(by, person)
    said.check(at=at)
    row = Restriction.objects.create(
        person=person,
        kind=kind,
        acts=said.acts,
        networks=said.networks,
        starts_at=at,
        until=said.until,
        case_ref=said.case,
        reason=said.reason,
        by=by,
    )
    record(actor=by, verb=f"licence_restriction.{kind}", subject=row, at=at)
    tell_of_restriction(row, kind, by=by, at=at)
    look_at(people={person.pk}, at=at)
    return row


@action("licences.lift")
def lift(
    restriction_id: UUID | str,
    *,
    by: Person,
    at: datetime,
    reason: str,
    decided: bool = False,
) -> Restriction:
    """Lift what holds somebody back before its end; `decided` as in `restrict`.

    Raises:
        OwnLicenceError, RightMissingError: `by` may not decide on this licence.
        LicenceInvalidError: it does not say why.
        LicenceSettledError: it was lifted before.
        LicenceNotFoundError: missing or hidden.
        ProofNeededError, MachineMayNotError: who decides proves who they are.
    """
    if decided:
        row = (
            Restriction.objects.select_for_update(of=("self",))
            .select_related("person")
            .get(pk=restriction_id)
        )
        if row.person_id == by.pk:
            raise OwnLicenceError
    else:
        row = visible_restriction(restriction_id, viewer=by, lock=True)
        require_answers(by, row.person)
        require_step_up(StepUp.DECIDE, at=at)
    if not reason.strip():
        raise LicenceInvalidError({"reason": _("Say why, in a sentence.")})
    if row.lifted_at is not None:
        raise LicenceSettledError(row.get_kind_display())
    row.lifted_at, row.lifted_by, row.lift_reason = at, by, reason.strip()
    row.save(update_fields=("lifted_at", "lifted_by", "lift_reason"))
    record(actor=by, verb="licence_restriction.lifted", subject=row, at=at)
    tell_of_restriction(row, "lifted", by=by, at=at)
    look_at(people={row.person_id}, at=at)
    return row


@action("licences.forget_case")
def forget_case(case: str, *, at: datetime) -> int:
    """Have what held somebody back name its case no more, once the case is emptied.

    That it was, its kind, its acts and its days stay. Idempotent; returns how many rows.
    """
    rows = Restriction.objects.select_for_update().filter(case_ref=case) if case else []
    changed = 0
    for row in rows:
        row.case_ref = ""
        row.save(update_fields=("case_ref",))
        erase_openings(subject_kind=Restriction.ledger_kind, subject_id=str(row.pk))
        record(actor=WORKER, verb="licence_restriction.redacted", subject=row, at=at)
        changed += 1
    return changed
