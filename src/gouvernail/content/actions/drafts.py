"""Writing: starting a draft, saving it, choosing accounts, setting the time."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Model
from django.utils.translation import gettext as _

from gouvernail.approvals.actions import void_requests
from gouvernail.content.actions.opening import check_fresh, opened_draft, reopen, touch
from gouvernail.content.errors import AccountNotAllowedError, WallTimePastError
from gouvernail.content.models import Draft, Editor, Variant
from gouvernail.content.permissions import KIND
from gouvernail.content.queries import VOIDABLE, accounts_for_choice, has_left, moment_of
from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import key_in_use
from gouvernail.foundation.errors import InvalidInputError
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, require, visible_unit
from gouvernail.publishing.actions import cancel_deliveries

TITLE_LIMIT = 200
TEXT_LIMIT = 100_000
TAG_LIMIT = 40
COUNTRY = re.compile(r"[A-Z]{2}")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,4})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDraft:
    """A draft to start: its unit, and what is known already.

    `origin` is a `Draft.Origin`; `sent_by` the API key that sent in the words it copies.
    """

    title: str
    unit_id: UUID | str
    language: str = "fr"
    text: str = ""
    tags: tuple[str, ...] = ()
    origin: str = Draft.Origin.PERSON
    sent_by: str = ""
    countries: tuple[str, ...] = ()
    account_ids: tuple[UUID | str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """What somebody wrote; None leaves a part as it is.

    `adapted` maps an account id to its own text, or to None for the common one. `alts` maps a
    picture of the draft to its alternative text. `countries` are ISO 3166-1 codes. `edit_count` is
    what the writer had read.
    """

    edit_count: int | None = None
    title: str | None = None
    text: str | None = None
    language: str | None = None
    tags: tuple[str, ...] | None = None
    origin: str | None = None
    countries: tuple[str, ...] | None = None
    adapted: Mapping[str, str | None] = field(default_factory=dict)
    alts: Mapping[str, str] = field(default_factory=dict)


@action("content.start_draft")
def start_draft(*, draft: NewDraft, by: Person, at: datetime) -> Draft:
    """Start a draft for a unit; an API key that sends it in is remembered.

    Raises:
        RightMissingError, UnitNotFoundError: `by` may not write for that unit.
        AccountNotAllowedError: one of the accounts is not theirs to write for.
        InvalidInputError: there is no title, or it is too long.
    """
    unit = visible_unit(draft.unit_id, viewer=by)
    require(by, Right.WRITE_CONTENT, unit=unit)
    created = Draft.objects.create(
        title=_checked_title(draft.title),
        unit=unit,
        author=by,
        language=_checked_language(draft.language),
        text=_checked_text(draft.text),
        tags=_checked_tags(draft.tags),
        origin=_checked_origin(draft.origin),
        countries=_checked_countries(draft.countries),
        sent_by=key_in_use() or draft.sent_by,
        edited_by=by,
        edited_at=at,
        created_at=at,
    )
    Editor.objects.create(draft=created, person=by, first_at=at, last_at=at)
    record(actor=by, verb="draft.created", subject=created, at=at)
    _set_accounts(created, draft.account_ids, by=by)
    return created


@action("content.save_draft")
def save_draft(*, draft_id: UUID | str, writing: Writing, by: Person, at: datetime) -> Draft:
    """Keep what somebody wrote; saving what is there already changes nothing.

    A change after submission voids the approval, and takes back what was about to leave. What an
    API key changed is remembered as sent in by it, whoever writes on.

    Raises:
        DraftNotFoundError, RightMissingError, DraftClosedError, DraftLockedError: not now.
        DraftStaleError: somebody else saved in between; nothing was overwritten.
        InvalidInputError: there is no title, or something is too long.
    """
    draft = opened_draft(draft_id, by=by)
    changed = _write(draft, writing)
    if not changed:
        return draft
    check_fresh(draft, writing.edit_count)
    for row in changed:
        if not isinstance(row, Draft):
            row.save()
    draft.sent_by = key_in_use() or draft.sent_by
    touch(draft, by=by, at=at)
    return draft


def _write(draft: Draft, writing: Writing) -> list[Model]:
    """Put the writing on the draft and its parts; return the rows that changed, unsaved."""
    wanted = {
        "title": None if writing.title is None else _checked_title(writing.title),
        "text": None if writing.text is None else _checked_text(writing.text),
        "language": None if writing.language is None else _checked_language(writing.language),
        "tags": None if writing.tags is None else _checked_tags(writing.tags),
        "origin": None if writing.origin is None else _checked_origin(writing.origin),
        "countries": None if writing.countries is None else _checked_countries(writing.countries),
    }
    changed = [row for row in [_put(draft, wanted)] if row]
    variants = draft.variants.filter(account_id__in=writing.adapted)
    for variant in variants:
        text = writing.adapted[str(variant.account_id)]
        own = {"adapted": text is not None, "text": _checked_text(text or "")}
        changed += [row for row in [_put(variant, own)] if row]
    for picture in draft.media.filter(pk__in=writing.alts):
        alt = {"alt": _checked_text(writing.alts[str(picture.pk)])}
        changed += [row for row in [_put(picture, alt)] if row]
    return changed


def _put(row: Model, values: Mapping[str, object]) -> Model | None:
    different = {
        name: value
        for name, value in values.items()
        if value is not None and getattr(row, name) != value
    }
    for name, value in different.items():
        setattr(row, name, value)
    return row if different else None


def _checked_title(title: str) -> str:
    kept = " ".join(title.split())
    if not kept or len(kept) > TITLE_LIMIT:
        message = _("Give the draft a title of at most 200 characters.")
        raise InvalidInputError(message, fields={"title": message})
    return kept


def _checked_language(language: str) -> str:
    if not LANGUAGE.fullmatch(language):
        message = _("Choose a language.")
        raise InvalidInputError(message, fields={"language": message})
    return language


def _checked_origin(origin: str) -> str:
    if origin not in Draft.Origin.values:
        message = _("Say whether a person or AI wrote it.")
        raise InvalidInputError(message, fields={"origin": message})
    return origin


def _checked_text(text: str) -> str:
    kept = text.replace("\r\n", "\n").replace("\x00", "")
    if len(kept) > TEXT_LIMIT:
        message = _("This text is longer than any network takes: 100,000 characters at most.")
        raise InvalidInputError(message, fields={"text": message})
    return kept


def _checked_tags(tags: Sequence[str]) -> list[str]:
    kept = [tag.strip().lstrip("#").lower()[:TAG_LIMIT] for tag in tags]
    return list(dict.fromkeys(tag for tag in kept if tag))[:20]


def _checked_countries(countries: Sequence[str]) -> list[str]:
    kept = sorted({one.strip().upper() for one in countries if one.strip()})
    if not all(COUNTRY.fullmatch(one) for one in kept):
        message = _("Write countries by two letters: FR, CA, BE.")
        raise InvalidInputError(message, fields={"countries": message})
    return kept


@action("content.choose_accounts")
def choose_accounts(
    *,
    draft_id: UUID | str,
    account_ids: Sequence[UUID | str],
    edit_count: int | None = None,
    by: Person,
    at: datetime,
) -> Draft:
    """Say on which accounts a draft appears; texts adapted for accounts that stay are kept.

    Raises:
        AccountNotAllowedError: one of them is not theirs to write for.
        DraftNotFoundError, RightMissingError, DraftClosedError, DraftLockedError,
        DraftStaleError: not now.
    """
    draft = opened_draft(draft_id, by=by)
    wanted = list(dict.fromkeys(str(one) for one in account_ids))
    if set(wanted) == {str(key) for key in draft.variants.values_list("account_id", flat=True)}:
        return draft
    check_fresh(draft, edit_count)
    _set_accounts(draft, wanted, by=by)
    touch(draft, by=by, at=at)
    return draft


def _set_accounts(draft: Draft, wanted: Sequence[UUID | str], *, by: Person) -> None:
    keys = [str(one) for one in wanted]
    present = {str(variant.account_id): variant for variant in draft.variants.all()}
    new = [key for key in keys if key not in present]
    allowed = accounts_for_choice(draft.unit, viewer=by).filter(pk__in=new)
    if {str(key) for key in allowed.values_list("pk", flat=True)} != set(new):
        raise AccountNotAllowedError
    draft.variants.exclude(account_id__in=keys).delete()
    for position, key in enumerate(keys):
        if key in present:
            Variant.objects.filter(pk=present[key].pk).update(position=position)
        else:
            Variant.objects.create(draft=draft, account_id=key, position=position)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timetable:
    """When to publish, as on the wall; an empty `wall_time` means on approval."""

    wall_time: str = ""
    time_zone: str = ""
    fold: int | None = None


@action("content.schedule_draft")
def schedule_draft(
    *,
    draft_id: UUID | str,
    timetable: Timetable,
    edit_count: int | None = None,
    by: Person,
    at: datetime,
) -> Draft:
    """Set or clear the time of publication; after submission this voids the approval.

    Raises:
        WallTimeInvalidError, WallTimePastError: it is no time, or it is over.
        WallTimeGapError, WallTimeFoldError: clocks change; the error holds the choices.
        DraftNotFoundError, RightMissingError, DraftClosedError, DraftLockedError,
        DraftStaleError: not now.
    """
    draft = opened_draft(draft_id, by=by)
    before = (draft.wall_time, draft.time_zone, draft.fold)
    wanted, instant = ("", "", 0), None
    if timetable.wall_time:
        moment = moment_of(timetable.wall_time, timetable.time_zone, fold=timetable.fold)
        wanted, instant = (moment.wall_time, moment.time_zone, moment.fold), moment.at
    if before == wanted:
        return draft
    if instant is not None and instant <= at:
        raise WallTimePastError
    check_fresh(draft, edit_count)
    (draft.wall_time, draft.time_zone, draft.fold), draft.publish_at = wanted, instant
    touch(draft, by=by, at=at, also=("publish_at",))
    record(actor=by, verb="draft.scheduled", subject=draft, at=at)
    return draft


@action("content.reopen_draft")
def reopen_draft(*, draft_id: UUID | str, by: Person, at: datetime) -> Draft:
    """Take a draft back to change it; a request under way or granted is void.

    Raises:
        DraftNotFoundError, RightMissingError, DraftClosedError, DraftLockedError: not now.
    """
    draft = opened_draft(draft_id, by=by)
    if draft.status in VOIDABLE:
        reopen(draft, by=by, at=at, why="edited")
    return draft


@action("content.cancel_draft")
def cancel_draft(*, draft_id: UUID | str, by: Person, at: datetime) -> Draft:
    """Give a draft up: requests are void, and nothing that waits will leave.

    What is out on some accounts stays out, and the draft counts as published.

    Raises:
        DraftNotFoundError, RightMissingError, DraftClosedError, DraftLockedError: not now.
    """
    draft = opened_draft(draft_id, by=by, partly=True)
    void_requests(kind=KIND, id=draft.pk, by=by, at=at, why="cancelled")
    cancel_deliveries(subject_id=draft.pk, by=by, at=at, why="cancelled")
    out = has_left(draft.pk)
    draft.status = Draft.Status.PUBLISHED if out else Draft.Status.CANCELLED
    draft.approval_id = draft.approval_id if out else None
    draft.save(update_fields=("status", "approval_id"))
    verb = "draft.published" if out else "draft.cancelled"
    record(actor=by, verb=verb, subject=draft, at=at)
    return draft
