"""Approved replies, for the matrix: one at each stage in each unit, and what its forms send."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from gouvernail.foundation.clock import now
from gouvernail.people.models import Role
from gouvernail.replies.actions import retire_reply, submit_version
from gouvernail.replies.queries.versions import digest_of
from tests.make.people import make_grant, make_person
from tests.make.replies import approve, make_colleague, make_reply

if TYPE_CHECKING:
    from tests.authorisation.world import World

DRAFT = {"reply_id": "reply-draft"}
INSTEAD = {
    **{f"replies:reply-{name}": {"request_id": "library-request"} for name in ("review", "decide")},
    "replies:reply-submit": DRAFT,
    "replies:reply-take-back": {"reply_id": "reply-waiting"},
    "replies:reply-take-up": {"reply_id": "reply-retired"},
    "replies:version-compare": {"reply_id": "reply_id", "number": "reply-number"},
}
BODIES: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "replies:reply-create": lambda t: _written() | {"unit": t["unit_id"]},
    "replies:reply-edit": lambda _: _written(),
    "replies:reply-preview": lambda _: {"short_en": "Hello"},
    "replies:reply-import": lambda t: {"what": "starters", "starters-unit": t["unit_id"]},
    "replies:reply-decide": lambda t: {"verdict": "approve", "digest": t["library-digest"]},
    "replies:reply-find": lambda t: {
        "message": "my parcel is lost",
        "lang": "en",
        "unit": t["unit_id"],
    },
    "replies:reply-retire": lambda _: {"reason": "Nobody asks."},
}


def _written() -> dict[str, Any]:
    return {"title_en": "Late delivery", "short_en": "Hello {first_name}"}


def put_replies(world: "World") -> None:
    """Have each unit keep a reply at each stage."""
    for place, unit in world.units.items():
        by = make_person(name=f"Keeping {place}", home_unit=unit)
        make_grant(person=by, unit=unit, role=Role.CONTRIBUTOR)
        at, colleague = now(), make_colleague(unit)
        kept = [make_reply(by=by, unit=unit, at=at) for _stage in range(4)]
        used, draft, waiting, retired = kept
        approve(submit_version(used.pk, by=by, at=at), by=colleague, at=at)
        version = submit_version(waiting.pk, by=by, at=at)
        retire_reply(retired.pk, by=by, at=at)
        world.things[place] |= {
            "reply_id": used.pk,
            "reply-number": 1,
            "reply-draft": draft.pk,
            "reply-waiting": waiting.pk,
            "reply-retired": retired.pk,
            "library-request": version.approval_id,
            "library-digest": digest_of(version),
        }
