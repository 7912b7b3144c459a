"""A drill under way: what stands on its stage, what reached whom, what comes."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from gouvernail.crisis.models.plans import RoleInCrisis
from gouvernail.drills.models import Drill, Happening, Player
from gouvernail.drills.permissions import alarm_unit, may_lead, roles_of, visible_drills
from gouvernail.drills.queries.figures import Line, lines_of
from gouvernail.drills.queries.scenarios import MINUTE, said_of
from gouvernail.drills.queries.timing import second_at
from gouvernail.foundation.paging import Page, page_of
from gouvernail.people.models import Person
from gouvernail.practice.models import Post
from gouvernail.practice.queries import on_stage

SIZE = 25
SHOWN = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """A post of the stage and what was answered to it, oldest first."""

    post: Post
    comments: list[Post]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A role of a drill: what it does, and who plays it."""

    role: str
    label: str
    words: str
    player: Player | None
    is_mine: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What a member of the team sees of a drill; `minute` is that of the drill."""

    drill: Drill
    minute: int
    threads: list[Thread]
    injects: list[Happening]
    parts: list[Part]
    mine: list[str]
    leads: bool
    alarms: bool
    voices: list[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Console:
    """What the trainer sees besides: what comes, and the times so far."""

    coming: list[Happening]
    past: list[Happening]
    lines: list[Line]
    notes: str


def drills_for_list(viewer: Person, *, cursor: str = "") -> Page[Drill]:
    """Return one page of drills that are over, latest first. One query."""
    rows = visible_drills(viewer).filter(status__in=("ended", "cancelled"))
    rows = rows.select_related("unit", "trainer", "scenario")
    return page_of(rows, order=("-created_at", "-id"), cursor=cursor, size=SIZE)


def drills_ahead(viewer: Person) -> list[Drill]:
    """Return the drills under way or to come, the next first; 100 at most. One query."""
    rows = visible_drills(viewer).filter(status__in=("planned", "running", "paused"))
    rows = rows.select_related("unit", "trainer", "scenario")
    return list(rows.order_by("planned_at", "created_at", "pk")[:100])


def drills_to_play(person: Person) -> QuerySet[Drill]:
    """Return the drills under way or to come that somebody plays or leads. One query."""
    rows = Drill.objects.filter(status__in=("planned", "running", "paused"))
    plays = Player.objects.filter(drill=OuterRef("pk"), person=person)
    rows = rows.filter(Q(trainer=person) | Q(Exists(plays)))
    return rows.order_by("created_at", "pk")


def stage_of(drill: Drill, *, viewer: Person, at: datetime) -> Stage:
    """Return the stage of a drill as `viewer` sees it. Five queries."""
    mine = roles_of(viewer, drill)
    leads = may_lead(viewer, drill)
    rows = drill.happenings.filter(kind="inject", status="played")
    if not leads and drill.is_on:
        rows = rows.filter(Q(to="") | Q(to__in=mine))
    return Stage(
        drill=drill,
        minute=second_at(drill.legs, at) // MINUTE,
        threads=threads_of(drill),
        injects=list(rows.order_by("-second", "-id")[:SHOWN]),
        parts=parts_of(drill, mine=mine),
        mine=mine,
        leads=leads,
        alarms=bool(mine) and alarm_unit(viewer, drill) is not None,
        voices=voices_of(drill),
    )


def threads_of(drill: Drill) -> list[Thread]:
    """Return the posts of a stage, latest first, each with its comments. One query."""
    posts = list(on_stage(drill.pk))
    threads = {
        post.pk: Thread(post=post, comments=[]) for post in posts if post.reply_to_id is None
    }
    for post in posts:
        if post.reply_to_id in threads:
            threads[post.reply_to_id].comments.append(post)
    return list(reversed(list(threads.values())))[:SHOWN]


def parts_of(drill: Drill, *, mine: list[str]) -> list[Part]:
    """Return the roles of a drill and who plays them. One query."""
    players = {one.role: one for one in drill.players.select_related("person")}
    labels = dict(RoleInCrisis.choices)
    told = {one["role"]: said_of(one) for one in drill.part("roles")}
    return [
        Part(
            role=role,
            label=str(labels.get(role, role)),
            words=told.get(role, ""),
            player=players.get(role),
            is_mine=role in mine,
        )
        for role in dict.fromkeys((*told, *players))
    ]


def voices_of(drill: Drill) -> list[tuple[str, str]]:
    """Return our own accounts of a drill: their key and their name on its stage. No query."""
    return [
        (one["who"], str(one.get(drill.language) or one.get("fr", "")))
        for one in drill.part("cast")
        if one["kind"] == "ours"
    ]


def console_of(drill: Drill, *, at: datetime) -> Console:
    """Return what the trainer sees besides the stage. Fourteen queries at most."""
    rows = list(drill.happenings.select_related("written_by")[:500])
    return Console(
        coming=[one for one in rows if one.status == Happening.Status.WAITING],
        past=[one for one in reversed(rows) if one.status != Happening.Status.WAITING][:SHOWN],
        lines=lines_of(drill, at=at),
        notes=said_of({"fr": drill.scenario.notes, "en": drill.scenario.notes_en}),
    )
