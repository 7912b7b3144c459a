"""The figures the adviser counts with: minutes a piece, thresholds; each with its source.

Those here are where an organisation starts. It replaces one by what its own teams note, and says
where the new figure comes from (`models.Assumption`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from gouvernail.openings.models import Assumption

WEEKS_A_YEAR: Final = 52
MONTHS_A_YEAR: Final = 12
_OURS: Final = _("Starting figure, not a measure: replace it by what your teams note.")
_BLOGGERS: Final = _(
    "Orbit Media Studios, 2016: 56 % of 1,055 people who write articles take three hours or less."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure: what it is called, in which measure, how much, and where it comes from.

    `measure` is `minutes`, `days`, `accounts` or `percent`. `own` says that the organisation set
    it, `is_guess` that nobody measured it yet.
    """

    code: str
    label: str
    measure: str
    value: int
    source: str
    own: bool = False
    is_guess: bool = False

    @property
    def measure_words(self) -> str:
        """Return the measure in the reader's language."""
        return {
            "minutes": gettext("minutes"),
            "days": gettext("days"),
            "accounts": gettext("accounts"),
            "percent": gettext("out of 100"),
        }[self.measure]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Start:
    label: Promise
    value: int
    measure: str = "minutes"
    source: Promise = _OURS


KINDS: Final[Mapping[str, _Start]] = {  # what a content plan is made of
    "text": _Start(
        label=pgettext_lazy("kind of piece", "Short text, with or without link"), value=30
    ),
    "picture": _Start(label=pgettext_lazy("kind of piece", "Picture or carousel"), value=60),
    "story": _Start(label=pgettext_lazy("kind of piece", "Story"), value=20),
    "video": _Start(label=pgettext_lazy("kind of piece", "Short video"), value=240),
    "article": _Start(label=pgettext_lazy("kind of piece", "Article"), value=180, source=_BLOGGERS),
    "live": _Start(label=pgettext_lazy("kind of piece", "Live session"), value=300),
    "answers": _Start(
        label=pgettext_lazy("kind of piece", "Reading and answering, one round"), value=30
    ),
    "report": _Start(label=pgettext_lazy("kind of piece", "Report on results"), value=60),
}
OTHERS: Final[Mapping[str, _Start]] = {
    "held_owner": _Start(
        label=_("A week, for an account one owns and whose plan is not known"), value=120
    ),
    "held_backup": _Start(
        label=_("A week, for an account one backs up and whose plan is not known"), value=30
    ),
    "asleep": _Start(
        label=_("Without publication for so long, an account counts as dormant"),
        value=90,
        measure="days",
    ),
    "crowded": _Start(
        label=_("More accounts for each person named, and a unit is over-extended"),
        value=3,
        measure="accounts",
    ),
    "similar": _Start(
        label=_("From so many points, an account has the same aim"), value=35, measure="percent"
    ),
    "small": _Start(
        label=_("Below so many comparable accounts, a share proves nothing"),
        value=8,
        measure="accounts",
    ),
}
STARTS: Final[Mapping[str, _Start]] = {**KINDS, **OTHERS}


def kind_choices() -> list[tuple[str, str]]:
    """Return the kinds of pieces a plan is made of."""
    return [(code, str(start.label)) for code, start in KINDS.items()]


def figures() -> dict[str, Figure]:
    """Return every figure in force by its code. One query."""
    own = {row.code: row for row in Assumption.objects.all()}
    return {code: _figure(code, start, own.get(code)) for code, start in STARTS.items()}


def _figure(code: str, start: _Start, own: Assumption | None) -> Figure:
    return Figure(
        code=code,
        label=str(start.label),
        measure=start.measure,
        value=own.value if own else start.value,
        source=own.source if own else str(start.source),
        own=own is not None,
        is_guess=own is None and start.source is _OURS,
    )


def minutes_a_week(times: int, per: str, minutes: int) -> int:
    """Return the minutes a week that `times` pieces a `week` or `month` take, to the nearest."""
    if per == "month":
        return round(times * minutes * MONTHS_A_YEAR / WEEKS_A_YEAR)
    return times * minutes
