"""What the forms of the brand send; a part of `bodies`."""

from collections.abc import Callable
from typing import Any

from gouvernail.brand.queries.readings import current_digest

Things = dict[str, Any]

CREATORS = frozenset(
    {
        "brand:guide-read",
        "brand:guide-section-create",
        "brand:guide-reference-create",
        "brand:guide-element-create",
        "brand:template-create",
        "brand:audience-create",
        "brand:kit-theme-create",
    }
)
INSTEAD: dict[str, dict[str, str]] = {
    "brand:guide-section-publish": {"number": "brand-number"},
    "brand:guide-reference-remove": {"row_id": "reference_id"},
    "brand:guide-element-remove": {"row_id": "element_id"},
    "brand:template-publish": {"number": "brand-number"},
}
PAIRS = {"pair-TOTAL_FORMS": "1", "pair-INITIAL_FORMS": "0"}


def _titled(things: Things) -> dict[str, Any]:
    return {"unit": things["unit_id"], "title": "Other", "text": "Other."}


def _audience(things: Things) -> dict[str, Any]:
    return _titled(things) | {"code": f"other-{things['unit'].code}"}


def _reference(things: Things) -> dict[str, Any]:
    return _titled(things) | {"address": "https://b.example/"}


def _theme(things: Things) -> dict[str, Any]:
    return _titled(things) | {"colours": "red #aa0000"}


BODIES: dict[str, Callable[[Things], dict[str, Any]]] = {
    "brand:guide-read": lambda t: {
        "unit": t["unit"].code, "digest": current_digest(t["unit"]),
    },
    "brand:guide-section-create": lambda t: _titled(t) | PAIRS | {"topic": "syntax"},
    "brand:guide-section-write": lambda t: _titled(t) | PAIRS | {"seen": t["section-seen"]},
    "brand:guide-section-publish": lambda t: {"seen": t["section-seen"]},
    "brand:guide-section-archive": lambda _: {"reason": "Out of date."},
    "brand:template-archive": lambda _: {"reason": "Out of date."},
    "brand:guide-starter": lambda _: {"lines": ["links"]},
    "brand:guide-readers": lambda _: {"readers": "delegates", "due_days": 7},
    "brand:guide-reference-create": _reference,
    "brand:guide-reference-edit": _reference,
    "brand:guide-element-create": lambda t: _titled(t) | {"aspect": "tone", "state": "unchecked"},
    "brand:guide-element-edit": lambda t: _titled(t) | {"aspect": "tone", "state": "unchecked"},
    "brand:template-create": _titled,
    "brand:template-write": lambda t: _titled(t) | {"seen": t["template-seen"]},
    "brand:template-publish": lambda t: {"seen": t["template-seen"]},
    "brand:audience-create": _audience,
    "brand:audience-edit": _audience,
    "brand:kit-theme-create": _theme,
    "brand:kit-theme-edit": _theme,
}  # fmt: skip
