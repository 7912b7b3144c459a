"""What each form sends when somebody who may do it does it: the right answer, not a blank one.

A blank form would be refused for its fields and would hide that nobody asked for the right.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from gouvernail.foundation.clock import now
from gouvernail.records.actions.history import digest_of_preview
from gouvernail.records.models import HistoryImport
from gouvernail.rulebooks.forms.editor import shown_digest
from gouvernail.verification.forms import fresh_mark
from tests.authorisation import (
    advocacy,
    brand,
    conduct,
    consultations,
    crisis,
    custody,
    drafts,
    drills,
    inbox,
    library,
    licences,
    listening,
    replies,
    rules,
    scenarios,
    signing,
    teams,
    training,
    watch,
)
from tests.authorisation.world import World, day

Things = dict[str, Any]
Body = Callable[[Things], dict[str, Any]]

# Routes whose address names no object but whose form does: asked about each unit.
CREATORS = frozenset(
    {
        "people:person-add",
        "people:invite",
        "people:unit-create",
        "people:person-import-run",
        "policies:policy-create",
        "registry:account-create",
        "attestations:rule-list",
        "attestations:campaign-create",
        "custody:review-open",
        "credentials:terms-edit",
        "content:draft-create",
        "publishing:freeze-engage",
        "approvals:route-create",
        "openings:opening-create",
        "custody:drill-open",
        "custody:proof-rule",
        "api-v1:accounts",
        "api-v1:drafts",
        "api-v1:check",
        "api-v1:freezes",
        "charter:line-create",
        *advocacy.CREATORS,
        *brand.CREATORS,
        *library.CREATORS,
    }
)

# Which object of the unit stands for the parameter, where the usual one is in the wrong state.
INSTEAD: dict[str, dict[str, str]] = {
    "people:person-return": {"person_id": "gone"},
    "people:unit-close": {"unit_id": "empty"},
    "people:unit-move": {"unit_id": "empty"},
    "registry:account-connect": {"account_id": "practice"},
    "registry:account-disconnect": {"account_id": "connected"},
    "registry:account-closing": {"account_id": "closing"},
    "registry:account-closing-step": {"account_id": "closing", "step": "closing-step"},
    "attestations:campaign-extend": {"campaign_id": "open-campaign"},
    "attestations:campaign-close": {"campaign_id": "open-campaign"},
    "attestations:line-settle": {
        "declaration_id": "signed-declaration",
        "line_id": "declared-line",
    },
    "attestations:declare": {"key": "declare-key"},
    "attestations:review-confirm": {"review_id": "attested-review"},
    "attestations:review-return": {"review_id": "attested-review"},
    "attestations:review-finish": {"review_id": "followed-review"},
    "attestations:review-cancel": {"review_id": "idle-review"},
    "attestations:account-review-open": {"account_id": "unreviewed"},
    "content:draft-reopen": {"draft_id": "approved"},
    "content:guest-page": {"key": "guest-key"},
    "content:guest-picture": {"key": "guest-key"},
    "content:guest-proof": {"key": "guest-key", "proof_id": "draft-proof"},
    "content:guest-code": {"key": "guest-key"},
    "content:guest-decide": {"key": "guest-key"},
    "content:draft-proof": {"draft_id": "submitted", "proof_id": "draft-proof"},
    "content:review-proof": {"proof_id": "draft-proof"},
    "content:draft-withdraw": {"draft_id": "submitted"},
    "api-v1:drafts/{draft_id}/withdraw": {"draft_id": "submitted"},
    "api-v1:drafts/{draft_id}/proofs/{proof_id}/withdraw": {
        "draft_id": "submitted",
        "proof_id": "draft-proof",
    },
    "publishing:delivery-resolve": {"delivery_id": "needs_human"},
    "publishing:delivery-send": {"delivery_id": "missed"},
    "publishing:delivery-stop": {"delivery_id": "halved"},
    "publishing:withdrawal-drop": {"withdrawal_id": "dropped"},
    "publishing:hand-off": {"delivery_id": "to_hand_off"},
    "publishing:hand-off-qr": {"delivery_id": "to_hand_off"},
    "publishing:hand-off-posted": {"delivery_id": "to_hand_off"},
    "publishing:hand-off-link": {"delivery_id": "to_confirm"},
    "publishing:freeze-confirm": {"freeze_id": "freeze-asked"},
    "publishing:freeze-decline": {"freeze_id": "freeze-asked"},
    "openings:opening-edit": {"section": "opening-section"},
    "openings:opening-begin": {"opening_id": "opening-approved"},
    "openings:opening-checklist": {"opening_id": "opening-begun"},
    "openings:opening-finish": {"opening_id": "opening-begun"},
    "openings:opening-abandon": {"opening_id": "opening-begun"},
    "openings:opening-appeal": {"opening_id": "opening-refused"},
    "openings:opening-answer": {"opening_id": "opening-refused"},
    "openings:opening-rework": {"opening_id": "opening-merged"},
    "openings:opening-review": {"request_id": "opening-request"},
    "openings:opening-decide": {"request_id": "opening-request"},
    "records:history-aside": {"history_id": "history-done"},
    "records:history-bad": {"history_id": "history-done"},
    "records:history-back": {"history_id": "history-aside"},
    **advocacy.INSTEAD,
    **brand.INSTEAD,
    **conduct.INSTEAD,
    **consultations.INSTEAD,
    **crisis.INSTEAD,
    **teams.INSTEAD,
    **inbox.INSTEAD,
    **listening.INSTEAD,
    **custody.INSTEAD,
    **drafts.INSTEAD,
    **drills.INSTEAD,
    **library.INSTEAD,
    **licences.INSTEAD,
    **replies.INSTEAD,
    **rules.INSTEAD,
    **scenarios.INSTEAD,
    **signing.INSTEAD,
    **training.INSTEAD,
    **watch.INSTEAD,
}


def _account(things: Things) -> dict[str, Any]:
    return {
        "address": "https://x.com/quite_new", "unit": things["unit_id"], "name": "New",
        "kind": "organisation", "status": "official",
    }  # fmt: skip


def _policy(things: Things) -> dict[str, Any]:
    return {
        "title": "Charte", "slug": things["policy"], "unit": things["unit_id"],
        "owner": things["asker"], "review_months": 12,
    }  # fmt: skip


def _unit(things: Things) -> dict[str, Any]:
    return {"name": "Unit", "code": f"c{day(0)}", "parent": things["unit_id"], "position": 0}


def _person(things: Things) -> dict[str, Any]:
    return {"name": "New Person", "unit_id": things["unit_id"], "language": "fr"}


def _route(things: Things) -> dict[str, Any]:
    return {
        "name": "Route", "unit": things["unit_id"], "priority": 1, "steps-TOTAL_FORMS": 1,
        "steps-INITIAL_FORMS": 0, "steps-0-seats": ["legal"], "steps-0-mode": "any",
        "steps-0-hours": 24,
    }  # fmt: skip


def _whole_pack(things: Things) -> dict[str, Any]:
    """Send the pack as the editor shows it: its latest version."""
    shown = things["pack-shown"]
    return {"whole": "1", "base": shown_digest(shown), "edit_count": 0, "yaml": shown}


def _csv(things: Things) -> dict[str, Any]:
    return {"file": SimpleUploadedFile("l.csv", b"name,email\nZoe,zoe@nordet.example\n")}


def _shown_archive(things: Things) -> dict[str, Any]:
    history = HistoryImport.objects.get(pk=things["history_id"])
    return {"seen": digest_of_preview(history)}


def _history(things: Things) -> dict[str, Any]:
    line = b'{"text": "Bonjour.", "date": "2025-03-01"}\n'
    file = SimpleUploadedFile("posts.jsonl", line)
    return {"account": str(things["account_id"]), "form": "auto", "file": file}


def _charter(things: Things) -> dict[str, Any]:
    return {
        "name": "Nordet", "country": "FR", "time_zone": "Europe/Paris", "separation": "standard",
        "second_factor": "optional",
    }  # fmt: skip


def _risk(things: Things) -> dict[str, Any]:
    return {
        "title": "A risk", "unit": things["unit_id"], "category": "reputation", "likelihood": 2,
        "impact": 3, "status": "open",
    }  # fmt: skip


BODIES: dict[str, Body] = {
    "web:theme-set": lambda _: {"theme": "dark"},
    "web:language-set": lambda _: {"language": "fr"},
    **advocacy.BODIES,
    **brand.BODIES,
    **conduct.BODIES,
    **consultations.BODIES,
    **crisis.BODIES,
    **teams.BODIES,
    **inbox.BODIES,
    **listening.BODIES,
    **custody.BODIES,
    **drafts.BODIES,
    **drills.BODIES,
    **library.BODIES,
    **licences.BODIES,
    **replies.BODIES,
    **rules.BODIES,
    **scenarios.BODIES,
    **signing.BODIES,
    **training.BODIES,
    **watch.BODIES,
    "rulebooks:pack-editor": _whole_pack,
    "rulebooks:pack-editor-live": _whole_pack,
    "charter:edit": _charter,
    "charter:frame": lambda _: {"communities": "common", "participation": "everybody"},
    "charter:modules": lambda _: {"on": ["content", "policies"]},
    "charter:starter": lambda _: {"lines": ["channel-official"]},
    "charter:team-edit": lambda _: {"model": "local"},
    "charter:line-create": _risk,
    "charter:line-edit": _risk,
    "approvals:route-create": _route,
    "approvals:route-edit": lambda t: _route(t) | {"unit": "", "is_default": "on"},
    "people:person-add": _person,
    "people:invite": lambda t: {
        "name": "New", "email": "new@nordet.example", "unit_id": t["unit_id"],
        "role": "contributor", "language": "fr",
    },
    "people:person-edit": _person,
    "people:person-import": lambda t: _csv(t) | {"kind": "people"},
    "people:person-import-run": lambda t: {
        "kind": "people", "content": f"name,email,unit\nZoe,zoe@x.example,{t['unit'].code}\n",
    },
    "people:role-grant": lambda t: {"role": "contributor", "unit": t["unit_id"]},
    "people:absence-declare": lambda _: {"starts_at": day(0), "ends_at": day(5)},
    "people:unit-create": _unit,
    "people:unit-edit": lambda t: _unit(t) | {"code": t["unit"].code},
    "people:unit-move": lambda t: {"parent": t["root"]},
    "people:profile": lambda _: {"language": "fr", "time_zone": "Europe/Paris", "theme": "dark"},
    "people:key-create": lambda _: {"name": "Key", "scopes": ["accounts:read"]},
    "notifications:preference-set": lambda _: {"email": "never", "digest_hour": 8},
    "openings:opening-create": lambda t: {
        "title": "New", "network": "x", "unit": t["unit_id"],
    },
    "openings:opening-edit": lambda t: {"title": "Other", "unit": t["unit_id"]},
    "openings:opening-decide": lambda t: {"verdict": "approve", "digest": t["opening-digest"]},
    "openings:opening-merge": lambda t: {"account": t["opening-target"], "reason": "A series."},
    "openings:opening-rework": lambda _: {"note": "A series began."},
    "openings:opening-appeal": lambda _: {"text": "Look again."},
    "openings:opening-answer": lambda _: {"outcome": "upheld", "answer": "It stands."},
    "openings:opening-begin": lambda _: {
        "address": "https://x.com/quite_fresh", "due_on": day(0),
    },
    "openings:opening-abandon": lambda _: {"reason": "Not needed."},
    "openings:opening-figures": lambda _: {
        "code": "video", "value": 90, "source": "What we noted.",
    },
    "openings:check-tick": lambda _: {"note": "Seen."},
    "policies:policy-create": lambda t: _policy(t) | {"slug": "quite-new"},
    "policies:policy-edit": _policy,
    "policies:policy-write": lambda _: {"source": "## 1 Principe\n\nÊtre exact.\n"},
    "policies:policy-sign": lambda t: {"version": t["version"].pk, "digest": t["version"].digest},
    "attestations:rule-list": lambda t: {"unit": t["unit_id"], "months": 9},
    "attestations:campaign-create": lambda t: {
        "title": "T", "opens_on": day(0), "closes_on": day(9), "remind_days": "7",
        "unit": t["unit_id"],
    },
    "attestations:campaign-extend": lambda _: {"closes_on": "2099-01-01"},
    "attestations:declarer-add": lambda _: {"person": "founder@nordet.example"},
    "attestations:line-settle": lambda _: {"do": "refuse", "answer": "It is ours."},
    "attestations:review-disown": lambda _: {"disowned_reason": "Not mine."},
    "attestations:review-assign": lambda _: {"person": "founder@nordet.example"},
    "attestations:review-confirm": lambda _: {"next_on": day(0)},
    "attestations:review-return": lambda _: {"back_reason": "Look again."},
    "registry:account-create": _account,
    "registry:account-edit": _account,
    "registry:account-repair": lambda _: {"review": day(0)},
    "registry:account-reading": lambda _: {"read_on": "2026-11-18", "followers": 12},
    "registry:account-move": lambda _: {"reason": "Silent since May."},
    "registry:account-closing-step": lambda _: {"done": "1"},
    "registry:account-standard": lambda t: {"unit": t["unit_id"], "name": "Nordet"},
    "registry:account-profile": lambda _: {"name": "Nordet", "bio": "News."},
    "registry:account-change-explain": lambda _: {"explanation": "We did."},
    "registry:account-thresholds": lambda _: {"network": "x", "days": 365, "source": "Charter."},
    "registry:account-finding-accept": lambda _: {"reason": "Nobody posts."},
    "registry:account-finding-aside": lambda _: {"reason": "Kept for the elections."},
    "registry:account-agreement": lambda t: {"person": t["person_id"], "reference": "HR file"},
    "registry:account-sheet-edit": lambda _: {"bio": "News.", "checked_on": "2026-11-02"},
    "registry:import-list": _csv,
    "records:history-list": _history,
    "records:history-detail": lambda _: {"time_zone": "UTC", "day_first": "1"},
    "records:history-confirm": _shown_archive,
    "records:history-aside": lambda _: {"reason": "Mauvais compte."},
    "records:retention-list": lambda _: {"code": "short", "name": "Courte", "years": "2"},
    "registry:import-detail": lambda _: {"status": "official", "column_0": "network"},
    "publishing:delivery-resolve": lambda _: {"verdict": "cancel"},
    "publishing:delivery-withdraw": lambda _: {"reason": "A mistake."},
    "publishing:withdrawal-confirm": lambda _: {"saw": "This post was deleted."},
    "publishing:hand-off-link": lambda _: {"url": "https://x.com/nordet/status/1"},
    "publishing:freeze-engage": lambda t: {"scope": f"unit|{t['empty']}"},
    "publishing:freeze-lift": lambda _: {"reason": "It is over."},
    "practice:post": lambda _: {"author": "A neighbour", "text": "Bravo."},
    "content:draft-create": lambda t: {"title": "T", "unit": t["unit_id"], "language": "fr"},
    "content:draft-edit": lambda _: {
        "edit_count": 0, "title": "T", "text": "Autre.", "language": "fr",
    },
    "content:draft-live": lambda _: {
        "edit_count": 0, "title": "T", "text": "A.", "language": "fr", "keep": "1",
    },
    "content:draft-assign": lambda t: {"person": t["writer"]},
    "content:draft-move": lambda _: {
        "when": "time", "on_day": day(0), "at_time": "10:00", "zone": "Europe/Paris",
    },
    "content:review-decide": lambda t: {"verdict": "approve", "digest": t["digest"]},
    "content:review-release": lambda t: {"digest": t["digest"], "reason": "Urgent."},
    "content:review-invite": lambda _: {
        "name": "Agence", "email": "agence@example.org", "seat": "colleague", "language": "fr",
    },
    "content:guest-decide": lambda t: {
        "digest": t["digest"], "verdict": "approve", "code": "123456",
    },
    "content:review-remark": lambda _: {"text": "See clause 5."},
    "verification:choice-make": lambda t: {"account": t["account_id"], "do": "publish"},
    "verification:silence-list": lambda _: {"tag": "", "reason": "A colleague was threatened."},
    "verification:directory": lambda _: {"website": "https://nordet.example"},
    "verification:directory-switch": lambda _: {"to": "close"},
    "verification:link-note": lambda _: {"seen": "1"},
    "verification:fake-report": lambda _: {
        "address": "https://x.com/quite_fake", "mark": fresh_mark(now() - timedelta(minutes=1)),
        "words": "It asks for codes.", "contact": "ana@example.org",
    },
    "verification:report-decide": lambda _: {"status": "impostor", "reason": "It asks for codes."},
    "verification:report-answer": lambda _: {"words": "Thank you."},
    "api-v1:accounts": lambda t: {
        "address": "https://x.com/quite_new", "unit_id": str(t["unit_id"]),
    },
    "api-v1:accounts/{account_id}": lambda _: {"purpose": "News"},
    "api-v1:accounts/{account_id}/status": lambda _: {"status": "dormant", "reason": "Silent."},
    "api-v1:check": lambda t: {"text": "Bonjour.", "unit_id": str(t["unit_id"])},
    "api-v1:drafts": lambda t: {"title": "T", "unit_id": str(t["unit_id"])},
    "api-v1:drafts/{draft_id}": lambda _: {"edit_count": 0, "text": "Autre."},
    "api-v1:drafts/{draft_id}/schedule": lambda _: {
        "wall_time": f"{day(0)}T10:00", "time_zone": "Europe/Paris",
    },
    "api-v1:drafts/{draft_id}/proofs": lambda _: {
        "claim": "It is so.", "title": "Report", "established_on": "2026-11-02",
    },
    "api-v1:drafts/{draft_id}/submit": lambda _: {"edit_count": 0},
    "api-v1:freezes": lambda t: {"scope_kind": "unit", "scope_value": t["empty-path"]},
}  # fmt: skip


def things_for(world: World, name: str, *, place: str, role: str) -> Things:
    """Return what an address and its form are about, seen by one role."""
    if place == "mine":
        found = world.things.get(role, world.things["lead"])
    elif place == "theirs":
        found = world.things["delegate" if role == "lead" else "lead"]
    else:
        found = world.things["own" if place == "any" else place]
    kind = "pack" if name.startswith("rulebooks:") else "policy"
    asker = world.people.get(role) or world.people["lead"]
    things = world.things["any"] | found
    things |= {"slug": things.get(kind), "asker": asker.pk, "root": world.units["parent"].pk}
    return things | {key: things[other] for key, other in INSTEAD.get(name, {}).items()}
