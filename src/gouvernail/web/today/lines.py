"""One line of Today: what it is, one fact, one button; where lines come from; one list of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any, Final, Generic, TypeVar

from django.db.models import Model, QuerySet
from django.utils.timezone import get_current_timezone

from gouvernail.foundation import clock

SHOWN: Final = 4
Found = TypeVar("Found", bound=Model)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """`kind` is a state of the components (`warn`, `late`…); `at`: since when, or before when.

    `is_planned`: what is to come happens then, and not before (an embargo, a session).
    """

    kind: str
    title: str
    fact: str
    url: str
    verb: str
    at: datetime | None = None
    is_planned: bool = False

    @property
    def is_ahead(self) -> bool:
        """Return whether its instant is still to come."""
        return self.at is not None and self.at > clock.now()

    @property
    def at_midnight(self) -> bool:
        """Return whether its instant is the beginning of a day, for the reader."""
        return self.at is not None and self.at.astimezone(get_current_timezone()).time() == time.min


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Source(Generic[Found]):
    """Where lines come from: what to look for, and how what was found is said.

    `asked` is not read before it is known to hold something. It may find more than `lines` keeps;
    where each thing found is one line, `exact` spares reading what a short list does not show.
    """

    asked: QuerySet[Found]
    lines: Callable[[Sequence[Found]], list[Row]]
    exact: bool = False


Sources = Sequence[Source[Any] | Row]


def each(asked: QuerySet[Found], line: Callable[[Found], Row]) -> Source[Found]:
    """Return a source in which each thing found is one line."""
    return Source(asked=asked, lines=lambda found: [line(one) for one in found], exact=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One list: its rows, how many there are in all, and where the others are.

    `without_backup`: of those at risk, how many accounts nobody stands behind.
    """

    name: str
    title: str
    icon: str
    count: int
    rows: list[Row] = field(default_factory=list)
    url: str = ""
    without_backup: int = 0
