"""Asking, deciding, and everything that ends a request."""

from gouvernail.approvals.actions.decisions import decide, release_alone
from gouvernail.approvals.actions.ends import (
    drop_request,
    expire_requests,
    void_requests,
    withdraw,
)
from gouvernail.approvals.actions.guests import (
    Invitation,
    decide_as_guest,
    guest_actor,
    invite_guest,
    new_guest_code,
    revoke_guest,
)
from gouvernail.approvals.actions.reading import add_remark, claim, note_look, release
from gouvernail.approvals.actions.requests import request_approval, request_one_more
from gouvernail.approvals.actions.routes import RouteChoices, StepChoice, retire_route, write_route

__all__ = [
    "Invitation",
    "RouteChoices",
    "StepChoice",
    "add_remark",
    "claim",
    "decide",
    "decide_as_guest",
    "drop_request",
    "expire_requests",
    "guest_actor",
    "invite_guest",
    "new_guest_code",
    "note_look",
    "release",
    "release_alone",
    "request_approval",
    "request_one_more",
    "retire_route",
    "revoke_guest",
    "void_requests",
    "withdraw",
    "write_route",
]
