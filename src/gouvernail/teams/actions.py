"""Forming teams: who has which duty, at its head or as a deputy."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.foundation.actions import action
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, require, visible_person, visible_unit
from gouvernail.teams.errors import TeamInvalidError
from gouvernail.teams.models import Seat, Team
from gouvernail.teams.permissions import formed_team, seat_of


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamFacts:
    """What a team is; the English name may be empty."""

    name_fr: str
    duty: str
    name_en: str = ""
    mail: str = ""


@action("teams.create_team")
def create_team(*, facts: TeamFacts, unit_id: UUID | str, by: Person, at: datetime) -> Team:
    """Form a team in a unit.

    Raises:
        UnitNotFoundError: the unit is missing or hidden from `by`.
        RightMissingError: `by` manages nobody there.
        TeamInvalidError: it has no name, or a duty that does not exist.
    """
    unit = visible_unit(unit_id, viewer=by)
    require(by, Right.MANAGE_PEOPLE, unit=unit)
    team = Team(unit=unit, created_at=at)
    _fill(team, facts)
    team.save()
    record(actor=by, verb="team.created", subject=team, at=at)
    return team


@action("teams.edit_team")
def edit_team(
    team_id: UUID | str, *, facts: TeamFacts, unit_id: UUID | str, by: Person, at: datetime
) -> Team:
    """Change what a team is, or the unit it serves.

    Raises:
        TeamNotFoundError, UnitNotFoundError: missing, or hidden from `by`.
        RightMissingError: `by` manages nobody in one of the two units.
        TeamClosedError, TeamInvalidError: it cannot be changed so.
    """
    team = formed_team(team_id, by=by)
    unit = visible_unit(unit_id, viewer=by)
    require(by, Right.MANAGE_PEOPLE, unit=unit)
    team.unit = unit
    _fill(team, facts)
    team.save()
    record(actor=by, verb="team.edited", subject=team, at=at)
    return team


def _fill(team: Team, facts: TeamFacts) -> None:
    if not facts.name_fr.strip():
        raise TeamInvalidError({"name_fr": _("Give it a name.")})
    if facts.duty not in Team.Duty.values:
        raise TeamInvalidError({"duty": _("Choose one of the duties.")})
    team.name_fr, team.name_en = facts.name_fr.strip(), facts.name_en.strip()
    team.duty, team.mail = facts.duty, facts.mail.strip()


@action("teams.close_team")
def close_team(team_id: UUID | str, *, by: Person, at: datetime) -> Team:
    """Close a team: it is offered nowhere any more, and stays in the journal.

    Raises:
        TeamNotFoundError, RightMissingError, TeamClosedError: not by `by`, or not now.
    """
    team = formed_team(team_id, by=by)
    team.closed_at = at
    team.save(update_fields=("closed_at",))
    record(actor=by, verb="team.closed", subject=team, at=at)
    return team


@action("teams.seat_person")
def seat_person(
    team_id: UUID | str, *, person_id: UUID | str, by: Person, at: datetime, lead: bool = False
) -> Seat:
    """Give somebody a place in a team, last among its deputies, or at its head. Idempotent.

    A new lead makes a deputy, the first, of whoever led.

    Raises:
        TeamNotFoundError, PersonNotFoundError: missing, or hidden from `by`.
        RightMissingError, TeamClosedError: not by `by`, or not now.
        TeamInvalidError: they have left.
    """
    team = formed_team(team_id, by=by)
    person = visible_person(person_id, viewer=by)
    if not person.is_active:
        raise TeamInvalidError({"person": _("They have left.")})
    seats = _seats(team)
    mine = next((one for one in seats if one.person_id == person.pk), None)
    if mine is None:
        mine = Seat(team=team, person=person, since=at, position=len(seats))
        mine.save(force_insert=True)
        record(actor=by, verb="team_seat.taken", subject=mine, at=at)
        seats.append(mine)
    if lead and not mine.lead:
        _order(seats, [mine, *(one for one in seats if one is not mine)], lead=mine, by=by, at=at)
    return mine


@action("teams.unseat_person")
def unseat_person(team_id: UUID | str, *, seat_id: UUID | str, by: Person, at: datetime) -> Team:
    """Take somebody out of a team.

    Raises:
        TeamNotFoundError, SeatNotFoundError: missing, or hidden from `by`.
        RightMissingError, TeamClosedError: not by `by`, or not now.
    """
    team = formed_team(team_id, by=by)
    seat = seat_of(team, seat_id)
    seat.ended_at = at
    seat.save(update_fields=("ended_at",))
    record(actor=by, verb="team_seat.left", subject=seat, at=at)
    return team


@action("teams.move_seat")
def move_seat(team_id: UUID | str, *, seat_id: UUID | str, by: Person, at: datetime) -> Team:
    """Let a deputy stand in one place earlier; the first deputy stays where they are.

    Raises:
        TeamNotFoundError, SeatNotFoundError: missing, or hidden from `by`.
        RightMissingError, TeamClosedError: not by `by`, or not now.
    """
    team = formed_team(team_id, by=by)
    seat = seat_of(team, seat_id)
    seats = _seats(team)
    # Those who left are shown no more: who stands before is the one that the page shows.
    shown = [one for one in seats if one.person.is_active or one.pk == seat.pk]
    place = [one.pk for one in shown].index(seat.pk)
    if place and not shown[place - 1].lead:
        wanted = [one for one in seats if one.pk != seat.pk]
        wanted.insert(wanted.index(shown[place - 1]), shown[place])
        _order(seats, wanted, lead=seats[0] if seats[0].lead else None, by=by, at=at)
    return team


def _seats(team: Team) -> list[Seat]:
    seats = team.seats.filter(ended_at__isnull=True).select_related("person")
    return list(seats.order_by("-lead", "position", "pk"))


def _order(
    before: list[Seat], wanted: list[Seat], *, lead: Seat | None, by: Person, at: datetime
) -> None:
    """Write the order and the head; the former head lets go first (one lead a team)."""
    kept = {one.pk: (one.lead, one.position) for one in before}
    for position, seat in enumerate(wanted):
        seat.lead, seat.position = lead is not None and seat.pk == lead.pk, position
    for seat in sorted(wanted, key=lambda one: one.lead):
        if kept[seat.pk] != (seat.lead, seat.position):
            seat.save(update_fields=("lead", "position"))
            record(actor=by, verb="team_seat.moved", subject=seat, at=at)
