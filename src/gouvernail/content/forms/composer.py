"""The composer's one form: everything on the page, and the button that sent it.

Whatever the button, what was typed is kept first. A refusal comes back beside its place.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from django.http import QueryDict

from gouvernail.brand.actions.checks import look_at
from gouvernail.content.actions import (
    Timetable,
    Writing,
    address_draft,
    apply_fix,
    attach_picture,
    choose_accounts,
    dismiss_card,
    insert_template,
    leave_draft_template,
    reinstate_card,
    remove_picture,
    save_draft,
    schedule_draft,
    submit_draft,
)
from gouvernail.content.forms.proofs import (
    BUTTONS,
    PROVE,
    Files,
    TypedProof,
    proof_buttons,
    put_proof,
    typed_proof,
)
from gouvernail.content.models import Draft
from gouvernail.content.queries import Manuscript, Said
from gouvernail.foundation.errors import DomainError
from gouvernail.media.actions import NewPicture, add_asset
from gouvernail.people.models import Person

SUBMIT: Final = "submit"
OWN: Final = "own-"
ALT: Final = "alt-"
_ON_FINDINGS: Final = frozenset({"fix", "dismiss", "reinstate"})
_ON_PARTS: Final = BUTTONS | {"adapt", "share", "unpicture", "attach", "template", "untemplate"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ComposerPost:
    """What the form held. `do` is the button, `target` what it was about."""

    edit_count: int | None
    title: str
    text: str
    language: str
    tags: tuple[str, ...]
    origin: str | None
    own: Mapping[str, str]
    alts: Mapping[str, str]
    account_ids: tuple[str, ...] | None
    audiences: tuple[str, ...] | None
    timetable: Timetable | None
    do: str
    target: str
    words: str
    countries: tuple[str, ...] | None = None
    proof: TypedProof = field(default_factory=TypedProof)

    @property
    def writing(self) -> Writing:
        """Return what to save."""
        return Writing(
            edit_count=self.edit_count,
            title=self.title,
            text=self.text,
            language=self.language,
            tags=self.tags,
            origin=self.origin,
            countries=self.countries,
            adapted=dict(self.own),
            alts=dict(self.alts),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Performed:
    """What came of it: the draft as it stands, and what was refused, in order."""

    draft: Draft
    problems: tuple[DomainError, ...] = ()

    @property
    def conflict(self) -> DomainError | None:
        """Return the refusal that says somebody else saved in between."""
        return next((one for one in self.problems if one.code == "draft_stale"), None)


def read_post(data: QueryDict) -> ComposerPost:
    """Return what was sent; what cannot be read is as if it had not been sent."""
    do, _colon, target = data.get("do", "save").partition(":")
    target = target if do in _ON_FINDINGS or _is_id(target) else ""
    count = data.get("edit_count", "")
    return ComposerPost(
        edit_count=int(count) if count.isdecimal() else None,
        title=data.get("title", ""),
        text=_lines(data.get("text", "")),
        language=data.get("language", "")[:8],
        tags=tuple(data.get("tags", "").replace(",", " ").split()),
        origin=data.get("origin"),
        own=_keyed(data, OWN),
        alts=_keyed(data, ALT),
        account_ids=_accounts(data),
        audiences=_audiences(data),
        timetable=timetable_in(data),
        do=do,
        target=target,
        words=data.get(f"reason-{target}", "") if target else data.get("answer", ""),
        countries=_countries(data),
        proof=typed_proof(data),
    )


def _countries(data: QueryDict) -> tuple[str, ...] | None:
    if "countries" not in data:
        return None
    return tuple(data.get("countries", "").replace(",", " ").upper().split())


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n")


def _keyed(data: QueryDict, prefix: str) -> dict[str, str]:
    return {
        name.removeprefix(prefix): _lines(str(data.get(name, "")))
        for name in data
        if _has_id(name, prefix)
    }


def _accounts(data: QueryDict) -> tuple[str, ...] | None:
    if "accounts_shown" not in data:
        return None
    return tuple(one for one in data.getlist("accounts") if _is_id(one))


def _audiences(data: QueryDict) -> tuple[str, ...] | None:
    return tuple(data.getlist("audiences")) if "audiences_shown" in data else None


def _has_id(name: str, prefix: str) -> bool:
    return name.startswith(prefix) and _is_id(name.removeprefix(prefix))


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def timetable_in(data: QueryDict) -> Timetable | None:
    """Return the time that a form asks for; None when it asks for none."""
    do, _colon, target = data.get("do", "").partition(":")
    if do == "at":
        return _chosen(target, data)
    when = data.get("when", "")
    if when == "approval":
        return Timetable()
    day, time = data.get("on_day", "").strip(), data.get("at_time", "").strip()
    if when != "time" or not (day or time):
        return None
    return Timetable(
        wall_time=f"{day}T{time}",
        time_zone=data.get("zone", ""),
    )


def _chosen(target: str, data: QueryDict) -> Timetable:
    """Return the moment chosen among those offered: `2026-10-25T02:30/1`."""
    wall, _slash, fold = target.partition("/")
    return Timetable(wall_time=wall, time_zone=data.get("zone", ""), fold=1 if fold == "1" else 0)


def overlaid(manuscript: Manuscript, post: ComposerPost) -> Manuscript:
    """Return the manuscript as typed, not as saved: what a check or a refusal must show."""
    said = tuple(_said(one, post) for one in manuscript.said)
    for picture in manuscript.media:
        picture.alt = post.alts.get(str(picture.pk), picture.alt)
    return replace(
        manuscript,
        title=post.title or manuscript.title,
        text=post.text,
        language=post.language or manuscript.language,
        tags=post.tags,
        origin=post.origin or manuscript.origin,
        countries=manuscript.countries if post.countries is None else post.countries,
        said=said,
    )


def _said(one: Said, post: ComposerPost) -> Said:
    own = post.own.get(one.key)
    if own is not None:
        return replace(one, text=own, adapted=True)
    return one if one.adapted else replace(one, text=post.text)


def perform(
    draft: Draft,
    post: ComposerPost,
    files: Files,
    *,
    by: Person,
    at: datetime,
) -> Performed:
    """Keep what was typed, then do what the button says; collect what is refused.

    When the writing itself is refused, nothing else is tried.
    """
    problems = _tried(lambda: save_draft(draft_id=draft.pk, writing=post.writing, by=by, at=at))
    if not problems:
        problems += _tried(lambda: _choose(draft, post, by=by, at=at))
        problems += _tried(lambda: _address(draft, post, by=by, at=at))
        problems += _tried(lambda: _schedule(draft, post, by=by, at=at))
        problems += _tried(lambda: _attach(draft, post, files, by=by, at=at))
        problems += _tried(lambda: _prove(draft, post, files, by=by, at=at))
    if not problems:
        problems += _tried(lambda: _button(draft, post, by=by, at=at))
    draft.refresh_from_db()
    return Performed(draft=draft, problems=tuple(problems))


def _tried(step: Callable[[], object]) -> list[DomainError]:
    try:
        step()
    except DomainError as refused:
        return [refused]
    return []


def _choose(draft: Draft, post: ComposerPost, *, by: Person, at: datetime) -> None:
    if post.account_ids is not None:
        choose_accounts(draft_id=draft.pk, account_ids=post.account_ids, by=by, at=at)


def _address(draft: Draft, post: ComposerPost, *, by: Person, at: datetime) -> None:
    if post.audiences is not None:
        address_draft(draft_id=draft.pk, codes=post.audiences, by=by, at=at)


def _schedule(draft: Draft, post: ComposerPost, *, by: Person, at: datetime) -> None:
    if post.timetable is not None:
        timetable = as_chosen(draft, post.timetable)
        schedule_draft(draft_id=draft.pk, timetable=timetable, by=by, at=at)


def as_chosen(draft: Draft, timetable: Timetable) -> Timetable:
    """Return a time with the fold the draft has already, when it is still the same time.

    Of two times that look alike, one was chosen: the form shows the time alone.
    """
    same = (timetable.wall_time, timetable.time_zone) == (draft.wall_time, draft.time_zone)
    return replace(timetable, fold=draft.fold) if same and timetable.fold is None else timetable


def _prove(draft: Draft, post: ComposerPost, files: Files, *, by: Person, at: datetime) -> None:
    if post.do not in BUTTONS:
        put_proof(draft, post.proof, files, asked=post.do == PROVE, by=by, at=at)


def _attach(
    draft: Draft,
    post: ComposerPost,
    files: Files,
    *,
    by: Person,
    at: datetime,
) -> None:
    for sent in files.getlist("picture"):
        file = NewPicture(data=sent.read(), name=sent.name or "")
        asset = add_asset(file=file, unit_id=draft.unit_id, by=by, at=at)
        look_at(asset.sha256, at=at)  # so that the page that answers holds it against the library
        attach_picture(draft_id=draft.pk, asset_id=asset.pk, by=by, at=at)
    if post.do == "attach" and post.target:
        attach_picture(draft_id=draft.pk, asset_id=post.target, by=by, at=at)


def _button(draft: Draft, post: ComposerPost, *, by: Person, at: datetime) -> None:
    acts: dict[str, Callable[[], object]] = {
        SUBMIT: lambda: submit_draft(draft_id=draft.pk, answer=post.words, by=by, at=at),
        "fix": lambda: apply_fix(draft_id=draft.pk, key=post.target, by=by, at=at),
        "dismiss": lambda: dismiss_card(
            draft_id=draft.pk, key=post.target, reason=post.words, by=by, at=at
        ),
        "reinstate": lambda: reinstate_card(draft_id=draft.pk, key=post.target, by=by, at=at),
        "adapt": lambda: save_draft(
            draft_id=draft.pk, writing=Writing(adapted={post.target: post.text}), by=by, at=at
        ),
        "share": lambda: save_draft(
            draft_id=draft.pk, writing=Writing(adapted={post.target: None}), by=by, at=at
        ),
        "unpicture": lambda: remove_picture(
            draft_id=draft.pk, picture_id=post.target, by=by, at=at
        ),
        "template": lambda: insert_template(
            draft_id=draft.pk, version_id=post.target, by=by, at=at
        ),
        "untemplate": lambda: leave_draft_template(
            draft_id=draft.pk, version_id=post.target, by=by, at=at
        ),
        **proof_buttons(draft, post.target, post.proof, by=by, at=at),
    }
    act = acts.get(post.do)
    if act is not None and (post.target or post.do not in _ON_PARTS):
        act()
