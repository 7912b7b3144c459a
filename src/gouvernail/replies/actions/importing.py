"""Many replies at once: those to start from, and those of a file. All begin as drafts."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.foundation.actions import action
from gouvernail.foundation.errors import DomainError
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import Right, require, visible_unit
from gouvernail.replies.actions.submitting import submit_version
from gouvernail.replies.actions.writing import Sheet, Words, begin_reply, write_reply
from gouvernail.replies.models import Reply
from gouvernail.replies.permissions import writable_units
from gouvernail.replies.queries.files import TEXTS, ReplyLine
from gouvernail.replies.queries.judging import FIELDS
from gouvernail.replies.queries.versions import version_at_work
from gouvernail.replies.starters import StarterReply, starter_replies

_SAYINGS: Final = ("asked", "check")


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A line that was not taken, and why; `column` is where, or empty."""

    number: int
    column: str
    why: str


@dataclass(slots=True, kw_only=True)
class Imported:
    """What became of what was given: the replies begun, written anew, left as they were."""

    begun: list[Reply] = field(default_factory=list)
    written: list[Reply] = field(default_factory=list)
    same: list[Reply] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    submitted: int = 0
    held_back: list[Refused] = field(default_factory=list)


@action("replies.import_starters")
def import_starters(
    *,
    unit_id: UUID | str,
    slugs: Collection[str] = (),
    submits: bool = False,
    by: Person,
    at: datetime,
) -> Imported:
    """Begin replies to start from in a unit: those named, or all. Those it has are left alone.

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
            _submit(report, reply, number=len(report.begun), by=by, at=at)
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


def _submit(report: Imported, reply: Reply, *, number: int, by: Person, at: datetime) -> None:
    """Submit a draft; what the rules hold back stays a draft, and is said."""
    try:
        submit_version(reply.pk, by=by, at=at)
    except DomainError as refusal:
        why = next(iter(refusal.fields.values()), refusal.message)
        column = next(iter(refusal.fields), "")
        report.held_back.append(Refused(number=number, column=column, why=why))
    else:
        report.submitted += 1


@action("replies.import_replies")
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
    others are taken.

    Raises:
        UnitNotFoundError, RightMissingError: nothing was changed.
    """
    home = visible_unit(unit_id, viewer=by)
    require(by, Right.WRITE_CONTENT, unit=home)
    units = {unit.code: unit for unit in writable_units(by)}
    report = Imported()
    for line in lines:
        try:
            _take(report, line, units.get(line.unit, None if line.unit else home), by=by, at=at)
        except DomainError as refusal:
            fields = refusal.fields or {"": refusal.message}
            report.refused += [
                Refused(number=line.number, column=column, why=why)
                for column, why in fields.items()
            ]
            continue
        if submits:
            _submit_last(report, line, by=by, at=at)
    return report


def _take(
    report: Imported, line: ReplyLine, unit: Unit | None, *, by: Person, at: datetime
) -> None:
    if line.problems or unit is None:
        problems = dict(line.problems) or {"unit": _("You write no replies for this unit.")}
        report.refused += [
            Refused(number=line.number, column=column, why=why) for column, why in problems.items()
        ]
        return
    known = Reply.objects.filter(unit=unit, slug=line.slug).first() if line.slug else None
    told: dict[str, Any] = {name: line.texts[name] for name in TEXTS} | dict(line.lists)
    said: dict[str, Any] = {name: line.texts[name] for name in FIELDS} | dict(line.days)
    sheet, words = Sheet(**told), Words(**said)
    if known is None:
        begun = begin_reply(unit_id=unit.pk, sheet=sheet, words=words, slug=line.slug, by=by, at=at)
        report.begun.append(begun)
        return
    reply = write_reply(known.pk, sheet=sheet, words=words, by=by, at=at)
    draft = version_at_work(reply)
    changed = reply.updated_at == at or (draft is not None and draft.written_at == at)
    (report.written if changed else report.same).append(reply)


def _submit_last(report: Imported, line: ReplyLine, *, by: Person, at: datetime) -> None:
    taken = [*report.begun[-1:], *report.written[-1:]]
    for reply in taken:
        version = version_at_work(reply)
        if version is not None and version.written_at == at and version.status == "draft":
            _submit(report, reply, number=line.number, by=by, at=at)
