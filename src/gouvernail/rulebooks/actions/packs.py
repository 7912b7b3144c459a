"""Writing packs and the texts of their versions; taking packs out of use."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from gouvernail.charter.queries import separation
from gouvernail.foundation.actions import action
from gouvernail.kernel.rules import Control, PackError, Problem, load_pack
from gouvernail.kernel.rules import Pack as KernelPack
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.people.permissions import Act, Right, require, require_step_up, visible_unit
from gouvernail.rulebooks.actions.telling import tell_of_pack
from gouvernail.rulebooks.errors import (
    PackAlreadyThereError,
    PackBrokenError,
    PackRetiredError,
    PackUnchangedError,
    ReasonMissingError,
    RetirementNotAskedError,
    VersionNotDraftError,
)
from gouvernail.rulebooks.models import Pack, PackVersion
from gouvernail.rulebooks.permissions import (
    refuse_own,
    require_agree,
    those_who_agree,
    visible_pack_of,
    visible_version,
)
from gouvernail.rulebooks.queries.packs import unit_codes

STARTERS = Path(__file__).resolve().parent.parent / "packs"
# Addresses under `rules/` that are pages of their own.
RESERVED: Final = frozenset(
    {
        *("starters", "reports", "verdicts", "waivers", "levels", "dismissals"),
        *("trace", "replays", "published", "editor"),
    }
)
Status = PackVersion.Status
NEVER_BOUND: Final = (Status.DRAFT, Status.IN_REVIEW, Status.REJECTED, Status.WITHDRAWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPack:
    """A pack to create: its file, and the unit it binds with everything below it."""

    source: str
    unit_id: UUID | str


@action("rulebooks.create_pack")
def create_pack(*, pack: NewPack, by: Person, at: datetime) -> Pack:
    """Create a pack from its first version, which binds once it is agreed to.

    Name and titles are those the file gives itself.

    Raises:
        PackBrokenError: the file cannot be used; it says at which lines.
        PackAlreadyThereError: another pack has this identifier.
        RightMissingError: `by` may not write rules for that unit.
    """
    unit = visible_unit(pack.unit_id, viewer=by)
    require(by, Right.EDIT_RULES, unit=unit)
    read = read_pack(pack.source, name="pack.yaml")
    slug = str(read.meta["pack"])
    if slug in RESERVED or Pack.objects.filter(slug=slug).exists():
        raise PackAlreadyThereError(slug)
    created = Pack.objects.create(
        slug=slug, title=read.title.get("fr", slug), title_en=read.title.get("en", ""), unit=unit
    )
    record(actor=by, verb="pack.created", subject=created, at=at)
    write_version(pack_id=created.pk, source=pack.source, by=by, at=at)
    return created


@action("rulebooks.write_version")
def write_version(
    *,
    pack_id: UUID,
    source: str,
    by: Person,
    at: datetime,
    restores: PackVersion | None = None,
    hands: Collection[object] = (),
) -> PackVersion:
    """Add a draft to a pack; it binds nobody until it is agreed to.

    `restores`: an earlier version. `hands`: the keys of others who typed words of it; those of a
    version that said the same and never bound are added.

    Raises:
        PackBrokenError: the file cannot be used; it says at which lines.
        PackUnchangedError: it says what a draft, or the version in force, says.
        PackRetiredError: the pack is out of use.
        PackNotFoundError, RightMissingError: not here, or not by `by`.
    """
    pack = _writable(pack_id, by=by)
    Pack.objects.select_for_update().get(pk=pack.pk)  # two drafts at once
    read = _read_of(pack, source)
    alive = (Status.DRAFT, Status.IN_REVIEW, Status.SCHEDULED, Status.IN_FORCE)
    before = list(pack.versions.filter(digest=read.digest))
    same = next((one for one in before if one.status in alive), None)
    if same is not None:
        raise PackUnchangedError(same.number)
    theirs = {hand for one in before if one.status in NEVER_BOUND for hand in one.hands}
    latest = pack.versions.order_by("-number").first()
    version = PackVersion.objects.create(
        pack=pack,
        number=(latest.number if latest else 0) + 1,
        source=source,
        digest=read.digest,
        written_by=by,
        written_at=at,
        editors=_keys(hands, theirs, {by.pk}),
        restores=restores,
    )
    record(actor=by, verb="pack_version.drafted", subject=version, at=at, digest=read.digest)
    return version


@action("rulebooks.edit_version")
def edit_version(
    *, version_id: UUID, source: str, by: Person, at: datetime, hands: Collection[object] = ()
) -> PackVersion:
    """Change the text of a draft; what was tried of it before no longer counts.

    `hands`: the keys of others who typed words of it; whoever did before stays.

    Raises:
        VersionNotDraftError: it was submitted.
        PackBrokenError: the file cannot be used; it says at which lines.
        PackNotFoundError, RightMissingError, PackRetiredError: not here, or not by `by`.
    """
    version = visible_version(version_id, viewer=by, lock=True)
    _writable(version.pack_id, by=by)
    if not version.is_draft:
        raise VersionNotDraftError
    read = _read_of(version.pack, source)
    if source == version.source:
        return version
    if read.digest != version.digest:
        version.tried_at = version.tried_by = None
    version.editors = _keys(version.hands, hands, {by.pk})
    version.source, version.digest = source, read.digest
    version.edited_by, version.edited_at = by, at
    changed = ("source", "digest", "edited_by", "edited_at", "editors", "tried_at", "tried_by")
    version.save(update_fields=changed)
    record(actor=by, verb="pack_version.edited", subject=version, at=at, digest=read.digest)
    return version


@action("rulebooks.restore_version")
def restore_version(*, version_id: UUID, by: Person, at: datetime) -> PackVersion:
    """Return to an earlier version, as a new draft that goes the way of every draft.

    Raises:
        PackUnchangedError: a draft, or the version in force, says the same.
        PackNotFoundError, RightMissingError, PackRetiredError: not here, or not by `by`.
    """
    former = visible_version(version_id, viewer=by)
    return write_version(
        pack_id=former.pack_id, source=former.source, by=by, at=at, restores=former
    )


@action("rulebooks.ask_to_retire_pack")
def ask_to_retire_pack(*, pack_id: UUID, reason: str, by: Person, at: datetime) -> Pack:
    """Ask for a pack to be taken out of use; a second person decides.

    Raises:
        ReasonMissingError: it does not say why.
        PackNotFoundError, RightMissingError, PackRetiredError: not here, or not by `by`.
    """
    pack = _writable(pack_id, by=by)
    if not reason.strip():
        raise ReasonMissingError
    pack.retirement_asked_at, pack.retirement_asked_by = at, by
    pack.retirement_reason = reason.strip()
    pack.save(update_fields=("retirement_asked_at", "retirement_asked_by", "retirement_reason"))
    data = {"private": {"why": pack.retirement_reason}}
    record(actor=by, verb="pack.retirement_asked", subject=pack, at=at, data=data)
    tell_of_pack(pack, "retire", people=those_who_agree(pack.unit) - {by.pk}, by=by, at=at)
    return pack


@action("rulebooks.retire_pack")
def retire_pack(*, pack_id: UUID, comment: str = "", by: Person, at: datetime) -> Pack:
    """Take a pack out of use, as somebody else asked; what it said stays where it was said.

    In a small team who asked may, and says why in `comment`.

    Raises:
        RetirementNotAskedError: nobody asked.
        SecondPersonNeededError: `by` asked for it, and the team is not small.
        ReasonMissingError: alone, and no word about it.
        ProofNeededError, MachineMayNotError: who decides proves who they are.
        PackNotFoundError, RightMissingError: not here, or not by `by`.
    """
    pack = visible_pack_of(pack_id, viewer=by)
    require_agree(by, unit=pack.unit)
    if pack.retired_at is not None or pack.retirement_asked_by_id is None:
        raise RetirementNotAskedError
    alone = refuse_own(by, hands={pack.retirement_asked_by_id}, separation=separation())
    if alone and not comment.strip():
        raise ReasonMissingError("comment")
    require_step_up(Act.DECIDE, at=at)
    pack.retired_at, pack.retired_by = at, by
    pack.retired_alone, pack.retirement_comment = alone, comment.strip()
    pack.save(update_fields=("retired_at", "retired_by", "retired_alone", "retirement_comment"))
    data: dict[str, object] = {"private": {"why": pack.retirement_reason}}
    if alone:
        data["alone"] = "yes"
    record(actor=by, verb="pack.retired", subject=pack, at=at, data=data)
    return pack


@action("rulebooks.keep_pack")
def keep_pack(*, pack_id: UUID, by: Person, at: datetime) -> Pack:
    """Keep a pack that somebody asked to retire.

    Raises:
        RetirementNotAskedError: nobody asked.
        PackNotFoundError, RightMissingError: not here, or not by `by`.
    """
    pack = visible_pack_of(pack_id, viewer=by)
    require_agree(by, unit=pack.unit)
    if pack.retired_at is not None or pack.retirement_asked_by_id is None:
        raise RetirementNotAskedError
    pack.retirement_asked_at = pack.retirement_asked_by = None
    pack.retirement_reason = ""
    pack.save(update_fields=("retirement_asked_at", "retirement_asked_by", "retirement_reason"))
    record(actor=by, verb="pack.retirement_withdrawn", subject=pack, at=at)
    return pack


@action("rulebooks.adopt_starter_packs")
def adopt_starter_packs(*, unit_id: UUID, by: Person, at: datetime) -> list[Pack]:
    """Put the packs that come with the product in force for a unit; return those that are new.

    One person may: nothing of them stops anything as long as every rule only observes
    (docs/decisions). A pack already there is left as the organisation has made it; one with a rule
    that does more stays a draft.

    Raises:
        RightMissingError: `by` may not write rules for that unit.
    """
    adopted = []
    for file in _shipped():
        source = file.read_text(encoding="utf-8")
        read = read_pack(source, name=file.name)
        if Pack.objects.filter(slug=str(read.meta["pack"])).exists():
            continue
        pack = create_pack(pack=NewPack(source=source, unit_id=unit_id), by=by, at=at)
        if all(rule.control == Control.OBSERVE for rule in read.rules):
            _adopt_as_it_comes(pack.versions.get(), by=by, at=at)
        adopted.append(pack)
    return adopted


def packs_that_ship() -> QuerySet[Pack]:
    """Return the packs named like those that come with the product, wherever they bind."""
    names = [read_pack(file.read_text("utf-8"), name=file.name).meta["pack"] for file in _shipped()]
    return Pack.objects.filter(slug__in=[str(name) for name in names])


def _shipped() -> list[Path]:
    return sorted(STARTERS.glob("*.yaml"))


def _adopt_as_it_comes(version: PackVersion, *, by: Person, at: datetime) -> None:
    version.status, version.in_force_at = Status.IN_FORCE, at
    version.save(update_fields=("status", "in_force_at"))
    record(actor=by, verb="pack_version.adopted", subject=version, at=at, digest=version.digest)


def read_pack(source: str, *, name: str, units: Collection[str] | None = None) -> KernelPack:
    """Return a pack read from its text.

    Raises:
        PackBrokenError: the file cannot be used; it says at which lines.
    """
    try:
        return load_pack(source, name=name, units=units)
    except PackError as error:
        raise PackBrokenError(error.problems) from error


def _keys(*hands: Collection[object]) -> list[str]:
    return sorted({str(key) for some in hands for key in some})


def _read_of(pack: Pack, source: str) -> KernelPack:
    name = f"{pack.slug}.yaml"
    read = read_pack(source, name=name, units=unit_codes(source))
    if str(read.meta["pack"]) != pack.slug:
        lines = source.splitlines()
        line = next((at for at, one in enumerate(lines, 1) if one.startswith("pack:")), 1)
        words = {
            "en": f"This pack is called “{pack.slug}”: write “pack: {pack.slug}”.",
            "fr": f"Ce jeu de règles s’appelle « {pack.slug} » : écrivez « pack: {pack.slug} ».",
        }
        raise PackBrokenError([Problem(name, line, 1, "wrong_name", words)])
    return read


def _writable(pack_id: UUID, *, by: Person) -> Pack:
    pack = visible_pack_of(pack_id, viewer=by)
    require(by, Right.EDIT_RULES, unit=pack.unit)
    if pack.retired_at is not None:
        raise PackRetiredError
    return pack
