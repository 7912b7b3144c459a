"""Many replies at once: those to start from, and those of a file. All begin as drafts."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.foundation.errors import DomainError
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import Right, require, visible_unit
from gouvernail.replies.actions.submitting import submit_version
from gouvernail.replies.actions.writing import (
    Sheet,
    Words,
    begin_reply,
    sheet_from,
    words_from,
    write_reply,
)
from gouvernail.replies.errors import ReplyFileError
from gouvernail.replies.models import Reply
from gouvernail.replies.permissions import writable_units
from gouvernail.replies.queries.files import DAYS, LISTS, TEXTS, ReplyLine
from gouvernail.replies.queries.judging import FIELDS
from gouvernail.replies.queries.versions import version_at_work
from gouvernail.replies.starters import StarterReply, starter_replies

MOST_SUBMITTED: Final = 200
"""Lines of a file that are submitted at once: the rules are asked of each of their texts."""
SAID: Final = ("networks", *FIELDS, *DAYS)
TOLD_OF: Final = tuple(name for name in (*TEXTS, *LISTS) if name not in SAID)
_SAYINGS: Final = ("asked", "check")


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A line that was not taken, and why; `column` is where, or empty."""

    number: int
    column: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldBack:
    """A reply that was taken and could not be submitted: it is a draft. `field` may be empty."""

    reply: Reply
    field: str
    why: str


@dataclass(slots=True, kw_only=True)
class Imported:
    """What became of what was given: the replies begun, written anew, left as they were."""

    begun: list[Reply] = field(default_factory=list)
    written: list[Reply] = field(default_factory=list)
    same: list[Reply] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    submitted: int = 0
    held_back: list[HeldBack] = field(default_factory=list)


def import_starters(
    *,
    unit_id: UUID | str,
    slugs: Collection[str] = (),
    submits: bool = False,
    by: Person,
    at: datetime,
) -> Imported:
    """Begin replies to start from in a unit: those named, or all. Those it has are left alone.

    Each is a transaction of its own: nobody else waits for all of them to write.

    Raises:
        UnitNotFoundError, RightMissingError: nothing was changed.
    """
    unit = visible_unit(unit_id, viewer=by)
    require(by, Right.WRITE_CONTENT, unit=unit)
    known = {one.slug: one for one in Reply.objects.filter(unit=unit)}
    report = Imported()
    for starter in starter_replies():
        if slugs and starter.slug not in slugs:
            continue
        if starter.slug in known:
            report.same.append(known[starter.slug])
            continue
        reply = begin_reply(
            unit_id=unit.pk,
            sheet=_sheet_of(starter),
            words=_words_of(starter),
            slug=starter.slug,
            by=by,
            at=at,
        )
        report.begun.append(reply)
        if submits:
            _submit(report, reply, by=by, at=at)
    return report


def _sheet_of(starter: StarterReply) -> Sheet:
    lines = {
        f"{name}_{lang}": "\n".join(one.said(lang) for one in getattr(starter, name))
        for name in _SAYINGS
        for lang in ("fr", "en")
    }
    said = Sheet(
        title_fr=starter.title.fr,
        title_en=starter.title.en,
        theme=starter.theme,
        when_fr=starter.when.fr,
        when_en=starter.when.en,
        handover_fr=starter.handover.words.fr,
        handover_en=starter.handover.words.en,
        handover_to=starter.handover.duty,
    )
    return replace(said, **lines)  # type: ignore[arg-type]  # texts, by their names


def _words_of(starter: StarterReply) -> Words:
    return Words(
        short_fr=starter.short.fr,
        short_en=starter.short.en,
        long_fr=starter.long.fr,
        long_en=starter.long.en,
    )


def _submit(report: Imported, reply: Reply, *, by: Person, at: datetime) -> None:
    """Submit a draft; what the rules hold back stays a draft, and is said."""
    try:
        submit_version(reply.pk, by=by, at=at)
    except DomainError as refusal:
        why = next(iter(refusal.fields.values()), refusal.message)
        field = next(iter(refusal.fields), "")
        report.held_back.append(HeldBack(reply=reply, field=field, why=why))
    else:
        report.submitted += 1


def import_replies(
    lines: Sequence[ReplyLine],
    *,
    unit_id: UUID | str,
    submits: bool = False,
    by: Person,
    at: datetime,
) -> Imported:
    """Take the lines of a file: a short name that is known is written anew, another is begun.

    Lines without a unit are of `unit_id`. A line with a fault is refused, with its column; the
    others are taken. Of a known reply, columns that the file has not are left as they are, its
    pictures too. Each line is a transaction of its own: nobody else waits for the file to write.

    Raises:
        ReplyFileError: too many lines to submit at once.
        UnitNotFoundError, RightMissingError: nothing was changed.
    """
    home = visible_unit(unit_id, viewer=by)
    require(by, Right.WRITE_CONTENT, unit=home)
    if submits and len(lines) > MOST_SUBMITTED:
        words = _("At most %(most)s lines when they are submitted at once: cut this file.")
        raise ReplyFileError(words % {"most": MOST_SUBMITTED})
    units = {unit.code: unit for unit in writable_units(by)}
    report = Imported()
    for line in lines:
        unit = units.get(line.unit) if line.unit else home
        try:
            reply = _take(report, line, unit, by=by, at=at)
        except DomainError as refusal:
            _refuse(report, line, refusal.fields or {"": refusal.message})
        else:
            if submits and reply is not None:
                _submit(report, reply, by=by, at=at)
    return report


def _refuse(report: Imported, line: ReplyLine, problems: Mapping[str, str]) -> None:
    report.refused += [
        Refused(number=line.number, column=column, why=why) for column, why in problems.items()
    ]


def _take(
    report: Imported, line: ReplyLine, unit: Unit | None, *, by: Person, at: datetime
) -> Reply | None:
    """Take one line; return its reply when it left a draft that the line wrote."""
    if line.problems or unit is None:
        _refuse(
            report,
            line,
            line.problems or {"unit": _("You write no replies for this unit.")},
        )
        return None
    known = Reply.objects.filter(unit=unit, slug=line.slug).first() if line.slug else None
    latest = (version_at_work(known) or known.current) if known is not None else None
    sheet = replace(sheet_from(known) if known is not None else Sheet(), **_told(line, TOLD_OF))
    words = replace(words_from(latest) if latest is not None else Words(), **_told(line, SAID))
    if known is None:
        reply = begin_reply(unit_id=unit.pk, sheet=sheet, words=words, slug=line.slug, by=by, at=at)
        report.begun.append(reply)
        return reply
    reply = write_reply(known.pk, sheet=sheet, words=words, by=by, at=at)
    draft = version_at_work(reply)
    is_written = draft is not None and draft.written_at == at
    changed = is_written or reply.updated_at == at
    (report.written if changed else report.same).append(reply)
    return reply if is_written and draft is not None and draft.status == "draft" else None


def _told(line: ReplyLine, names: Collection[str]) -> dict[str, Any]:
    """Return what a line says of these; what the file has no column for is not there."""
    told: dict[str, Any] = {**line.texts, **line.lists, **line.days}
    return {name: told[name] for name in names if name in told}
