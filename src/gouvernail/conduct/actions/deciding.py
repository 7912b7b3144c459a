"""A decision in writing, its appeal, an early end: mild first, and more only with a reason."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _

from gouvernail.conduct.actions.casework import (
    CLOSED_MONTHS,
    days_after,
    enter,
    months_after,
    require_status,
    sound,
    tell_about,
    tell_candidates,
)
from gouvernail.conduct.actions.measures import begin_measures, may_ask_course, stop_measures
from gouvernail.conduct.errors import (
    AppealTooLateError,
    CaseInvalidError,
    CaseStateError,
    TooSoonError,
)
from gouvernail.conduct.models import LICENCE_ACTS, Case, Decision
from gouvernail.conduct.permissions import require_part, visible_case
from gouvernail.conduct.queries.cases import outcome_of, still_runs
from gouvernail.foundation.actions import action
from gouvernail.foundation.clock import site_day
from gouvernail.ledger.actions import record
from gouvernail.licences.queries.networks import KNOWN
from gouvernail.people.models import Person
from gouvernail.people.permissions import Act, require_step_up

LEAST_WHY: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What is decided; `months`: how long it holds, from 1 to what the legal basis allows.

    `acts` and `network` (empty: every one) say what of the licence is touched; `course` what is to
    be learned again; `why_not_less` is asked of anything more than a reminder; `urgency` says why
    it holds while an appeal is examined, empty where the appeal suspends it.
    """

    outcome: str
    reason: str
    why_not_less: str = ""
    months: int = 3
    acts: tuple[str, ...] = ()
    network: str = ""
    course: str = ""
    urgency: str = ""


@action("conduct.decide_case")
def decide_case(case_id: UUID, *, ruling: Ruling, by: Person, at: datetime) -> Case:
    """Decide a case in writing; the person reads all of it, and how to appeal.

    Raises:
        CaseNotFoundError: missing, or hidden from `by`.
        CaseNotYoursError: somebody else decides it: never who brought it nor who it is about.
        CaseStateError: it was decided meanwhile.
        TooSoonError: the person has not answered and still has time; closing it is always possible.
        CaseInvalidError: something is missing, or more than the facts allow.
    """
    case = visible_case(case_id, viewer=by, lock=True)
    require_part(by, case, "decider")
    require_step_up(Act.DECIDE, at=at)
    require_status(case, *Case.OPEN)
    if case.accounted_at is None and at < case.answer_by_at and ruling.outcome != "nothing":
        raise TooSoonError
    decision = _decision(case, ruling, by=by, at=at)
    case.decided_at, case.appeal_by_at = at, days_after(at, case.basis.appeal_days)
    _holds(case, decision, at=at)
    case.status = Case.Status.DECIDED
    if ruling.outcome == Case.Outcome.NOTHING:
        _end(case, at=at)
    _write(decision, by=by, at=at)
    enter(case, "decided", by=by, at=at)
    begin_measures(case, decision, by=by, at=at)
    tell_about(case, [case.person_id], about="decided", at=at)
    return case


@action("conduct.appeal_case")
def appeal_case(case_id: UUID, *, text: str, by: Person, at: datetime) -> Case:
    """Appeal, once, in time: somebody else examines it; meanwhile nothing holds unless urgent.

    Raises:
        CaseNotFoundError: missing, or hidden from `by`.
        CaseNotYoursError: the case is not about `by`.
        AppealTooLateError: the days are over, or it was appealed before.
        CaseInvalidError: no words, or too many.
    """
    case = visible_case(case_id, viewer=by, lock=True)
    require_part(by, case, "concerned")
    late = case.appeal_by_at is None or at > case.appeal_by_at
    if case.status != Case.Status.DECIDED or case.appealed_at is not None or late:
        raise AppealTooLateError
    case.appeal = sound(text, "text")
    case.appealed_at, case.status = at, Case.Status.APPEALED
    enter(case, "appealed", by=by, at=at)
    first = outcome_of(case)
    if first is not None and not first.urgency:
        stop_measures(case, by=first.by, at=at)
    tell_candidates(case, about="appealed", at=at)
    return case


@action("conduct.decide_appeal")
def decide_appeal(case_id: UUID, *, verdict: str, ruling: Ruling, by: Person, at: datetime) -> Case:
    """Uphold, soften or annul; never worsen. There is no further appeal here.

    Raises:
        CaseNotFoundError: missing, or hidden from `by`.
        CaseNotYoursError: somebody else examines it: never who decided.
        CaseStateError: no appeal waits.
        CaseInvalidError: something is missing, or it would be worse than what was appealed.
    """
    case = visible_case(case_id, viewer=by, lock=True)
    require_part(by, case, "judge")
    require_step_up(Act.DECIDE, at=at)
    require_status(case, Case.Status.APPEALED)
    first = outcome_of(case)
    if first is None or verdict not in Decision.Ruling.values:
        raise CaseInvalidError({"verdict": _("Say what becomes of the decision.")})
    decision = _on_appeal(case, first, verdict, ruling, by=by, at=at)
    stop_measures(case, by=by, at=at)
    _holds(case, decision, at=at)
    case.status, case.settled_at = Case.Status.SETTLED, at
    if decision.outcome == Case.Outcome.NOTHING:
        _end(case, at=at)
    _write(decision, by=by, at=at)
    enter(case, "appeal_decided", by=by, at=at)
    begin_measures(case, decision, by=by, at=at)
    tell_about(case, [case.person_id, case.decider_id], about="appeal_decided", at=at)
    return case


