"""`packs/UNIT/NAME.yaml`: rule packs, each the file it is.

A pack that differs is written as a new version and submitted: a second person agrees to it, as to
any other (`rulebooks.actions`), unless the charter lets a small team do without. One that is taken
out is asked to retire. Until somebody answers, the version that waits is the one compared.
"""

from difflib import ndiff
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.blueprint.sections.columns import Column, Kind, Row, Value, text, unit
from gouvernail.blueprint.sections.section import Kept, Standing, Writing
from gouvernail.kernel.rules import Pack as KernelPack
from gouvernail.kernel.rules import PackError, load_pack
from gouvernail.kernel.rules.fields import Reading
from gouvernail.people.models import Person, Unit
from gouvernail.rulebooks.actions import (
    NewPack,
    Submission,
    ask_to_retire_pack,
    create_pack,
    submit_version,
    write_version,
)
from gouvernail.rulebooks.models import Pack, PackVersion
from gouvernail.rulebooks.permissions import visible_packs

Status = PackVersion.Status
FIRST: Final = (Status.IN_REVIEW, Status.SCHEDULED, Status.IN_FORCE)
PARTS: Final = 3  # packs, unit, name


class Packs(Kept):
    """The packs that nobody retired, each with the version that waits or is in force."""

    file = "packs"
    key = "packs"
    named_by = ("unit", "pack")
    waits = True
    columns = (
        text("pack", required=True),
        unit(),
        Column(name="source", kind=Kind.LONG, required=True),
    )

    def name_of(self, row: Row) -> str:
        """Return the unit and the pack; a pack does not move from one unit to another."""
        return super().name_of(row).casefold()

    def path_of(self, row: Row) -> str:
        """Return `packs/energy/prices`."""
        return f"packs/{row['unit']}/{row['pack']}"

    def read(self, path: str, text: str, reading: Reading) -> Row | None:
        """Return the pack that a file is."""
        try:
            pack = load_pack(text, name=reading.file)
        except PackError as error:
            reading.problems += error.problems
            return None
        parts, name = path.split("/"), str(pack.meta["pack"])
        if len(parts) != PARTS or parts[-1] != name:
            reading.fault(None, "wrong_folder", value=name)
            return None
        return {"pack": name, "unit": parts[1], "source": text}

    def standing(self, viewer: Person) -> dict[str, Standing]:
        """Return the packs `viewer` may see. Three queries."""
        packs = visible_packs(viewer).filter(retired_at__isnull=True, versions__isnull=False)
        told: dict[str, Standing] = {}
        for pack in packs.distinct().select_related("unit").prefetch_related("versions"):
            if pack.retirement_asked_at is None:
                source = _compared(pack).source
                row = {"pack": pack.slug, "unit": pack.unit.code, "source": source}
                told[self.name_of(row)] = Standing(row=row, pk=pack.pk)
        return dict(sorted(told.items()))

    def same(self, before: Row, after: Row) -> bool:
        """Return whether both say the same, whatever their layout."""
        return _pack(before).digest == _pack(after).digest

    def details(self, before: Row, after: Row) -> list[tuple[str, Value, Value]]:
        """Return each rule that is added, changed or taken out, with the lines that differ."""
        old, new = (_rules(row) for row in (before, after))
        names = list(dict.fromkeys((*old, *new)))
        return [
            (f"rule {name}" if name else "pack", *_lines(old.get(name, ""), new.get(name, "")))
            for name in names
            if old.get(name) != new.get(name)
        ]

    def write(self, row: Row, before: Standing | None, how: Writing) -> None:
        """Write a version and submit it to a second person."""
        source = str(row["source"])
        if before is None or before.pk is None:
            where = Unit.objects.get(code__iexact=str(row["unit"])).pk
            new = NewPack(source=source, unit_id=where)
            version = create_pack(pack=new, by=how.by, at=how.at).versions.get()
        else:
            draft = _draft_of(before.pk, _pack(row).digest)
            version = draft or write_version(pack_id=before.pk, source=source, by=how.by, at=how.at)
        submission = Submission(
            purpose=_("From the files of the governance model."),
            untried_reason=_("Applied from files: tried and read where the files are kept."),
        )
        submit_version(version_id=version.pk, submission=submission, by=how.by, at=how.at)

    def remove(self, before: Standing, how: Writing) -> None:
        """Ask for the pack to be retired; a second person decides."""
        if before.pk is not None:
            reason = _("It is no longer in the files of the governance model.")
            ask_to_retire_pack(pack_id=before.pk, reason=reason, by=how.by, at=how.at)


def _compared(pack: Pack) -> PackVersion:
    """Return the version that waits, else the one in force, else the latest. No query."""
    versions = sorted(pack.versions.all(), key=lambda one: -one.number)
    for status in FIRST:
        found = next((one for one in versions if one.status == status), None)
        if found is not None:
            return found
    return versions[0]


def _draft_of(pack_id: UUID, digest: str) -> PackVersion | None:
    return PackVersion.objects.filter(pack_id=pack_id, digest=digest, status=Status.DRAFT).first()


def _pack(row: Row) -> KernelPack:
    return load_pack(str(row["source"]), name=f"{row['pack']}.yaml")


def _rules(row: Row) -> dict[str, str]:
    """Return the text of each rule by its name, and what stands around them under `""`."""
    source = str(row["source"])
    if not source:
        return {}
    lines = source.splitlines()
    rules = sorted(_pack(row).rules, key=lambda one: one.line)
    starts = [rule.line - 1 for rule in rules]
    ends = [*starts[1:], len(lines)]
    told = {"": _told(lines[: starts[0]] if starts else lines)}
    for rule, start, end in zip(rules, starts, ends, strict=True):
        told[rule.id] = _told(lines[start:end])
    return told


def _told(lines: list[str]) -> str:
    kept = (line.strip() for line in lines)
    return "\n".join(line for line in kept if line and not line.startswith("#"))


def _lines(before: str, after: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the lines only one of two texts has."""
    if not before or not after:
        return (tuple(before.splitlines()[:1]), tuple(after.splitlines()[:1]))
    found = list(ndiff(before.splitlines(), after.splitlines()))
    gone = tuple(line[2:] for line in found if line.startswith("- "))
    come = tuple(line[2:] for line in found if line.startswith("+ "))
    return gone, come
