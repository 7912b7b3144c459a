"""What the adviser reads: the register, its readings and the plans of accounts opened here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import get_language

from gouvernail.openings.models import Opening
from gouvernail.openings.queries.advice import (
    ASLEEP,
    Extension,
    Forecast,
    Load,
    Presence,
    Room,
    extension_of,
    forecast,
    loads_of,
    presence_on,
    room_of,
)
from gouvernail.openings.queries.rhythm import Figure, figures
from gouvernail.openings.queries.similarity import Asked, Known, Match, same_aim
from gouvernail.registry.models import Account, Reading
from gouvernail.registry.queries import network_label

MATCHES = 6
FIELDS = (
    *("pk", "name", "handle", "network", "status", "unit__name", "unit__name_en", "unit__path"),
    *("owner_id", "owner__name", "backup_id", "purpose", "purpose_en", "audience", "audience_en"),
    *("tags", "read_last", "read_followers", "read_on", "said_last"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """Everything the adviser has to say of one request."""

    matches: list[Match]
    presence: Presence
    loads: list[Load]
    rooms: list[Room]
    forecast: Forecast
    extension: Extension
    figures: Mapping[str, Figure]

    @property
    def needed(self) -> int:
        """Return the minutes a week that the plan takes."""
        return sum(load.minutes for load in self.loads)

    @property
    def left(self) -> int:
        """Return the minutes a week the people named still have, together."""
        return sum(room.left for room in self.rooms)

    @property
    def is_staffed(self) -> bool:
        """Return whether they have as much as the plan takes; a plan of nothing is none."""
        return bool(self.loads) and self.left >= self.needed

    @property
    def guesses(self) -> bool:
        """Return whether a length that the plan is counted with was never measured."""
        return any(load.figure.is_guess for load in self.loads)

    @property
    def missing(self) -> int:
        """Return the minutes a week that nobody has."""
        return max(self.needed - self.left, 0)


def advice_for(opening: Opening, *, today: date) -> Advice:
    """Return what the register says of a request, its unit and people loaded.

    Four queries whatever the number of accounts; the register is read whole. Accounts are shown to
    whoever asks for one by what is public of them: they speak in public.
    """
    counted = figures()
    accounts = known_accounts(counted)
    ours = [one for one in accounts if one.status in Account.OURS]
    asked = asked_of(opening)
    others = [one for one in ours if one.id != opening.account_id]
    people = (
        (opening.owner, opening.owner_minutes),
        (opening.backup, opening.backup_minutes),
    )
    return Advice(
        matches=same_aim(asked, others, least=counted["similar"].value)[:MATCHES],
        presence=presence_on(asked, others),
        loads=loads_of(opening.plan, counted),
        rooms=[
            room_of(person.pk, person.name, given, _awake(others), counted)
            for person, given in people
            if person is not None
        ],
        forecast=forecast(
            asked,
            accounts,
            days=counted["asleep"].value,
            least=counted["small"].value,
            today=today,
        ),
        extension=extension_of(asked.unit_path, others, limit=counted["crowded"].value),
        figures=counted,
    )


def summary_for(opening: Opening, *, today: date) -> dict[str, object]:
    """Return the adviser's figures, as they go along with a request that is submitted."""
    advice = advice_for(opening, today=today)
    return {
        "same_aim": [str(match.account.id) for match in advice.matches],
        "minutes_needed": advice.needed,
        "minutes_left": advice.left,
        "comparable": len(advice.forecast.fates),
        "asleep": advice.forecast.asleep,
    }


def _awake(accounts: list[Known]) -> list[Known]:
    return [one for one in accounts if one.status not in ASLEEP]


def asked_of(opening: Opening) -> Asked:
    """Return a request as the adviser reads it; its unit must be loaded."""
    return Asked(
        title=opening.title,
        network=opening.network,
        network_name=network_label(opening.network),
        unit_path=opening.unit.path,
        texts=(opening.purpose, opening.subjects),
        audience=opening.audience,
        tags=tuple(opening.tags),
    )


def known_accounts(counted: Mapping[str, Figure]) -> list[Known]:
    """Return the accounts that are or were the organisation's, as the adviser reads them.

    Two queries: the register with its latest readings, and the plans of what was opened here.
    """
    readings = Reading.objects.filter(account=OuterRef("pk")).order_by("-read_on", "-id")
    posted = readings.filter(last_post_on__isnull=False)
    counted_there = readings.filter(followers__isnull=False)
    rows = (
        Account.objects.filter(Q(status__in=Account.OURS) | Q(status=Account.Status.CLOSED))
        .exclude(kind=Account.Kind.PERSONAL)
        .annotate(
            read_last=Subquery(posted.values("last_post_on")[:1]),
            read_followers=Subquery(counted_there.values("followers")[:1]),
            read_on=Subquery(counted_there.values("read_on")[:1]),
            said_last=Subquery(
                Account.objects.filter(pk=OuterRef("pk"), records__isnull=False)
                .order_by("-records__published_at")
                .values("records__published_at")[:1]
            ),
        )
        .values(*FIELDS)
    )
    plans = _plans(counted)
    labels = {value: str(label) for value, label in Account.Status.choices}
    return [_known(row, plans.get(row["pk"]), labels) for row in rows]


def _plans(counted: Mapping[str, Figure]) -> dict[Any, int]:
    rows = Opening.objects.filter(account__isnull=False).values_list("account_id", "plan")
    return {key: sum(load.minutes for load in loads_of(plan, counted)) for key, plan in rows}


def _known(row: Mapping[str, Any], planned: int | None, labels: Mapping[str, str]) -> Known:
    said = row["said_last"]
    days = [day for day in (row["read_last"], said.date() if said else None) if day]
    english = (get_language() or "").startswith("en")
    return Known(
        id=row["pk"],
        name=row["name"],
        handle=row["handle"],
        network=row["network"],
        status=row["status"],
        status_words=labels[row["status"]],
        unit=row["unit__name_en"] if english and row["unit__name_en"] else row["unit__name"],
        unit_path=row["unit__path"],
        owner_id=row["owner_id"],
        owner=row["owner__name"] or "",
        backup_id=row["backup_id"],
        texts=(row["purpose"], row["purpose_en"]),
        audiences=(row["audience"], row["audience_en"]),
        tags=tuple(map(str, row["tags"])),
        last_post_on=max(days) if days else None,
        followers=row["read_followers"],
        read_on=row["read_on"],
        planned_minutes=planned,
    )
