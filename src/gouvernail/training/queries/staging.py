"""What a scenario puts before a learner, and how what they did is marked. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from types import MappingProxyType
from typing import Any, Final

from gouvernail.kernel.lookalikes import lookalikes
from gouvernail.training.queries.expectations import Found, Words, met_by

REAL: Final = "real"
"""The answer that a profile is no impostor."""
SOON: Final = timedelta(seconds=60)
"""How soon after the start everything that would hurt should be held."""
ESSENTIAL: Final = 2
"""What an essential expectation weighs; another weighs one."""
QUEUE_POINTS: Final = {"nothing_hurt": 6, "in_time": 2, "useful_left": 2}


def staged(kind: str, content: Mapping[str, Any], *, language: str, seed: str) -> dict[str, Any]:
    """Return what one run shows, in one language (`en…` English, else French).

    The impostors are made anew from the seed, and stand among the true profiles in its order.
    """
    said: dict[str, Any] = spoken(content, "en" if language.startswith("en") else "fr")
    if kind != "impostor":
        return said
    profiles = [_profile(each, "") for each in (said, *said["genuine"])]
    made = lookalikes(said["handle"], seed=seed, number=said["fakes"], added=said["added"])
    for number, fake in enumerate(made):
        bio = said["lures"][number % len(said["lures"])]
        one = {"handle": fake.handle, "name": said["name"], "bio": bio}
        profiles.append(_profile(one, fake.trick))
    profiles.sort(key=lambda one: sha256(f"{seed} {one['handle']}".encode()).digest())
    return {"profiles": profiles}


def spoken(value: Any, language: str) -> Any:  # noqa: ANN401 - JSON
    """Return JSON where every pair of languages gave way to the one that is spoken."""
    if isinstance(value, Mapping):
        if set(value) == {"fr", "en"}:
            return value[language]
        return {key: spoken(each, language) for key, each in value.items()}
    if isinstance(value, list):
        return [spoken(each, language) for each in value]
    return value


def _profile(said: Mapping[str, Any], trick: str) -> dict[str, str]:
    return {"handle": said["handle"], "name": said["name"], "bio": said["bio"], "trick": trick}


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What a rule in force says of an answer; `level` from `note` to `block`."""

    rule: str
    level: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What became of one message of the practice queue."""

    hurts: bool
    held_at: datetime | None
    left_at: datetime | None


def marked_answer(
    text: str, content: Mapping[str, Any], remarks: Sequence[Remark] | None
) -> list[dict[str, Any]]:
    """Return what came of an answer: each expectation, then the rules (`remarks` None: unasked)."""
    words = Words(**{name: content[name] for name in ("private", "ours", "facts", "false")})
    essential = set(content["essential"])
    found = met_by(text, wanted=(*essential, *content["wanted"]), words=words)
    points = content.get("points", {})
    rows = [_row(one, essential=one.code in essential, points=points) for one in found]
    if remarks is not None:
        blocked = [one for one in remarks if one.level == "block"]
        row = _row(Found("house_rules", not blocked, ""), essential=True)
        row["said"] = [{"rule": one.rule, "level": one.level, "says": one.says} for one in remarks]
        rows.append(row)
    return rows


def _row(
    found: Found, *, essential: bool, points: Mapping[str, int] = MappingProxyType({})
) -> dict[str, Any]:
    weight = points.get(found.code) or (ESSENTIAL if essential else 1)
    return {
        "code": found.code,
        "met": found.met,
        "shown": found.shown,
        "essential": essential,
        "weight": weight,
        "got": weight if found.met else 0,
    }


def marked_profiles(
    profiles: Iterable[Mapping[str, str]], given: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Return what came of each profile: two points where both the answer and its reason are right.

    One where an impostor was seen for another reason than its own.
    """
    rows = []
    for profile in profiles:
        said, right = given[profile["handle"]], profile["trick"] or REAL
        seen = (said == REAL) == (right == REAL)
        got = (2 if said == right else 1) if seen else 0
        rows.append(
            {
                "code": "profile",
                "met": said == right,
                "shown": profile["handle"],
                "essential": False,
                "weight": 2,
                "got": got,
                "said": said,
                "right": right,
            }
        )
    return rows


def marked_queue(
    fates: Sequence[Fate],
    *,
    started_at: datetime,
    points: Mapping[str, int] = MappingProxyType({}),
) -> list[dict[str, Any]]:
    """Return what came of the queue: what left and hurt, how soon it was held, what helped.

    `points` of each part, where they are not six, two and two.
    """
    weighs = QUEUE_POINTS | dict(points)
    quick = weighs["in_time"]
    hurtful = [one for one in fates if one.hurts]
    useful = [one for one in fates if not one.hurts]
    kept = [one for one in hurtful if one.left_at is None]
    helped = [one for one in useful if one.left_at is not None]
    held = [one.held_at for one in kept if one.held_at is not None]
    whole = len(kept) == len(hurtful)
    took = max(held) - started_at if held and whole else None
    return [
        _part("nothing_hurt", len(kept), len(hurtful), points=weighs["nothing_hurt"]),
        {
            "code": "in_time",
            "met": took is not None and took <= SOON,
            "shown": "" if took is None else str(int(took.total_seconds())),
            "essential": False,
            "weight": quick,
            "got": 0 if took is None else (quick if took <= SOON else quick // 2),
        },
        _part("useful_left", len(helped), len(useful), points=weighs["useful_left"]),
    ]


def _part(code: str, done: int, of: int, *, points: int) -> dict[str, Any]:
    return {
        "code": code,
        "met": done == of,
        "shown": f"{done}/{of}",
        "essential": code == "nothing_hurt",
        "weight": points,
        "got": points * done // of if of else points,
    }


def score_of(findings: Sequence[Mapping[str, Any]]) -> int:
    """Return the percentage of points, rounded down."""
    total = sum(one["weight"] for one in findings)
    return sum(one["got"] for one in findings) * 100 // total if total else 0


def passes_with(findings: Sequence[Mapping[str, Any]], *, pass_percent: int) -> bool:
    """Return whether the mark is reached and nothing essential is missing."""
    lacking = any(one["essential"] and not one["met"] for one in findings)
    return not lacking and score_of(findings) >= pass_percent
