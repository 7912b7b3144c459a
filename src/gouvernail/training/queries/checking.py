"""What a scenario written in the browser lacks before anybody may practise it. No query.

A scenario is refused where it could not be failed, and where somebody who acts well would fail it.
Each refusal is named by the field it concerns.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from gouvernail.kernel.lookalikes import lookalikes
from gouvernail.practice.connector import MAX_CHARACTERS
from gouvernail.training.queries.scripting import SHARED
from gouvernail.training.queries.staging import marked_answer, passes_with, spoken
from gouvernail.training.queries.wording import EXPECTED

LANGUAGES: Final = ("fr", "en")
NAME_LIMIT: Final = 120
BIO_LIMIT: Final = 300
LATEST_SECONDS: Final = 30
"""How long before the end the last comment comes: nobody answers sooner than that."""
SOONEST_SECONDS: Final = 10
"""Nobody reads the news and stops a message sooner than that."""
FAKES_MOST: Final = 8
EVERY: Final = 10_000
_HANDLE: Final = re.compile(r"[a-z0-9][a-z0-9._-]{2,59}")


def filled(value: Any) -> Any:  # noqa: ANN401 - JSON
    """Return JSON where each text that is written in one language stands for the other too."""
    if isinstance(value, Mapping):
        if set(value) == set(LANGUAGES):
            return {"fr": value["fr"] or value["en"], "en": value["en"] or value["fr"]}
        return {key: filled(each) for key, each in value.items()}
    if isinstance(value, list):
        return [filled(each) for each in value]
    return value


def refused(
    kind: str, content: Mapping[str, Any], *, pass_percent: int, limit_seconds: int
) -> dict[str, str]:
    """Return what lacks, by the field of its form; nothing: it may be practised."""
    if not content:
        return {"": _("Nothing is written yet.")}
    whole = filled(content)
    if kind == "answer":
        return _answer(whole, pass_percent=pass_percent, limit_seconds=limit_seconds)
    if kind == "impostor":
        return _impostor(whole)
    return _queue(whole, limit_seconds=limit_seconds)


def _lacks(said: Mapping[str, Any], limits: Mapping[str, int], prefix: str = "") -> dict[str, str]:
    """Return which texts are missing in both languages, or too long in one."""
    wrong: dict[str, str] = {}
    for name, most in limits.items():
        both = said[name]
        if not both["fr"]:
            wrong[f"{prefix}{name}"] = _("Write it, in one language at least.")
        for language, suffix in (("fr", ""), ("en", "_en")):
            if len(both[language]) > most:
                wrong[f"{prefix}{name}{suffix}"] = _("At most %(most)s characters, please.") % {
                    "most": most
                }
    return wrong


def _answer(said: Mapping[str, Any], *, pass_percent: int, limit_seconds: int) -> dict[str, str]:
    wrong = _lacks(said, {"house": NAME_LIMIT, "post": MAX_CHARACTERS})
    wrong |= _comment("", said, said, pass_percent=pass_percent)
    if not said["essential"]:
        wrong["expect_welcomes"] = _("Make one thing essential: else nobody can fail.")
    if "does_not_repeat" in {*said["essential"], *said["wanted"]} and not said["false"]:
        wrong["false"] = _("Say which words are false.")
    seconds = [one["after"] for one in said.get("more", ())]
    last = limit_seconds - LATEST_SECONDS
    for place, one in enumerate(said.get("more", ()), start=2):
        prefix = f"more_{place}_"
        wrong |= _comment(prefix, one, said, pass_percent=pass_percent)
        if not one["leave"] and not one["essential"]:
            wrong[f"{prefix}essential"] = _("Make one thing essential: else nobody can fail.")
        if not 1 <= one["after"] <= last:
            wrong[f"{prefix}after"] = _(
                "From 1 to %(last)s seconds: one has to have the time to answer."
            ) % {"last": last}
        elif seconds.count(one["after"]) > 1:
            wrong[f"{prefix}after"] = _("Another comment comes at the same second.")
    return wrong


def _comment(
    prefix: str, one: Mapping[str, Any], said: Mapping[str, Any], *, pass_percent: int
) -> dict[str, str]:
    """Return what one comment lacks; one to leave alone has no good answer."""
    limits = {"author": NAME_LIMIT, "comment": MAX_CHARACTERS}
    if one.get("leave"):
        return _lacks(one, limits, prefix)
    wrong = _lacks(one, limits | {"example": MAX_CHARACTERS}, prefix)
    if "gives_fact" in {*one["essential"], *one["wanted"]} and not one["facts"]:
        wrong[f"{prefix}facts"] = _("Say which words give the fact.")
    for language, suffix in (("fr", ""), ("en", "_en")):
        name = f"{prefix}example{suffix}"
        if f"{prefix}example" not in wrong and name not in wrong:
            shared = {key: said[key] for key in SHARED} | {"points": said.get("points", {})}
            spoke = spoken(dict(one) | shared, language)
            wrong |= _fails(name, spoke, pass_percent=pass_percent)
    return wrong


def _fails(name: str, said: Mapping[str, Any], *, pass_percent: int) -> dict[str, str]:
    rows = marked_answer(said["example"], said, None)
    if passes_with(rows, pass_percent=pass_percent):
        return {}
    names = ", ".join(f"“{EXPECTED[one['code']][0]}”" for one in rows if not one["met"])
    return {name: _("This good answer would not pass. It misses: %(names)s.") % {"names": names}}


def _queue(said: Mapping[str, Any], *, limit_seconds: int) -> dict[str, str]:
    wrong = _lacks(said, {"news": MAX_CHARACTERS})
    limits = {"account": NAME_LIMIT, "text": MAX_CHARACTERS}
    for place, post in enumerate(said["posts"], start=1):
        wrong |= _lacks(post, limits, f"post_{place}_")
        first = SOONEST_SECONDS if post["hurts"] else 1
        if not first <= post["after"] < limit_seconds:
            wrong[f"post_{place}_after"] = _(
                "From %(first)s to %(last)s seconds: late enough to be stopped, before the end."
            ) % {"first": first, "last": limit_seconds - 1}
    kinds = {post["hurts"] for post in said["posts"]}
    if kinds != {True, False}:
        wrong["post_1_hurts"] = _("One message at least has to hurt, and one to help.")
    return wrong


def _impostor(said: Mapping[str, Any]) -> dict[str, str]:
    profile = {"name": NAME_LIMIT, "bio": BIO_LIMIT}
    wrong = _lacks(said, profile)
    wrong |= _handles((said["handle"], *(one["handle"] for one in said["genuine"])))
    for place, one in enumerate(said["genuine"], start=1):
        wrong |= _lacks(one, profile, f"genuine_{place}_")
    if not said["lures"]:
        wrong["lures"] = _("Write what an impostor says, one a line.")
    if "handle" in wrong:
        return wrong
    for language in LANGUAGES:
        added = said["added"][language]
        made = [
            one.handle for one in lookalikes(said["handle"], seed="", number=EVERY, added=added)
        ]
        if not 1 <= said["fakes"] <= min(len(made), FAKES_MOST):
            most = {"most": min(len(made), FAKES_MOST)}
            wrong["fakes"] = _("From 1 to %(most)s with this name.") % most
        for place, one in enumerate(said["genuine"], start=1):
            if one["handle"] in made:
                wrong[f"genuine_{place}_handle"] = _(
                    "This true name could be made as an impostor too: leave it out."
                )
    return wrong


def _handles(handles: Iterable[str]) -> dict[str, str]:
    wrong, seen = {}, set()
    for place, handle in enumerate(handles):
        name = f"genuine_{place}_handle" if place else "handle"
        if not _HANDLE.fullmatch(handle):
            wrong[name] = _("Three to sixty small letters, digits, dots, dashes.")
        elif handle in seen:
            wrong[name] = _("This name stands here already.")
        seen.add(handle)
    return wrong
