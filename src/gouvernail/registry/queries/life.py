"""The life of an account as a table: which status leads to which, and what must be in order."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gouvernail.people.models import Person
from gouvernail.registry.models import Account, Agreement, Closing, SetupSheet

Status = Account.Status
UNDO: Final = timedelta(minutes=15)


class Situation:
    """An account and what its conditions look at. Three queries, each when it is first asked."""

    def __init__(self, account: Account) -> None:
        self.account = account

    @cached_property
    def sheet(self) -> SetupSheet | None:
        """Return the set-up sheet. One query."""
        return SetupSheet.objects.filter(account=self.account).first()

    @cached_property
    def agreement(self) -> Agreement | None:
        """Return the agreement in force. One query."""
        agreements = Agreement.objects.filter(account=self.account, ended_on__isnull=True)
        return agreements.select_related("person").first()

    @cached_property
    def closing(self) -> Closing | None:
        """Return the closing under way, else the last one that ended. Two queries."""
        closings = Closing.objects.filter(account=self.account).exclude(
            outcome=Closing.Outcome.GIVEN_UP
        )
        return closings.prefetch_related("steps").first()

    def answers(self, person: Person | None) -> bool:
        """Return whether somebody is named who has not left."""
        return person is not None and person.status != Person.Status.LEFT


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """Something that must be in order, and which page mends it (`owner`, `sheet`…).

    It is left out for the accounts that `applies` says no of.
    """

    code: str
    words: Promise
    repair: str
    holds: Callable[[Situation], bool]
    applies: Callable[[Account], bool] = lambda _account: True


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One way from some statuses to another.

    `effect` says what follows. `reason` is whether one must be given. `asks` names what else is
    told: `original` (the account it repeats) or `plan` (how it is closed).
    """

    to: str
    origins: frozenset[str]
    title: Promise
    effect: Promise
    conditions: tuple[Condition, ...] = ()
    reason: bool = True
    asks: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One condition as it stands for an account."""

    condition: Condition
    holds: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A passage open to an account, with its conditions as they stand."""

    passage: Passage
    checks: tuple[Check, ...]

    @property
    def is_open(self) -> bool:
        """Return whether every condition holds."""
        return all(check.holds for check in self.checks)

    @property
    def missing(self) -> list[str]:
        """Return the words of what does not hold."""
        return [str(check.condition.words) for check in self.checks if not check.holds]


OWNER: Final = Condition(
    code="owner",
    words=_("an owner answers for it"),
    repair="owner",
    holds=lambda it: it.answers(it.account.owner),
)
BACKUP: Final = Condition(
    code="backup",
    words=_("a backup stands beside the owner"),
    repair="backup",
    holds=lambda it: it.answers(it.account.backup),
)
RECOVERY: Final = Condition(
    code="recovery",
    words=_("its set-up sheet says how to get back in"),
    repair="sheet",
    holds=lambda it: it.sheet is not None and bool(it.sheet.recovery.strip()),
)
AGREED: Final = Condition(
    code="agreement",
    words=_("an agreement says whose it is"),
    repair="agreement",
    holds=lambda it: it.agreement is not None,
    applies=lambda account: account.kind == Account.Kind.NAMED,
)
STEPS: Final = Condition(
    code="steps",
    words=_("every step of the closing was ticked by somebody"),
    repair="closing",
    holds=lambda it: it.closing is not None and not steps_left(it.closing),
)
HANDLE: Final = Condition(
    code="handle",
    words=_("its handle was kept when it was closed"),
    repair="",
    holds=lambda it: it.closing is None or it.closing.fate == Closing.Fate.KEPT,
)
ANSWERED: Final = (OWNER, BACKUP, AGREED)

SPEAKS: Final = _("It counts as ours, is reviewed, and may be written for.")
SILENT: Final = _("Nothing leaves on it until it is official again.")
NOT_COUNTED: Final = _("It leaves the register and stands among the accounts found.")


def _way(
    origins: Iterable[str],
    to: str,
    title: Promise,
    effect: Promise,
    *conditions: Condition,
    reason: bool = True,
    asks: str = "",
) -> Passage:
    return Passage(
        to=to,
        origins=frozenset(origins),
        title=title,
        effect=effect,
        conditions=conditions,
        reason=reason,
        asks=asks,
    )


