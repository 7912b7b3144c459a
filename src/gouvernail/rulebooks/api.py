"""Rules, over REST: ask what they say of a text; packs, levels, waivers and verdicts.

A key writes and asks; agreeing, rejecting and granting are a person's, on a page.
"""

from dataclasses import asdict
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from ninja import Router, Schema, Status
from pydantic import AwareDatetime, model_validator

from gouvernail.foundation import clock
from gouvernail.foundation.schemas import PageOf, paged, same
from gouvernail.foundation.web import KeyRequest
from gouvernail.people.permissions import visible_unit
from gouvernail.registry.permissions import visible_account
from gouvernail.rulebooks.actions import (
    ControlChoice,
    Submission,
    WaiverRequest,
    ask_for_waiver,
    change_controls,
    submit_version,
    withdraw_version,
    withdraw_waiver,
    write_version,
)
from gouvernail.rulebooks.actions.verdicts import finding_as_plain
from gouvernail.rulebooks.errors import PackNotFoundError
from gouvernail.rulebooks.models import PackVersion, RuleControl, StoredVerdict, Waiver
from gouvernail.rulebooks.permissions import visible_pack, visible_packs, visible_verdict
from gouvernail.rulebooks.queries import (
    controls_for_list,
    judge_text,
    replay_of,
    versions_of,
    waivers_for_list,
)
from gouvernail.rulebooks.queries.reports import verdicts_raising, without_others

router = Router(tags=["rules"])
life = Router(tags=["rules"])
verdicts = Router(tags=["rules"])
LONGEST = 100_000
LONGEST_WORDS = 2_000
SOURCE_LIMIT = 2_000_000
MOST_RULES = 1_000
MOST_VERSIONS = 2**31 - 1  # the widest a database takes


class CheckIn(Schema):
    """A text to check, for an account or at least a unit."""

    text: str
    account_id: UUID | None = None
    unit_id: UUID | None = None
    language: str = ""
    tags: list[str] = []

    @model_validator(mode="after")
    def names_a_place(self) -> Self:
        """Refuse a text that belongs nowhere: rules bind units."""
        if self.account_id is None and self.unit_id is None:
            raise ValueError("Give account_id or unit_id.")
        return self


class VerdictOut(Schema):
    """What the packs in force say. Spans are code points of the text as given, half-open."""

    id: str
    outcome: str
    seats: list[str]
    findings: list[dict[str, Any]]


class PackOut(Schema):
    """A pack that binds somebody the owner of the key knows."""

    id: UUID
    slug: str
    title: str
    title_en: str
    unit_id: UUID


@router.get("/packs", response=list[PackOut])
def packs(request: KeyRequest) -> list[Any]:
    """Return the packs in use."""
    return list(visible_packs(request.auth).filter(retired_at__isnull=True).order_by("slug"))


@router.post("/check", response=VerdictOut)
def check(request: KeyRequest, given: CheckIn) -> dict[str, Any]:
    """Return what the rules say of a text; nothing is stored."""
    account = visible_account(given.account_id, viewer=request.auth) if given.account_id else None
    unit = account.unit if account else visible_unit(str(given.unit_id), viewer=request.auth)
    verdict = judge_text(
        given.text[:LONGEST],
        account=account,
        unit=unit,
        language=given.language,
        tags=given.tags,
        at=clock.now(),
    )
    return {
        "id": verdict.id,
        "outcome": verdict.outcome.slug,
        "seats": list(verdict.seats),
        "findings": [finding_as_plain(finding) for finding in verdict.findings],
    }


class VersionOut(Schema):
    """One version of a pack; `source` only where one version is asked for."""

    id: UUID
    number: int
    status: str
    digest: str
    written_by_id: UUID
    written_at: datetime
    tried_at: datetime | None
    purpose: str
    wanted_at: datetime | None
    submitted_at: datetime | None
    reviewed_by_id: UUID | None
    reviewed_at: datetime | None
    alone: bool
    in_force_at: datetime | None


class WholeVersionOut(VersionOut):
    """A version with its text."""

    source: str


class VersionIn(Schema):
    """The text of a version, in YAML."""

    source: str


class SubmissionIn(Schema):
    """Why the rules change, from when; `untried_reason` when it was not tried over past posts."""

    purpose: str
    wanted_at: AwareDatetime | None = None
    untried_reason: str = ""


