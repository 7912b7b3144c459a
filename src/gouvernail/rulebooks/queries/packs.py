"""Packs in force, compiled once and kept by their digest."""

from collections.abc import Collection, Sequence
from typing import Final

from django.db.models import Prefetch, QuerySet

from gouvernail.foundation.digests import sha256_hex
from gouvernail.kernel.rules import Pack as KernelPack
from gouvernail.kernel.rules import load_pack
from gouvernail.people.models import Person, Unit
from gouvernail.rulebooks.models import Pack, PackVersion
from gouvernail.rulebooks.permissions import chain_of, visible_packs

KEPT_PACKS: Final = 64
_kept: dict[str, KernelPack] = {}


def kernel_pack(version: PackVersion) -> KernelPack:
    """Return a version ready to judge; read from its text once, then kept by its digest."""
    pack = _kept.get(version.digest)
    if pack is None:
        pack = load_pack(version.source, name=version.pack.slug)
        if len(_kept) >= KEPT_PACKS:
            _kept.pop(next(iter(_kept)))
        _kept[version.digest] = pack
    return pack


def packs_for(unit: Unit) -> tuple[KernelPack, ...]:
    """Return the packs in force for `unit`: its own and those above, the top first.

    One query; one more when a pack was never read by this process.
    """
    chain = chain_of(unit)
    found = packs_by_path(chain)
    return tuple(pack for path in chain for pack in found.get(path, ()))


def packs_by_path(paths: Collection[str]) -> dict[str, list[KernelPack]]:
    """Return the packs in force of the units with these paths, in order of their names.

    One query; one more when a pack was never read by this process.
    """
    versions = list(
        PackVersion.objects.filter(
            status=PackVersion.Status.IN_FORCE,
            pack__unit__path__in=paths,
            pack__retired_at__isnull=True,
        )
        .order_by("pack__slug")
        .values_list("pk", "digest", "pack__unit__path")
    )
    unread = [key for key, digest, _path in versions if digest not in _kept]
    if unread:
        for version in PackVersion.objects.filter(pk__in=unread).select_related("pack"):
            kernel_pack(version)
    found: dict[str, list[KernelPack]] = {}
    for _key, digest, path in versions:
        found.setdefault(path, []).append(_kept[digest])
    return found


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
    return pack.versions.select_related("written_by", "pack").order_by("-number")


def pack_in_force(pack: Pack) -> PackVersion | None:
    """Return the version that binds, if there is one. One query."""
    return versions_of(pack).filter(status=PackVersion.Status.IN_FORCE).first()
