"""What is wrong with an account, said once: as conditions of the database.

The list, the tally, the matrix and the page of an account all read the same table, so that no two
of them can disagree. Only what a row says is a fault: nothing is guessed. Who can get in is what
custody worked out from the accesses: `NOBODY_IN`, `ONE_IN` and `SEVERAL_IN` say it for everybody.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import reduce
from operator import add, or_
from typing import Any, Final

from django.db.models import (
    BigIntegerField,
    Case,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gouvernail.people.models import Person
from gouvernail.registry.models import Account, Agreement, Connection, ProfileChange, ProfileReading

CLOSED: Final = Q(status__in=Account.UNCHECKED)
UNCHECKED: Final = CLOSED | Q(kind=Account.Kind.PERSONAL)
JUDGED: Final = frozenset({"to_confirm", "duplicate"})  # of these, only that is said
TO_JUDGE: Final = Q(status__in=JUDGED)
OURS: Final = Q(status__in=Account.OURS) & ~Q(kind=Account.Kind.PERSONAL)  # what is counted
NOBODY_IN: Final = Q(ways_in=0)
ONE_IN: Final = Q(ways_in=1)
SEVERAL_IN: Final = Q(ways_in__gt=1)


class Severity(StrEnum):
    """How much a fault matters; the names of the states on screen."""

    STOP = "stop"
    WARN = "warn"


WEIGHTS: Final[Mapping[str, int]] = {Severity.STOP: 100, Severity.WARN: 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One kind of fault: when it holds on a day, what it is called, what repairs it.

    `short` fits a table or a cell of the matrix. `repair` names the form that mends it:
    `owner`, `backup`, `custodian`, `custody`, `review`, `status`, `agreement`, `profile`
    or `connect`. A code of `JUDGED` is the fault of having that status.
    """

    code: str
    severity: Severity
    title: Promise
    short: Promise
    repair: str
    holds: Callable[[date], Q]

    @property
    def field(self) -> str:
        """Return the name of the annotation: its weight when it holds, else 0."""
        return f"fault_{self.code}"


def _always(condition: Q) -> Callable[[date], Q]:
    return lambda _today: condition


def _agreed(**more: date) -> Q:
    inside = Agreement.objects.filter(account=OuterRef("pk"), ended_on__isnull=True, **more)
    return Q(Exists(inside))


def _left(place: str) -> Q:
    """Return when who holds a place has left: those who left are few, and read once."""
    gone = Person.objects.filter(status=Person.Status.LEFT).order_by()
    return Q(**{f"{place}__in": gone.values("pk")})


_NAMED: Final = Q(kind=Account.Kind.NAMED)
_UNAGREED: Final = _NAMED & ~_agreed()
_CHANGED: Final = Q(
    Exists(ProfileChange.objects.filter(account=OuterRef("pk"), explained_at__isnull=True))
)
_OFF: Final = Q(
    Exists(
        ProfileReading.objects.filter(account=OuterRef("pk"), is_current=True).exclude(failing=[])
    )
)
_FAILING: Final = Q(
    Exists(Connection.objects.filter(account=OuterRef("pk"), status=Connection.Status.FAILING))
)


def _stop(code: str, title: Promise, short: Promise, repair: str, holds: Q) -> Fault:
    return Fault(
        code=code,
        severity=Severity.STOP,
        title=title,
        short=short,
        repair=repair,
        holds=_always(holds),
    )


def _warn(code: str, title: Promise, short: Promise, repair: str, holds: Q) -> Fault:
    return Fault(
        code=code,
        severity=Severity.WARN,
        title=title,
        short=short,
        repair=repair,
        holds=_always(holds),
    )


