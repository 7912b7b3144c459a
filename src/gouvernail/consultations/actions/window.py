"""The window of a consultation: planned, opened, extended or ended early, closed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from secrets import token_hex
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from gouvernail.consultations.actions.entering import gather, let_suggestions_in
from gouvernail.consultations.actions.telling import CLOCK, runners, tell_of
from gouvernail.consultations.errors import (
    ConsultationInvalidError,
    ConsultationStateError,
)
from gouvernail.consultations.models import (
    Consultation,
    ConsultationLine,
    ConsultedClause,
    Quota,
)
from gouvernail.consultations.permissions import require_run, visible_consultation
from gouvernail.consultations.queries.asked import asked_people, unread_people
from gouvernail.consultations.queries.terms import MOST_DAYS, the_terms
from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import Actor
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person, Role
from gouvernail.people.permissions import visible_person, visible_unit
from gouvernail.people.queries.zones import is_zone
from gouvernail.policies.actions import end_consultation, freeze_for_consultation
from gouvernail.policies.errors import VersionNotWaitingError
from gouvernail.policies.models import PolicyVersion
from gouvernail.policies.permissions import visible_policy
from gouvernail.policies.queries import version_digest

SMALLEST_GROUP: Final = 10  # of those asked, where no name is kept
DAYS_BEFORE: Final = (3, 1)
Status = Consultation.Status
Mode, Kind = ConsultationLine.Mode, ConsultationLine.Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """From the morning of `opens_on` to the end of `closes_on` in `zone`, whom it asks and how.

    Those the policy binds; `only_*` narrow them, `also_*` widen them.
    """

    opens_on: date
    closes_on: date
    zone: str
    purpose: str = ""
    purpose_en: str = ""
    is_anonymous: bool = False
    takes_questions: bool = True
    takes_marks: bool = True
    shows_remarks: bool = True
    only_unit_ids: Collection[UUID] = ()
    only_roles: Collection[str] = ()
    only_person_ids: Collection[UUID] = ()
    also_unit_ids: Collection[UUID] = ()
    also_roles: Collection[str] = ()
    also_person_ids: Collection[UUID] = ()


@action("consultations.plan_consultation")
def plan_consultation(
    *, version_id: UUID, window: Window, by: Person, at: datetime
) -> Consultation:
    """Plan the consultation of a draft; one that begins today opens at once.

    Raises:
        ConsultationInvalidError: the window is too short or past, nobody is asked, or too few are
            for a consultation without names.
        ConsultationStateError: one is planned or open.
        VersionNotWaitingError: it is not a draft, or has no clause and no file.
        PolicyNotFoundError, RightMissingError: nothing was changed.
    """
    version = PolicyVersion.objects.select_for_update().filter(pk=version_id).first()
    if version is None or version.status != PolicyVersion.Status.DRAFT:
        raise VersionNotWaitingError
    policy = visible_policy(policy_id=version.policy_id, viewer=by)
    require_run(by, policy)
    if version.file_id is None and not version.clauses.exists():
        raise ConsultationInvalidError({"opens_on": _("Write at least one clause first.")})
    running = policy.consultations.filter(status__in=(Status.PLANNED, Status.OPEN)).first()
    if running is not None:
        raise ConsultationStateError(running.get_status_display())
    _check(window, at=at)
    consultation = Consultation(
        policy=policy,
        version=version,
        purpose=window.purpose.strip(),
        purpose_en=window.purpose_en.strip(),
        opens_at=max(_morning(window.opens_on, window.zone), at),
        closes_at=_morning(window.closes_on + timedelta(days=1), window.zone),
        zone=window.zone,
        is_anonymous=window.is_anonymous,
        takes_questions=window.takes_questions,
        takes_marks=window.takes_marks,
        shows_remarks=window.shows_remarks,
        planned_by=by,
    )
    consultation.save(force_insert=True)
    record(actor=by, verb="consultation.planned", subject=consultation, at=at)
    _write_lines(consultation, window, by=by, at=at)
    if fault := _too_few(consultation):
        raise ConsultationInvalidError({"is_anonymous" if window.is_anonymous else "": fault})
    if consultation.opens_at <= at:
        _open(consultation, actor=by, at=at)
    return consultation


def _check(window: Window, *, at: datetime) -> None:
    if not is_zone(window.zone):
        raise ConsultationInvalidError({"zone": _("There is no such time zone.")})
    today = at.astimezone(ZoneInfo(window.zone)).date()
    wrong = {}
    if window.opens_on < today:
        wrong["opens_on"] = _("It cannot open before today.")
    elif (window.opens_on - today).days > MOST_DAYS:
        wrong["opens_on"] = _("This day is too far away.")
    if fault := _wrong_length((window.closes_on - window.opens_on).days + 1):
        wrong["closes_on"] = fault
    if window.is_anonymous and not the_terms().allows_anonymous:
        wrong["is_anonymous"] = _("The charter does not allow remarks without a name.")
    if not {*window.only_roles, *window.also_roles} <= set(Role.values):
        wrong["only_roles"] = _("There is no such role.")
    if wrong:
        raise ConsultationInvalidError(wrong)


def _wrong_length(days: int) -> str:
    least = the_terms().minimum_days
    if days < least:
        return _("The charter gives people %(days)s days at least.") % {"days": least}
    if days > MOST_DAYS:
        return _("At most %(days)s days, please.") % {"days": MOST_DAYS}
    return ""


def _morning(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), tzinfo=ZoneInfo(zone)).astimezone(UTC)


def _write_lines(consultation: Consultation, window: Window, *, by: Person, at: datetime) -> None:
    wanted: list[tuple[str, str, UUID | str]] = [
        *((Mode.ONLY, Kind.UNIT, one) for one in window.only_unit_ids),
        *((Mode.ONLY, Kind.ROLE, one) for one in window.only_roles),
        *((Mode.ONLY, Kind.PERSON, one) for one in window.only_person_ids),
        *((Mode.ALSO, Kind.UNIT, one) for one in window.also_unit_ids),
        *((Mode.ALSO, Kind.ROLE, one) for one in window.also_roles),
        *((Mode.ALSO, Kind.PERSON, one) for one in window.also_person_ids),
    ]
    for mode, kind, value in wanted:
        line = ConsultationLine(consultation=consultation, mode=mode, kind=kind)
        if kind == Kind.UNIT:
            line.unit = visible_unit(value, viewer=by)
        elif kind == Kind.PERSON:
            line.person = visible_person(value, viewer=by)
        else:
            line.role = str(value)
        line.save(force_insert=True)
        record(actor=by, verb="consultation_line.added", subject=line, at=at)


def _too_few(consultation: Consultation) -> str:
    number = asked_people(consultation).count()
    if not number:
        return _("Nobody would be asked: name units, roles or people.")
    if consultation.is_anonymous and number < SMALLEST_GROUP:
        return _(
            "It would ask %(number)s people: with fewer than %(least)s, who wrote would be guessed."
            " Ask more people, or ask with names."
        ) % {"number": number, "least": SMALLEST_GROUP}
    return ""


@action("consultations.open_consultation")
def open_consultation(*, consultation_id: UUID, at: datetime) -> bool:
    """Open a planned consultation whose day has come; return whether it still waited for it.

    One that can no longer be held (its draft is gone, too few are asked) is cancelled, and who runs
    it is told.
    """
    rows = Consultation.objects.select_for_update(of=("self",)).select_related(
        "policy__unit", "policy__owner", "version"
    )
    consultation = rows.filter(pk=consultation_id, status=Status.PLANNED, opens_at__lte=at).first()
    if consultation is None:
        return False
    gone = consultation.version.status != PolicyVersion.Status.DRAFT
    if gone or consultation.policy.archived_at or _too_few(consultation):
        _cancel(consultation, "", actor=CLOCK, at=at)
        people = runners(consultation.policy)
        tell_of(consultation, "cancelled", people=people, once="cancelled", at=at)
        return True
    _open(consultation, actor=CLOCK, at=at)
    return True


def _open(consultation: Consultation, *, actor: Person | Actor, at: datetime) -> None:
    version = freeze_for_consultation(version_id=consultation.version_id, actor=actor, at=at)
    consultation.version = version
    clauses = list(version.clauses.all())
    ConsultedClause.objects.bulk_create(
        ConsultedClause(
            consultation=consultation,
            **{
                name: getattr(clause, name)
                for name in ("anchor", "title", "title_en", "text", "text_en", "digest")
            },
            position=number,
        )
        for number, clause in enumerate(clauses, start=1)
    )
    consultation.status, consultation.opened_at = Status.OPEN, at
    consultation.text_sha256 = version_digest(version)
    consultation.secret = token_hex(32)
    consultation.save()
    record(actor=actor, verb="consultation.opened", subject=consultation, at=at)
    let_suggestions_in(consultation, actor=actor, at=at)
    people = asked_people(consultation).values_list("pk", flat=True)
    tell_of(consultation, "opened", people=people, once="opened", at=at)


@action("consultations.move_end")
def move_end(
    *, consultation_id: UUID, closes_on: date, reason: str, by: Person, at: datetime
) -> Consultation:
    """Extend an open consultation, or end it sooner, and say why; those it asks are told.

    A day before today ends it now. It never ends before the days the charter gives people.

    Raises:
        ConsultationInvalidError: no reason, too short, too long, or the same day.
        ConsultationStateError: it is not open.
        ConsultationNotFoundError, RightMissingError: nothing was changed.
    """
    consultation = _run(consultation_id, by)
    if consultation.status != Status.OPEN or consultation.closes_at <= at:
        raise ConsultationStateError(consultation.get_status_display())
    today = at.astimezone(ZoneInfo(consultation.zone)).date()
    last = max(closes_on, today - timedelta(days=1))
    wrong = {}
    if last == consultation.closes_on:
        wrong["closes_on"] = _("It ends that day already.")
    elif fault := _wrong_length((last - consultation.opens_on).days + 1):
        wrong["closes_on"] = fault
    if not reason.strip():
        wrong["reason"] = _("Say why, in a few words: people read it.")
    if wrong:
        raise ConsultationInvalidError(wrong)
    longer = last > consultation.closes_on
    consultation.closes_at = _morning(last + timedelta(days=1), consultation.zone)
    consultation.closes_at = max(at, consultation.closes_at)
    consultation.reason = reason.strip()
    consultation.save()
    verb = "extended" if longer else "shortened"
    record(actor=by, verb=f"consultation.{verb}", subject=consultation, at=at)
    people = asked_people(consultation).values_list("pk", flat=True)
    tell_of(consultation, verb, people=people, once=f"{last}:{at:%Y%m%d%H%M%S}", at=at)
    if consultation.closes_at <= at:
        _close(consultation, actor=by, at=at)
    return consultation


@action("consultations.cancel_consultation")
def cancel_consultation(
    *, consultation_id: UUID, reason: str, by: Person, at: datetime
) -> Consultation:
    """Give up a consultation before it opens, and say why.

    Raises:
        ConsultationInvalidError: no reason.
        ConsultationStateError: it has opened.
        ConsultationNotFoundError, RightMissingError: nothing was changed.
    """
    consultation = _run(consultation_id, by)
    if consultation.status != Status.PLANNED:
        raise ConsultationStateError(consultation.get_status_display())
    if not reason.strip():
        raise ConsultationInvalidError({"reason": _("Say why, in a few words: people read it.")})
    _cancel(consultation, reason.strip(), actor=by, at=at)
    return consultation


def _cancel(
    consultation: Consultation, reason: str, *, actor: Person | Actor, at: datetime
) -> None:
    consultation.status, consultation.reason = Status.CANCELLED, reason
    consultation.closed_at = at
    consultation.save()
    record(actor=actor, verb="consultation.cancelled", subject=consultation, at=at)


@action("consultations.close_consultation")
def close_consultation(*, consultation_id: UUID, at: datetime) -> bool:
    """Close a consultation whose end has come; return whether it still waited for it."""
    rows = Consultation.objects.select_for_update(of=("self",)).select_related(
        "policy__unit", "policy__owner"
    )
    consultation = rows.filter(pk=consultation_id, status=Status.OPEN, closes_at__lte=at).first()
    if consultation is None:
        return False
    _close(consultation, actor=CLOCK, at=at)
    return True


def _close(consultation: Consultation, *, actor: Person | Actor, at: datetime) -> None:
    gather(consultation, at=at, everything=True)
    consultation.status, consultation.closed_at = Status.CLOSED, at
    consultation.asked_count = asked_people(consultation).count()
    consultation.secret = ""
    consultation.save()
    Quota.objects.filter(consultation=consultation).delete()
    record(actor=actor, verb="consultation.closed", subject=consultation, at=at)
    end_consultation(version_id=consultation.version_id, actor=actor, at=at)
    people = runners(consultation.policy) | {consultation.planned_by_id}
    where = "consultations:remark-desk"
    tell_of(consultation, "closed", people=people, once="closed", at=at, to=where)


@action("consultations.remind")
def remind(*, consultation: Consultation, at: datetime) -> int:
    """Remind those who have not opened an open consultation that its end is near, once a step.

    Three days before its end, then one. Returns how many were told or had been.
    """
    left = consultation.closes_at - at
    steps = [days for days in DAYS_BEFORE if timedelta() < left <= timedelta(days=days)]
    if not steps:
        return 0
    people = unread_people(consultation).values_list("pk", flat=True)
    kind = "ends_tomorrow" if min(steps) == 1 else "ends_soon"
    once = f"{consultation.closes_on}:{min(steps)}"
    return tell_of(consultation, kind, people=people, once=once, at=at)


def _run(consultation_id: UUID, by: Person) -> Consultation:
    consultation = visible_consultation(consultation_id, viewer=by, lock=True)
    require_run(by, consultation.policy)
    return consultation
