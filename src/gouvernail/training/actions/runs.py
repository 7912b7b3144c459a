"""Practising a scenario on the practice network: begun, done, marked from what happened."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Max
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gouvernail.foundation.actions import action
from gouvernail.foundation.digests import canonical, sha256_hex
from gouvernail.kernel.lookalikes import TRICKS
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right
from gouvernail.practice.actions import say_on_stage
from gouvernail.practice.connector import MAX_CHARACTERS
from gouvernail.practice.models import Post
from gouvernail.practice.queries import on_stage
from gouvernail.training.actions.authoring import sound_draft
from gouvernail.training.actions.scenarios import own_scenario
from gouvernail.training.errors import (
    MoveInvalidError,
    RunNotFoundError,
    RunStateError,
    ScenarioNotFoundError,
)
from gouvernail.training.models import QueuedPost, Run, Scenario
from gouvernail.training.permissions import require_over, visible_run, visible_scenario
from gouvernail.training.queries.judging import remarks_on
from gouvernail.training.queries.scripting import answers_in, come, marked_script, script
from gouvernail.training.queries.staging import (
    REAL,
    Fate,
    marked_profiles,
    marked_queue,
    passes_with,
    score_of,
    staged,
)

Kind = Scenario.Kind
MOVES: Final = ("hold", "release", "freeze", "freeze_account")
"""Hold one message, let one go, stop everything, stop one account."""


@action("training.start_run")
def start_run(scenario_id: UUID, *, by: Person, at: datetime, trial: bool = False) -> Run:
    """Begin to practise a scenario, or go on with what is under way and still has time.

    `trial`: what is written and not published, by who may write it, always from the beginning.

    Raises:
        ScenarioNotFoundError: missing, put away, not published, or hidden from `by`.
        RightMissingError, ScenarioInvalidError: a trial of what is not theirs, or not whole.
    """
    scenario = visible_scenario(viewer=by, scenario_id=scenario_id, archived=False)
    if not trial and not scenario.number:
        raise ScenarioNotFoundError
    content = sound_draft(own_scenario(scenario.pk, by=by)) if trial else scenario.content
    Person.objects.select_for_update(no_key=True).get(pk=by.pk)
    runs = Run.objects.filter(scenario=scenario, person=by)
    going = runs.filter(ended_at__isnull=True).select_related("scenario").first()
    if going is not None:
        if at < ends_at(going) and not (trial or going.trial):
            return going
        _end(going, by=by, at=at)
    seed, language = secrets.token_hex(16), get_language() or "fr"
    run = Run.objects.create(
        scenario=scenario,
        person=by,
        number=(runs.aggregate(last=Max("number"))["last"] or 0) + 1,
        seed=seed,
        language=language,
        content=staged(scenario.kind, content, language=language, seed=seed),
        trial=trial,
        pass_percent=scenario.pass_percent,
        started_at=at,
    )
    _set_the_stage(run, at=at)
    record(actor=by, verb="scenario_run.started", subject=run, at=at)
    return run


def ends_at(run: Run) -> datetime:
    """Return when the time allowed is over."""
    return run.started_at + timedelta(seconds=run.scenario.limit_seconds)


def _set_the_stage(run: Run, *, at: datetime) -> None:
    said, lang = run.content, run.language[:2]
    if run.scenario.kind == Kind.ANSWER:
        say_on_stage(stage=run.pk, author=said["house"], text=said["post"], lang=lang, at=at)
        _bring(run, at=at)
    elif run.scenario.kind == Kind.QUEUE:
        QueuedPost.objects.bulk_create(
            QueuedPost(
                run=run,
                place=place,
                account=one["account"],
                text=one["text"],
                hurts=one["hurts"],
                due_at=at + timedelta(seconds=one["after"]),
            )
            for place, one in enumerate(said["posts"], start=1)
        )


def _own(run_id: UUID, kind: str, *, by: Person, at: datetime) -> Run:
    """Return one's own run, locked, still under way and of this kind."""
    rows = Run.objects.select_for_update(of=("self",)).select_related("scenario__unit", "person")
    run = rows.filter(pk=run_id, person=by).first()
    if run is None:
        raise RunNotFoundError
    if run.ended_at is not None:
        raise RunStateError(_("This practice is over: begin it again."))
    if kind and run.scenario.kind != kind:
        raise RunStateError(_("This practice asks for something else."))
    if kind and at >= ends_at(run):
        raise RunStateError(_("The time is over: see the result."))
    return run


