"""Keeping the library good: reviews, ends, and what is used."""

from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from gouvernail.approvals import actions as approvals
from gouvernail.foundation.actions import action
from gouvernail.foundation.clock import site_day
from gouvernail.ledger.actions import record
from gouvernail.notifications.actions import Message, tell
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, holders_of_right, require
from gouvernail.replies.actions.deciding import REVIEW_AFTER
from gouvernail.replies.actions.writing import opened_reply, words_from
from gouvernail.replies.errors import (
    ReplyInvalidError,
    ReplyNotFoundError,
    ReplyNotInUseError,
    ReplyStateError,
)
from gouvernail.replies.models import Reply, ReplyUse, ReplyVersion
from gouvernail.replies.permissions import visible_reply
from gouvernail.replies.queries.judging import FIELDS
from gouvernail.replies.queries.reviewing import come_to_review, ending_within
from gouvernail.replies.queries.versions import KIND, version_at_work

STATUS: Final = ReplyVersion.Status
DAYS_BEFORE: Final = (timedelta(days=30), timedelta(days=7))


@action("replies.confirm_still_good")
def confirm_still_good(
    reply_id: UUID | str, *, review_on: date | None = None, by: Person, at: datetime
) -> ReplyVersion:
    """Say that the words in use are still good, until the next review: a year later by default.

    Raises:
        ReplyNotInUseError: none are in use.
        ReplyInvalidError: the day is not to come.
        ReplyRetiredError, ReplyNotFoundError, RightMissingError: not now, or not by them.
    """
    reply = opened_reply(reply_id, by=by)
    version, today = reply.current, site_day(at)
    if version is None or version.is_over(today):
        raise ReplyNotInUseError
    following = review_on or today + REVIEW_AFTER
    if following <= today:
        raise ReplyInvalidError({"review_on": _("Choose a day to come.")})
    version.review_on = following
    version.save(update_fields=("review_on",))
    record(actor=by, verb="reply_version.reviewed", subject=version, at=at)
    return version


@action("replies.retire_reply")
def retire_reply(reply_id: UUID | str, *, reason: str = "", by: Person, at: datetime) -> Reply:
    """Take a reply out of use: nobody is offered it any more; its words and its uses are kept.

    Raises:
        ReplyRetiredError, ReplyNotFoundError, RightMissingError: not now, or not by them.
    """
    reply = opened_reply(reply_id, by=by)
    open_ones = reply.versions.exclude(status=STATUS.RETIRED).order_by("number")
    for version in open_ones.select_for_update():
        if version.status == STATUS.APPROVAL:
            approvals.void_requests(kind=KIND, id=version.pk, by=by, at=at, why="cancelled")
        version.status, version.retired_at = STATUS.RETIRED, at
        version.save(update_fields=("status", "retired_at"))
        record(actor=by, verb="reply_version.retired", subject=version, at=at)
    reply.current, reply.retired_at, reply.updated_at = None, at, at
    reply.edition += 1
    reply.retired_because = reason.strip()
    reply.save()
    record(actor=by, verb="reply.retired", subject=reply, at=at)
    return reply


@action("replies.take_up_again")
def take_up_again(reply_id: UUID | str, *, by: Person, at: datetime) -> Reply:
    """Take a retired reply up again: its last words become a draft, to be agreed to anew.

    Raises:
        ReplyStateError: it is not retired.
        ReplyNotFoundError, RightMissingError: not by them.
    """
    reply = visible_reply(reply_id, viewer=by, lock=True)
    require(by, Right.WRITE_CONTENT, unit=reply.unit)
    last = reply.versions.order_by("-number").first()
    if reply.retired_at is None or last is None or version_at_work(reply) is not None:
        raise ReplyStateError(last.get_status_display() if last is not None else "-")
    reply.retired_at, reply.retired_because, reply.updated_at = None, "", at
    reply.save()
    record(actor=by, verb="reply.taken_up_again", subject=reply, at=at)
    words = words_from(last)
    draft = ReplyVersion(reply=reply, number=last.number + 1, written_by=by, written_at=at)
    for field in FIELDS:
        setattr(draft, field, getattr(words, field))
    draft.networks = list(words.networks)
    draft.editors = sorted({*last.editors, str(by.pk)})
    draft.save()
    for picture in last.pictures.all():
        draft.pictures.create(asset_id=picture.asset_id, position=picture.position)
    record(actor=by, verb="reply_version.drafted", subject=draft, at=at)
    return reply


@action("replies.record_use")
def record_use(
    *,
    version_id: UUID,
    subject_id: UUID,
    lang: str,
    network: str = "",
    at: datetime,
) -> None:
    """Count an answer given with a version; once for each `subject_id` (a message, a delivery).

    Whether the writer may answer with it is known to the caller: a team called in answers for
    another unit, with the replies of that unit.

    Raises:
        ReplyNotInUseError: the version is not the one in use, or its day has passed.
        ReplyNotFoundError: missing.
    """
    version = ReplyVersion.objects.filter(pk=version_id).select_related("reply").first()
    if version is None:
        raise ReplyNotFoundError
    reply = version.reply
    if version.pk != reply.current_id or version.is_over(site_day(at)):
        raise ReplyNotInUseError
    _use, is_first = ReplyUse.objects.get_or_create(
        version=version,
        subject_id=subject_id,
        defaults={
            "lang": "en" if lang.startswith("en") else "fr",
            "network": network,
            "at": at,
        },
    )
    if is_first:
        Reply.objects.filter(pk=reply.pk).update(uses=F("uses") + 1, last_used_at=at)


@action("replies.remind")
def remind(*, at: datetime) -> int:
    """Tell the keepers of replies that end within 30 days, then within 7, and of those to review.

    Each is told once, on the first day that the worker is there. Returns how many were told. Two
    queries, and those of who is told.
    """
    today, told = site_day(at), 0
    for version in ending_within(today, DAYS_BEFORE[0]):
        left = version.expires_on - today if version.expires_on is not None else DAYS_BEFORE[0]
        step = next(days for days in reversed(DAYS_BEFORE) if left <= days)
        told += _tell(version, "reply.ends_soon", f"end:{version.expires_on}:{step.days}", at=at)
    for version in come_to_review(today):
        told += _tell(version, "reply.to_review", f"review:{version.review_on}", at=at)
    return told


def _tell(version: ReplyVersion, kind: str, once: str, *, at: datetime) -> int:
    reply = version.reply
    day = version.expires_on if kind == "reply.ends_soon" else version.review_on
    message = Message(
        kind=kind,
        once=f"reply:{version.pk}:{once}",
        path=reverse("replies:reply-detail", args=[reply.pk]),
        facts={
            "title": reply.title_fr or reply.title_en,
            "title_en": reply.title_en or reply.title_fr,
            "day": day.isoformat() if day else "",
        },
        subject_kind="reply",
        subject_id=str(reply.pk),
    )
    keepers = holders_of_right(Right.WRITE_CONTENT, unit=reply.unit)
    return tell(people=keepers.values_list("pk", flat=True), message=message, at=at)
