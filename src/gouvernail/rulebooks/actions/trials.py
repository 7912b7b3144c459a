"""Trying a draft over past posts: asked for, done by the worker, stopped, read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import OperationalError
from django.db.models import F, Q

from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import machine
from gouvernail.foundation.lifesigns import still_at_work
from gouvernail.kernel.rules import Pack
from gouvernail.kernel.rules.replay import (
    Asked,
    Figures,
    ReplayCancelledError,
    replay,
)
from gouvernail.kernel.rules.segments import SegmentError
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, may, require
from gouvernail.records.permissions import visible_record
from gouvernail.records.queries.segments import RecordArchive
from gouvernail.rulebooks.actions.versions import note_tried
from gouvernail.rulebooks.errors import TrialMovedOnError
from gouvernail.rulebooks.models import PackVersion
from gouvernail.rulebooks.models.trials import Trial, TrialReading
from gouvernail.rulebooks.permissions import visible_trial, visible_version
from gouvernail.rulebooks.queries.packs import kernel_pack, pack_in_force
from gouvernail.rulebooks.queries.slices import (
    Lookups,
    SomeParts,
    batches,
    figures_as_kept,
    figures_kept,
    parts_in_order,
)
from gouvernail.rulebooks.queries.trials import asked_below, span_below

WORKER: Final = machine("worker")
LOST: Final = timedelta(minutes=5)
"""A trial that shows no sign for so long lost its worker, and is taken up again."""
SLICE: Final = timedelta(seconds=5)
"""How long a turn of the worker goes on with a trial before it lets others have theirs."""
MOST_TAKES: Final = 3
"""So many turns in a row may be lost before a trial is given up."""
Approvals = Callable[[], Mapping[str, int]]


@action("rulebooks.ask_for_trial")
def ask_for_trial(*, version_id: UUID, by: Person, at: datetime) -> Trial:
    """Ask what a version would have done to past posts; one already under way is given back.

    It is compared with the version in force; that one itself, with nothing.

    Raises:
        PackNotFoundError, RightMissingError: not here, or not by `by`.
    """
    version = visible_version(version_id, viewer=by, lock=True)
    require(by, Right.EDIT_RULES, unit=version.pack.unit)
    in_force = pack_in_force(version.pack)
    trials = Trial.objects.filter(version=version, digest=version.digest)
    waiting = trials.filter(status=Trial.Status.WAITING).first()
    if waiting is not None:
        return waiting
    trial = Trial.objects.create(
        version=version,
        digest=version.digest,
        against=None if in_force is None or in_force.digest == version.digest else in_force,
        asked_by=by,
        asked_at=at,
    )
    record(actor=by, verb="trial.asked", subject=trial, at=at)
    return trial


@action("rulebooks.cancel_trial")
def cancel_trial(*, trial_id: UUID, by: Person, at: datetime) -> Trial:
    """Stop a trial; the worker leaves it at its next segment.

    Raises:
        TrialMovedOnError: it is over.
        TrialNotFoundError, RightMissingError: not here, or not by `by`.
    """
    trial = visible_trial(trial_id, viewer=by, lock=True)
    require(by, Right.EDIT_RULES, unit=trial.version.pack.unit)
    if trial.is_over:
        raise TrialMovedOnError
    trial.status, trial.ended_at = Trial.Status.CANCELLED, at
    trial.save(update_fields=("status", "ended_at"))
    record(actor=by, verb="trial.cancelled", subject=trial, at=at)
    return trial


@action("rulebooks.read_sample")
def read_sample(
    *, trial_id: UUID, record_id: UUID, reading: str, by: Person, at: datetime
) -> TrialReading:
    """Keep how a person read a post that the draft would have stopped; the last word counts.

    Raises:
        TrialNotFoundError, RecordNotFoundError, RightMissingError: not here, or not by `by`.
    """
    trial = visible_trial(trial_id, viewer=by, lock=True)
    require(by, Right.EDIT_RULES, unit=trial.version.pack.unit)
    archived = visible_record(record_id, viewer=by)
    row, _made = TrialReading.objects.update_or_create(
        trial=trial,
        record=archived,
        defaults={"reading": TrialReading.Reading(reading), "by": by, "at": at},
    )
    record(actor=by, verb="trial_reading.made", subject=row, at=at)
    return row


def run_waiting(*, approvals: Approvals, clock: Callable[[], datetime]) -> Trial | None:
    """Do a slice of the trial that was asked for first; None when there is none.

    What a slice tells is kept, and the next turn goes on from there: whoever else waits for the
    worker has its turn between. `approvals` tells how many people approved each record, by its
    key; it is asked once a slice. A draft that was changed since it was asked for is not tried:
    figures are those of the text they name. A trial that so many turns did not bring further is
    over, and says so.

    Raises:
        Exception: any fault of the product; the trial is over then, and says so.
    """
    trial = _taken(clock())
    if trial is None:
        return None
    problem = _cannot_go_on(trial)
    if problem:
        return end_trial(trial_id=trial.pk, result=Result(problem=problem), at=clock())
    try:
        result = _result(trial, approvals, clock)
    except ReplayCancelledError:
        return trial
    except OperationalError:
        raise  # the database is away or locked: the trial is taken up again
    except Exception:  # it would fail again every time it is taken up
        end_trial(trial_id=trial.pk, result=Result(problem="fault"), at=clock())
        raise
    return end_trial(trial_id=trial.pk, result=result, at=clock()) if result else trial


def _result(trial: Trial, approvals: Approvals, clock: Callable[[], datetime]) -> "Result | None":
    """Return what came of a trial once this turn is over; None when some of it is left."""
    try:
        figures = _Turn(trial, clock).figures(approvals())
    except SegmentError as error:
        return Result(problem=error.code)
    return None if figures is None else Result(figures=figures)


def _taken(at: datetime) -> Trial | None:
    """Claim a trial that waits, or that was left by a worker that died."""
    lost = Q(taken_at=None) | Q(taken_at__lt=at - LOST)
    free = lost & Q(status=Trial.Status.WAITING)
    for key in Trial.objects.filter(free).order_by("asked_at").values_list("pk", flat=True)[:5]:
        claimed = Trial.objects.filter(free, pk=key)
        if claimed.update(taken_at=at, takes=F("takes") + 1):
            return Trial.objects.select_related("version__pack__unit", "against__pack").get(pk=key)
    return None


def _cannot_go_on(trial: Trial) -> str:
    """Return why a trial is over before this turn; empty when it is not."""
    if trial.version.digest != trial.digest:
        return "draft_changed"
    return "no_progress" if trial.takes > MOST_TAKES else ""


@dataclass(slots=True)
class _Turn:
    """A slice of one trial: progress is kept, and a request to stop is heard."""

    trial: Trial
    clock: Callable[[], datetime]

    def figures(self, approvals: Mapping[str, int]) -> dict[str, Any] | None:
        """Return what the whole archive tells; None when some is left for another turn."""
        unit = self.trial.version.pack.unit
        asked, left_out = asked_below(
            unit, _pack(self.trial.against), _pack(self.trial.version), approvals=approvals
        )
        told = self._replayed(asked)
        if told is None:
            return None
        span = span_below(unit)
        return _kept(told, span.posts) | {
            "since": span.since.isoformat() if span.since else "",
            "until": span.until.isoformat() if span.until else "",
            "left_out": left_out,
        }

    def _replayed(self, asked: Asked) -> Figures | None:
        archive, until, known = RecordArchive(), self.clock() + SLICE, Lookups()
        self._planned(archive)
        told = figures_kept(self.trial.so_far)
        left = [(name, count) for name, count in self.trial.plan[self.trial.place :]]
        for number, parts in enumerate(batches(left)):
            if number and self.clock() >= until:  # every turn does something
                self._update(taken_at=None)
                return None
            told.add(replay(asked, SomeParts(archive, parts, known), progress=self._go_on))
            self.trial.place += len(parts)
            self._keep(told)
        return told

    def _planned(self, archive: RecordArchive) -> None:
        """Keep in which parts the archive is looked at; refuse if one of them is no more."""
        trial, there = self.trial, parts_in_order(archive)
        if not trial.place:
            trial.plan = there
            trial.total = sum(count for _name, count in there)
        names = {name for name, _count in there}
        if any(name not in names for name, _count in trial.plan[trial.place :]):
            raise SegmentError("archive_changed")

    def _keep(self, told: Figures) -> None:
        trial = self.trial
        trial.done = sum(count for _name, count in trial.plan[: trial.place])
        self._update(
            plan=trial.plan,
            place=trial.place,
            so_far=figures_as_kept(told),
            takes=0,
            done=trial.done,
            total=trial.total,
            taken_at=self.clock(),
        )

    def _go_on(self, done: int, _total: int) -> bool:
        still_at_work()
        self._update(done=self.trial.done + done, total=self.trial.total, taken_at=self.clock())
        return True

    def _update(self, **values: object) -> None:
        """Write where the trial is.

        Raises:
            ReplayCancelledError: somebody stopped it.
        """
        going = Trial.objects.filter(pk=self.trial.pk, status=Trial.Status.WAITING)
        if not going.update(**values):
            raise ReplayCancelledError


def _pack(version: PackVersion | None) -> Pack | None:
    return kernel_pack(version) if version is not None else None


def _kept(figures: Figures, posts: int) -> dict[str, Any]:
    return dict(figures.plain()) | {"posts": posts}


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What came of a trial: figures, or why there are none."""

    figures: Mapping[str, Any] = field(default_factory=dict)
    problem: str = ""