_JUDGED: Final = (Status.ROGUE, Status.FAN, Status.PARODY, Status.IMPOSTOR)
_FOUND: Final = (Status.TO_CONFIRM,)
LIFE: Final[tuple[Passage, ...]] = (
    _way((Status.OPENING,), Status.OFFICIAL, _("Make it official"), SPEAKS,
         OWNER, BACKUP, RECOVERY, AGREED, reason=False),
    _way((Status.OPENING,), Status.CLOSED, _("Give up opening it"),
         _("It never spoke: nothing has to be closed.")),
    _way((Status.OFFICIAL, Status.UNDER_REVIEW), Status.DORMANT, _("Say that it sleeps"),
         _("It stays ours and at watch until somebody revives it or closes it.")),
    _way((Status.OFFICIAL, Status.DORMANT, Status.SUSPENDED), Status.UNDER_REVIEW,
         _("Review it"), _("It goes on speaking while somebody decides to keep it or not."),
         reason=False),
    _way((Status.OFFICIAL, Status.DORMANT, Status.UNDER_REVIEW), Status.SUSPENDED,
         _("Suspend it"), SILENT),
    _way((Status.DORMANT,), Status.OFFICIAL, _("Revive it"), SPEAKS, *ANSWERED),
    _way((Status.UNDER_REVIEW,), Status.OFFICIAL,
         pgettext_lazy("an account", "Keep it"), SPEAKS, *ANSWERED),
    _way((Status.SUSPENDED,), Status.OFFICIAL, _("Let it speak again"), SPEAKS, *ANSWERED),
    _way((Status.OFFICIAL, Status.DORMANT, Status.UNDER_REVIEW, Status.SUSPENDED,
          Status.DUPLICATE, Status.ROGUE), Status.CLOSING, _("Close it"),
         _("A plan says where its followers go; each step is ticked before it is closed."),
         asks="plan"),
    _way((Status.CLOSING,), Status.CLOSED, _("Say that it is closed"),
         _("It is no longer checked, and its record is kept."), STEPS, reason=False),
    _way((Status.CLOSING,), Status.OFFICIAL, _("Give up closing it"), SPEAKS, *ANSWERED),
    _way((Status.CLOSED,), Status.OFFICIAL, _("Open it again"), SPEAKS, *ANSWERED, HANDLE),
    _way(_FOUND, Status.OFFICIAL, _("It is ours"), SPEAKS, OWNER, reason=False),
    _way(_FOUND, Status.IMPOSTOR, _("It impersonates us"), NOT_COUNTED),
    _way((Status.OFFICIAL, Status.DORMANT, Status.UNDER_REVIEW, *_FOUND), Status.DUPLICATE,
         _("Say that it repeats another"),
         _("Nothing leaves on it; it is merged with the other, then closed."), asks="original"),
    _way((Status.DUPLICATE,), Status.OFFICIAL, _("Keep both"), SPEAKS, *ANSWERED),
    _way((Status.OFFICIAL, Status.DORMANT, Status.UNDER_REVIEW, Status.SUSPENDED),
         Status.TO_CONFIRM, _("Doubt that it is ours"),
         _("Nothing leaves on it until somebody says what it is.")),
    _way(_FOUND, Status.ROGUE, _("One of us opened it without agreement"), NOT_COUNTED),
    _way(_FOUND, Status.FAN, _("A fan or a third party runs it"), NOT_COUNTED),
    _way(_FOUND, Status.PARODY, _("It mocks us, and says so"), NOT_COUNTED),
    _way((*_FOUND, *_JUDGED), Status.DISMISSED, _("Dismiss it: it has nothing to do with us"),
         NOT_COUNTED),
    _way((Status.DUPLICATE, Status.CLOSED, Status.DISMISSED, *_JUDGED), Status.TO_CONFIRM,
         _("Look at it again"), _("It waits for somebody to say what it is.")),
    _way((Status.ROGUE,), Status.OFFICIAL, _("Make it official"), SPEAKS, *ANSWERED),
)  # fmt: skip


def passage(before: str, to: str) -> Passage | None:
    """Return the way from one status to another, if there is one."""
    return next((each for each in LIFE if each.to == to and before in each.origins), None)


def ways_from(account: Account) -> list[Way]:
    """Return the ways open to an account, in the order of the table. Four queries at most."""
    situation = Situation(account)
    return [way_of(each, situation) for each in LIFE if account.status in each.origins]


def way_of(each: Passage, situation: Situation) -> Way:
    """Return a passage with its conditions as they stand. Four queries at most."""
    return Way(
        passage=each,
        checks=tuple(
            Check(condition=condition, holds=condition.holds(situation))
            for condition in each.conditions
            if condition.applies(situation.account)
        ),
    )


def steps_left(closing: Closing) -> list[str]:
    """Return the steps that nobody ticked. No query when the steps are loaded."""
    done = {each.step for each in closing.steps.all()}
    return [step for step in Closing.Step.values if step not in done]


def may_undo(account: Account, person: Person, *, at: datetime) -> bool:
    """Return whether `person` may take back the last change of status. No query.

    For a quarter of an hour, by whoever made it. A closing planned or ended is not taken back:
    its plan is given up, or the account is opened again, and both say why.
    """
    since, final = account.status_since, (Status.CLOSING, Status.CLOSED)
    kept = account.status_before not in (*final, Status.DUPLICATE)  # of which is not remembered
    return (
        since is not None
        and account.status_by_id == person.pk
        and bool(account.status_before)
        and account.status not in final
        and kept
        and at - since <= UNDO
    )
