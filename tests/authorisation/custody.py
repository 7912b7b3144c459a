"""Accesses and the vault, for the matrix: what is asked about, and what each form sends."""

import base64
from collections.abc import Callable
from typing import Any

from tests.authorisation.world import day
from tests.make.credentials import Tab

POINT = base64.b64encode(Tab().point).decode()
INSTEAD = {
    "custody:handover-step": {"kind": "step"},
    "custody:proof-picture": {"proof_id": "proof-shown"},
    "custody:proof-confirm": {"proof_id": "proof-shown"},
    "custody:proof-send-back": {"proof_id": "proof-shown"},
    "custody:proof-settle": {"proof_id": "proof-late"},
    "custody:proof-removed": {"proof_id": "proof-done"},
    "credentials:item-confirm": {"item_id": "renewing"},
    "credentials:item-undo": {"item_id": "renewing"},
    "credentials:reveal-back": {"reveal_id": "emergency"},
    "credentials:reveal-end": {"reveal_id": "opened"},
    "credentials:reveal-show": {"reveal_id": "opened"},
}
BODIES: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "credentials:item-add": lambda _: {"label": "New", "value": "quite-a-long-value"},
    "credentials:item-edit": lambda _: {"label": "Other"},
    "credentials:item-renew": lambda _: {"value": "quite-another-value"},
    "credentials:item-confirm": lambda _: {"number": 2},
    "credentials:item-undo": lambda _: {"number": 2},
    "credentials:reveal-ask": lambda _: {"reason": "To publish.", "minutes": 5},
    "credentials:reveal-emergency": lambda _: {"reason": "To stop it.", "minutes": 5},
    "credentials:reveal-account": lambda _: {"text": "Nothing."},
    "credentials:reveal-show": lambda _: {"key": POINT},
    "credentials:terms-edit": lambda t: {"unit": t["unit_id"], "rotation_days": 90},
    "custody:access-declare": lambda _: {
        "holder": "agency",
        "name": "Lumen",
        "means": "role",
        "level": "admin",
        "second_factor": "app",
    },
    "custody:access-change": lambda _: {
        "holder": "agency",
        "name": "Lumen",
        "means": "vault",
        "level": "editor",
        "second_factor": "key",
    },
    "custody:access-confirm": lambda _: {"tried": "works"},
    "custody:person-hand-over": lambda t: {
        "successor-successor": t["someone"],
        "successor-due_on": day(0),
    },
    "custody:handover-open": lambda _: {"place": "owner", "due_on": day(0)},
    "custody:handover-step": lambda _: {"step-access-outcome": "done"},
    "custody:handover-refuse": lambda _: {"refusal-reason": "No time."},
    "custody:handover-successor": lambda t: {
        "successor-successor": t["someone"],
        "successor-due_on": day(0),
    },
    "custody:access-revoke": lambda _: {"act": "close", "close-why": "unneeded"},
    "custody:drill-open": lambda t: {"unit": t["unit_id"], "window_days": 14},
    "custody:proof-rule": lambda t: {
        "unit": t["unit_id"],
        "window_days": 14,
        "every_months": 3,
        "next_on": day(9),
    },
    "custody:proof-decline": lambda _: {"decline-how": "unable", "decline-reason": "Lost."},
    "custody:proof-send-back": lambda _: {"back-reason": "Cut."},
    "custody:proof-settle": lambda _: {"settle-how": "again"},
    "custody:review-open": lambda t: {
        "unit": t["unit_id"],
        "manner": "account",
        "title": "Automne",
        "due_on": day(9),
    },
    "custody:review-extend": lambda _: {"later-due_on": "2099-06-01"},
    "custody:review-line": lambda t: {"act": "give", "give-person": t["someone"]},
    "custody:rotation-note": lambda _: {"rotated_on": "2026-11-10", "why": "calendar"},
}
