"""The packs that come with the product, and what has become of each on this site."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from gouvernail.kernel.rules import Control, load_pack
from gouvernail.kernel.rules import Pack as KernelPack
from gouvernail.people.models import Person
from gouvernail.rulebooks.errors import PackNotFoundError
from gouvernail.rulebooks.models import Pack, PackVersion
from gouvernail.rulebooks.permissions import visible_packs
from gouvernail.rulebooks.queries.packs import kernel_pack
from gouvernail.rulebooks.queries.reading import in_words

FOLDER: Final = Path(__file__).resolve().parent.parent / "packs"
LANGUAGES: Final = ("fr", "en")
ABSENT: Final = "absent"
HERE: Final = "here"
NEWER: Final = "newer"
OWN: Final = "own"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShippedPack:
    """A pack as it ships: its text, and the same read by the kernel."""

    source: str
    pack: KernelPack

    @property
    def slug(self) -> str:
        """Return its identifier."""
        return str(self.pack.meta["pack"])

    @property
    def title(self) -> str:
        """Return its title in the reader's language."""
        return in_words(self.pack.title)

    @property
    def description(self) -> str:
        """Return what it is for, in the reader's language."""
        said = self.pack.meta.get("description")
        if not isinstance(said, Mapping):
            return ""
        return in_words({language: str(words) for language, words in said.items()})

    @property
    def edition(self) -> str:
        """Return which version of it ships, as its file says."""
        return str(self.pack.meta.get("version", ""))

    @property
    def licence(self) -> str:
        """Return its licence."""
        return str(self.pack.meta.get("licence", ""))

    @property
    def languages(self) -> tuple[str, ...]:
        """Return the languages in which each of its rules speaks."""
        rules = self.pack.rules
        return tuple(one for one in LANGUAGES if all(rule.say.get(one) for rule in rules))

    @property
    def sources(self) -> int:
        """Return how many of its rules name the law or the practice they come from."""
        return sum(bool(in_words(rule.source)) for rule in self.pack.rules)

    @property
    def examples(self) -> int:
        """Return how many examples its rules are tested with."""
        return sum(len(rule.examples) for rule in self.pack.rules)

    @property
    def observes(self) -> bool:
        """Return whether every rule of it only observes."""
        return all(rule.control == Control.OBSERVE for rule in self.pack.rules)

    @property
    def as_version(self) -> PackVersion:
        """Return it as a version of a pack, in memory only: what reads versions reads it."""
        pack = Pack(
            slug=self.slug,
            title=self.pack.title.get("fr", self.slug),
            title_en=self.pack.title.get("en", ""),
        )
        return PackVersion(pack=pack, number=0, source=self.source, digest=self.pack.digest)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShippedRow:
    """A pack that ships beside what this site has of it.

    `state`: `absent`; `here`, a version says the same; `newer`, what ships has a higher number than
    what the site began from; `own`, the site went its own way. `is_known` tells whether the reader
    knows the pack of the site, `version` its version in force, or else its last.
    """

    shipped: ShippedPack
    state: str
    pack: Pack | None = None
    version: PackVersion | None = None
    is_known: bool = False
    edition: str = ""


@lru_cache(maxsize=1)
def packs_shipped() -> tuple[ShippedPack, ...]:
    """Return the packs that ship: what to start from, then by subject. Read once a process."""
    files = [*sorted(FOLDER.glob("*.yaml")), *sorted((FOLDER / "subjects").glob("*.yaml"))]
    texts = [(file.name, file.read_text(encoding="utf-8")) for file in files]
    return tuple(ShippedPack(source=text, pack=load_pack(text, name=name)) for name, text in texts)


def pack_shipped(slug: str) -> ShippedPack:
    """Return a pack that ships.

    Raises:
        PackNotFoundError: none has this identifier.
    """
    found = next((one for one in packs_shipped() if one.slug == slug), None)
    if found is None:
        raise PackNotFoundError
    return found


def shipped_rows(viewer: Person) -> list[ShippedRow]:
    """Return every pack that ships beside what the site has of it. Three queries."""
    return _rows(packs_shipped(), viewer)


def shipped_row(slug: str, *, viewer: Person) -> ShippedRow:
    """Return one pack that ships beside what the site has of it. Three queries.

    Raises:
        PackNotFoundError: none that ships has this identifier.
    """
    return _rows([pack_shipped(slug)], viewer)[0]


def _rows(shipped: Sequence[ShippedPack], viewer: Person) -> list[ShippedRow]:
    slugs = [one.slug for one in shipped]
    packs = {one.slug: one for one in Pack.objects.filter(slug__in=slugs).select_related("unit")}
    known = set(visible_packs(viewer).filter(slug__in=slugs).values_list("slug", flat=True))
    versions: dict[str, list[PackVersion]] = {}
    rows = PackVersion.objects.filter(pack__slug__in=slugs).select_related("pack")
    for version in rows.order_by("number"):
        versions.setdefault(version.pack.slug, []).append(version)
    return [
        _row(one, packs.get(one.slug), versions.get(one.slug, []), is_known=one.slug in known)
        for one in shipped
    ]


def _row(
    shipped: ShippedPack, pack: Pack | None, versions: Sequence[PackVersion], *, is_known: bool
) -> ShippedRow:
    if pack is None or not versions:
        return ShippedRow(shipped=shipped, state=ABSENT)
    bound = [one for one in versions if one.status == PackVersion.Status.IN_FORCE]
    shown = bound[-1] if bound else versions[-1]
    state = HERE
    editions = [str(kernel_pack(one).meta.get("version", "")) for one in versions]
    if all(one.digest != shipped.pack.digest for one in versions):
        state = NEWER if _number(shipped.edition) > max(map(_number, editions)) else OWN
    edition = editions[list(versions).index(shown)]
    return ShippedRow(
        shipped=shipped, state=state, pack=pack, version=shown, is_known=is_known, edition=edition
    )


def _number(edition: str) -> tuple[int, ...]:
    """Return an edition as numbers that compare: `1.10` comes after `1.9`."""
    return tuple(int(part) for part in edition.split(".") if part.isdecimal())
