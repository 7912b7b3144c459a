"""Saying that a duty of the day is done."""

from datetime import datetime
from uuid import UUID

from gouvernail.charter.errors import DutyNotDueError, DutyOfOthersError
from gouvernail.charter.models import Duty, DutyTick
from gouvernail.charter.permissions import charter_line, is_holder, may_write
from gouvernail.charter.queries.charter import the_charter
from gouvernail.charter.queries.duties import day_of_duty
from gouvernail.foundation.actions import action
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person


@action("charter.tick_duty")
def tick_duty(*, duty_id: UUID, by: Person, at: datetime) -> DutyTick:
    """Note that a duty is done today, in its own time zone; twice is once.

    Raises:
        DutyNotDueError: today is not one of its days.
        DutyOfOthersError: it is given to others, and `by` does not answer for the unit.
        LineNotFoundError: there is no such duty, or it ended.
    """
    duty = charter_line("duties", duty_id, lock=True)
    assert isinstance(duty, Duty)  # noqa: S101 - what the section holds
    if not is_holder(by, duty) and not may_write(by, unit=duty.unit):
        raise DutyOfOthersError
    on = day_of_duty(duty, usual=the_charter().time_zone, at=at)
    if on.weekday() not in duty.days:
        raise DutyNotDueError
    tick = DutyTick.objects.filter(duty=duty, on=on).first()
    if tick is None:
        tick = DutyTick.objects.create(duty=duty, on=on, person=by, at=at)
        record(actor=by, verb="duty_tick.given", subject=tick, at=at)
    return tick


@action("charter.untick_duty")
def untick_duty(*, duty_id: UUID, by: Person, at: datetime) -> None:
    """Take back one's own tick of today; nothing happens when there is none.

    Raises:
        LineNotFoundError: there is no such duty, or it ended.
    """
    duty = charter_line("duties", duty_id, lock=True)
    assert isinstance(duty, Duty)  # noqa: S101 - what the section holds
    on = day_of_duty(duty, usual=the_charter().time_zone, at=at)
    tick = DutyTick.objects.filter(duty=duty, on=on, person=by).first()
    if tick is not None:
        record(actor=by, verb="duty_tick.removed", subject=tick, at=at)
        tick.delete()
