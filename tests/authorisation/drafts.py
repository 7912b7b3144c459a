"""Drafts, files taken in, rules of comments and the intranet page, for the matrix."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from gouvernail.foundation.clock import now, today
from gouvernail.people.models import Person, Role, Unit
from gouvernail.policies.actions.clause_shape import remove_clause
from gouvernail.policies.actions.importing import begin_reading
from gouvernail.policies.actions.remarks import dismiss_remark
from gouvernail.policies.models import (
    CommentSpace,
    IntranetPage,
    ModerationAct,
    ModerationReason,
    Policy,
)
from gouvernail.policies.queries.remarks import remarks_of
from tests.make.people import make_grant, make_person
from tests.make.policies import make_draft_version, make_version

if TYPE_CHECKING:
    from tests.authorisation.world import World

TEXT = "## 1 Un\n\nA.\n\n## 2 Deux\n\nNe critiquez jamais la direction.\n\n## 3 Trois\n\nC.\n"
FILE = {
    "name": "a.md",
    "title": "Charte",
    "summary": "",
    "language": "fr",
    "warnings": [],
    "clauses": [{"anchor": "1", "title": "Un", "text": "A."}],
}
KEY = "k-1"
DRAFT = {"slug": "writing", "number": "writing-number"}
CLAUSE = DRAFT | {"anchor": "writing-anchor"}
INSTEAD = {
    **{
        f"policies:{name}": {"reading_id": "policy-reading"}
        for name in ("policy-reading", "reading-twin", "reading-drop")
    },
    **{
        f"policies:{name}": DRAFT
        for name in (
            *("policy-draft", "draft-start", "clause-preview", "clause-add"),
            *("version-remarks", "version-print", "version-texts"),
        )
    },
    **{
        f"policies:{name}": CLAUSE
        for name in ("clause-write", "clause-split", "clause-merge", "clause-move", "clause-remove")
    },
    "policies:clause-restore": DRAFT | {"anchor": "writing-gone"},
    "policies:remark-dismiss": DRAFT | {"key": "remark-said"},
    "policies:remark-take-up": DRAFT | {"key": "remark-aside"},
    "policies:reason-list": {"slug": "outside"},
    "policies:reason-remove": {"slug": "outside"},
    **{f"policies:{name}": {"act_id": "moderated"} for name in ("act-edit", "act-withdraw")},
    "policies:about-embed": {"key": "about-key"},
}


def _act_of(things: dict[str, Any]) -> dict[str, Any]:
    done_at = (now() - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M")
    return {"act": "hide", "reason": things["reason_id"], "done_at": done_at}


BODIES: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "policies:clause-preview": lambda _: {"text": "**A**"},
    "policies:clause-add": lambda _: {"title": "Quatre", "after": "2"},
    "policies:clause-write": lambda t: {"title": "Deux", "text": "D.", "base": t["writing-base"]},
    "policies:clause-split": lambda t: {
        "title": "Deux",
        "text": "D.\n\n---\n\nE.",
        "base": t["writing-base"],
    },
    "policies:clause-move": lambda _: {"to": "up"},
    "policies:remark-dismiss": lambda _: {"reason": "Quoted."},
    "policies:reason-list": lambda _: {"anchor": "1", "act": "hide", "label": "Injure"},
    "policies:space-edit": lambda t: {
        "policy": t["outside-id"],
        "comments": "open",
        "contact": "a@example.org",
    },
    "policies:space-switch": lambda _: {"to": "close"},
    "policies:about-switch": lambda _: {"to": "close"},
    "policies:about-edit": lambda _: {"who": "Marion"},
    "policies:act-record": _act_of,
    "policies:act-edit": lambda t: _act_of(t) | {"why": "Deleted."},
    "policies:act-withdraw": lambda _: {"why": "Another account."},
    "policies:policy-reading": lambda _: {"edit_count": "0", "do": "save"},
}


def put_drafts(world: "World") -> None:
    """Have each unit write a policy; the lead of all had a file read."""
    for place in ("own", "child", "sibling", "parent"):
        things = world.things[place]
        things |= _written(world.units[place], place, reader=world.people["lead"])
        things |= _outside(world.units[place], place, account_id=things["account_id"])
    IntranetPage.objects.create(origins=["https://a.example.org"], is_open=True, key=KEY)


def _outside(unit: Unit, place: str, *, account_id: UUID) -> dict[str, Any]:
    by = make_person(name=f"Moderating {place}", home_unit=unit)
    policy = Policy.objects.create(
        slug=f"outside-{place}", title="Commentaires", unit=unit, owner=by, audience="external",
        must_sign=False,
    )  # fmt: skip
    make_grant(person=by, unit=unit, role=Role.LEAD)
    make_version(policy, by=by, source="## 1 Un\n\nA.\n")
    reason = ModerationReason.objects.create(policy=policy, anchor="1", act="hide", label="Injure")
    space = CommentSpace.objects.create(
        policy=policy, account_id=account_id, name="A", network="x", contact="a@example.org",
        is_public=True,
    )  # fmt: skip
    act = ModerationAct.objects.create(
        space=space, account_id=account_id, unit=unit, act="hide", version=policy.versions.get(),
        anchor="1", label="Injure", done_at=now(), done_by=by, recorded_at=now(),
        forget_at=now() + timedelta(days=90),
    )  # fmt: skip
    return {
        "moderated": act.pk,
        "outside": policy.slug,
        "outside-id": policy.pk,
        "reason_id": reason.pk,
        "space_id": space.pk,
        "about-key": KEY,
    }


def _written(unit: Unit, place: str, *, reader: Person) -> dict[str, Any]:
    by = make_person(name=f"Writing {place}", home_unit=unit)
    make_grant(person=by, unit=unit, role=Role.LEAD)
    policy = Policy.objects.create(slug=f"writing-{place}", title="Charte", unit=unit, owner=by)
    make_version(policy, by=by, source="## 1 Un\n\nA.\n")
    draft = make_draft_version(policy, by=by, source=TEXT)
    remove_clause(version_id=draft.pk, anchor="3", by=by, at=now())
    said, aside = [one.key for one in remarks_of(draft, today=today())][:2]
    dismiss_remark(version_id=draft.pk, key=aside, reason="Quoted.", by=by, at=now())
    reading = begin_reading(files=[dict(FILE)], by=reader, at=now())
    return {
        "writing": policy.slug,
        "writing-number": draft.number,
        "writing-anchor": "2",
        "writing-gone": "3",
        "writing-base": draft.clauses.get(anchor="2").digest,
        "remark-said": said,
        "remark-aside": aside,
        "policy-reading": reading.pk,
    }
