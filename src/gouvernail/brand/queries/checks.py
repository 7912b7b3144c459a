"""What pictures are held against, and what is found in them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gouvernail.brand.models.assets import LibraryItem, LibraryVersion
from gouvernail.brand.models.checks import Fingerprint, ProfilePicture
from gouvernail.kernel import pictures
from gouvernail.kernel.pictures import Alteration, Likeness, likeness, may_be_near
from gouvernail.media.models import Asset
from gouvernail.people.models import Person
from gouvernail.registry.permissions import visible_accounts

SEARCHED: Final = (LibraryItem.Kind.LOGO, LibraryItem.Kind.ICON, LibraryItem.Kind.PICTURE)
ENDED, WITHDRAWN, OUTDATED, STRETCHED, RECOLOURED = (
    *("ended", "withdrawn", "outdated"),
    *("stretched", "recoloured"),
)
FINDINGS: Final[dict[str, Promise]] = {
    ENDED: _("Looks like a picture whose rights have ended"),
    WITHDRAWN: _("Looks like a picture that was withdrawn from the library"),
    OUTDATED: _("An old version"),
    STRETCHED: _("Stretched"),
    RECOLOURED: _("Recoloured"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What is to be said of one picture, and the version of the library it is like."""

    code: str
    version: LibraryVersion
    likeness: Likeness
    sha256: str

    @property
    def words(self) -> str:
        """Return what is found, in the reader's language."""
        return str(FINDINGS[self.code])

    @property
    def stretch_percent(self) -> float:
        """Return by how much its proportions differ."""
        return round(self.likeness.stretch * 100, 1)


def limits() -> dict[str, float]:
    """Return the thresholds that pictures are held against, as pages tell them."""
    return {
        "bits": pictures.NEAR_BITS,
        "stretch": round(pictures.STRETCH * 100, 1),
        "colour": pictures.RECOLOUR,
    }


@dataclass(frozen=True, slots=True)
class Candidate:
    """One version with its two hashes, read before anything heavier."""

    sha256: str
    luma: int
    shape: int


def kept(digests: Iterable[str]) -> dict[str, pictures.Fingerprint]:
    """Return the fingerprints of files, those that could not be read left out. One query."""
    rows = Fingerprint.objects.filter(pk__in=list(digests))
    return {row.sha256: _plain(row) for row in rows if row.grid}


def _plain(row: Fingerprint) -> pictures.Fingerprint:
    return pictures.Fingerprint(
        luma=int(row.luma, 16),
        shape=int(row.shape, 16),
        ratio=row.ratio,
        plain=row.plain,
        grid=bytes(row.grid),
    )


def without_fingerprint(limit: int) -> list[str]:
    """Return the digests of pictures that nobody has looked at yet. One query."""
    known = Fingerprint.objects.values("sha256")
    rows = Asset.objects.filter(mime__startswith="image/").exclude(sha256__in=known)
    return list(rows.order_by("added_at").values_list("sha256", flat=True)[:limit])


def library_seen_from(path: str) -> QuerySet[LibraryVersion]:
    """Return the versions that pictures of a unit are held against: its own, and those above."""
    chain = [path[: at + 1] for at, mark in enumerate(path) if mark == "/"]
    own = Q(item__unit__path=path) | Q(item__unit__path__in=chain, item__below=True)
    return LibraryVersion.objects.filter(own, approved_at__isnull=False, item__kind__in=SEARCHED)


def findings_of(
    seen: dict[str, pictures.Fingerprint], versions: QuerySet[LibraryVersion], *, today: date
) -> dict[str, Finding]:
    """Return what is to be said of each picture, by digest; nothing for one that is in order.

    Three queries, whatever the number of pictures; the first reads two numbers a version, the
    others only what is near one of them.
    """
    if not seen:
        return {}
    digests = versions.exclude(sha256="").values("sha256")
    rows = Fingerprint.objects.filter(sha256__in=digests).exclude(luma="")
    candidates = [
        Candidate(sha, int(luma, 16), int(shape, 16))
        for sha, luma, shape in rows.values_list("sha256", "luma", "shape")
    ]
    near = {
        sha: {
            one.sha256
            for one in candidates
            if may_be_near(each.luma, each.shape, one.luma, one.shape)
        }
        for sha, each in seen.items()
    }
    every = set().union(*near.values())
    prints = kept(every)
    rows_near = list(versions.filter(sha256__in=every).select_related("item", "asset"))
    found = {
        sha: _best(sha, each, [row for row in rows_near if row.sha256 in near[sha]], prints, today)
        for sha, each in seen.items()
    }
    return {sha: finding for sha, finding in found.items() if finding is not None}


def _best(
    sha256: str,
    seen: pictures.Fingerprint,
    versions: Sequence[LibraryVersion],
    prints: dict[str, pictures.Fingerprint],
    today: date,
) -> Finding | None:
    """Return the finding of the nearest version; a picture of the library in force is in order."""
    like = [
        (version, likeness(seen, prints[version.sha256]))
        for version in versions
        if version.sha256 in prints
    ]
    near = [(version, how) for version, how in like if how.is_near]
    if not near:
        return None

    def place(pair: tuple[LibraryVersion, Likeness]) -> tuple[object, ...]:
        version, how = pair
        altered = how.alterations != (Alteration.NONE,)
        return version.sha256 != sha256, altered, -round(how.cells, 2), how.colour, -version.number

    version, how = min(near, key=place)
    code = _code(version, how, today=today)
    return Finding(code=code, version=version, likeness=how, sha256=sha256) if code else None


def _code(version: LibraryVersion, how: Likeness, *, today: date) -> str:
    if version.item.has_ended(today):
        return ENDED
    if version.item.status == LibraryItem.Status.WITHDRAWN:
        return WITHDRAWN
    if Alteration.STRETCHED in how.alterations:
        return STRETCHED
    if Alteration.RECOLOURED in how.alterations:
        return RECOLOURED
    return OUTDATED if version.replaced_at is not None else ""


def profile_pictures(account_id: UUID) -> list[ProfilePicture]:
    """Return what a profile shows, with what was found. One query."""
    rows = ProfilePicture.objects.filter(account_id=account_id, replaced_at__isnull=True)
    return list(rows.select_related("version__item", "seen_by").order_by("place"))


def profiles_to_mend(viewer: Person) -> QuerySet[ProfilePicture]:
    """Return the profiles whose picture is outdated, altered or without rights. Two queries."""
    rows = ProfilePicture.objects.filter(
        replaced_at__isnull=True, account__in=visible_accounts(viewer)
    )
    return rows.exclude(finding="").select_related("account__unit", "version__item")