def _on_appeal(
    case: Case, first: Decision, verdict: str, ruling: Ruling, *, by: Person, at: datetime
) -> Decision:
    if verdict == Decision.Ruling.SOFTENED:
        decision = _decision(case, ruling, by=by, at=at)
        wrong = _is_worse(decision, first)
        if wrong:
            raise CaseInvalidError({wrong: _("An appeal never makes it worse.")})
        decision.until = _sooner(decision.until, case.outcome_until)
        if decision.outcome == first.outcome and not _is_less(decision, first, case=case):
            raise CaseInvalidError({"months": _("Softened: something less, or for less long.")})
    else:
        nothing = Case.Outcome.NOTHING
        upheld = verdict == Decision.Ruling.UPHELD
        decision = Decision(
            case=case,
            outcome=first.outcome if upheld else nothing,
            reason=sound(ruling.reason, "reason"),
            acts=first.acts if upheld else [],
            network=first.network if upheld else "",
            course=first.course if upheld else "",
            until=_sooner(first.until, case.outcome_until) if upheld else None,
            by=by,
            at=at,
        )
    decision.stage, decision.ruling = Decision.Stage.APPEAL, verdict
    return decision


def _sooner(until: datetime | None, held: datetime | None) -> datetime | None:
    """Return an end that is never later than that of what is appealed, or ended early since."""
    return until if until is None or held is None else min(until, held)


def _is_worse(decision: Decision, first: Decision) -> str:
    """Return the field that makes a decision worse than the first one, or nothing."""
    ladder = Case.LADDER
    if ladder.index(decision.outcome) > ladder.index(first.outcome):
        return "outcome"
    if not {decision.outcome, first.outcome} <= Case.OF_LICENCE:
        return ""
    if not _acts_of(decision) <= _acts_of(first):
        return "acts"
    return "" if first.network in {"", decision.network} else "network"


def _is_less(decision: Decision, first: Decision, *, case: Case) -> bool:
    """Return whether a decision no worse than the first, of the same rung, is really less."""
    narrower = _acts_of(decision) < _acts_of(first) or decision.network != first.network
    until, held = decision.until, case.outcome_until
    return narrower or (until is not None and held is not None and until < held)


def _acts_of(decision: Decision) -> set[str]:
    """Return the acts of the licence that a decision touches: none named are all."""
    if decision.outcome not in Case.OF_LICENCE:
        return set()
    return set(decision.acts) or set(LICENCE_ACTS)


@action("conduct.lift_early")
def lift_early(case_id: UUID, *, reason: str, by: Person, at: datetime) -> Case:
    """End before its time what follows from a case, in favour of the person.

    It takes no appeal away: a case that may still be appealed is over once that time is.

    Raises:
        CaseNotFoundError: missing, or hidden from `by`.
        CaseNotYoursError: `by` neither decided it nor examined the appeal.
        CaseStateError: nothing holds.
        CaseInvalidError: no reason.
    """
    case = visible_case(case_id, viewer=by, lock=True)
    require_part(by, case, "decider", "judge")
    require_step_up(Act.DECIDE, at=at)
    require_status(case, Case.Status.DECIDED, Case.Status.SETTLED)
    if not still_runs(case, at=at):
        raise CaseStateError(str(case.get_status_display()))
    words = sound(reason, "reason")
    decision = Decision(
        case=case, stage="lift", outcome=Case.Outcome.NOTHING, reason=words, by=by, at=at
    )
    _write(decision, by=by, at=at)
    stop_measures(case, by=by, at=at)
    case.outcome_until = at
    case.keep_until_on = months_after(site_day(at), case.basis.keep_months)
    if case.status == Case.Status.SETTLED:
        _end(case, at=at)
    enter(case, "lifted", by=by, at=at)
    tell_about(case, [case.person_id], about="lifted", at=at)
    return case


