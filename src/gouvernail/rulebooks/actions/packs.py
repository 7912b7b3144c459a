"""Writing packs and putting their versions in force."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from gouvernail.foundation.actions import action
from gouvernail.kernel.rules import Pack as KernelPack
from gouvernail.kernel.rules import PackError, load_pack
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, require, visible_unit
from gouvernail.rulebooks.errors import (
    PackAlreadyThereError,
    PackBrokenError,
    PackNotFoundError,
    PackUnchangedError,
    VersionNotDraftError,
)
from gouvernail.rulebooks.models import Pack, PackVersion
from gouvernail.rulebooks.permissions import visible_pack_of

STARTERS = Path(__file__).resolve().parent.parent / "packs"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPack:
    """A pack to create: its file, and the unit it binds with everything below it."""

    source: str
    unit_id: UUID | str


@action("rulebooks.create_pack")
def create_pack(*, pack: NewPack, by: Person, at: datetime) -> Pack:
    """Create a pack from its first version, which still has to be adopted.

    Name and titles are those the file gives itself.

    Raises:
        PackBrokenError: the file cannot be used; it says at which lines.
        PackAlreadyThereError: another pack has this identifier.
        RightMissingError: `by` may not write rules for that unit.
    """
    unit = visible_unit(pack.unit_id, viewer=by)
    require(by, Right.EDIT_RULES, unit=unit)
    read = _read(pack.source, name="pack.yaml")
    slug = str(read.meta["pack"])
    if Pack.objects.filter(slug=slug).exists():
        raise PackAlreadyThereError(slug)
    created = Pack.objects.create(
        slug=slug, title=read.title.get("fr", slug), title_en=read.title.get("en", ""), unit=unit
    )
    record(actor=by, verb="pack.created", subject=created, at=at)
    write_version(pack_id=created.pk, source=pack.source, by=by, at=at)
    return created


@action("rulebooks.write_version")
def write_version(*, pack_id: UUID, source: str, by: Person, at: datetime) -> PackVersion:
    """Add a version to a pack; it binds nobody until it is adopted.

    Raises:
        PackBrokenError: the file cannot be used; it says at which lines.
        PackUnchangedError: it says what the latest version says.
        PackNotFoundError, RightMissingError: not here, or not by `by`.
    """
    pack = visible_pack_of(pack_id, viewer=by)
    require(by, Right.EDIT_RULES, unit=pack.unit)
    read = _read(source, name=f"{pack.slug}.yaml")
    latest = pack.versions.order_by("-number").first()
    if latest is not None and latest.digest == read.digest:
        raise PackUnchangedError(latest.number)
    version = PackVersion.objects.create(
        pack=pack,
        number=(latest.number if latest else 0) + 1,
        source=source,
        digest=read.digest,
        written_by=by,
        written_at=at,
    )
    record(actor=by, verb="pack_version.drafted", subject=version, at=at, digest=read.digest)
    return version


@action("rulebooks.adopt_version")
def adopt_version(*, version_id: UUID, by: Person, at: datetime) -> PackVersion:
    """Put a version in force; the one before it is kept, superseded.

    Raises:
        VersionNotDraftError: it was in force before.
        PackNotFoundError, RightMissingError: not here, or not by `by`.
    """
    version = PackVersion.objects.select_related("pack").filter(pk=version_id).first()
    if version is None:
        raise PackNotFoundError
    pack = visible_pack_of(version.pack_id, viewer=by)
    require(by, Right.EDIT_RULES, unit=pack.unit)
    if version.status != PackVersion.Status.DRAFT:
        raise VersionNotDraftError
    for former in pack.versions.filter(status=PackVersion.Status.IN_FORCE):
        former.status = PackVersion.Status.SUPERSEDED
        former.save(update_fields=("status",))
        record(actor=by, verb="pack_version.superseded", subject=former, at=at)
    version.status, version.in_force_at = PackVersion.Status.IN_FORCE, at
    version.save(update_fields=("status", "in_force_at"))
    record(actor=by, verb="pack_version.adopted", subject=version, at=at, digest=version.digest)
    return version


@action("rulebooks.retire_pack")
def retire_pack(*, pack_id: UUID, by: Person, at: datetime) -> Pack:
    """Take a pack out of use; what it said stays where it was said.

    Raises:
        PackNotFoundError, RightMissingError: not here, or not by `by`.
    """
    pack = visible_pack_of(pack_id, viewer=by)
    require(by, Right.EDIT_RULES, unit=pack.unit)
    pack.retired_at = at
    pack.save(update_fields=("retired_at",))
    record(actor=by, verb="pack.retired", subject=pack, at=at)
    return pack


@action("rulebooks.adopt_starter_packs")
def adopt_starter_packs(*, unit_id: UUID, by: Person, at: datetime) -> list[Pack]:
    """Put the packs that come with the product in force for a unit; return those that are new.

    A pack already there is left as the organisation has made it.

    Raises:
        RightMissingError: `by` may not write rules for that unit.
    """
    adopted = []
    for file in sorted(STARTERS.glob("*.yaml")):
        source = file.read_text(encoding="utf-8")
        slug = str(_read(source, name=file.name).meta["pack"])
        if Pack.objects.filter(slug=slug).exists():
            continue
        pack = create_pack(pack=NewPack(source=source, unit_id=unit_id), by=by, at=at)
        adopt_version(version_id=pack.versions.get().pk, by=by, at=at)
        adopted.append(pack)
    return adopted


def _read(source: str, *, name: str) -> KernelPack:
    try:
        return load_pack(source, name=name)
    except PackError as error:
        raise PackBrokenError(error.problems) from error
