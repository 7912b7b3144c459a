"""What waits for whom, and by which way it goes."""

from gouvernail.approvals.queries.requests import (
    awaiting,
    decisions_of,
    last_look,
    last_request,
    remarks_of,
    request_for,
    steps_of,
)
from gouvernail.approvals.queries.routes import Plan, PlannedStep, Subject, planned_route, routes

__all__ = [
    "Plan",
    "PlannedStep",
    "Subject",
    "awaiting",
    "decisions_of",
    "last_look",
    "last_request",
    "planned_route",
    "remarks_of",
    "request_for",
    "routes",
    "steps_of",
]
