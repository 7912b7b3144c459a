"""What the forms of rules and policies send, and which version or waiver is in the right state."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from gouvernail.foundation.clock import now, today

COMING = {"slug": "policy-coming", "number": "draft-number"}
INSTEAD: dict[str, dict[str, str]] = {
    "policies:policy-file": {"number": "draft-number"},
    "policies:policy-compare": {"number": "draft-number"},
    "policies:policy-version": {"number": "draft-number"},
    "policies:version-submit": {"number": "draft-number"},
    "policies:version-agree": COMING,
    "policies:version-return": COMING,
    "policies:version-withdraw": COMING,
    "policies:policy-archive-agree": {"slug": "policy-coming"},
    "policies:policy-archive-withdraw": {"slug": "policy-coming"},
    "api-v1:packs/{slug}/versions": {"slug": "life"},
    "api-v1:packs/{slug}/versions/{number}": {"slug": "life"},
    "api-v1:packs/{slug}/versions/{number}/submit": {"slug": "life", "number": "two"},
    "api-v1:packs/{slug}/versions/{number}/withdraw": {"slug": "life", "number": "two"},
    "api-v1:packs/{slug}/levels": {"slug": "coming"},
    "api-v1:packs/{slug}/waivers": {"slug": "life"},
    "rulebooks:shipped-detail": {"slug": "ships"},
    "rulebooks:shipped-install": {"slug": "ships"},
    "rulebooks:shipped-update": {"slug": "shipped-older"},
    "rulebooks:version-submit": {"slug": "life", "number": "two"},
    "rulebooks:version-withdraw": {"slug": "life", "number": "two"},
    "rulebooks:version-restore": {"slug": "life", "number": "three"},
    "rulebooks:version-agree": {"slug": "coming", "number": "two"},
    "rulebooks:version-reject": {"slug": "coming", "number": "two"},
    "rulebooks:pack-retire": {"slug": "leaving"},
    "rulebooks:pack-keep": {"slug": "leaving"},
    "rulebooks:control-list": {"slug": "coming"},
    "rulebooks:trial-start": {"slug": "life", "number": "two"},
    "rulebooks:waiver-ask": {"slug": "life"},
    "rulebooks:rule-propose": {"slug": "policy"},
    "rulebooks:published-back": {"published_id": "published-aside"},
    "rulebooks:trace-policy": {"slug": "policy"},
    "rulebooks:trace-part": {"slug": "policy"},
    "rulebooks:trace-subject": {"subject_id": "judged-text"},
    "rulebooks:trace-rule": {"rule_id": "life-rule"},
    "rulebooks:waiver-end": {"waiver_id": "waiver-granted"},
}
BODIES: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "blueprint:application-refuse": lambda _: {"comment": "Too soon."},
    "rulebooks:published-aside": lambda _: {"reason": "Citation."},
    "rulebooks:pack-detail": lambda _: {"text": "Bonjour."},
    "api-v1:packs/{slug}/versions": lambda t: {"source": t["life-source"]},
    "api-v1:packs/{slug}/versions/{number}/submit": lambda _: {
        "purpose": "Clearer.", "untried_reason": "New.",
    },
    "api-v1:packs/{slug}/levels": lambda t: {
        "rules": [t["coming-rule"]], "control": "warn", "reason": "Time.",
        "unit_id": str(t["unit_id"]),
    },
    "api-v1:packs/{slug}/waivers": lambda t: {
        "rule": t["life-rule"], "unit_id": str(t["unit_id"]), "reason": "A court.",
        "until": f"{now() + timedelta(days=60):%Y-%m-%dT%H:%M:%SZ}",
    },
    "rulebooks:shipped-install": lambda t: {"unit": t["unit_id"]},
    "policies:version-submit": lambda _: {
        "in_force_on": f"{today():%Y-%m-%d}", "changes": "Clearer.",
    },
    "policies:version-agree": lambda t: {"digest": t["coming-digest"], "comment": "Agreed."},
    "policies:version-return": lambda _: {"comment": "Too vague."},
    "policies:policy-archive": lambda _: {"reason": "Replaced."},
    "policies:policy-review": lambda _: {"why": "Still true."},
    "rulebooks:version-submit": lambda _: {"purpose": "Clearer.", "untried_reason": "New."},
    "rulebooks:version-agree": lambda _: {"comment": "Agreed."},
    "rulebooks:version-reject": lambda _: {"comment": "Too soon."},
    "rulebooks:pack-retire-ask": lambda _: {"reason": "The law changed."},
    "rulebooks:control-list": lambda t: {
        "rules": [t["coming-rule"]], "control": "warn", "unit": t["unit_id"], "reason": "Time.",
    },
    "rulebooks:control-reject": lambda _: {"comment": "Too soon."},
    "rulebooks:waiver-ask": lambda t: {
        "rule": t["life-rule"], "unit": t["unit_id"], "reason": "A court.",
        "until": f"{now() + timedelta(days=60):%Y-%m-%dT%H:%M}",
    },
    "rulebooks:trial-read": lambda _: {"reading": "right"},
    "rulebooks:waiver-grant": lambda _: {"comment": "Agreed."},
    "rulebooks:waiver-refuse": lambda _: {"comment": "Too wide."},
    "rulebooks:waiver-end": lambda _: {"comment": "A mistake."},
    "rulebooks:dismissal-reinstate": lambda _: {"reason": "It counts."},
    "rulebooks:pack-upload": lambda t: {"source": t["pack-source"]},
    "rulebooks:rule-begin": lambda t: {"pack": t["pack"]},
    "rulebooks:pack-create": lambda t: {
        "title": "T", "title_en": "T", "slug": "begun", "unit": t["unit_id"], "begin": "blank",
    },
}  # fmt: skip
