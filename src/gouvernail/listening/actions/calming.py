"""Quiet hours, and who is on call."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.foundation.actions import action
from gouvernail.foundation.errors import InvalidInputError
from gouvernail.ledger.actions import record
from gouvernail.listening.errors import OnCallInvalidError, OnCallNotFoundError
from gouvernail.listening.models import OnCall, QuietHours
from gouvernail.listening.permissions import require_alerts
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, require
from gouvernail.teams.errors import TeamNotFoundError
from gouvernail.teams.models import Seat, Team
from gouvernail.teams.permissions import visible_team

SEVERITIES: Final = range(1, 11)
LONGEST: Final = timedelta(days=92)


@dataclass(frozen=True, slots=True)
class Calm:
    """Wall times between which alerts wait, and the severity from which they do not; None: all."""

    starts: time
    ends: time
    severity: int | None


@action("listening.set_quiet_hours")
def set_quiet_hours(
    *, calm: Calm | None, by: Person, at: datetime, team_id: UUID | None = None
) -> QuietHours | None:
    """Choose the quiet hours of oneself, or of a team; None ends them. Those before are ended.

    Raises:
        RightMissingError: for oneself, when no alert is for them; for a team, without
            editing listening in its unit.
        TeamNotFoundError: missing or hidden.
        InvalidInputError: no such severity.
    """
    team = _team(team_id, by) if team_id is not None else None
    if team is None:
        require_alerts(by)
    if calm is not None and calm.severity is not None and calm.severity not in SEVERITIES:
        raise InvalidInputError(fields={"severity": _("Choose a severity from 1 to 10.")})
    whose: dict[str, Any] = {"team": team} if team is not None else {"person": by}
    for before in QuietHours.objects.select_for_update().filter(ended_at__isnull=True, **whose):
        before.ended_at = at
        before.save(update_fields=("ended_at",))
        record(actor=by, verb="quiet_hours.ended", subject=before, at=at)
    if calm is None:
        return None
    quiet = QuietHours.objects.create(
        starts=calm.starts,
        ends=calm.ends,
        severity=calm.severity,
        set_by=by,
        set_at=at,
        **whose,
    )
    record(actor=by, verb="quiet_hours.set", subject=quiet, at=at)
    return quiet


@action("listening.put_on_call")
def put_on_call(
    *, team_id: UUID, person_id: UUID, since: datetime, until: datetime, by: Person, at: datetime
) -> OnCall:
    """Have somebody of a team woken for it between two instants, whatever the quiet hours.

    Raises:
        TeamNotFoundError: missing or hidden.
        RightMissingError: `by` does not edit listening in its unit.
        OnCallInvalidError: they do not sit in it, or the times make no sense.
    """
    team = _team(team_id, by)
    wrong: dict[str, str] = {}
    here = Seat.objects.filter(
        team=team, person=person_id, ended_at__isnull=True, person__is_active=True
    )
    if not here.exists():
        wrong["person"] = _("Choose somebody of the team.")
    if until <= since or until <= at:
        wrong["until"] = _("Choose an end that comes after the beginning, and after now.")
    elif until - since > LONGEST:
        wrong["until"] = _("Three months at most, please.")
    if wrong:
        raise OnCallInvalidError(wrong)
    found = OnCall.objects.create(
        team=team, person_id=person_id, since=since, until=until, set_by=by, set_at=at
    )
    record(actor=by, verb="on_call.set", subject=found, at=at)
    return found


@action("listening.end_on_call")
def end_on_call(on_call_id: UUID, *, by: Person, at: datetime) -> OnCall:
    """End somebody's time on call.

    Raises:
        OnCallNotFoundError: missing, over, or of a team hidden from `by`.
        RightMissingError: `by` does not edit listening in its unit.
    """
    rows = OnCall.objects.select_for_update(of=("self",)).select_related("team")
    found = rows.filter(pk=on_call_id, ended_at__isnull=True).first()
    if found is None:
        raise OnCallNotFoundError
    try:
        _team(found.team_id, by)
    except TeamNotFoundError:
        raise OnCallNotFoundError from None
    found.ended_at = at
    found.save(update_fields=("ended_at",))
    record(actor=by, verb="on_call.ended", subject=found, at=at)
    return found


def _team(team_id: UUID, by: Person) -> Team:
    team = visible_team(team_id, viewer=by)
    require(by, Right.EDIT_LISTENING, unit=team.unit)
    return team
