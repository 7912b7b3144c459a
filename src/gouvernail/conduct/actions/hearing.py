"""Before a decision: who decides, what the person says, how the facts are weighed."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.conduct.actions.casework import (
    days_after,
    enter,
    require_status,
    sound,
    tell_about,
    tell_candidates,
)
from gouvernail.conduct.errors import CaseInvalidError, CaseNotYoursError, CaseStateError
from gouvernail.conduct.models import Case
from gouvernail.conduct.permissions import candidates_for, may_appoint, require_part, visible_case
from gouvernail.conduct.permissions.cases import may_take
from gouvernail.foundation.actions import action
from gouvernail.people.models import Person

LONGEST_NAME: Final = 120
MOST_DAYS: Final = 60


@action("conduct.take_case")
def take_case(case_id: UUID, *, is_free: bool, by: Person, at: datetime) -> Case:
    """Take up a case, or an appeal, that nobody has; `is_free`: no tie with whoever is concerned.

    Raises:
        CaseNotFoundError: missing, or hidden from `by`.
        CaseNotYoursError: somebody has it, or `by` brought it, decided it or stood aside.
        CaseInvalidError: `by` does not say that nothing ties them to the person.
    """
    case = visible_case(case_id, viewer=by, lock=True)
    if not may_take(by, case):
        raise CaseNotYoursError
    if not is_free:
        said = _("Say that nothing ties you to this person; else leave it to somebody else.")
        raise CaseInvalidError({"is_free": said})
    return _given(case, by, verb="taken", by=by, at=at)


@action("conduct.appoint")
def appoint(case_id: UUID, *, to: UUID, by: Person, at: datetime) -> Case:
    """Give a case, or an appeal, to somebody; the legal seat does, while it is not decided.

    Raises:
        CaseNotFoundError: missing, or hidden from `by`.
        CaseNotYoursError: `by` is not of the legal seat, or has a part in it.
        CaseStateError: nothing waits to be decided.
        CaseInvalidError: that person may not decide it.
    """
    case = visible_case(case_id, viewer=by, lock=True)
    if not may_appoint(by, case):
        raise CaseNotYoursError
    require_status(case, *Case.OPEN, Case.Status.APPEALED)
    person = candidates_for(case).filter(pk=to).first()
    if person is None:
        raise CaseInvalidError({"to": _("Choose one of the people offered.")})
    return _given(case, person, verb="appointed", by=by, at=at)


def _given(case: Case, person: Person, *, verb: str, by: Person, at: datetime) -> Case:
    if case.status == Case.Status.APPEALED:
        case.judge = person
    else:
        case.decider = person
    enter(case, verb, by=by, at=at)
    if person.pk != by.pk:
        tell_about(case, [person.pk], about="given", at=at)
    tell_about(case, [case.person_id], about="named", at=at)
    return case


@action("conduct.stand_aside")
def stand_aside(case_id: UUID, *, by: Person, at: datetime) -> Case:
    """Leave a case to somebody else: one knows the person too well, or the facts.

    Raises:
        CaseNotFoundError: missing, or hidden from `by`.
        CaseNotYoursError: `by` does not decide it.
        CaseStateError: it is decided.
    """
    case = visible_case(case_id, viewer=by, lock=True)
    part = require_part(by, case, "decider", "judge")
    require_status(case, *(Case.OPEN if part == "decider" else {Case.Status.APPEALED}))
    _set_aside(case, by)
    enter(case, "stood_aside", by=by, at=at)
    tell_candidates(case, about="free", at=at)
    return case


def _set_aside(case: Case, person: Person) -> None:
    case.aside = " ".join(sorted({*case.aside.split(), person.pk.hex}))
    if case.judge_id == person.pk:
        case.judge = None
    else:
        case.decider = None


@action("conduct.ask_for_another")
def ask_for_another(case_id: UUID, *, reason: str, by: Person, at: datetime) -> Case:
    """Ask, once, that somebody else decides; whoever was to decide stands aside at once.

    Raises:
        CaseNotFoundError: missing, or hidden from `by`.
        CaseNotYoursError: the case is not about `by`.
        CaseStateError: it is decided, nobody was named, or it was asked before.
        CaseInvalidError: no reason.
    """
    case = visible_case(case_id, viewer=by, lock=True)
    require_part(by, case, "concerned")
    require_status(case, *Case.OPEN)
    if case.challenge or case.decider is None:
        raise CaseStateError(str(case.get_status_display()))
    case.challenge = sound(reason, "reason")
    former = case.decider
    _set_aside(case, former)
    enter(case, "stood_aside", by=by, at=at)
    tell_about(case, [former.pk], about="aside", at=at)
    tell_candidates(case, about="free", at=at)
    return case


@action("conduct.give_account")
def give_account(
    case_id: UUID, *, text: str, companion: str = "", by: Person, at: datetime
) -> Case:
    """Say what happened, in one's own words; it may be written anew until it is decided.

    Raises:
        CaseNotFoundError: missing, or hidden from `by`.
        CaseNotYoursError: the case is not about `by`.
        CaseStateError: it is decided.
        CaseInvalidError: no words, or too many.
    """
    case = visible_case(case_id, viewer=by, lock=True)
    require_part(by, case, "concerned")
    require_status(case, *Case.OPEN)
    if len(companion.strip()) > LONGEST_NAME:
        raise CaseInvalidError({"companion": _("This name is too long.")})
    case.account, case.companion = sound(text, "text"), companion.strip()
    case.accounted_at, case.status = at, Case.Status.DECIDING
    enter(case, "accounted", by=by, at=at)
    if case.decider_id is not None:
        tell_about(case, [case.decider_id], about="accounted", at=at)
    else:
        tell_candidates(case, about="free", at=at)
    return case


@action("conduct.give_time")
def give_time(case_id: UUID, *, days: int, by: Person, at: datetime) -> Case:
    """Give the person more days to answer, from now; the decision is due later by as much.

    Raises:
        CaseNotFoundError: missing, or hidden from `by`.
        CaseNotYoursError: `by` does not decide it.
        CaseStateError: it is decided.
        CaseInvalidError: not from 1 to 60 days, or less time than there was.
    """
    case = visible_case(case_id, viewer=by, lock=True)
    require_part(by, case, "decider")
    require_status(case, *Case.OPEN)
    until = days_after(at, days)
    if not 1 <= days <= MOST_DAYS or until <= case.answer_by_at:
        raise CaseInvalidError({"days": _("From 1 to 60 days, and later than now foreseen.")})
    case.decide_by_at = max(case.decide_by_at, until)
    case.answer_by_at = until
    if case.accounted_at is None:
        case.status = Case.Status.HEARING
    enter(case, "extended", by=by, at=at)
    tell_about(case, [case.person_id], about="extended", at=at)
    return case


@action("conduct.weigh")
def weigh(  # noqa: PLR0913 -- what is weighed
    case_id: UUID,
    *,
    seriousness: str,
    good_faith: str,
    is_experiment: bool,
    exemption: str,
    by: Person,
    at: datetime,
) -> Case:
    """Say how serious it is, whether in good faith, whether a trial that was declared before.

    Raises:
        CaseNotFoundError: missing, or hidden from `by`.
        CaseNotYoursError: `by` does not decide it.
        CaseStateError: it is decided.
        CaseInvalidError: something cannot be taken, or no word says why.
    """
    case = visible_case(case_id, viewer=by, lock=True)
    require_part(by, case, "decider")
    require_status(case, *Case.OPEN)
    wrong = {}
    if seriousness not in Case.Seriousness.values:
        wrong["seriousness"] = _("Say how serious it is.")
    if good_faith not in Case.Faith.values:
        wrong["good_faith"] = _("Choose one of the answers.")
    if wrong:
        raise CaseInvalidError(wrong)
    if is_experiment or good_faith:
        ask = _("Say what shows it: what was declared, when, to whom; what was meant.")
        exemption = sound(exemption, "exemption", ask=ask)
    case.seriousness, case.good_faith = seriousness, good_faith
    case.is_experiment, case.exemption = is_experiment, exemption.strip()
    enter(case, "weighed", by=by, at=at)
    return case