def _decision(case: Case, ruling: Ruling, *, by: Person, at: datetime) -> Decision:
    if ruling.outcome not in Case.Outcome.values:
        raise CaseInvalidError({"outcome": _("Choose what follows.")})
    wrong = _faults(case, ruling, by=by)
    if wrong:
        raise CaseInvalidError(wrong)
    mild = ruling.outcome in Case.MILD
    touches = ruling.outcome in Case.OF_LICENCE
    return Decision(
        case=case,
        stage=Decision.Stage.FIRST,
        outcome=ruling.outcome,
        reason=sound(ruling.reason, "reason", ask=_("Say why: the person reads it.")),
        why_not_less="" if mild else ruling.why_not_less.strip(),
        urgency=ruling.urgency.strip() if touches else "",
        acts=sorted(_acts(ruling)),
        network=ruling.network if touches else "",
        course=ruling.course if ruling.outcome == Case.Outcome.COACHING else "",
        until=_until(ruling, at=at),
        by=by,
        at=at,
    )


def _acts(ruling: Ruling) -> set[str]:
    if ruling.outcome == Case.Outcome.SUSPENDED:
        return set(LICENCE_ACTS)
    return set(ruling.acts) if ruling.outcome == Case.Outcome.RESTRICTED else set()


def _faults(case: Case, ruling: Ruling, *, by: Person) -> dict[str, str]:
    wrong = _too_much(case, ruling.outcome) | _of_licence(case, ruling)
    if ruling.outcome not in Case.MILD and len(ruling.why_not_less.strip()) < LEAST_WHY:
        least = {"least": LEAST_WHY}
        wrong["why_not_less"] = (
            _("Say why a reminder is not enough here: at least %(least)s characters.") % least
        )
    most = case.basis.outcome_months
    if ruling.outcome != Case.Outcome.NOTHING and not 1 <= ruling.months <= most:
        wrong["months"] = _("From 1 to %(most)s months.") % {"most": most}
    if ruling.outcome == Case.Outcome.COACHING and not may_ask_course(
        ruling.course, case=case, by=by
    ):
        wrong["course"] = _("Choose a course that you may ask them to follow.")
    return wrong


def _too_much(case: Case, outcome: str) -> dict[str, str]:
    """Return what the facts of a case do not allow: good faith, a trial, nothing signed."""
    if outcome in Case.MILD:
        return {}
    if case.is_experiment:
        return {"outcome": _("A trial declared before calls for a reminder at most.")}
    if case.good_faith == Case.Faith.YES and outcome != Case.Outcome.COACHING:
        return {"outcome": _("In good faith: a reminder or coaching, not more.")}
    if case.signed == Case.Signed.NONE:
        return {"outcome": _("They had signed no version of this text: a reminder at most.")}
    return _unsettled(case, outcome)


def _unsettled(case: Case, outcome: str) -> dict[str, str]:
    if case.status == Case.Status.APPEALED:  # weighed by whoever decided first; it only softens
        return {}
    if case.good_faith != Case.Faith.UNKNOWN or outcome == Case.Outcome.COACHING:
        return {}
    return {
        "outcome": _(
            "Say first whether they acted in good faith, under “Weigh it”: they were told that a "
            "mistake in good faith calls for no more than a reminder or coaching."
        )
    }


def _of_licence(case: Case, ruling: Ruling) -> dict[str, str]:
    wrong = {}
    person = case.person
    gone = person is None or not person.is_active
    if gone and ruling.outcome in Case.OF_LICENCE | {"coaching"}:
        wrong["outcome"] = _("This person has left: there is no licence to touch.")
    if ruling.outcome == Case.Outcome.RESTRICTED:
        if not ruling.acts:
            wrong["acts"] = _("Say which acts need approval again.")
        elif not set(ruling.acts) <= set(LICENCE_ACTS):
            wrong["acts"] = _("Choose among the acts offered.")
    if ruling.network and ruling.network not in KNOWN:
        wrong["network"] = _("Choose among the networks offered.")
    return wrong


def _until(ruling: Ruling, *, at: datetime) -> datetime | None:
    """Return when what is decided ends: the end of the day, where the site is."""
    if ruling.outcome == Case.Outcome.NOTHING:
        return None
    zone = ZoneInfo(settings.SITE_TIME_ZONE)
    last = months_after(site_day(at), ruling.months) + timedelta(days=1)
    return datetime.combine(last, time.min, zone)


def _holds(case: Case, decision: Decision, *, at: datetime) -> None:
    """Have a case say what follows from it, and until when its words are kept."""
    case.outcome, case.outcome_until = decision.outcome, decision.until
    last = site_day(decision.until or at)
    nothing = decision.outcome == Case.Outcome.NOTHING
    months = CLOSED_MONTHS if nothing else case.basis.keep_months
    case.keep_until_on = months_after(last, months)


def _end(case: Case, *, at: datetime) -> None:
    case.status, case.ended_at = Case.Status.ENDED, at
    case.settled_at = case.settled_at or at


def _write(decision: Decision, *, by: Person, at: datetime) -> None:
    decision.save()
    record(actor=by, verb="conduct_decision.made", subject=decision, at=at)