@action("rulebooks.end_trial")
def end_trial(*, trial_id: UUID, result: Result, at: datetime) -> Trial:
    """Keep what came of a trial, unless somebody stopped it; the draft was then tried."""
    trial = (
        Trial.objects.select_for_update(of=("self",))
        .select_related("version__pack__unit", "asked_by")
        .get(pk=trial_id)
    )
    if trial.is_over:
        return trial
    trial.status = Trial.Status.FAILED if result.problem else Trial.Status.DONE
    trial.figures, trial.problem = dict(result.figures), result.problem
    trial.ended_at, trial.so_far, trial.plan = at, {}, []
    trial.save(update_fields=("status", "figures", "problem", "ended_at", "so_far", "plan"))
    record(actor=WORKER, verb="trial.ended", subject=trial, at=at)
    if not result.problem and _is_still_to_try(trial):
        note_tried(version_id=trial.version_id, by=trial.asked_by, at=at)
    return trial


def _is_still_to_try(trial: Trial) -> bool:
    """Return whether the draft is as it was tried, and whoever asked may still change it."""
    drafts = PackVersion.objects.filter(
        pk=trial.version_id,
        digest=trial.digest,
        status=PackVersion.Status.DRAFT,
        tried_at=None,
        pack__retired_at=None,
    )
    unit = trial.version.pack.unit
    return drafts.exists() and may(trial.asked_by, Right.EDIT_RULES, unit=unit)
