"""Writing a pack: saved while somebody types, undone, made into a version."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

from gouvernail.foundation.actions import action
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, require
from gouvernail.rulebooks.actions.packs import NEVER_BOUND, edit_version, write_version
from gouvernail.rulebooks.errors import (
    ManuscriptStaleError,
    ManuscriptTooLongError,
    NothingToUndoError,
)
from gouvernail.rulebooks.models import Manuscript, Pack, PackVersion
from gouvernail.rulebooks.permissions import visible_pack_of
from gouvernail.rulebooks.queries.editing import manuscript_of

STEPS_KEPT: Final = 100
STEPS_SIZE: Final = 400_000
LONGEST: Final = 2_000_000


@action("rulebooks.keep_manuscript")
def keep_manuscript(
    *, pack_id: UUID, source: str, edit_count: int, by: Person, at: datetime
) -> Manuscript:
    """Save a pack as it is being written, valid or not; it binds nobody, and leaves no entry.

    Raises:
        ManuscriptStaleError: somebody wrote since `edit_count` was read.
        ManuscriptTooLongError: longer than a pack may be.
        PackNotFoundError, RightMissingError: not here, or not by `by`.
    """
    manuscript = _opened(pack_id, edit_count=edit_count, by=by)
    if len(source) > LONGEST:
        raise ManuscriptTooLongError(LONGEST)
    if source != manuscript.source:
        steps = [*manuscript.steps, _step(source, manuscript.source)][-STEPS_KEPT:]
        while len(steps) > 1 and sum(len(one[1]) for one in steps) > STEPS_SIZE:
            steps = steps[1:]
        _save(manuscript, source=source, steps=steps, by=by, at=at)
    return manuscript


@action("rulebooks.undo_manuscript")
def undo_manuscript(*, pack_id: UUID, edit_count: int, by: Person, at: datetime) -> Manuscript:
    """Take back the last change of a pack that is being written.

    Raises:
        ManuscriptStaleError: somebody wrote since `edit_count` was read.
        NothingToUndoError: nothing was changed, or it was too long ago.
        PackNotFoundError, RightMissingError: not here, or not by `by`.
    """
    manuscript = _opened(pack_id, edit_count=edit_count, by=by)
    if not manuscript.steps:
        raise NothingToUndoError
    start, taken, added, *left = manuscript.steps[-1]
    source = manuscript.source
    source = source[:start] + taken + source[start + added :]
    _add_editors(manuscript, *left, manuscript.base.hands)  # their words may come back
    _save(manuscript, source=source, steps=manuscript.steps[:-1], by=by, at=at)
    return manuscript


@action("rulebooks.make_version")
def make_version(*, pack_id: UUID, edit_count: int, by: Person, at: datetime) -> PackVersion:
    """Make a draft of what was written: the one it began from changes, or a new one is added.

    Raises:
        ManuscriptStaleError: somebody wrote since `edit_count` was read.
        PackBrokenError: it cannot be used yet; it says at which lines.
        PackUnchangedError: another version says the same.
        PackNotFoundError, RightMissingError: not here, or not by `by`.
    """
    manuscript = _opened(pack_id, edit_count=edit_count, by=by)
    base = manuscript.base
    if base.is_draft:
        base = edit_version(
            version_id=base.pk, source=manuscript.source, by=by, at=at, hands=manuscript.editors
        )
    else:
        if base.status in NEVER_BOUND:  # its words are theirs, and nobody agreed to them
            _add_editors(manuscript, base.hands)
        base = write_version(
            pack_id=pack_id, source=manuscript.source, by=by, at=at, hands=manuscript.editors
        )
    manuscript.base, manuscript.editors = base, []
    manuscript.save()
    return base


@action("rulebooks.begin_again")
def begin_again(*, pack_id: UUID, edit_count: int, by: Person, at: datetime) -> Manuscript:
    """Leave what was written and begin from the latest version; it can be undone.

    Raises:
        ManuscriptStaleError: somebody wrote since `edit_count` was read.
        PackNotFoundError, RightMissingError: not here, or not by `by`.
    """
    manuscript = _opened(pack_id, edit_count=edit_count, by=by)
    latest = manuscript.pack.versions.order_by("-number").first()
    manuscript.base = latest or manuscript.base
    left = [*_step(manuscript.base.source, manuscript.source), manuscript.editors]
    steps, manuscript.editors = [*manuscript.steps, left], []
    _save(manuscript, source=manuscript.base.source, steps=steps, by=by, at=at)
    return manuscript


def _opened(pack_id: UUID, *, edit_count: int, by: Person) -> Manuscript:
    """Return what is written of a pack, its row locked; the latest version when nothing is."""
    pack = visible_pack_of(pack_id, viewer=by)
    require(by, Right.EDIT_RULES, unit=pack.unit)
    Pack.objects.select_for_update().get(pk=pack.pk)
    manuscript = manuscript_of(pack)
    if manuscript.edit_count != edit_count:
        raise ManuscriptStaleError(manuscript.edited_by.name)
    return manuscript


def _save(
    manuscript: Manuscript, *, source: str, steps: list[object], by: Person, at: datetime
) -> None:
    manuscript.source, manuscript.steps = source, steps
    manuscript.edit_count += 1
    _add_editors(manuscript, {by.pk})
    manuscript.edited_by, manuscript.edited_at = by, at
    manuscript.save()


def _add_editors(manuscript: Manuscript, *hands: Iterable[object]) -> None:
    keys = {str(key) for some in hands for key in some}
    manuscript.editors = sorted(keys.union(manuscript.editors))


def _step(after: str, before: str) -> list[object]:
    """Return how to go back: the offset, what stood there, how many characters replaced it."""
    start, shortest = 0, min(len(before), len(after))
    while start < shortest and before[start] == after[start]:
        start += 1
    end = 0
    while end < shortest - start and before[-1 - end] == after[-1 - end]:
        end += 1
    return [start, before[start : len(before) - end], len(after) - end - start]
