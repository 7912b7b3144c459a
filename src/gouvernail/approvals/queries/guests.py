"""Guests of a request, and what their seats leave to be decided."""

from collections.abc import Sequence
from datetime import datetime

from gouvernail.approvals.models import Decision, Guest, Mode, Request, RequestStep


def guests_of(request: Request) -> list[Guest]:
    """Return everybody invited to decide on a request, oldest first. One query."""
    return list(
        Guest.objects.filter(request=request).select_related("request", "invited_by", "step")
    )


def live_guests(request: Request, *, at: datetime) -> list[Guest]:
    """Return the guests whose link still decides. One query."""
    return [one for one in guests_of(request) if one.state_at(at) == Guest.State.INVITED]


def seats_filled(step: RequestStep) -> set[str]:
    """Return the seats in which somebody decided a step, guests included. Two queries."""
    by_guests = Guest.objects.filter(step=step).exclude(verdict="")
    return {
        *step.decisions.values_list("seat", flat=True),
        *by_guests.values_list("seat", flat=True),
    }


def seats_agreed(step: RequestStep) -> set[str]:
    """Return the seats in which somebody agreed to a step, guests included. Two queries."""
    approve = Decision.Verdict.APPROVE
    return {
        *step.decisions.filter(verdict=approve).values_list("seat", flat=True),
        *Guest.objects.filter(step=step, verdict=approve).values_list("seat", flat=True),
    }


def agreements_asked(request: Request) -> int:
    """Return how many agreements a request needs in all. One query."""
    return agreements_in(list(request.steps.all()))


def agreements_in(steps: Sequence[RequestStep]) -> int:
    """Return how many agreements some steps need in all. No query."""
    return sum(len(step.seats) if step.mode == Mode.ALL else 1 for step in steps)


def seats_for_guests(steps: Sequence[RequestStep]) -> list[str]:
    """Return the seats of the open step that a guest could be asked for now. Three queries."""
    step = next((one for one in steps if one.status == RequestStep.Status.OPEN), None)
    if step is None or not step.guests or agreements_in(steps) < 2:  # noqa: PLR2004 - see GuestAloneError
        return []
    filled = seats_filled(step)
    return [seat for seat in step.seats if seat not in filled]
