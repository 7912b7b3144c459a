"""Writing a reply: its sheet, which nobody publishes, and its words, which are agreed to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.utils.text import slugify
from django.utils.translation import gettext as _

from gouvernail.approvals import actions as approvals
from gouvernail.foundation.actions import action
from gouvernail.foundation.clock import site_day
from gouvernail.kernel.text import NETWORKS
from gouvernail.ledger.actions import record
from gouvernail.media.permissions import visible_assets
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import Right, require, visible_unit
from gouvernail.replies.errors import (
    ReplyInvalidError,
    ReplyRetiredError,
    ReplyStaleError,
)
from gouvernail.replies.models import LANGUAGES, Reply, ReplyPicture, ReplyVersion
from gouvernail.replies.permissions import visible_reply
from gouvernail.replies.queries.judging import FIELDS, faults_of_words
from gouvernail.replies.queries.versions import KIND, SHEET, seen_of, version_at_work
from gouvernail.replies.starters import DUTIES, starter_reply_commons

MOST_PICTURES: Final = 4
MOST_TOPICS: Final = 20
STATUS: Final = ReplyVersion.Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What a reply is for and where it is offered. Lists of lines are one text, a line each."""

    title_fr: str = ""
    title_en: str = ""
    theme: str = ""
    when_fr: str = ""
    when_en: str = ""
    asked_fr: str = ""
    asked_en: str = ""
    check_fr: str = ""
    check_en: str = ""
    handover_fr: str = ""
    handover_en: str = ""
    handover_to: str = ""
    topics: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What is published once agreed to, and where; `pictures` are those of the library."""

    short_fr: str = ""
    short_en: str = ""
    long_fr: str = ""
    long_en: str = ""
    networks: tuple[str, ...] = ()
    changes: str = ""
    review_on: date | None = None
    expires_on: date | None = None
    pictures: tuple[UUID, ...] = ()


@action("replies.begin_reply")
def begin_reply(
    *, unit_id: UUID | str, sheet: Sheet, words: Words, slug: str = "", by: Person, at: datetime
) -> Reply:
    """Begin a reply of a unit, with the first draft of its words.

    Its short name comes from its title, with a number where it is taken.

    Raises:
        ReplyInvalidError: something cannot be taken.
        UnitNotFoundError, RightMissingError: nothing was changed.
    """
    unit = visible_unit(unit_id, viewer=by)
    require(by, Right.WRITE_CONTENT, unit=unit)
    reply = Reply(unit=unit, created_by=by, created_at=at, updated_at=at)
    _fill_sheet(reply, sheet)
    version = ReplyVersion(reply=reply, number=1)
    _fill_words(version, words, by=by, at=at)
    wrong = _faults(reply, version, words, by=by)
    _refuse(wrong | _faults_of_days(version, None, today=site_day(at)))
    reply.slug = _free_slug(unit, slug or reply.title_fr or reply.title_en)
    reply.save()
    record(actor=by, verb="reply.created", subject=reply, at=at)
    version.save()
    _keep_pictures(version, words)
    record(actor=by, verb="reply_version.drafted", subject=version, at=at)
    return reply


def _free_slug(unit: Unit, title: str) -> str:
    """Return a short name that no other reply of the unit has. One query."""
    wanted = slugify(title)[:70] or "reply"
    taken = set(
        Reply.objects.filter(unit=unit, slug__startswith=wanted).values_list("slug", flat=True)
    )
    names = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return wanted if wanted not in taken else next(name for name in names if name not in taken)


@action("replies.write_reply")
def write_reply(
    reply_id: UUID | str, *, sheet: Sheet, words: Words, seen: str = "", by: Person, at: datetime
) -> Reply:
    """Write the sheet and the words of a reply.

    New words, or the same on other networks, go into its draft; one begins from the words in use
    where there is none. What waits for approval becomes a draft again, and nothing stays agreed
    to. The day of review alone is nothing to agree to: it is kept where it stands, and one that
    has passed may stay. `seen` is the digest of the form that was opened (`seen_of`).

    Raises:
        ReplyInvalidError: something cannot be taken.
        ReplyStaleError: somebody else wrote in it since.
        ReplyRetiredError: it is retired.
        ReplyNotFoundError, RightMissingError: not theirs to write.
    """
    reply = opened_reply(reply_id, by=by)
    version = version_at_work(reply)
    latest = version or reply.current
    if seen and seen != seen_of(reply, latest):
        raise ReplyStaleError
    before = {name: getattr(reply, name) for name in SHEET}
    _fill_sheet(reply, sheet)
    changed = sorted(name for name, value in before.items() if getattr(reply, name) != value)
    said = _said(latest) if latest is not None else None
    looked_at = latest.review_on if latest is not None else None
    draft = version or ReplyVersion(reply=reply, number=_next_number(reply))
    _fill_words(draft, words, by=by, at=at)
    wrong = _faults(reply, draft, words, by=by)
    is_same = said == _said(draft, words)
    _refuse(wrong | _faults_of_days(draft, looked_at, is_same=is_same, today=site_day(at)))
    if not is_same:
        if draft.review_on is not None and draft.review_on <= site_day(at):
            draft.review_on = None  # new words are looked at again a year after they are agreed to
        _keep_words(draft, words, is_new=version is None, by=by, at=at)
    elif latest is not None:
        _move_review(latest, words.review_on, former=looked_at, by=by, at=at)
    if changed:
        reply.edition += 1
        reply.updated_at = at
        reply.save()
        record(actor=by, verb="reply.updated", subject=reply, at=at, data={"changed": changed})
    return reply


def opened_reply(reply_id: UUID | str, *, by: Person) -> Reply:
    """Return a reply that `by` may write now, held until the action ends.

    Raises:
        ReplyRetiredError, ReplyNotFoundError, RightMissingError: not now, or not by them.
    """
    reply = visible_reply(reply_id, viewer=by, lock=True)
    require(by, Right.WRITE_CONTENT, unit=reply.unit)
    if reply.retired_at is not None:
        raise ReplyRetiredError
    return reply


def _next_number(reply: Reply) -> int:
    last = reply.versions.order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1


def _said(version: ReplyVersion, words: Words | None = None) -> dict[str, object]:
    """Return what two versions are compared by: all that is agreed to, and why."""
    pictures = (
        list(version.pictures.order_by("position", "id").values_list("asset_id", flat=True))
        if words is None
        else list(words.pictures)
    )
    said = {field: getattr(version, field) for field in (*FIELDS, "changes")}
    networks = sorted(version.networks)
    return {**said, "until": version.expires_on, "networks": networks, "media": pictures}


def _fill_sheet(reply: Reply, sheet: Sheet) -> None:
    for name in SHEET:
        value = getattr(sheet, name)
        if isinstance(value, tuple):
            setattr(reply, name, _listed(value))
        else:
            lines = (line.strip() for line in value.splitlines())
            keeps_blanks = name.startswith(("when", "handover_f", "handover_e"))
            kept_lines = lines if keeps_blanks else (line for line in lines if line)
            setattr(reply, name, "\n".join(kept_lines).strip())


def _listed(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(one.strip() for one in names if one.strip()))


def _fill_words(version: ReplyVersion, words: Words, *, by: Person, at: datetime) -> None:
    for field in FIELDS:
        setattr(version, field, "\n".join(getattr(words, field).splitlines()).strip())
    version.changes, version.networks = words.changes.strip(), _listed(words.networks)
    version.review_on, version.expires_on = words.review_on, words.expires_on
    version.written_by, version.written_at = by, at
    version.editors = sorted({*version.editors, str(by.pk)})


def _refuse(wrong: dict[str, str]) -> None:
    if wrong:
        raise ReplyInvalidError(wrong)


def _faults(reply: Reply, version: ReplyVersion, words: Words, *, by: Person) -> dict[str, str]:
    wrong = faults_of_words(version)
    wrong |= _faults_of_sheet(reply)
    if not set(version.networks) <= set(NETWORKS):
        wrong["networks"] = _("One of these networks is not known.")
    if len(words.pictures) > MOST_PICTURES:
        wrong["pictures"] = _("At most %(most)s pictures.") % {"most": MOST_PICTURES}
    if words.pictures:
        offered = visible_assets(by).filter(pk__in=words.pictures, withdrawn_at__isnull=True)
        found = [one for one in offered if one.is_picture]
        if len(found) != len(set(words.pictures)):
            wrong["pictures"] = _("One of these pictures is not in the library any more.")
    return wrong


def _faults_of_days(
    version: ReplyVersion, looked_at: date | None, *, is_same: bool = False, today: date
) -> dict[str, str]:
    """Return the days that are not to come; a review late already, `looked_at`, may stay."""
    late = [
        name
        for name, may_stay in (
            ("review_on", version.review_on == looked_at),
            ("expires_on", is_same),
        )
        if (day := getattr(version, name)) is not None and day <= today and not may_stay
    ]
    return dict.fromkeys(late, _("Choose a day to come."))


def _move_review(
    version: ReplyVersion, day: date | None, *, former: date | None, by: Person, at: datetime
) -> None:
    """Keep another day of review; words in use always have one, so that an empty one moves none."""
    is_used = version.status == STATUS.APPROVED
    if day == former or (is_used and day is None):
        return
    version.review_on = day
    version.save(update_fields=("review_on",))
    verb = "reply_version.reviewed" if is_used else "reply_version.written"
    record(actor=by, verb=verb, subject=version, at=at)


def _faults_of_sheet(reply: Reply) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if not (reply.title_fr or reply.title_en):
        wrong["title_fr"] = _("Give it a title in one language at least.")
    for lang in LANGUAGES:
        name = f"title_{lang}"
        if len(getattr(reply, name)) > Reply._meta.get_field(name).max_length:  # type: ignore[union-attr, operator]
            wrong[name] = _("This title is too long: 120 characters at most.")
    if reply.theme and reply.theme not in starter_reply_commons().themes:
        wrong["theme"] = _("This theme is not known.")
    if not {*reply.duties, *filter(None, [reply.handover_to])} <= set(DUTIES):
        wrong["duties"] = _("One of these teams is not known.")
    if len(reply.topics) > MOST_TOPICS:
        wrong["topics"] = _("At most %(most)s subjects.") % {"most": MOST_TOPICS}
    return wrong


def _keep_words(
    version: ReplyVersion, words: Words, *, is_new: bool, by: Person, at: datetime
) -> None:
    if not is_new:
        _void(version, by=by, at=at)
    version.save()
    _keep_pictures(version, words)
    verb = "reply_version.drafted" if is_new else "reply_version.written"
    record(actor=by, verb=verb, subject=version, at=at)


def _void(version: ReplyVersion, *, by: Person, at: datetime) -> None:
    """Make what waits for approval a draft again: any edit voids what was agreed to."""
    if version.status == STATUS.APPROVAL:
        approvals.void_requests(kind=KIND, id=version.pk, by=by, at=at, why="edited")
        version.status, version.approval_id = STATUS.DRAFT, None
        version.save()
        record(actor=by, verb="reply_version.taken_back", subject=version, at=at)


def _keep_pictures(version: ReplyVersion, words: Words) -> None:
    version.pictures.all().delete()
    ReplyPicture.objects.bulk_create(
        ReplyPicture(version=version, asset_id=asset, position=index)
        for index, asset in enumerate(dict.fromkeys(words.pictures))
    )


def words_from(version: ReplyVersion) -> Words:
    """Return the words of a version, its days and its pictures, to begin another. One query."""
    pictures = version.pictures.order_by("position", "id").values_list("asset_id", flat=True)
    texts = {field: getattr(version, field) for field in (*FIELDS, "changes")}
    return Words(
        **texts,
        networks=tuple(version.networks),
        review_on=version.review_on,
        expires_on=version.expires_on,
        pictures=tuple(pictures),
    )


def sheet_from(reply: Reply) -> Sheet:
    """Return the sheet of a reply, to write some of it. No query."""
    said: dict[str, Any] = {name: getattr(reply, name) for name in SHEET}
    return Sheet(**said | {name: tuple(said[name]) for name in ("topics", "duties")})
