"""Packs in force, compiled once and kept by their digest."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from gouvernail.foundation.clock import now
from gouvernail.foundation.digests import sha256_hex
from gouvernail.kernel.rules import Pack as KernelPack
from gouvernail.kernel.rules import Rule, load_pack
from gouvernail.people.models import Person, Unit
from gouvernail.rulebooks.models import Pack, PackVersion
from gouvernail.rulebooks.permissions import chain_of, visible_packs
from gouvernail.rulebooks.queries.rulings import Bound

Status = PackVersion.Status
BINDING: Final = (Status.IN_FORCE, Status.SCHEDULED, Status.SUPERSEDED)
KEPT_PACKS: Final = 64
_UNIT: Final = re.compile(r"""\bunit["']?[ ]*:""")
_kept: dict[str, KernelPack] = {}


def kernel_pack(version: PackVersion) -> KernelPack:
    """Return a version ready to judge; read from its text once, then kept by its digest."""
    pack = _kept.get(version.digest)
    if pack is None:
        pack = load_pack(version.source, name=version.pack.slug, kept=True)
        if len(_kept) >= KEPT_PACKS:
            _kept.pop(next(iter(_kept)))
        _kept[version.digest] = pack
    return pack


def unit_codes(source: str) -> frozenset[str] | None:
    """Return the codes that the conditions of a pack may name; None where it names no unit.

    One query, or none.
    """
    if not _UNIT.search(source):
        return None
    return frozenset(Unit.objects.values_list("code", flat=True))


def packs_for(unit: Unit, *, at: datetime | None = None) -> tuple[KernelPack, ...]:
    """Return the packs in force for `unit`: its own and those above, the top first.

    One query; one more when a pack was never read by this process.
    """
    chain = chain_of(unit)
    found = packs_by_path(chain, at=at)
    return tuple(pack for path in chain for pack in found.get(path, ()))


def packs_by_path(
    paths: Collection[str], *, at: datetime | None = None
) -> dict[str, list[KernelPack]]:
    """Return the packs in force of the units with these paths, in order of their names.

    One query; one more when a pack was never read by this process.
    """
    found = bound_by_path(paths, at=at or now())
    return {path: [one.pack for one in bounds] for path, bounds in found.items()}


def bound_by_path(paths: Collection[str], *, at: datetime) -> dict[str, list[Bound]]:
    """Return the packs in force `at` an instant, past or to come, by path, in order of their names.

    Of a pack, the version that started last before that instant. One query; one more when a pack
    was never read by this process.
    """
    latest = latest_at(versions_that_bound(paths, until=at), at=at)
    return bounds_of(latest, read_versions(latest))


VersionRow = tuple[UUID, str, UUID, str, datetime, datetime | None]
"""A version: its key, its digest, its pack and whose path; since when, and when it was retired."""


def versions_that_bound(paths: Collection[str], *, until: datetime) -> list[VersionRow]:
    """Return the versions that bound there at some time, in the order of their packs. One query."""
    rows = PackVersion.objects.filter(
        status__in=BINDING, in_force_at__lte=until, pack__unit__path__in=paths
    ).order_by("pack__slug", "in_force_at", "number")
    names = ("pk", "digest", "pack_id", "pack__unit__path", "in_force_at", "pack__retired_at")
    return list(rows.values_list(*names))


def latest_at(rows: Iterable[VersionRow], *, at: datetime) -> list[VersionRow]:
    """Return the version of each pack in force `at` an instant. No query."""
    latest = {row[2]: row for row in rows if row[4] <= at and (row[5] is None or row[5] > at)}
    return list(latest.values())


def read_versions(rows: Collection[VersionRow]) -> dict[str, KernelPack]:
    """Return versions as the kernel reads them, by digest.

    No query; one when any was never read by this process.
    """
    read = {row[1]: _kept[row[1]] for row in rows if row[1] in _kept}
    unread = [row[0] for row in rows if row[1] not in read]
    if unread:
        for version in PackVersion.objects.filter(pk__in=unread).select_related("pack"):
            read[version.digest] = kernel_pack(version)
    return read