FAULTS: Final[tuple[Fault, ...]] = (
    _stop("no_owner", _("No owner"), _("No owner"), "owner", Q(owner__isnull=True)),
    _stop("owner_left", _("The owner has left"), _("Owner left"), "owner", _left("owner")),
    _stop("nobody_in", _("Nobody named can get in"), _("Nobody can get in"), "custody", NOBODY_IN),
    _stop("one_in", _("One person alone can get in"), _("One person alone"), "custody", ONE_IN),
    _stop(
        "custody_lost",
        _("Nothing shows that its access is held"),
        _("Custody 0 of 5"),
        "custody",
        Q(custody=0) & SEVERAL_IN,
    ),
    _stop(
        "no_backup",
        _("No backup"),
        _("No backup"),
        "backup",
        Q(backup__isnull=True) & (Q(ways_in__isnull=True) | NOBODY_IN | ONE_IN),
    ),
    _stop("backup_left", _("The backup has left"), _("Backup left"), "backup", _left("backup")),
    _stop("connection", _("The connection is failing"), _("Connection"), "connect", _FAILING),
    _warn(
        "no_agreement",
        _("No agreement says whose it is"),
        _("No agreement"),
        "agreement",
        _UNAGREED,
    ),
    Fault(
        code="agreement_over",
        severity=Severity.WARN,
        title=_("The agreement has run out"),
        short=_("Agreement over"),
        repair="agreement",
        holds=lambda today: _NAMED & _agreed(expires_on__lt=today),
    ),
    _warn(
        "backup_unnamed",
        _("Several people can get in, but no backup is named"),
        _("Backup not named"),
        "backup",
        Q(backup__isnull=True) & SEVERAL_IN,
    ),
    _warn(
        "custodian_left",
        _("The custodian has left"),
        _("Custodian left"),
        "custodian",
        _left("custodian"),
    ),
    Fault(
        code="review_overdue",
        severity=Severity.WARN,
        title=_("Review overdue"),
        short=_("To review"),
        repair="review",
        holds=lambda today: Q(review_on__lt=today),
    ),
    _warn("no_review", _("No review planned"), _("No review"), "review", Q(review_on__isnull=True)),
    _warn(
        "profile_changed",
        _("The profile changed and nobody said why"),
        _("Profile changed"),
        "profile",
        _CHANGED,
    ),
    _warn(
        "profile_off",
        _("The profile does not show what the standard asks"),
        _("Profile"),
        "profile",
        _OFF,
    ),
    _warn(
        "to_confirm",
        _("Nobody has confirmed this account yet"),
        _("To confirm"),
        "status",
        Q(status=Account.Status.TO_CONFIRM),
    ),
    _warn(
        "dormant", _("Dormant account"), _("Dormant"), "status", Q(status=Account.Status.DORMANT)
    ),
    _warn(
        "duplicate",
        _("Duplicate of another account"),
        _("Duplicate"),
        "status",
        Q(status=Account.Status.DUPLICATE),
    ),
)
BY_CODE: Final[Mapping[str, Fault]] = {fault.code: fault for fault in FAULTS}
STATES: Final[Mapping[str, Q]] = {
    "stop": Q(fragility__gte=WEIGHTS[Severity.STOP]),
    "warn": Q(fragility__gt=0, fragility__lt=WEIGHTS[Severity.STOP]),
    "ok": Q(fragility=0) & ~UNCHECKED,
    "risk": Q(fragility__gt=0),
}


GRAVE: Final = 1 << 32  # what one account at fault adds to a sum: more than all to watch together


def with_health(accounts: QuerySet[Account], *, today: date) -> QuerySet[Account]:
    """Return `accounts` with `faults_held`, which `health_of` reads. No query of its own.

    An account that is closed, not ours or personal has no fault; of one to confirm, or that repeats
    another, nothing else is said.
    """
    bits = [(fault, 1 << place) for place, fault in enumerate(FAULTS)]
    return accounts.annotate(faults_held=_summed(bits, today))


