"""Hijacked accounts: what is cut, what is renewed, what is left to do."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from gouvernail.credentials.models import Item
from gouvernail.credentials.permissions import visible_items
from gouvernail.crisis.models import Incident, PlanStep, TakenAccount, Task
from gouvernail.people.models import Person
from gouvernail.publishing.models import Freeze
from gouvernail.publishing.queries import covers_unit, freezes_in_force
from gouvernail.registry.models import Account, Connection

SETTLED = frozenset({Task.Status.DONE, Task.Status.DROPPED})


@dataclass(slots=True, kw_only=True)
class TakenLine:
    """One account in other hands as `viewer` sees it.

    `connected` is None where we never had a connection. `secrets` counts those kept here that
    `viewer` may know of, and `renewed` those whose new value was tried since it was named.
    """

    taken: TakenAccount
    steps: list[Task]
    frozen: bool
    connected: bool | None
    secrets: int = 0
    renewed: int = 0

    @property
    def done(self) -> int:
        """Return how many of its steps are settled."""
        return sum(1 for step in self.steps if step.status in SETTLED)

    @property
    def is_cut(self) -> bool:
        """Return whether nothing of what we hold is left open."""
        return self.frozen and not self.connected and self.renewed == self.secrets


@dataclass(frozen=True, slots=True, kw_only=True)
class Takings:
    """The accounts of an incident in other hands: those to take back, then those settled."""

    standing: list[TakenLine] = field(default_factory=list)
    settled: list[TakenLine] = field(default_factory=list)

    @property
    def lines(self) -> list[TakenLine]:
        """Return all of them."""
        return [*self.standing, *self.settled]


def takings_of(incident: Incident, *, viewer: Person) -> Takings:
    """Return the accounts in other hands. Five queries, however many."""
    rows = TakenAccount.objects.filter(incident=incident)
    people = ("named_by", "regained_by", "cleared_by")
    found = list(rows.select_related("account__unit", *people))
    if not found:
        return Takings()
    keys = {taken.account_id for taken in found}
    steps = _steps(incident, keys)
    freezes = list(freezes_in_force())
    connections = dict(
        Connection.objects.filter(account__in=keys).values_list("account_id", "status")
    )
    secrets = _secrets(keys, viewer=viewer)
    standing: list[TakenLine] = []
    settled: list[TakenLine] = []
    for taken in found:
        status = connections.get(taken.account_id)
        line = TakenLine(
            taken=taken,
            steps=steps[taken.account_id] if taken.cleared_at is None else [],
            frozen=any(_covers(freeze, taken.account) for freeze in freezes),
            connected=None if status is None else status != Connection.Status.CLOSED,
        )
        for kept_since in secrets[taken.account_id]:
            line.secrets += 1
            line.renewed += kept_since >= taken.named_at
        (settled if taken.is_settled else standing).append(line)
    return Takings(standing=standing, settled=settled)


def _steps(incident: Incident, keys: Iterable[UUID]) -> dict[UUID, list[Task]]:
    found: dict[UUID, list[Task]] = defaultdict(list)
    rows = Task.objects.filter(incident=incident, account__in=keys).exclude(stage="")
    order = list(PlanStep.Stage.values)
    tasks = list(rows.select_related("owner", "settled_by"))
    for task in sorted(tasks, key=lambda task: (order.index(task.stage), task.pk)):
        if task.account_id is not None:
            found[task.account_id].append(task)
    return found


def _secrets(keys: Iterable[UUID], *, viewer: Person) -> dict[UUID, list[datetime]]:
    """Return since when each value kept of some accounts is the one in use."""
    found: dict[UUID, list[datetime]] = defaultdict(list)
    rows = visible_items(viewer).filter(account__in=keys, retired_at__isnull=True)
    rows = rows.exclude(kind=Item.Kind.NOTE)
    for account_id, put_at in rows.values_list("account_id", "put_at"):
        found[account_id].append(put_at)
    return found


def _covers(freeze: Freeze, account: Account) -> bool:
    value = freeze.scope_value
    return (
        freeze.scope_kind == Freeze.Scope.ORGANISATION
        or (freeze.scope_kind == Freeze.Scope.NETWORK and value == account.network)
        or (freeze.scope_kind == Freeze.Scope.ACCOUNT and value == str(account.pk))
        or str(account.pk) in freeze.accounts
        or covers_unit(freeze, account.unit)
    )
