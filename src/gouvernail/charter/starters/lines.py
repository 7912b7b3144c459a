"""The starter charter: its lines, and the facts they make in the language of the organisation."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time
from typing import Any, Final
from uuid import UUID

from django.utils.translation import get_language

from gouvernail.charter.queries.facts import FACTS, LineFacts, RiskFacts
from gouvernail.charter.starters.words import WORDS
from gouvernail.people.models import Unit

MORNING, NOON, EVENING = time(9), time(12, 30), time(17, 30)
WEEKDAYS: Final = (0, 1, 2, 3, 4)
FRIDAY: Final = (4,)

# The line's key -> what is not words. Risks: class, likelihood, impact, treatment.
CHANNELS: Final[dict[str, dict[str, str]]] = {
    "channel-official": {"coverage": "covered", "community": "external"},
    "channel-local": {"coverage": "covered", "community": "external"},
    "channel-internal": {"coverage": "partly", "community": "internal"},
    "channel-named": {"coverage": "partly", "community": "external"},
    "channel-private": {"coverage": "outside", "community": "external"},
}
RISKS: Final[dict[str, tuple[str, int, int, str]]] = {
    "risk-takeover": ("confidentiality", 3, 5, "reduce"),
    "risk-locked-out": ("reputation", 3, 4, "reduce"),
    "risk-wrong-account": ("reputation", 3, 4, "reduce"),
    "risk-leak": ("confidentiality", 2, 5, "reduce"),
    "risk-impostor": ("reputation", 3, 4, "reduce"),
    "risk-claims": ("regulatory", 3, 4, "avoid"),
    "risk-personal-data": ("regulatory", 2, 4, "avoid"),
    "risk-silence": ("reputation", 4, 3, "reduce"),
    "risk-rights": ("regulatory", 3, 3, "avoid"),
}
STAKEHOLDERS: Final[dict[str, tuple[int, int, str]]] = {
    "stakeholder-board": (2, 3, "quarterly"),
    "stakeholder-legal": (3, 3, "monthly"),
    "stakeholder-security": (3, 2, "at_once"),
    "stakeholder-staff": (2, 2, "yearly"),
}
LEAD_DUTIES: Final[dict[str, tuple[tuple[int, ...], time, str]]] = {
    "duty-today": (WEEKDAYS, MORNING, "/"),
    "duty-fragile": (FRIDAY, NOON, "/accounts/"),
}
DELEGATE_DUTIES: Final[dict[str, tuple[tuple[int, ...], time, str]]] = {
    "duty-comments": (WEEKDAYS, MORNING, ""),
    "duty-evening": (WEEKDAYS, EVENING, "/calendar/"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One line proposed: `key` names it in the form that takes it, `where` is its unit's name."""

    key: str
    facts: LineFacts

    where: str = ""

    @property
    def starter(self) -> str:
        """Return the key that its line keeps: that of its words, whichever unit it is in."""
        return self.key.partition("@")[0]

    @property
    def unit_id(self) -> UUID | None:
        """Return the unit it is written in, if its section has units."""
        return getattr(self.facts, "unit_id", None)

    @property
    def section(self) -> str:
        """Return the section it belongs to."""
        return self.facts.section

    @property
    def words(self) -> tuple[str, str]:
        """Return its title and text in the reader's language."""
        said = self.facts
        if (get_language() or "").startswith("en"):
            return said.title_en or said.title, said.text_en or said.text
        return said.title, said.text

    @property
    def measure(self) -> str:
        """Return what is done about a risk, in the reader's language; nothing for other lines."""
        if not isinstance(self.facts, RiskFacts):
            return ""
        english = (get_language() or "").startswith("en")
        return (english and self.facts.measure_en) or self.facts.measure


def proposals(*, top: Unit, departments: Iterable[Unit], language: str) -> list[Proposal]:
    """Return the starter charter of an organisation whose language is `language` (`fr`, `en`).

    Duties of the lead stand at the top, those of delegates in each department.
    """
    found = [_proposal(key, "channels", language, **values) for key, values in CHANNELS.items()]
    for key, (category, likelihood, impact, treatment) in RISKS.items():
        values: dict[str, Any] = {"category": category, "likelihood": likelihood, "impact": impact}
        values |= {"treatment": treatment, "unit_id": top.pk}
        found.append(_proposal(key, "risks", language, **values))
    for key, (interest, influence, rhythm) in STAKEHOLDERS.items():
        values = {"interest": interest, "influence": influence, "rhythm": rhythm}
        found.append(_proposal(key, "stakeholders", language, **values))
    found += _duties(LEAD_DUTIES, top, "lead", language)
    for unit in departments:
        found += _duties(DELEGATE_DUTIES, unit, "delegate", language)
    return found


def _duties(
    duties: dict[str, tuple[tuple[int, ...], time, str]], unit: Unit, role: str, language: str
) -> list[Proposal]:
    return [
        _proposal(
            f"{key}@{unit.code}",
            "duties",
            language,
            where=unit.short_label,
            unit_id=unit.pk,
            role=role,
            days=days,
            by_time=by_time,
            address=address,
        )
        for key, (days, by_time, address) in duties.items()
    ]


def _proposal(key: str, section: str, language: str, *, where: str = "", **values: Any) -> Proposal:  # noqa: ANN401 - of any line
    """Return a line in the organisation's language, with its English beside French."""
    words = WORDS[key.partition("@")[0]]
    french = language.startswith("fr")
    said = dict(words["fr"] if french else words["en"])
    if french:
        said |= {f"{name}_en": text for name, text in words["en"].items()}
    return Proposal(key=key, where=where, facts=FACTS[section](**said, **values))
