"""What happens to cases by itself: reminders, ends, forgetting. Nothing that punishes."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from gouvernail.conduct.actions.casework import WATCH, enter, tell_about, tell_candidates
from gouvernail.conduct.actions.measures import stop_measures
from gouvernail.conduct.models import Case, Decision, Proof
from gouvernail.conduct.queries.cases import outcome_of
from gouvernail.foundation.actions import action
from gouvernail.foundation.clock import site_day
from gouvernail.foundation.reminders import reminds
from gouvernail.ledger.actions import erase_openings, record
from gouvernail.licences.actions import forget_case

SLICE: Final = 200
SOON: Final = timedelta(days=3)
APPEAL_WITHIN: Final = timedelta(days=30)
WORDS: Final = (
    *("title", "facts", "late_because", "binding_because", "exemption", "account", "companion"),
    *("challenge", "appeal"),
)


@action("conduct.follow_cases")
def follow_cases(*, at: datetime) -> int:
    """Go through what time does to cases: returns how many changed; reminds, each once.

    Who was to decide and left is replaced; the time to answer ends, then a decision is due; the
    time to appeal ends; an outcome ends, and is lifted. `SLICE` cases of each at most.
    """
    steps: tuple[tuple[Q, Callable[[Case, datetime], None]], ...] = (
        (Q(status__in=Case.OPEN, decider__is_active=False), _let_go),
        (Q(status=Case.Status.APPEALED, judge__is_active=False), _let_go),
        (Q(status=Case.Status.HEARING, answer_by_at__lte=at), _answer_is_over),
        (Q(status=Case.Status.DECIDED, appeal_by_at__lt=at), _appeal_is_over),
        (Q(status=Case.Status.SETTLED, outcome_until__lte=at), _outcome_is_over),
    )
    number = 0
    for wanted, step in steps:
        for case in _locked(wanted):
            step(case, at)
            number += 1
    _remind(at=at)
    return number


def _locked(wanted: Q) -> Iterable[Case]:
    keys = list(Case.objects.filter(wanted).order_by("pk").values_list("pk", flat=True)[:SLICE])
    rows = Case.objects.select_for_update(of=("self",)).filter(pk__in=keys)
    return rows.select_related("unit", "report").order_by("pk")


def _let_go(case: Case, at: datetime) -> None:
    if case.status == Case.Status.APPEALED:
        case.judge = None
    else:
        case.decider = None
    enter(case, "let_go", by=WATCH, at=at)
    tell_candidates(case, about="free", at=at)


def _answer_is_over(case: Case, at: datetime) -> None:
    case.status = Case.Status.DECIDING
    enter(case, "due", by=WATCH, at=at)
    tell_about(case, [case.decider_id], about="due", at=at)


def _appeal_is_over(case: Case, at: datetime) -> None:
    case.status, case.settled_at = Case.Status.SETTLED, at
    enter(case, "settled", by=WATCH, at=at)


def _outcome_is_over(case: Case, at: datetime) -> None:
    held = outcome_of(case)
    if held is not None:  # what was asked to be learned has no end of its own
        stop_measures(case, by=held.by, at=at)
    case.status, case.ended_at = Case.Status.ENDED, at
    enter(case, "ended", by=WATCH, at=at)
    if not case.decisions.filter(stage=Decision.Stage.LIFT).exists():  # else they were told then
        tell_about(case, [case.person_id], about="ended", at=at)


def _remind(*, at: datetime) -> None:
    today = site_day(at)
    hearing = Q(status=Case.Status.HEARING, answer_by_at__gt=at, answer_by_at__lte=at + SOON)
    for case in _rows(hearing & Q(accounted_at__isnull=True)):
        tell_about(case, [case.person_id], about="answer_soon", at=case.answer_by_at)
    for case in _rows(Q(status=Case.Status.DECIDING, decider__isnull=False)):
        kind = reminds(case.decide_through, today=today)
        if kind:
            about = "decide_late" if kind == "late" else "decide_soon"
            tell_about(case, [case.decider_id], about=about, at=_morning(at))
    for case in _rows(Q(status=Case.Status.APPEALED, judge__isnull=False)):
        due = site_day((case.appealed_at or at) + APPEAL_WITHIN)
        if reminds(due, today=today):
            tell_about(case, [case.judge_id], about="decide_soon", at=_morning(at))
    free = Q(decider__isnull=True, status__in=Case.OPEN)
    for case in _rows(free | Q(judge__isnull=True, status=Case.Status.APPEALED)):
        since = site_day(case.appealed_at or case.opened_at)
        if (today - since).days and not (today - since).days % 7:
            tell_candidates(case, about="free", at=_morning(at))


def _rows(wanted: Q) -> QuerySet[Case]:
    return Case.objects.filter(wanted).select_related("unit", "report").order_by("pk")


def _morning(at: datetime) -> datetime:
    """Return the beginning of the day: what is told once a day is told of that instant."""
    return at.replace(hour=0, minute=0, second=0, microsecond=0)


@action("conduct.forget_cases")
def forget_cases(*, at: datetime) -> int:
    """Empty the cases that are over and whose time to be kept is over: words, and who.

    That there was one, under which clause, when and with what outcome stays. Returns how many.
    """
    over = Q(status=Case.Status.ENDED, emptied_at__isnull=True, keep_until_on__lt=site_day(at))
    number = 0
    for case in _locked(over):
        _empty(case, at=at)
        number += 1
    return number


@action("conduct.erase_from_cases")
def erase_from_cases(*, person_id: UUID, at: datetime) -> int:
    """Take somebody whose data were erased out of the cases about them, or say until when not.

    A case from which nothing follows is emptied at once. Another is kept until its day, as the
    ground of a decision that may be called into question (GDPR, article 17(3)(e)): that the
    erasure was put off is entered in the journal. Idempotent. Returns how many were emptied.
    """
    number = 0
    theirs = _locked(Q(person=person_id, emptied_at__isnull=True))
    for case in theirs:
        over = case.status == Case.Status.ENDED
        if over and (case.outcome == Case.Outcome.NOTHING or _is_past(case, at=at)):
            _empty(case, at=at)
            number += 1
        elif case.erasure_asked_at is None:
            case.erasure_asked_at = at
            enter(case, "erasure_deferred", by=WATCH, at=at)
    return number


def _is_past(case: Case, *, at: datetime) -> bool:
    return case.keep_until_on is not None and case.keep_until_on < site_day(at)


def _empty(case: Case, *, at: datetime) -> None:
    """Take words and people out of a case, what it rests on and what was decided."""
    for name in WORDS:
        setattr(case, name, "")
    case.person = case.opened_by = case.report = case.signature = None
    case.aside, case.emptied_at = "", at
    case.save()
    erase_openings(subject_kind=Case.ledger_kind, subject_id=str(case.pk))
    enter(case, "emptied", by=WATCH, at=at)
    forget_case(case.pk.hex, at=at)
    for proof in Proof.objects.filter(case=case):
        proof.label = proof.reference = proof.digest = ""
        proof.save()
        erase_openings(subject_kind=Proof.ledger_kind, subject_id=str(proof.pk))
        record(actor=WATCH, verb="conduct_proof.emptied", subject=proof, at=at)
    for decision in Decision.objects.filter(case=case):
        decision.reason = decision.why_not_less = decision.urgency = ""
        decision.save()
        erase_openings(subject_kind=Decision.ledger_kind, subject_id=str(decision.pk))
        record(actor=WATCH, verb="conduct_decision.emptied", subject=decision, at=at)