@action("training.answer_comment")
def answer_comment(run_id: UUID, *, text: str, by: Person, at: datetime, place: int = 1) -> Run:
    """Answer one comment, as the house, on the stage of this practice.

    Once every comment of the script is answered it is marked: the only one, where there is one.

    Raises:
        RunNotFoundError: missing, or somebody else's.
        RunStateError: it is over, late, or of another kind.
        MoveInvalidError: nothing is said, or too much; this comment has not come, or has an answer.
    """
    run = _own(run_id, Kind.ANSWER, by=by, at=at)
    said, answers = text.strip(), answers_in(run.moves)
    if not said:
        raise MoveInvalidError({"text": _("Write your answer.")})
    if len(said) > MAX_CHARACTERS:
        raise MoveInvalidError({"text": _("500 characters at most.")})
    if place in answers:
        raise MoveInvalidError({"text": _("This comment has your answer already.")})
    comments = _bring(run, at=at)
    if not 1 <= place <= len(comments):
        raise MoveInvalidError({"text": _("This comment has not come.")})
    say_on_stage(
        stage=run.pk,
        author=run.content["house"],
        text=said,
        lang=run.language[:2],
        reply_to=comments[place - 1],
        at=at,
    )
    number = len(script(run.content))
    if number == 1:
        run.moves = {"text": said}
    else:
        made = {str(place): {"text": said, "at": at.isoformat()}}
        run.moves = {"answers": run.moves.get("answers", {}) | made}
    if len(answers) + 1 == number:
        _end(run, by=by, at=at)
    else:
        run.save(update_fields=("moves",))
    return run


def _bring(run: Run, *, at: datetime) -> list[Post]:
    """Put the comments that have come on the stage, each at its instant; return them in order."""
    said = on_stage(run.pk)
    post = said.filter(reply_to__isnull=True).first()
    there = list(said.filter(reply_to__isnull=False, reply_to__reply_to__isnull=True))
    for one in come(run, at=at)[len(there) :]:
        comment = say_on_stage(
            stage=run.pk,
            author=one.author,
            text=one.comment,
            lang=run.language[:2],
            reply_to=post,
            at=run.started_at + one.after,
        )
        there.append(comment)
    return there


@action("training.tell_impostors")
def tell_impostors(run_id: UUID, *, given: Mapping[str, str], by: Person, at: datetime) -> Run:
    """Say of each profile whether it is true, or by which trick it is not; then it is marked.

    `given` maps the place of each profile to `real` or one of `TRICKS`.

    Raises:
        RunNotFoundError, RunStateError: as for an answer.
        MoveInvalidError: a profile was left without an answer, or got another one.
    """
    run = _own(run_id, Kind.IMPOSTOR, by=by, at=at)
    profiles = run.content["profiles"]
    wrong = {
        f"profile_{place}": _("Say what you think of this profile.")
        for place in range(1, len(profiles) + 1)
        if given.get(str(place), "") not in (REAL, *TRICKS)
    }
    if wrong:
        raise MoveInvalidError(wrong)
    run.moves = {one["handle"]: given[str(place)] for place, one in enumerate(profiles, start=1)}
    _end(run, by=by, at=at)
    return run


@action("training.move_queue")
def move_queue(
    run_id: UUID, *, move: str, place: int = 0, account: str = "", by: Person, at: datetime
) -> Run:
    """Hold, stop or let go on the practice queue. What was due before has left already.

    A message that is let go leaves at once when its time has passed.

    Raises:
        RunNotFoundError, RunStateError: as for an answer.
        MoveInvalidError: there is no such move, message or account here.
    """
    run = _own(run_id, Kind.QUEUE, by=by, at=at)
    _let_leave(run, at=at)
    waiting = run.queue.filter(left_at__isnull=True)
    chosen = {
        "hold": waiting.filter(place=place),
        "release": waiting.filter(place=place),
        "freeze": waiting,
        "freeze_account": waiting.filter(account=account),
    }
    if move not in chosen:
        raise MoveInvalidError({"move": _("This cannot be done here.")})
    known = {"place": move in ("hold", "release"), "account": move == "freeze_account"}
    if (known["place"] and not run.queue.filter(place=place).exists()) or (
        known["account"] and not run.queue.filter(account=account).exists()
    ):
        raise MoveInvalidError({"move": _("This message is not in the queue.")})
    if move == "release":
        chosen[move].update(held_at=None)
        _let_leave(run, at=at)
    else:
        chosen[move].filter(held_at__isnull=True).update(held_at=at)
    made = {"move": move, "place": place, "account": account, "at": at.isoformat()}
    run.moves = {"made": [*run.moves.get("made", ()), made]}
    run.save(update_fields=("moves",))
    return run


