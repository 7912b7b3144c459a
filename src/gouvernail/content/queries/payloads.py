"""What an approval covers: for each account a fixed set of fields, and digests of them.

Pure functions: the same draft gives the same digests for ever (trust.md 6.1).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from gouvernail.foundation.digests import canonical, instant, sha256_hex
from gouvernail.kernel.text import posts_of
from gouvernail.kernel.text.entities import find_links

VERSION: Final = 1
DOMAIN: Final = b"\x03"


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """When it is to appear; `at` is None when it goes out on approval."""

    at: datetime | None
    wall_time: str
    time_zone: str
    fold: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What was in force at submission: policies, rules, and how many must agree."""

    policies: tuple[Mapping[str, object], ...]
    ruleset_sha256: str
    approvals_required: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What one account will say."""

    account_id: UUID
    network: str
    text: str
    lang: str
    media: Sequence[Mapping[str, object]]
    options: Mapping[str, object]
    origin: str = ""
    sent_by: str = ""
    countries: Sequence[str] = ()
    proofs: Sequence[Mapping[str, object]] = ()


def approved_fields(
    *, revision_id: UUID, message: Message, timing: Timing, basis: Basis
) -> dict[str, object]:
    """Return exactly what people agree to for one account, as JSON values.

    `parts` are the posts of a thread, in order; a single post has none. `origin` and `sent_by` are
    there when a machine had a hand in it, `countries` and `proofs` when the author said them.
    """
    parts = [part.text for part in posts_of(message.network, message.text)]
    thread = {"parts": parts} if len(parts) > 1 else {}
    machines = {"origin": message.origin, "sent_by": message.sent_by}
    return {
        **thread,
        **{name: said for name, said in machines.items() if said},
        **({"countries": list(message.countries)} if message.countries else {}),
        **({"proofs": [dict(one) for one in message.proofs]} if message.proofs else {}),
        "v": VERSION,
        "revision_id": str(revision_id),
        "account_id": str(message.account_id),
        "network": message.network,
        "text": message.text,
        "lang": message.lang,
        "links": links_of(message.text),
        "media": [dict(one) for one in message.media],
        "options": dict(message.options),
        "publish_at_utc": instant(timing.at) if timing.at else None,
        "tz": timing.time_zone,
        "fold": timing.fold,
        "wall_time": timing.wall_time,
        "policy": [dict(one) for one in basis.policies],
        "ruleset_sha256": basis.ruleset_sha256,
        "approvals_required": basis.approvals_required,
    }


def links_of(text: str) -> list[str]:
    """Return the final addresses of a text, in order; one without a scheme is reached by https."""
    return [link.url if "://" in link.url else f"https://{link.url}" for link in find_links(text)]


def fields_digest(fields: Mapping[str, object]) -> str:
    """Return the digest, in hexadecimal, of the approved fields of one account."""
    return sha256_hex(DOMAIN, canonical(fields))


def revision_digest(payloads: Mapping[str, Mapping[str, object]]) -> str:
    """Return the digest of a whole revision: every account with the digest of its fields."""
    each = {account: str(payload["digest"]) for account, payload in payloads.items()}
    return sha256_hex(DOMAIN, canonical(each))


def is_intact(payloads: Mapping[str, Mapping[str, object]], digest: str) -> bool:
    """Return whether stored payloads still are what their digests say, and together `digest`."""
    each = all(
        fields_digest(payload["fields"]) == payload["digest"]  # type: ignore[arg-type]  # our JSON
        for payload in payloads.values()
    )
    return each and revision_digest(payloads) == digest
