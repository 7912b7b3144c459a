"""What the nightly look suggests: the register as cards, findings as a list, why in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from json import dumps
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from gouvernail.foundation.paging import Page, page_of
from gouvernail.kernel.alike import Card, Pair, alike, foremost
from gouvernail.people.models import Person
from gouvernail.registry.models import Account, Finding
from gouvernail.registry.permissions import visible_accounts
from gouvernail.registry.queries.dormancy import Sleep
from gouvernail.registry.queries.faults import BY_CODE, OURS

PAGE_SIZE: Final = 50
COMPARED: Final = Account.OURS | {Account.Status.TO_CONFIRM}
TEXTS: Final = ("network", "handle", "name", "purpose", "audience", "unit_id", "owner_id")


LACKS: Final[Mapping[str, str]] = {  # what is lacking: the fault that says so
    "owner": "no_owner",
    "backup": "no_backup",
    "backup_unnamed": "backup_unnamed",
    "review": "no_review",
    "review_late": "review_overdue",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A finding before it is kept; `digest` is of the facts, not of the day."""

    kind: str
    account_id: UUID
    other_id: UUID | None
    score: float
    facts: Mapping[str, Any]
    digest: str

    @property
    def key(self) -> tuple[str, UUID, UUID | None]:
        """Return what makes two findings the same one."""
        return self.kind, self.account_id, self.other_id


def suggestion_of_sleep(sleep: Sleep) -> Suggestion:
    """Return a sleeping account as a finding. No query."""
    last = sleep.last
    told = {"last_on": last.on.isoformat(), "allowed": sleep.allowed, "looked": sleep.looked}
    read = {"read_on": last.read_on.isoformat(), "read_by": last.read_by} if last.read_on else {}
    return Suggestion(
        kind=Finding.Kind.DORMANT,
        account_id=sleep.account_id,
        other_id=None,
        score=min(1.0, sleep.silent / (sleep.allowed * 4)),
        facts=told | read,
        digest=_digest(told),
    )


def duplicates(accounts: QuerySet[Account]) -> list[Suggestion]:
    """Return the pairs of `accounts` that seem to repeat one another, the surest first. One query.

    Those of ours and those to confirm, never a personal account; three pairs an account at most.
    """
    compared = accounts.filter(status__in=COMPARED).exclude(kind=Account.Kind.PERSONAL)
    lines = {str(line["id"]): line for line in compared.order_by().values("id", *TEXTS)}
    pairs = foremost(alike(_card(key, line) for key, line in lines.items()))
    return [_suggestion_of_pair(pair, lines) for pair in pairs]


def _card(key: str, line: Mapping[str, Any]) -> Card:
    return Card(
        key=key,
        network=line["network"],
        handle=line["handle"],
        name=line["name"],
        purpose=line["purpose"],
        audience=line["audience"],
        unit=str(line["unit_id"]),
        owner=str(line["owner_id"] or ""),
    )


def _suggestion_of_pair(pair: Pair, lines: Mapping[str, Mapping[str, Any]]) -> Suggestion:
    texts = [{name: str(lines[key][name]) for name in TEXTS} for key in (pair.first, pair.second)]
    return Suggestion(
        kind=Finding.Kind.DUPLICATE,
        account_id=UUID(pair.first),
        other_id=UUID(pair.second),
        score=pair.score,
        facts={"alike": [[fact.code, round(fact.strength, 2)] for fact in pair.facts]},
        digest=_digest(texts),
    )


def _digest(told: object) -> str:
    return sha256(dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def visible_findings(viewer: Person) -> QuerySet[Finding]:
    """Return the findings whose accounts `viewer` sees, both of a pair. One query for the grants.

    What was settled since by other means (a status changed) is left out.
    """
    accounts = visible_accounts(viewer)
    still = Q(account__status__in=COMPARED, account__in=accounts)
    both = Q(other__isnull=True) | Q(other__in=accounts, other__status__in=COMPARED)
    return Finding.objects.filter(still & both)


def findings_page(
    viewer: Person, *, kind: str, status: str, network: str, cursor: str
) -> Page[Finding]:
    """Return one page of findings, the surest first. Two queries."""
    found = visible_findings(viewer).filter(status=status)
    if kind:
        found = found.filter(kind=kind)
    if network:
        found = found.filter(account__network=network)
    found = found.select_related(
        "account__unit", "account__owner", "other__unit", "other__owner", "decided_by"
    )
    return page_of(found, order=("-score", "id"), cursor=cursor, size=PAGE_SIZE)


def findings_counts(viewer: Person) -> dict[tuple[str, str], int]:
    """Return how many findings there are, by kind and status. One query."""
    counted = visible_findings(viewer).values("kind", "status").annotate(number=Count("pk"))
    return {(line["kind"], line["status"]): line["number"] for line in counted.order_by()}


def gaps_of(viewer: Person, *, today: date) -> Iterable[tuple[str, int]]:
    """Return how many of ours lack each thing an inventory wants, the most first. One query.

    What the health of an account tells is lacking when it says so: no backup where one person
    alone can get in, or nobody knows; where several can, one that is not named.
    """
    wanted = {name: BY_CODE[code].holds(today) for name, code in LACKS.items()} | {
        "purpose": Q(purpose=""),
        "audience": Q(audience=""),
        "sheet": Q(sheet__isnull=True),
        "opened_on": Q(opened_on__isnull=True),
    }
    ours = visible_accounts(viewer).filter(OURS)
    counts = {f"lacks_{name}": Count("pk", filter=each) for name, each in wanted.items()}
    told = ours.aggregate(**counts)  # by another name than the columns it looks at
    lacking = ((name, told[f"lacks_{name}"]) for name in wanted)
    return sorted(lacking, key=lambda pair: (-pair[1], pair[0]))
