"""Recording what allows breaches to be followed up here: one person records, another agrees."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from gouvernail.conduct.errors import (
    BasisInvalidError,
    BasisSecondPersonError,
    BasisStateError,
    ConductClosedError,
)
from gouvernail.conduct.models import Basis
from gouvernail.conduct.queries.basis import basis_in_force, what_is_missing
from gouvernail.foundation.actions import action
from gouvernail.foundation.clock import site_day
from gouvernail.ledger.actions import record
from gouvernail.notifications.actions import Message, tell
from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Person, Seat, Unit
from gouvernail.people.permissions import (
    Act,
    Right,
    holders_of_right,
    holders_of_seat,
    holds_overall,
    may_overall,
    require_step_up,
)

LONGEST: Final = 300
LEAST_REASON: Final = 3
# What the times may be, in days or months. France: two months to act on what is known (code du
# travail, L1332-4); no older sanction than three years is invoked (L1332-5).
BETWEEN: Final = {
    "answer_days": (5, 60),
    "decide_days": (10, 60),
    "appeal_days": (5, 90),
    "outcome_months": (1, 36),
    "keep_months": (1, 36),
}
LONGEST_LIMIT: Final = {"months": 36, "years": 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class BasisChoices:
    """What is said of the legal basis; days and months as numbers.

    Without `facts_limit`, it is what the law of `regime` says, where it says one.
    """

    regime: str
    adopted_on: date | None
    consulted_on: date | None = None
    reference: str = ""
    answer_days: int = 10
    decide_days: int = 45
    appeal_days: int = 15
    outcome_months: int = 12
    keep_months: int = 24
    facts_limit: int | None = None
    facts_unit: str = ""


def may_record(person: Person) -> bool:
    """Return whether `person` records the legal basis, or agrees to it."""
    return may_overall(person, Right.EDIT_CHARTER) or holds_overall(person, Seat.LEGAL)


def _require(by: Person, *, at: datetime) -> None:
    if not may_record(by):
        raise RightMissingError(str(Right.EDIT_CHARTER))
    require_step_up(Act.EDIT_CHARTER, at=at)


@action("conduct.propose_basis")
def propose_basis(*, choices: BasisChoices, by: Person, at: datetime) -> Basis:
    """Record what allows breaches to be followed up; a second person is asked to agree.

    What another had proposed meanwhile is declined; what is in force holds until then.

    Raises:
        RightMissingError: `by` neither leads the organisation nor holds its legal seat.
        BasisInvalidError: a date, the reference or a time cannot be taken.
    """
    _require(by, at=at)
    if choices.facts_limit is None and choices.regime in Basis.USUAL_LIMITS:
        limit, unit = Basis.USUAL_LIMITS[choices.regime]
        choices = replace(choices, facts_limit=limit, facts_unit=unit)
    if wrong := _faults(choices, today=site_day(at)):
        raise BasisInvalidError(wrong)
    for waiting in Basis.objects.select_for_update().filter(status=Basis.Status.PROPOSED):
        _close(waiting, Basis.Status.DECLINED, verb="declined", reason="", by=by, at=at)
    values = {name: getattr(choices, name) for name in BasisChoices.__slots__}
    basis = Basis(
        **values | {"reference": choices.reference.strip()}, proposed_by=by, proposed_at=at
    )
    basis.save()
    record(actor=by, verb="conduct_basis.proposed", subject=basis, at=at)
    _tell_others(basis, about="proposed", by=by, at=at)
    return basis


@action("conduct.agree_to_basis")
def agree_to_basis(*, by: Person, at: datetime) -> Basis:
    """Agree to the legal basis that somebody else recorded: it holds from now on.

    Raises:
        RightMissingError: `by` neither leads the organisation nor holds its legal seat.
        BasisStateError: nothing waits.
        BasisSecondPersonError: `by` recorded it.
    """
    _require(by, at=at)
    basis = _waiting()
    if basis.proposed_by_id == by.pk:
        raise BasisSecondPersonError
    for former in Basis.objects.select_for_update().filter(status=Basis.Status.IN_FORCE):
        former.status, former.ended_at = Basis.Status.ENDED, at
        former.save()
        record(actor=by, verb="conduct_basis.replaced", subject=former, at=at)
    basis.status, basis.decided_by, basis.decided_at = Basis.Status.IN_FORCE, by, at
    basis.save()
    record(actor=by, verb="conduct_basis.agreed", subject=basis, at=at)
    _tell_others(basis, about="agreed", by=by, at=at)
    return basis


@action("conduct.decline_basis")
def decline_basis(*, reason: str, by: Person, at: datetime) -> Basis:
    """Decline what somebody recorded, or take one's own proposal back, with the reason.

    Raises:
        RightMissingError, BasisStateError: as `agree_to_basis`.
        BasisInvalidError: no reason.
    """
    _require(by, at=at)
    basis = _waiting()
    words = _reason(reason)
    _close(basis, Basis.Status.DECLINED, verb="declined", reason=words, by=by, at=at)
    return basis


@action("conduct.end_basis")
def end_basis(*, reason: str, by: Person, at: datetime) -> Basis:
    """Say that what allowed it holds no more: no case is brought; those there are go on.

    Raises:
        RightMissingError: `by` may not.
        BasisStateError: nothing is in force.
        BasisInvalidError: no reason.
    """
    _require(by, at=at)
    words = _reason(reason)
    basis = Basis.objects.select_for_update().filter(status=Basis.Status.IN_FORCE).first()
    if basis is None:
        raise BasisStateError
    basis.status, basis.ended_at, basis.reason = Basis.Status.ENDED, at, words
    basis.save()
    record(actor=by, verb="conduct_basis.ended", subject=basis, at=at)
    return basis


def require_open() -> Basis:
    """Return the legal basis in force, refusing while something is missing. Three queries.

    Raises:
        ConductClosedError: the module is off, or nothing is in force.
    """
    basis = basis_in_force()
    if basis is None or what_is_missing():
        raise ConductClosedError
    return basis


def _waiting() -> Basis:
    basis = Basis.objects.select_for_update().filter(status=Basis.Status.PROPOSED).first()
    if basis is None:
        raise BasisStateError
    return basis


def _close(basis: Basis, status: str, *, verb: str, reason: str, by: Person, at: datetime) -> None:
    basis.status, basis.reason = status, reason
    basis.decided_by, basis.decided_at = by, at
    basis.save()
    record(actor=by, verb=f"conduct_basis.{verb}", subject=basis, at=at)


def _reason(text: str) -> str:
    if len(text.strip()) < LEAST_REASON:
        raise BasisInvalidError({"reason": _("Say why, in a sentence.")})
    return text.strip()


def _faults(choices: BasisChoices, *, today: date) -> dict[str, str]:
    wrong = {}
    if choices.regime not in Basis.Regime.values:
        wrong["regime"] = _("Choose where, and who employs.")
    if choices.adopted_on is None:
        wrong["adopted_on"] = _("Give the day.")
    elif choices.adopted_on > today:
        wrong["adopted_on"] = _("It does not hold yet: record it from that day on.")
    if not choices.reference.strip():
        wrong["reference"] = _("Say where it can be read: title, article, file number.")
    elif len(choices.reference) > LONGEST:
        wrong["reference"] = _("At most %(most)s characters, please.") % {"most": LONGEST}
    for name, (least, most) in BETWEEN.items():
        if not least <= getattr(choices, name) <= most:
            wrong[name] = _("From %(least)s to %(most)s.") % {"least": least, "most": most}
    return wrong | _faults_of_limit(choices) | _faults_of_consultation(choices, today=today)


def _faults_of_limit(choices: BasisChoices) -> dict[str, str]:
    if choices.regime not in Basis.Regime.values:
        return {}
    if choices.facts_limit is None:
        return {"facts_limit": _("Give the time that counsel advised.")}
    most = LONGEST_LIMIT.get(choices.facts_unit)
    if most is None:
        return {"facts_unit": _("Months or years?")}
    if not 1 <= choices.facts_limit <= most:
        return {"facts_limit": _("From %(least)s to %(most)s.") % {"least": 1, "most": most}}
    return {}


def _faults_of_consultation(choices: BasisChoices, *, today: date) -> dict[str, str]:
    on = choices.consulted_on
    if choices.regime not in Basis.CONSULTED:
        return {}
    if on is None:
        return {"consulted_on": _("Give the day staff representatives were consulted.")}
    if on > today:
        return {"consulted_on": _("Record it once they have been consulted.")}
    if choices.adopted_on is not None and on > choices.adopted_on:
        return {"consulted_on": _("They are consulted before the rules come into force.")}
    return {}


def _tell_others(basis: Basis, *, about: str, by: Person, at: datetime) -> None:
    root = Unit.objects.filter(parent__isnull=True).order_by("path").first()
    if root is None:
        return
    people = {
        *holders_of_right(Right.EDIT_CHARTER, unit=root).values_list("pk", flat=True),
        *holders_of_seat(Seat.LEGAL, unit=root).values_list("pk", flat=True),
    } - {by.pk}
    message = Message(
        kind=f"conduct_basis.{about}",
        once=f"basis:{basis.pk.hex}:{about}",
        path=reverse("conduct:basis"),
        facts={"by": by.name},
        subject_kind=Basis.ledger_kind,
        subject_id=str(basis.pk),
    )
    tell(people=people, message=message, at=at)
