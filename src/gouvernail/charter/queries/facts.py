"""What each section of the charter is told, before the database keeps it."""

from dataclasses import dataclass, fields
from datetime import date, time
from typing import ClassVar
from uuid import UUID

from gouvernail.charter.models import Line


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFacts:
    """What every line says; `section` is the word of its addresses."""

    section: ClassVar[str] = ""
    title: str
    title_en: str = ""
    text: str = ""
    text_en: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFacts(LineFacts):
    """What a line of one of the two models says: `external`, `internal` or `both`."""

    community: str = "both"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelFacts(LineFacts):
    """A channel: `network` is a code such as `linkedin`, or empty."""

    section: ClassVar[str] = "channels"
    network: str = ""
    coverage: str = "covered"
    community: str = "external"


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFacts(ModelFacts):
    """A document: `channels` are ids of channels as text, none for all of them."""

    section: ClassVar[str] = "documents"
    address: str
    nature: str = "policy"
    channels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StakeholderFacts(LineFacts):
    """A stakeholder: `interest` and `influence` from 1 to 3."""

    section: ClassVar[str] = "stakeholders"
    interest: int = 2
    influence: int = 2
    rhythm: str = "quarterly"
    person_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupFacts(ModelFacts):
    """A group that may take part."""

    section: ClassVar[str] = "groups"


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantFacts(LineFacts):
    """What differs: `country` is ISO 3166-1 alpha-2; a country, a sector or both."""

    section: ClassVar[str] = "variants"
    country: str = ""
    sector: str = ""
    legal_base: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StrategyFacts(LineFacts):
    """What the strategy wants, and by what rule it is served."""

    section: ClassVar[str] = "strategy"
    rule_ref: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectiveFacts(ModelFacts):
    """An objective of a unit; the root unit's are the organisation's."""

    section: ClassVar[str] = "objectives"
    unit_id: UUID
    rule_ref: str = ""
    indicator: str = ""
    indicator_en: str = ""
    target: str = ""
    due_on: date | None = None
    status: str = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskFacts(ModelFacts):
    """A risk: `likelihood` and `impact` from 1 to 5."""

    section: ClassVar[str] = "risks"
    unit_id: UUID
    category: str
    likelihood: int
    impact: int
    owner_id: UUID | None = None
    treatment: str = ""
    measure: str = ""
    measure_en: str = ""
    review_on: date | None = None
    status: str = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyFacts(ModelFacts):
    """A duty: a person or a role, never both; `days` from 0, Monday; `by_time` is a wall time."""

    section: ClassVar[str] = "duties"
    unit_id: UUID
    by_time: time
    days: tuple[int, ...] = (0, 1, 2, 3, 4)
    person_id: UUID | None = None
    role: str = ""
    time_zone: str = ""
    address: str = ""


FACTS: dict[str, type[LineFacts]] = {
    one.section: one
    for one in (
        *(ChannelFacts, DocumentFacts, StakeholderFacts, GroupFacts, VariantFacts),
        *(StrategyFacts, ObjectiveFacts, RiskFacts, DutyFacts),
    )
}


def facts_of_line(section: str, line: Line) -> LineFacts:
    """Return what a line says, as the action takes it."""
    kind = FACTS[section]
    values = {one.name: getattr(line, one.name) for one in fields(kind)}
    return kind(**values)