def bounds_of(
    latest: Iterable[VersionRow], read: Mapping[str, KernelPack]
) -> dict[str, list[Bound]]:
    """Return versions in force ready to judge, by path. No query."""
    found: dict[str, list[Bound]] = {}
    for row in latest:
        if row[1] in read:
            bound = Bound(pack_id=row[2], path=row[3], pack=read[row[1]])
            found.setdefault(row[3], []).append(bound)
    return found


def bound_in_force(pack: Pack, *, at: datetime) -> Bound | None:
    """Return the version of a pack in force `at` an instant, ready to judge. Two queries at most.

    The unit of the pack must be loaded.
    """
    found = bound_by_path([pack.unit.path], at=at).get(pack.unit.path, [])
    return next((one for one in found if one.pack_id == pack.pk), None)


def rule_of(pack: Pack, rule_id: str, *, at: datetime) -> Rule | None:
    """Return a rule of the version in force `at` an instant, if it has it. Two queries at most."""
    bound = bound_in_force(pack, at=at)
    rules = bound.pack.rules if bound else ()
    return next((rule for rule in rules if rule.id == rule_id), None)


def ruleset_digest(packs: Sequence[KernelPack]) -> str:
    """Return one digest, in hexadecimal, for the packs in force, in order. No query."""
    return sha256_hex(*(bytes.fromhex(pack.digest) for pack in packs))


def packs_for_list(viewer: Person) -> QuerySet[Pack]:
    """Return the packs in use that `viewer` may read, versions in force loaded. Two queries."""
    in_force = PackVersion.objects.filter(status=PackVersion.Status.IN_FORCE)
    return (
        visible_packs(viewer)
        .filter(retired_at__isnull=True)
        .select_related("unit")
        .prefetch_related(Prefetch("versions", queryset=in_force, to_attr="in_force"))
        .order_by("unit__path", "slug")
    )


def versions_of(pack: Pack) -> QuerySet[PackVersion]:
    """Return the versions of a pack, the latest first, with who wrote them. One query."""
    people = ("written_by", "edited_by", "submitted_by", "reviewed_by", "tried_by")
    return pack.versions.select_related("pack", "restores", *people).order_by("-number")


def version_before(version: PackVersion, versions: Sequence[PackVersion]) -> PackVersion | None:
    """Return what a version changes: the one in force, or the last that was before it. No query."""
    in_force = next((one for one in versions if one.status == Status.IN_FORCE), None)
    if version.status not in BINDING and in_force is not None:
        return in_force
    binding = [one for one in versions if one.status in BINDING and one.number < version.number]
    return max(binding, key=lambda one: one.number, default=None)


def pack_in_force(pack: Pack) -> PackVersion | None:
    """Return the version that binds, if there is one. One query."""
    return versions_of(pack).filter(status=PackVersion.Status.IN_FORCE).first()


RULES_HEADER: Final = (
    *("rule", "title_fr", "title_en", "clause", "check", "outcome", "seats", "level"),
    *("dismissible", "say_fr", "say_en", "source_fr", "source_en", "examples"),
)


def rule_rows(version: PackVersion) -> Iterator[tuple[object, ...]]:
    """Yield the rules of a version as rows of a table, as `RULES_HEADER` names them. No query."""
    for rule in kernel_pack(version).rules:
        yield (
            rule.id,
            *(rule.title.get(language, "") for language in ("fr", "en")),
            rule.clause,
            rule.check.kind,
            rule.outcome.slug,
            " ".join(rule.seats),
            rule.control.value,
            "yes" if rule.dismissible else "no",
            *(rule.say.get(language, "") for language in ("fr", "en")),
            *(rule.source.get(language, "") for language in ("fr", "en")),
            len(rule.examples),
        )
