"""A step of a route in one line: `legal or brand within 48 h`, `legal and brand, guests`."""

import re
from dataclasses import dataclass
from typing import Final

USUAL_HOURS: Final = 24
LINE: Final = re.compile(
    r"(?P<seats>[a-z-]+(?: or [a-z-]+)*|[a-z-]+(?: and [a-z-]+)+)"
    r"(?: within (?P<hours>[0-9]{1,4}) h)?(?P<guests>, guests)?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Who agrees: one of the seats, or `each` of them, in `hours`; `guests` may be invited."""

    seats: tuple[str, ...]
    each: bool = False
    hours: int = USUAL_HOURS
    guests: bool = False

    def __str__(self) -> str:
        """Return the line that says it, always the same."""
        seats = (" and " if self.each else " or ").join(self.seats)
        hours = "" if self.hours == USUAL_HOURS else f" within {self.hours} h"
        return seats + hours + (", guests" if self.guests else "")


def read_step(words: str) -> Step | None:
    """Return the step that a line says; none when it says none."""
    found = LINE.fullmatch(" ".join(words.split()))
    if found is None:
        return None
    each = " and " in found["seats"]
    return Step(
        seats=tuple(found["seats"].split(" and " if each else " or ")),
        each=each,
        hours=int(found["hours"] or USUAL_HOURS),
        guests=bool(found["guests"]),
    )
