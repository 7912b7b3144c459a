"""What the guide of a unit says: its own sections and those it inherits."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import get_language

from gouvernail.brand.models import Section, SectionVersion, Topic
from gouvernail.brand.permissions.guides import chain, may_see_drafts, visible_sections
from gouvernail.foundation.digests import canonical, sha256_hex
from gouvernail.media.models import Asset
from gouvernail.media.permissions import visible_assets
from gouvernail.people.models import Person, Unit

ORDER: Final = {topic: place for place, topic in enumerate(Topic.values)}
WORDS_A_MINUTE: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One do and one don't in the reader's language, each with its example."""

    do: str
    dont: str
    good: str
    bad: str
    good_picture: Asset | None = None
    bad_picture: Asset | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One section in force: `inherited` when a unit above says it."""

    version: SectionVersion
    inherited: bool
    pairs: tuple[Pair, ...]

    @property
    def section(self) -> Section:
        """Return the section it is a version of."""
        return self.version.section


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """The guide of one unit; `digest` names what it says in substance."""

    unit: Unit
    lines: tuple[Line, ...]
    digest: str
    since: date | None
    minutes: int

    @property
    def topics(self) -> list[tuple[str, list[Line]]]:
        """Return the sections by subject, in reading order."""
        found: dict[str, list[Line]] = {}
        for line in self.lines:
            found.setdefault(line.section.topic, []).append(line)
        return [(str(Topic(key).label), lines) for key, lines in found.items()]


def versions_in_force(unit: Unit) -> QuerySet[Any]:
    """Return what is in force in a unit and above it. One query when iterated."""
    return in_force_in(chain(unit.path))


def in_force_in(paths: Iterable[str]) -> QuerySet[Any]:
    """Return what is in force in the units of these paths. One query when iterated.

    `changed_on` is the day of the last version that was a change in substance.
    """
    last = SectionVersion.objects.filter(section=OuterRef("section"), number=OuterRef("substance"))
    return (
        SectionVersion.objects.filter(
            status=SectionVersion.Status.IN_FORCE,
            section__archived_at__isnull=True,
            section__unit__path__in=list(paths),
        )
        .select_related("section__unit")
        .annotate(changed_on=Subquery(last.values("in_force_on")[:1]))
    )


def sorted_versions(versions: Iterable[SectionVersion]) -> list[SectionVersion]:
    """Return versions as they are read: by subject, then from the top unit down, then network."""
    return sorted(
        versions,
        key=lambda one: (
            ORDER[one.section.topic],
            one.section.unit.path,
            one.section.network,
            one.section_id,
        ),
    )


def digest_of(versions: Iterable[SectionVersion]) -> str:
    """Return the SHA-256 of what a guide says in substance: each section, its last such number."""
    said = sorted([str(one.section_id), one.substance] for one in versions)
    return sha256_hex(canonical(said)) if said else ""


def guide_of(unit: Unit, *, viewer: Person, network: str = "", search: str = "") -> Guide:
    """Return the guide of a unit, for one network or all, as far as words are found. Two queries.

    The digest and the minutes are those of the whole guide.
    """
    versions = sorted_versions(versions_in_force(unit))
    shown = [one for one in versions if not network or one.section.network in {"", network}]
    words = search.casefold().split()
    shown = [one for one in shown if all(word in _text(one) for word in words)]
    lines = _lines(shown, unit=unit, viewer=viewer)
    count = sum(len(f"{one.words} {_said_of_pairs(one)}".split()) for one in versions)
    days = [one.in_force_on for one in versions if one.in_force_on]
    return Guide(
        unit=unit,
        lines=tuple(lines),
        digest=digest_of(versions),
        since=max(days, default=None),
        minutes=max(1, round(count / WORDS_A_MINUTE)) if count else 0,
    )


def _text(version: SectionVersion) -> str:
    return f"{version.label} {version.words} {_said_of_pairs(version)}".casefold()


def _said_of_pairs(version: SectionVersion) -> str:
    return " ".join(
        _said(pair, name) for pair in version.pairs for name in ("do", "dont", "good", "bad")
    )


def _lines(versions: list[SectionVersion], *, unit: Unit, viewer: Person) -> list[Line]:
    pictures = _pictures(versions, viewer)
    return [
        Line(
            version=one,
            inherited=one.section.unit_id != unit.pk,
            pairs=tuple(pair_of(each, pictures) for each in one.pairs),
        )
        for one in versions
    ]


def _pictures(versions: Iterable[SectionVersion], viewer: Person) -> Mapping[str, Asset]:
    keys = {
        pair.get(name, "")
        for one in versions
        for pair in one.pairs
        for name in ("good_picture", "bad_picture")
    } - {""}
    rows = visible_assets(viewer).filter(pk__in=keys, withdrawn_at__isnull=True)
    return {str(one.pk): one for one in rows} if keys else {}


def pair_of(pair: Mapping[str, Any], pictures: Mapping[str, Asset]) -> Pair:
    """Return a pair as it is read. No query."""
    return Pair(
        do=_said(pair, "do"),
        dont=_said(pair, "dont"),
        good=_said(pair, "good"),
        bad=_said(pair, "bad"),
        good_picture=pictures.get(pair.get("good_picture", "")),
        bad_picture=pictures.get(pair.get("bad_picture", "")),
    )


def _said(pair: Mapping[str, Any], name: str) -> str:
    english = (get_language() or "").startswith("en")
    return str((english and pair.get(f"{name}_en")) or pair.get(name, ""))


def sections_to_keep(unit: Unit, *, viewer: Person) -> list[tuple[Section, list[SectionVersion]]]:
    """Return the sections of one unit itself, each with its versions, latest first. Two queries.

    Drafts are left out for whoever may not see them.
    """
    rows = visible_sections(viewer).filter(unit=unit).prefetch_related("versions")
    drafts = may_see_drafts(viewer, unit)
    found = []
    for section in rows:
        versions = [one for one in section.versions.all() if drafts or one.status != "draft"]
        if versions:
            found.append((section, versions))
    return sorted(found, key=lambda each: (ORDER[each[0].topic], each[0].network))


def versions_of(section: Section, *, viewer: Person) -> list[SectionVersion]:
    """Return the versions of a section that one may read, latest first. One query."""
    rows = section.versions.select_related("written_by", "published_by")
    if not may_see_drafts(viewer, section.unit):
        rows = rows.exclude(status=SectionVersion.Status.DRAFT)
    return list(rows)


def pairs_shown(version: SectionVersion, *, viewer: Person) -> list[Pair]:
    """Return the pairs of one version as they are read. One query, when it has pictures."""
    pictures = _pictures([version], viewer)
    return [pair_of(each, pictures) for each in version.pairs]
