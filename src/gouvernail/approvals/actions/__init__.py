"""Asking, deciding, and everything that ends a request."""

from gouvernail.approvals.actions.decisions import decide, release_alone
from gouvernail.approvals.actions.ends import expire_requests, void_requests, withdraw
from gouvernail.approvals.actions.reading import add_remark, claim, note_look, release
from gouvernail.approvals.actions.requests import request_approval
from gouvernail.approvals.actions.routes import RouteChoices, StepChoice, retire_route, write_route

__all__ = [
    "RouteChoices",
    "StepChoice",
    "add_remark",
    "claim",
    "decide",
    "expire_requests",
    "note_look",
    "release",
    "release_alone",
    "request_approval",
    "retire_route",
    "void_requests",
    "withdraw",
    "write_route",
]
