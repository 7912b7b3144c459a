"""The whole status page, and its worst."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from gouvernail.continuity.queries.items import Group, Item, Level, worst
from gouvernail.continuity.queries.machine import machine_facts, machine_items
from gouvernail.continuity.queries.processes import process_items
from gouvernail.continuity.queries.publishing import publishing_items
from gouvernail.continuity.queries.safety import safety_items


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """How everything stood at one instant."""

    at: datetime
    groups: list[Group]

    @property
    def items(self) -> list[Item]:
        """Return every item."""
        return [item for group in self.groups for item in group.items]

    @property
    def level(self) -> Level:
        """Return the worst of all."""
        return worst(self.items)

    @property
    def problems(self) -> list[Item]:
        """Return what is not well, the worst first."""
        wrong = [item for item in self.items if item.level in {Level.STOP, Level.WARN}]
        return sorted(wrong, key=lambda item: item.level != Level.STOP)

    def as_json(self) -> dict[str, Any]:
        """Return it for a machine: no sentence to parse, no secret."""
        return {
            "at": self.at.isoformat(),
            "level": str(self.level),
            **machine_facts(),
            "items": {
                item.code: {"level": str(item.level), "facts": dict(item.facts)}
                for item in self.items
            },
        }


def site_status(*, at: datetime) -> Status:
    """Return how everything stands. About twenty queries, whatever the size of the site."""
    groups = [
        Group(
            code="publishing", title=_("Publishing"), icon="send",
            items=list(publishing_items(at=at)),
        ),
        Group(
            code="safety", title=_("Bringing it back"), icon="shield-check",
            items=list(safety_items(at=at)),
        ),
        Group(
            code="processes", title=_("Background work"), icon="refresh",
            items=list(process_items(at=at)),
        ),
        Group(
            code="machine", title=_("Machine"), icon="settings",
            items=list(machine_items(at=at)),
        ),
    ]  # fmt: skip
    return Status(at=at, groups=groups)
