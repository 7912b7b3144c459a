"""Reading the plan for conflicts (R105): what to do as a thread heats up. Pure."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from gouvernail.kernel.bilingual import (
    Both,
    both,
    differ,
    items,
    minutes,
    own_words,
    read_file,
    sayings,
    slug,
    word,
)
from gouvernail.kernel.rules.fields import Fields
from gouvernail.replies.starters import DUTIES, starter_replies

HEAT: Final = ("warm", "hot", "burning", "after")
"""How heated a thread is, in order; the last one is once it has cooled."""
_RESPONDER: Final = "responder"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictStep:
    """One act, by `who` (a duty of a team, or `responder`), within minutes of the stage."""

    slug: str
    who: str
    minute: int
    words: Both


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictStage:
    """How heated it is, the signs by which one sees it, and what is done.

    `messages`: as many heated messages within `minutes` make this stage, 0 where only a person
    can tell. `replies` are slugs of `starter_replies()` that help here.
    """

    heat: str
    title: Both
    signs: tuple[Both, ...]
    messages: int
    minutes: int
    steps: tuple[ConflictStep, ...]
    replies: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StarterConflictPlan:
    """The stages in the order of `HEAT`, what is never done, and when it becomes a crisis."""

    title: Both
    summary: Both
    stages: tuple[ConflictStage, ...]
    never: tuple[Both, ...]
    crisis: tuple[Both, ...]
    care: tuple[Both, ...]


@cache
def starter_conflict_plan() -> StarterConflictPlan:
    """Return the plan to start from."""
    name = "conflict.yaml"
    return read_conflict_plan(files(__package__).joinpath(name).read_text("utf-8"), name)


def read_conflict_plan(source: str, name: str) -> StarterConflictPlan:
    """Return the plan of a file.

    Raises:
        DataFileError: every fault, at its place.
    """
    return read_file(source, name, _plan)


def _plan(fields: Fields) -> StarterConflictPlan:
    stages = items(fields, "stages", _stage, least=len(HEAT), most=len(HEAT))
    differ(fields, "stages", [stage.heat for stage in stages])
    return StarterConflictPlan(
        title=both(fields, "title"),
        summary=both(fields, "summary"),
        stages=tuple(sorted(stages, key=lambda stage: (*HEAT, "").index(stage.heat))),
        never=sayings(fields, "never", least=3),
        crisis=sayings(fields, "crisis", least=3),
        care=sayings(fields, "care", least=2),
    )


def _stage(fields: Fields) -> ConflictStage:
    steps = items(fields, "steps", _step, least=2, most=8)
    differ(fields, "steps", [step.slug for step in steps])
    return ConflictStage(
        heat=word(fields, "heat", HEAT),
        title=both(fields, "title"),
        signs=sayings(fields, "signs", most=5),
        messages=fields.number("messages", low=0, high=1000) or 0,
        minutes=minutes(fields, "minutes"),
        steps=steps,
        replies=_replies(fields),
    )


def _step(fields: Fields) -> ConflictStep:
    return ConflictStep(
        slug=slug(fields, "step"),
        who=word(fields, "who", (_RESPONDER, *DUTIES)),
        minute=minutes(fields, "minute"),
        words=own_words(fields),
    )


def _replies(fields: Fields) -> tuple[str, ...]:
    known = [reply.slug for reply in starter_replies()]
    replies = fields.texts("replies")
    for reply, node in zip(replies, fields.nodes("replies"), strict=True):
        if reply not in known:
            choices = ", ".join(known)
            fields.fault(node, "expected_choice", value=reply, key="replies", choices=choices)
    return replies
