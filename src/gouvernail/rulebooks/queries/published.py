"""Publications that stand against the rules of today."""

from dataclasses import dataclass
from typing import Final

from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from gouvernail.people.models import Person
from gouvernail.rulebooks.models import PublishedVerdict
from gouvernail.rulebooks.permissions import visible_published_verdicts

SEVERE: Final = ("warn", "review", "block")
_RANK: Final = {"": 0, "pass": 0, "note": 1, "warn": 2, "review": 3, "block": 4}


@dataclass(frozen=True, slots=True, kw_only=True)
class Against:
    """How the list is narrowed; empty fields narrow nothing.

    `state` is `open`, `aside` or empty for both; `then` only what was not forbidden on its day.
    """

    severity: str = ""
    network: str = ""
    account: str = ""
    state: str = "open"
    then: bool = False


def published_against(asked: Against, *, viewer: Person) -> QuerySet[PublishedVerdict]:
    """Return the publications that raise something, narrowed, all that is shown loaded. One query.

    What was withdrawn, changed since, or came with an import that is set aside is left out.
    """
    rows = (
        visible_published_verdicts(viewer)
        .filter(replaced_at__isnull=True, record__ending__isnull=True, record__aside=False)
        .select_related("record", "account__unit", "verdict", "aside_by")
    )
    if asked.state in {"open", "aside"}:
        rows = rows.filter(aside_at__isnull=asked.state == "open")
    if asked.then:
        rows = rows.exclude(outcome_then__in=SEVERE)
    given = {
        "outcome": asked.severity if asked.severity in SEVERE else "",
        "account__network": asked.network,
        "account_id": asked.account,
    }
    return rows.filter(**{name: value for name, value in given.items() if value})


def published_to_answer(person: Person) -> QuerySet[PublishedVerdict]:
    """Return the open ones of the accounts this person answers for, newest first. One query."""
    mine = Q(account__owner=person) | Q(account__backup=person)
    return published_against(Against(), viewer=person).filter(mine).order_by("-published_at", "-pk")


@dataclass(frozen=True, slots=True)
class Raised:
    """One finding in words, as the list shows it."""

    severity: str
    title: str
    message: str
    clause: str


def raised_in(found: PublishedVerdict) -> list[Raised]:
    """Return what is raised, the gravest first, in the reader's language. No query."""
    language = "en" if (get_language() or "").startswith("en") else "fr"
    told = [
        Raised(
            severity=one["severity"],
            title=one["title"].get(language, ""),
            message=one["message"].get(language, ""),
            clause=one.get("clause", ""),
        )
        for one in found.verdict.findings
        if one["severity"] in SEVERE
    ]
    return sorted(told, key=lambda one: -_RANK[one.severity])


def was_not_forbidden(found: PublishedVerdict) -> bool:
    """Return whether the rules of its day let it pass. No query."""
    return found.outcome_then not in SEVERE
