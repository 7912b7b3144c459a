"""Writing the guide: sections, their drafts, what is in force, what it refers to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from gouvernail.brand.actions.versions import Kept
from gouvernail.brand.errors import BrandInvalidError
from gouvernail.brand.models import Removal, Section, SectionVersion, Topic
from gouvernail.brand.permissions.guides import require_write, visible_section
from gouvernail.brand.queries.starter import Proposal, proposals
from gouvernail.foundation.actions import action
from gouvernail.kernel.text.addresses import NETWORKS
from gouvernail.media.permissions import visible_asset
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import visible_unit

MOST_PAIRS: Final = 12
LONGEST_WORDS: Final = 1000
WORDS: Final = ("do", "dont", "good", "bad")
PAIR: Final = (*WORDS, *(f"{name}_en" for name in WORDS), "good_picture", "bad_picture")
SECTIONS: Final = Kept(
    noun="guide_section",
    version_noun="guide_version",
    door=visible_section,
    blank=lambda section: SectionVersion(section=section),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionFacts:
    """What a draft of a section says; `pairs` as `SectionVersion.pairs`."""

    title: str
    title_en: str = ""
    text: str = ""
    text_en: str = ""
    changes: str = ""
    changes_en: str = ""
    pairs: tuple[Mapping[str, str], ...] = ()
    substantial: bool = True


@action("brand.begin_section")
def begin_section(  # noqa: PLR0913 - a place, a subject, and where it comes from
    *,
    unit_id: UUID,
    network: str,
    topic: str,
    facts: SectionFacts,
    starter: str = "",
    by: Person,
    at: datetime,
) -> SectionVersion:
    """Begin a section of the guide of a unit, with its first draft.

    Args:
        unit_id: whose guide.
        network: its slug, or empty for every network.
        topic: a value of `Topic`.
        facts: what the draft says.
        starter: the key it has in the starter guide.
        by: who writes.
        at: when.

    Raises:
        BrandInvalidError: something cannot be taken, or this section is there already.
        UnitNotFoundError, RightMissingError: nothing was changed.
    """

    def made(unit: Unit) -> Section:
        _check_place(unit, network, topic)
        return Section.objects.create(unit=unit, network=network, topic=topic, starter=starter)

    section = SECTIONS.begin(unit_id, made, by=by, at=at)
    return _write(section, facts, seen=None, by=by, at=at)


def _check_place(unit: Unit, network: str, topic: str) -> None:
    wrong = {}
    if network and network not in NETWORKS:
        wrong["network"] = _("This network is not known.")
    if topic not in Topic.values:
        wrong["topic"] = _("Choose a subject.")
    there = Section.objects.filter(unit=unit, network=network, topic=topic)
    if there.filter(archived_at__isnull=True).exists():
        wrong["topic"] = _(
            "This unit has a section on it for this network: write the next version."
        )
    if wrong:
        raise BrandInvalidError(wrong)


@action("brand.write_section")
def write_section(
    *, section_id: UUID, facts: SectionFacts, seen: str | None = None, by: Person, at: datetime
) -> SectionVersion:
    """Write the draft of a section; one begins from what is in force when there is none.

    Raises:
        BrandInvalidError, DraftChangedError: nothing was changed.
        BrandNotFoundError, RightMissingError: not theirs to write.
    """
    section = SECTIONS.to_write(section_id, by=by)
    return _write(section, facts, seen=seen, by=by, at=at)


def _write(
    section: Section, facts: SectionFacts, *, seen: str | None, by: Person, at: datetime
) -> SectionVersion:
    def say(draft: SectionVersion) -> None:
        for name in ("title", "title_en", "text", "text_en", "changes", "changes_en"):
            setattr(draft, name, getattr(facts, name).strip())
        names = ("good_picture", "bad_picture")
        kept = {pair.get(name, "") for pair in draft.pairs for name in names}
        draft.pairs = _checked_pairs(facts.pairs, kept=kept, by=by)
        draft.substantial = facts.substantial or draft.number == 1
        former = section.versions.filter(status=SectionVersion.Status.IN_FORCE).first()
        draft.substance = former.substance if former and not draft.substantial else draft.number

    return SECTIONS.write(section, say, seen=seen, by=by, at=at)


def _checked_pairs(
    pairs: Iterable[Mapping[str, str]], *, kept: set[str], by: Person
) -> list[dict[str, str]]:
    """Return the pairs that say something; pictures that are new must be visible to the writer."""
    found = []
    for pair in pairs:
        said = {name: str(pair.get(name, "")).strip() for name in PAIR}
        if not any(said.values()):
            continue
        if not (said["do"] or said["dont"]):
            raise BrandInvalidError({"pairs": _("Say what to do or what not to do.")})
        if any(len(words) > LONGEST_WORDS for words in said.values()):
            raise BrandInvalidError({"pairs": _("At most 1,000 characters in each.")})
        for name in ("good_picture", "bad_picture"):
            if said[name] and said[name] not in kept:
                visible_asset(said[name], viewer=by)
        found.append(said)
    if len(found) > MOST_PAIRS:
        raise BrandInvalidError({"pairs": _("At most 12 pairs: begin another section.")})
    return found


@action("brand.publish_section")
def publish_section(
    *, section_id: UUID, number: int, seen: str | None = None, by: Person, at: datetime
) -> SectionVersion:
    """Put the draft of a section in force from today; `seen` is the digest of what was shown.

    Raises:
        DraftChangedError: somebody wrote in it since.
        NoDraftError: that number is not the draft.
        BrandNotFoundError, OtherHandNeededError, RightMissingError, ProofNeededError: not by them.
    """
    return SECTIONS.publish(section_id, number, seen=seen, by=by, at=at)


@action("brand.drop_section_draft")
def drop_section_draft(*, section_id: UUID, by: Person, at: datetime) -> Section:
    """Give the draft of a section up; a section that never was in force goes with it.

    Raises:
        NoDraftError: there is none.
        BrandNotFoundError, RightMissingError: nothing was changed.
    """
    return SECTIONS.drop(section_id, by=by, at=at)


@action("brand.archive_section")
def archive_section(
    *, section_id: UUID, reason: str = "", by: Person, at: datetime
) -> Removal | None:
    """Ask that a section leaves the guide; its versions are kept. See `Kept.take_out`.

    Raises:
        BrandInvalidError, RemovalOpenError, ProofNeededError: nothing was changed.
        BrandNotFoundError, RightMissingError: not theirs to write.
    """
    section = SECTIONS.to_write(section_id, by=by)
    return SECTIONS.take_out(section, Removal.What.SECTION, reason, by=by, at=at)


def starter_for(unit: Unit) -> list[Proposal]:
    """Return the lines of the starter guide that the guide of a unit does not have. One query."""
    rows = Section.objects.filter(unit=unit).values_list("starter", "network", "topic")
    known = {row[0] for row in rows} | {row[1:] for row in rows}
    return [
        one
        for one in proposals(settings.LANGUAGE_CODE)
        if one.key not in known and (one.network, one.topic) not in known
    ]


@action("brand.take_starter_guide")
def take_starter_guide(
    *, unit_id: UUID, keys: Iterable[str], by: Person, at: datetime
) -> list[SectionVersion]:
    """Write the chosen lines of the starter guide as drafts: another hand puts them in force.

    Raises:
        BrandInvalidError: nothing was chosen, or nothing of it is left.
        UnitNotFoundError, RightMissingError: nothing was changed.
    """
    unit = visible_unit(unit_id, viewer=by)
    require_write(by, unit=unit)
    wanted = set(keys)
    taken = [
        begin_section(
            unit_id=unit.pk,
            network=one.network,
            topic=one.topic,
            facts=SectionFacts(**one.facts()),
            starter=one.key,
            by=by,
            at=at,
        )
        for one in starter_for(unit)
        if one.key in wanted
    ]
    if not taken:
        raise BrandInvalidError({"lines": _("Tick at least one line.")})
    return taken