def _let_leave(run: Run, *, at: datetime) -> None:
    """Let what is due and not held appear on the stage, at the instant it was due."""
    due = run.queue.filter(left_at__isnull=True, held_at__isnull=True, due_at__lte=at)
    for one in due.order_by("due_at", "place"):
        last = [move for move in run.moves.get("made", ()) if move["place"] == one.place]
        one.left_at = at if last else one.due_at
        one.post = say_on_stage(
            stage=run.pk,
            author=one.account,
            text=one.text,
            lang=run.language[:2],
            at=one.left_at,
        )
        one.save(update_fields=("left_at", "post"))


@action("training.end_run")
def end_run(run_id: UUID, *, by: Person, at: datetime) -> Run:
    """End a practice as it stands and mark it: what the queue still holds loose leaves.

    Raises:
        RunNotFoundError: missing, or somebody else's.
        RunStateError: it is over already.
    """
    run = _own(run_id, "", by=by, at=at)
    _end(run, by=by, at=at)
    return run


def _end(run: Run, *, by: Person, at: datetime) -> None:
    run.ended_at = min(at, ends_at(run))
    run.findings = _marks(run, at=run.ended_at)
    run.score_percent = score_of(run.findings)
    run.passed = passes_with(run.findings, pass_percent=run.pass_percent)
    run.digest = sha256_hex(
        canonical({"content": run.content, "moves": run.moves, "findings": run.findings})
    )
    run.save()
    record(actor=by, verb="scenario_run.ended", subject=run, at=at, digest=run.digest)


def _marks(run: Run, *, at: datetime) -> list[dict[str, object]]:
    if run.scenario.kind == Kind.ANSWER:
        _bring(run, at=at)
        return marked_script(
            run.content,
            answers_in(run.moves),
            lasted=at - run.started_at,
            judge=lambda text: remarks_on(text, run, at=at),
        )
    if run.scenario.kind == Kind.IMPOSTOR:
        profiles = run.content["profiles"]
        return marked_profiles(profiles, {one["handle"]: "" for one in profiles} | run.moves)
    _let_leave(run, at=at)
    last = run.queue.aggregate(last=Max("due_at"))["last"] or at
    _let_leave(run, at=max(last, at))
    fates = [
        Fate(hurts=one.hurts, held_at=one.held_at, left_at=one.left_at) for one in run.queue.all()
    ]
    return marked_queue(fates, started_at=run.started_at, points=run.content.get("points", {}))


@action("training.review_run")
def review_run(run_id: UUID, *, passed: bool, says: str, by: Person, at: datetime) -> Run:
    """Say, as a trainer who read it, whether a practice is passed; words alone do not see all.

    Raises:
        RunNotFoundError: missing, or hidden from `by`.
        RunStateError: it is not over.
        OwnTrainingError, RightMissingError: it is their own, or they have no such right there.
        MoveInvalidError: nothing is said to the learner.
    """
    run = visible_run(run_id, viewer=by, lock=True)
    require_over(by, run.person, Right.EDIT_TRAINING)
    if run.ended_at is None:
        raise RunStateError(_("It is read once it is over."))
    if not says.strip():
        raise MoveInvalidError({"says": _("Say why, in a word: the learner reads it.")})
    run.passed, run.review = passed, says.strip()
    run.reviewed_by, run.reviewed_at = by, at
    run.save(update_fields=("passed", "review", "reviewed_by", "reviewed_at"))
    record(actor=by, verb="scenario_run.reviewed", subject=run, at=at)
    return run
