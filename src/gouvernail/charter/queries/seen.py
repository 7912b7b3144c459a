"""What somebody had in sight when they began to change it, as one digest."""

from collections.abc import Iterable
from dataclasses import fields

from django.db.models import Model

from gouvernail.charter.models import Charter, Line, TeamModel
from gouvernail.charter.queries.facts import FACTS
from gouvernail.foundation.digests import canonical, sha256_hex

FRAME = ("communities", "participation", "internal_participation", "accountable_id")
TEAM = (
    *("model", "why", "why_en"),
    *("internal_model", "internal_why", "internal_why_en"),
)


def seen_of_line(section: str, line: Line) -> str:
    """Return the digest of what a line says. No query."""
    return _digest(line, (each.name for each in fields(FACTS[section])))


def seen_of_team(team: TeamModel | None) -> str:
    """Return the digest of what a unit says of its team; of none, where it says nothing."""
    return _digest(team or TeamModel(), TEAM)


def seen_of_frame(charter: Charter) -> str:
    """Return the digest of what holds for the whole model. No query."""
    return _digest(charter, FRAME)


def _digest(row: Model, names: Iterable[str]) -> str:
    said = {name: getattr(row, name) for name in names}
    return sha256_hex(
        canonical({name: "" if value is None else str(value) for name, value in said.items()})
    )