class LevelOut(Schema):
    """One change of the level of a rule in a unit, on one network or on all (empty)."""

    id: UUID
    rule: str
    unit_id: UUID
    network: str
    control: str
    former: str
    reason: str
    status: str
    starts_at: datetime | None
    asked_by_id: UUID
    asked_at: datetime
    decided_by_id: UUID | None
    decided_at: datetime | None
    alone: bool


class LevelIn(Schema):
    """Rules, the level they are to stand at (observe, warn, enforce), where, why, from when."""

    rules: list[str]
    unit_id: UUID
    control: RuleControl.Level
    reason: str
    network: str = ""
    starts_at: AwareDatetime | None = None


class WaiverOut(Schema):
    """One waiver: which rule lets off, where, why and until when."""

    id: UUID
    pack_id: UUID
    rule: str
    unit_id: UUID
    account_id: UUID | None
    network: str
    tag: str
    reason: str
    until: datetime
    status: str
    asked_by_id: UUID
    asked_at: datetime
    decided_by_id: UUID | None
    decided_at: datetime | None
    ended_at: datetime | None


class WaiverIn(Schema):
    """Which rule is to let off, where, why and until when: a year at most."""

    rule: str
    unit_id: UUID
    reason: str
    until: AwareDatetime
    account_id: UUID | None = None
    network: str = ""
    tag: str = ""


class RaisedOut(Schema):
    """One rule raised in one verdict."""

    verdict_id: UUID
    rule: str
    severity: str
    would: str
    moment: str
    subject_kind: str
    subject_id: UUID
    account_id: UUID | None
    network: str
    waiver_id: UUID | None
    at: datetime


class KeptVerdictOut(Schema):
    """A verdict as it was kept; identifiers that rules found are masked in its input.

    What was known of the author and the posts it was compared with are left out: whoever may read
    this text may not always read those. A replay on the server still has them.
    """

    id: UUID
    verdict_id: str
    subject_kind: str
    subject_id: UUID
    revision: int
    account_id: UUID | None
    moment: str
    pack_digests: list[str]
    controls: dict[str, Any]
    input_digest: str
    masked_input: dict[str, Any]
    outcome: str
    seats: list[str]
    findings: list[dict[str, Any]]
    at: datetime


class ReplayOut(Schema):
    """What came of judging a kept verdict again.

    `exact`: same fingerprint. `same`: every rule that can still answer does as it did. `silent`:
    rules whose identifiers were masked.
    """

    known: bool
    exact: bool
    same: bool
    masked: bool
    silent: list[str]
    lost: list[str]
    new: list[str]


@life.get("/packs/{slug}/versions", response=PageOf[VersionOut])
def versions(request: KeyRequest, slug: str, cursor: str = "", size: int = 50) -> dict[str, Any]:
    """Return the versions of a pack, the latest first."""
    rows = versions_of(visible_pack(slug, viewer=request.auth))
    return paged(rows, order=("-number", "-id"), cursor=cursor, shape=same, size=size)


@life.get("/packs/{slug}/versions/{number}", response=WholeVersionOut)
def version(request: KeyRequest, slug: str, number: int) -> PackVersion:
    """Return one version with its text."""
    return _version(request, slug, number)


@life.post("/packs/{slug}/versions", response={201: WholeVersionOut})
def version_write(request: KeyRequest, slug: str, given: VersionIn) -> Status[PackVersion]:
    """Add a draft to a pack; it binds nobody until a person agrees to it."""
    pack = visible_pack(slug, viewer=request.auth)
    source = given.source[:SOURCE_LIMIT]
    made = write_version(pack_id=pack.pk, source=source, by=request.auth, at=clock.now())
    return Status(201, made)


@life.post("/packs/{slug}/versions/{number}/submit", response=VersionOut)
def version_submit(request: KeyRequest, slug: str, number: int, given: SubmissionIn) -> PackVersion:
    """Submit a draft to a second person."""
    return submit_version(
        version_id=_version(request, slug, number).pk,
        submission=Submission(
            purpose=given.purpose[:LONGEST_WORDS],
            wanted_at=given.wanted_at,
            untried_reason=given.untried_reason[:LONGEST_WORDS],
        ),
        by=request.auth,
        at=clock.now(),
    )


