"""The comments of a scenario to answer, each at its second, and how the answers are marked. Pure.

A content without `more` is a script of one comment, there from the start.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from gouvernail.training.models import Run
from gouvernail.training.queries.staging import ESSENTIAL, Remark, marked_answer

MOST: Final = 4
"""How many comments one script has at most: nobody reads more in ten minutes."""
SHARED: Final = ("private", "ours", "false")
"""The words that decide about every answer; the fact is that of each comment."""
LEFT_ALONE: Final = "left_alone"
"""The code of what is expected under a comment that asks for no answer."""
Judge = Callable[[str], Sequence[Remark] | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scripted:
    """One comment of a script; `marks` is what `marked_answer` reads of an answer to it.

    `leave`: it asks for no answer. `place` counts from 1 in the order in which comments come.
    """

    place: int
    after: timedelta
    author: str
    comment: str
    example: str
    leave: bool
    marks: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One comment that has come, and what was answered to it."""

    place: int
    author: str
    comment: str
    answer: str


def script(content: Mapping[str, Any]) -> list[Scripted]:
    """Return the comments of a content in one language, in the order in which they come."""
    first = {"after": 0, "leave": False, **content}
    coming = sorted(content.get("more", ()), key=lambda one: int(one["after"]))
    return [_scripted(place, one, content) for place, one in enumerate((first, *coming), start=1)]


def _scripted(place: int, one: Mapping[str, Any], content: Mapping[str, Any]) -> Scripted:
    marks = {name: one[name] for name in ("facts", "essential", "wanted")}
    marks |= {name: content[name] for name in SHARED}
    return Scripted(
        place=place,
        after=timedelta(seconds=one["after"]),
        author=one["author"],
        comment=one["comment"],
        example=one["example"],
        leave=one["leave"],
        marks=marks | {"points": content.get("points", {})},
    )


def answers_in(moves: Mapping[str, Any]) -> dict[int, str]:
    """Return what was answered, by the place of the comment. `text`: to the only one there is."""
    if "text" in moves:
        return {1: moves["text"]}
    return {int(place): one["text"] for place, one in moves.get("answers", {}).items()}


def come(run: Run, *, at: datetime) -> list[Scripted]:
    """Return the comments of a practice that have come at an instant."""
    return [one for one in script(run.content) if run.started_at + one.after <= at]


def seen_in(run: Run, *, at: datetime, after: int = 0) -> list[Seen]:
    """Return the comments that have come, beyond place `after`, with what was answered."""
    answers = answers_in(run.moves)
    return [
        Seen(
            place=one.place,
            author=one.author,
            comment=one.comment,
            answer=answers.get(one.place, ""),
        )
        for one in come(run, at=at)
        if one.place > after
    ]


def marked_script(
    content: Mapping[str, Any], answers: Mapping[int, str], *, lasted: timedelta, judge: Judge
) -> list[dict[str, Any]]:
    """Return what came of each comment: its expectations, or that it was left alone.

    A comment that had not come when the practice ended after `lasted` counts as any without
    answer, and as one that nobody chose to leave alone.
    """
    steps = script(content)
    rows = []
    for one in steps:
        found = _marked(one, answers.get(one.place, ""), lasted=lasted, judge=judge)
        rows += [row | {"place": one.place} for row in found] if len(steps) > 1 else found
    return rows


def _marked(one: Scripted, text: str, *, lasted: timedelta, judge: Judge) -> list[dict[str, Any]]:
    if one.leave:
        met = not text and one.after <= lasted
        got = ESSENTIAL if met else 0
        row = {"code": LEFT_ALONE, "met": met, "shown": "", "essential": True}
        return [row | {"weight": ESSENTIAL, "got": got}]
    if text:
        return marked_answer(text, one.marks, judge(text))
    rows = marked_answer("", one.marks, None)  # silence breaks no rule, and answers nobody
    return [row | {"met": False, "got": 0, "shown": ""} for row in rows]