def by_health(
    accounts: QuerySet[Account],
    *,
    today: date,
    codes: Iterable[str] = (),
    is_weighed: bool = True,
) -> QuerySet[Account]:
    """Return `accounts` that can be narrowed and sorted by the faults of those codes, not read.

    And by `fragility`, the weight of all of them, when `is_weighed`: a sum that costs as many
    conditions as there are faults. No query of its own.
    """
    asked: dict[str, Case] = {
        fault.field: _summed([(fault, WEIGHTS[fault.severity])], today)
        for fault in map(BY_CODE.__getitem__, codes)
    }
    if is_weighed:
        asked["fragility"] = _summed([(one, WEIGHTS[one.severity]) for one in FAULTS], today)
    return accounts.alias(**asked)


def _weighed(*cases: When) -> Case:
    return Case(*cases, default=Value(0), output_field=IntegerField())


def _summed(weights: Iterable[tuple[Fault, int]], today: date) -> Case:
    """Return the sum of the weights of the faults that hold.

    Whether an account is checked, or only to judge, is asked once for all of them.
    """
    judged: list[When] = []
    added: list[Case] = []
    for fault, weight in weights:
        when = When(fault.holds(today), then=Value(weight))
        if fault.code in JUDGED:
            judged.append(when)
        else:
            added.append(_weighed(when))
    total: Any = reduce(add, added) if added else Value(0)
    whens = (When(UNCHECKED, then=Value(0)), *judged, When(TO_JUDGE, then=Value(0)))
    return Case(*whens, default=total, output_field=IntegerField())


def severity(today: date) -> Case:
    """Return `GRAVE` for an account at fault, 1 for one to watch, else 0.

    One sum tells how many there are of each: `severities`.
    """
    told = {Severity.STOP: GRAVE, Severity.WARN: 1}
    judged = [
        When(one.holds(today), then=Value(told[one.severity]))
        for one in FAULTS
        if one.code in JUDGED
    ]
    held = [
        When(
            reduce(or_, (one.holds(today) for one in _apart() if one.severity == each)),
            then=Value(weight),
        )
        for each, weight in told.items()
    ]
    whens = (When(UNCHECKED, then=Value(0)), *judged, *held)
    return Case(*whens, default=Value(0), output_field=BigIntegerField())


def _apart() -> list[Fault]:
    """Return the faults that are looked for once an account is known to be ours."""
    return [one for one in FAULTS if one.code not in JUDGED]


def severities(total: int | None) -> tuple[int, int]:
    """Return how many are at fault, and to watch, from a sum of `severity`. No query."""
    return divmod(int(total or 0), GRAVE)


def worst_fault(today: date) -> Case:
    """Return the place in `FAULTS` of the worst fault of an account; their number when it has none.

    The database stops at the first that holds: what there is to judge first, since nothing else is
    then said.
    """
    none = Value(len(FAULTS))
    places = sorted(range(len(FAULTS)), key=lambda at: FAULTS[at].code not in JUDGED)
    return Case(
        When(UNCHECKED, then=none),
        *(When(FAULTS[at].holds(today), then=Value(at)) for at in places),
        default=none,
        output_field=IntegerField(),
    )


@dataclass(frozen=True, slots=True)
class Health:
    """The faults of one account, worst first, and the state they add up to."""

    faults: tuple[Fault, ...]

    @property
    def state(self) -> str:
        """Return `stop`, `warn` or `ok`."""
        return self.faults[0].severity if self.faults else "ok"

    @property
    def stops(self) -> int:
        """Return how many faults are grave."""
        return sum(fault.severity == Severity.STOP for fault in self.faults)

    @property
    def warns(self) -> int:
        """Return how many faults only ask for attention."""
        return len(self.faults) - self.stops


def health_of(account: Account) -> Health:
    """Return the health of a row read through `with_health`. No query."""
    held: int = account.faults_held  # type: ignore[attr-defined]  # annotated by with_health
    return Health(tuple(fault for at, fault in enumerate(FAULTS) if held >> at & 1))