@life.post("/packs/{slug}/versions/{number}/withdraw", response=VersionOut)
def version_withdraw(request: KeyRequest, slug: str, number: int) -> PackVersion:
    """Take back a version that does not bind yet."""
    key = _version(request, slug, number).pk
    return withdraw_version(version_id=key, by=request.auth, at=clock.now())


@life.get("/packs/{slug}/levels", response=PageOf[LevelOut])
def levels(request: KeyRequest, slug: str, cursor: str = "", size: int = 50) -> dict[str, Any]:
    """Return every change of level of a pack, the last one first."""
    rows = controls_for_list(visible_pack(slug, viewer=request.auth))
    return paged(rows, order=("-asked_at", "-id"), cursor=cursor, shape=same, size=size)


@life.post("/packs/{slug}/levels", response={201: list[LevelOut]})
def level_change(request: KeyRequest, slug: str, given: LevelIn) -> Status[list[RuleControl]]:
    """Change the level of rules; loosening and enforcing wait for a second person."""
    choice = ControlChoice(
        rules=given.rules[:MOST_RULES],
        unit_id=given.unit_id,
        control=given.control.value,
        reason=given.reason[:LONGEST_WORDS],
        network=given.network[:30],
        starts_at=given.starts_at,
    )
    pack = visible_pack(slug, viewer=request.auth)
    changed = change_controls(pack_id=pack.pk, choice=choice, by=request.auth, at=clock.now())
    return Status(201, changed)


@life.get("/waivers", response=PageOf[WaiverOut])
def waivers(
    request: KeyRequest, status: str = "", cursor: str = "", size: int = 50
) -> dict[str, Any]:
    """Return waivers, those that end first first; without `status`, those asked for or in use."""
    rows = waivers_for_list(request.auth, state=status)
    return paged(rows, order=("until", "id"), cursor=cursor, shape=same, size=size)


@life.post("/packs/{slug}/waivers", response={201: WaiverOut})
def waiver_ask(request: KeyRequest, slug: str, given: WaiverIn) -> Status[Waiver]:
    """Ask for a waiver; a person above the unit answers."""
    asked = WaiverRequest(
        rule=given.rule,
        unit_id=given.unit_id,
        reason=given.reason[:LONGEST_WORDS],
        until=given.until,
        account_id=given.account_id,
        network=given.network[:30],
        tag=given.tag[:60],
    )
    pack = visible_pack(slug, viewer=request.auth)
    made = ask_for_waiver(pack_id=pack.pk, request=asked, by=request.auth, at=clock.now())
    return Status(201, made)


@life.post("/waivers/{waiver_id}/withdraw", response=WaiverOut)
def waiver_withdraw(request: KeyRequest, waiver_id: UUID) -> Waiver:
    """Take back a request for a waiver that nobody answered."""
    return withdraw_waiver(waiver_id=waiver_id, by=request.auth, at=clock.now())


@verdicts.get("/verdicts", response=PageOf[RaisedOut])
def verdict_list(
    request: KeyRequest, rule: str = "", cursor: str = "", size: int = 50
) -> dict[str, Any]:
    """Return the verdicts that raised a rule, or any, on drafts that the key's owner may read."""
    rows = verdicts_raising(request.auth, rule[:80])
    return paged(rows, order=("-at", "-id"), cursor=cursor, shape=same, size=size)


@verdicts.get("/verdicts/{verdict_id}", response=KeptVerdictOut)
def verdict(request: KeyRequest, verdict_id: UUID) -> StoredVerdict:
    """Return one verdict whole."""
    return without_others(visible_verdict(verdict_id, viewer=request.auth))


@verdicts.get("/verdicts/{verdict_id}/replay", response=ReplayOut)
def verdict_replay(request: KeyRequest, verdict_id: UUID) -> dict[str, Any]:
    """Judge a kept verdict again with the packs and levels of its day; nothing is stored."""
    replay = replay_of(visible_verdict(verdict_id, viewer=request.auth))
    return {**asdict(replay), "same": replay.same}


def _version(request: KeyRequest, slug: str, number: int) -> PackVersion:
    pack = visible_pack(slug, viewer=request.auth)
    found = versions_of(pack).filter(number=min(max(number, 0), MOST_VERSIONS)).first()
    if found is None:
        raise PackNotFoundError
    return found
