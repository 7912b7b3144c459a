"""When not to publish: before an embargo ends, in a quiet period, at quiet hours."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from gouvernail.kernel.rules.check import Check, Hit, Leaf, Scan
from gouvernail.kernel.rules.checks import read_check
from gouvernail.kernel.rules.fields import Fields
from gouvernail.kernel.rules.shapes import (
    BILINGUAL,
    CHECK,
    CLOCK,
    MOMENT,
    TEXT,
    Keys,
    choice,
    each,
    keys,
)
from gouvernail.kernel.rules.wording import Worded, worded

KIND: Final = "timing"
SAYS: Final = frozenset({"fault"})
DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PERIOD_KEYS: Final[Keys] = {"from": MOMENT, "until": MOMENT, "name": BILINGUAL}
HOURS_KEYS: Final[Keys] = {"from": CLOCK, "until": CLOCK, "days": each(choice(*DAYS))}
KEYS: Final[Keys] = {
    "zone": TEXT,
    "about": CHECK,
    "embargo": MOMENT,
    "periods": each(keys(PERIOD_KEYS, required=("from", "until"))),
    "hours": each(keys(HOURS_KEYS)),
}

FAULTS: Final[Mapping[str, Worded]] = MappingProxyType(
    {
        "embargo": ("embargo jusqu’au {until}", "embargo until {until}"),
        "period": ("période de réserve jusqu’au {until}", "quiet period until {until}"),
        "named": ("{fr}, jusqu’au {until}", "{en}, until {until}"),
        "hours": ("heures de silence, {begins}-{ends}", "quiet hours, {begins}-{ends}"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A time during which nothing of the kind is published; the end is not part of it."""

    begins: datetime
    ends: datetime
    name: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """Hours of some days, by the clock of the rule's zone; those past midnight go with the eve."""

    begins: time
    ends: time
    days: frozenset[int]

    def hold(self, local: datetime) -> bool:
        """Whether an instant, by the clock of the zone, falls in these hours."""
        clock, day = local.time(), local.weekday()
        if self.begins < self.ends:
            return day in self.days and self.begins <= clock < self.ends
        eve = (day - 1) % len(DAYS)
        return (day in self.days and clock >= self.begins) or (
            eve in self.days and clock < self.ends
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """The instant of publication must be after `embargo`, outside `periods` and `hours`.

    With `about`, only posts in which it is found. A post without an instant is let be: it is
    judged again when it leaves.
    """

    about: Check | None
    zone: ZoneInfo
    embargo: datetime | None
    periods: tuple[Period, ...]
    hours: tuple[Hours, ...]
    kind: str = KIND

    def parts(self) -> tuple[Check, ...]:
        """Return the checks it holds."""
        return (self.about,) if self.about is not None else ()

    def leaves(self) -> tuple[Leaf, ...]:
        """Return those of `about`."""
        return self.about.leaves() if self.about is not None else ()

    def anchors(self) -> tuple[Leaf, ...] | None:
        """Return those of `about`; None without it, for any post has its hour."""
        return self.about.anchors() if self.about is not None else None

    def hits(self, scan: Scan) -> list[Hit]:
        """Return one hit, at the places of `about` if there are any, for the first that forbids."""
        at = scan.text.context.at
        values = self._forbidden(at) if at is not None else None
        if values is None:
            return []
        if self.about is None:
            return [Hit(None, values)]
        return [Hit(hit.span, {**hit.values, **values}) for hit in self.about.hits(scan)]

    def _forbidden(self, at: datetime) -> Mapping[str, str] | None:
        if self.embargo is not None and at < self.embargo:
            return worded("fault", FAULTS["embargo"], until=self._shown(self.embargo))
        for period in self.periods:
            if period.begins <= at < period.ends:
                code = "named" if period.name else "period"
                until = self._shown(period.ends)
                return worded("fault", FAULTS[code], until=until, **period.name)
        local = at.astimezone(self.zone)
        for hours in self.hours:
            if hours.hold(local):
                begins, ends = f"{hours.begins:%H:%M}", f"{hours.ends:%H:%M}"
                return worded("fault", FAULTS["hours"], begins=begins, ends=ends)
        return None

    def _shown(self, at: datetime) -> str:
        """Return an instant by the clock of the zone; midnight is shown as the day before."""
        local = at.astimezone(self.zone)
        if local.time() == time.min:
            return (local.date() - timedelta(days=1)).isoformat()
        return f"{local:%Y-%m-%d %H:%M}"


def read(fields: Fields) -> Timing:
    """Read `zone`, `about`, `embargo`, `periods` and `hours`."""
    zone = fields.zone("zone")
    part = fields.child("about")
    about = read_check(part) if part is not None else None
    if part is not None:
        part.close()
    timing = Timing(
        about=about,
        zone=zone,
        embargo=fields.moment("embargo", zone),
        periods=tuple(_read_periods(fields, zone)),
        hours=tuple(_read_hours(fields)),
    )
    if timing.embargo is None and not timing.periods and not timing.hours:
        fields.fault(None, "nothing_to_find", choices="embargo, periods, hours")
    return timing


def _read_periods(fields: Fields, zone: ZoneInfo) -> list[Period]:
    periods = []
    for node in fields.mappings("periods"):
        inner = Fields(fields.reading, node, "periods")
        inner.get("from", required=True)
        inner.get("until", required=True)
        begins, ends = inner.moment("from", zone), inner.moment("until", zone, end=True)
        name = inner.bilingual("name")
        inner.close()
        if begins is not None and ends is not None:
            if ends <= begins:
                inner.fault(None, "dates_reversed")
            periods.append(Period(begins=begins, ends=ends, name=name))
    return periods


def _read_hours(fields: Fields) -> list[Hours]:
    found = []
    for node in fields.mappings("hours"):
        inner = Fields(fields.reading, node, "hours")
        begins, ends = inner.clock("from"), inner.clock("until")
        days = []
        for one in inner.nodes("days"):
            word = inner.text_of(one, "days")
            if word in DAYS:
                days.append(DAYS.index(word))
            else:
                choices = ", ".join(DAYS)
                inner.fault(one, "expected_choice", value=word, key="days", choices=choices)
        inner.close()
        every = frozenset(range(len(DAYS)))
        found.append(Hours(begins=begins, ends=ends, days=frozenset(days) or every))
    return found
