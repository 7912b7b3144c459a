"""What waits for whom, and by which way it goes."""

from gouvernail.approvals.queries.guests import guests_of, seats_for_guests
from gouvernail.approvals.queries.requests import (
    awaiting,
    decisions_of,
    has_decided,
    last_look,
    last_request,
    remarks_of,
    request_for,
    steps_of,
)
from gouvernail.approvals.queries.routes import (
    Plan,
    PlannedStep,
    Subject,
    every_route,
    planned_route,
    route_in_use,
    routes,
)
from gouvernail.approvals.queries.staffing import (
    SeatStanding,
    StaffedRoute,
    lawful_seats,
    staffed_routes,
)

__all__ = [
    "Plan",
    "PlannedStep",
    "SeatStanding",
    "StaffedRoute",
    "Subject",
    "awaiting",
    "decisions_of",
    "every_route",
    "guests_of",
    "has_decided",
    "last_look",
    "last_request",
    "lawful_seats",
    "planned_route",
    "remarks_of",
    "request_for",
    "route_in_use",
    "routes",
    "seats_for_guests",
    "staffed_routes",
    "steps_of",
]
