"""What a case may be brought from: a verdict, a finding set aside, the review of an account."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from gouvernail.attestations.models import Review
from gouvernail.attestations.permissions import visible_reviews
from gouvernail.conduct.models import Case, Proof
from gouvernail.conduct.permissions import may_open
from gouvernail.conduct.queries.basis import what_is_missing
from gouvernail.foundation.clock import site_day
from gouvernail.people.models import Person
from gouvernail.rulebooks.models import Dismissal, PublishedVerdict, StoredVerdict
from gouvernail.rulebooks.permissions import visible_dismissals, visible_published_verdicts
from gouvernail.rulebooks.queries.published import raised_in

MOST: Final = 60
LONGEST_TITLE: Final = 160


def _published(viewer: Person) -> QuerySet[PublishedVerdict]:
    rows = visible_published_verdicts(viewer).filter(aside_at__isnull=True)
    return rows.select_related("verdict", "account", "record")


def _dismissals(viewer: Person) -> QuerySet[Dismissal]:
    return visible_dismissals(viewer).exclude(by=viewer).select_related("by")


def _reviews(viewer: Person) -> QuerySet[Review]:
    return visible_reviews(viewer).select_related("account")


def _from_published(row: PublishedVerdict) -> dict[str, str]:
    raised = raised_in(row)
    told = [f"{one.title}: {one.message}" for one in raised]
    return {
        "origin": Case.Origin.VERDICT,
        "title": raised[0].title[:LONGEST_TITLE] if raised else "",
        "facts": "\n".join([f"@{row.account.handle}", *told]),
        "clause": next((one.clause for one in raised if one.clause), ""),
        "happened_on": site_day(row.published_at).isoformat(),
        "proof_kind": Proof.Kind.VERDICT,
        "proof_reference": str(row.pk),
    }


def _from_dismissal(row: Dismissal) -> dict[str, str]:
    given = StoredVerdict.objects.filter(raised__rule=row.rule, raised__subject_id=row.subject_id)
    verdict = given.order_by("-at").first()
    found = [one for one in (verdict.findings if verdict else ()) if one.get("rule") == row.rule]
    return {
        "origin": Case.Origin.DISMISSAL,
        "person": row.by.email or "",
        "facts": _("A finding was set aside: %(rule)s") % {"rule": row.rule},
        "clause": str(found[0].get("clause", "")) if found else "",
        "happened_on": site_day(row.at).isoformat(),
        "proof_kind": Proof.Kind.DISMISSAL,
        "proof_reference": str(row.pk),
    }


def _from_review(row: Review) -> dict[str, str]:
    said = _("Review of the account %(name)s, due on %(day)s") % {
        "name": row.account.name,
        "day": row.due_on.isoformat(),
    }
    return {
        "origin": Case.Origin.AUDIT,
        "facts": said,
        "happened_on": row.due_on.isoformat(),
        "proof_kind": Proof.Kind.WORDS,
        "proof_label": said,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A kind of thing a case may come from: the rows `viewer` may read, and what one says."""

    rows: Callable[[Person], QuerySet[Any]]
    said: Callable[[Any], dict[str, str]]
    key: str = "pk"


SOURCES: Final[Mapping[str, Source]] = {
    "published": Source(rows=_published, said=_from_published),
    "verdict": Source(rows=_published, said=_from_published, key="verdict_id"),
    "dismissal": Source(rows=_dismissals, said=_from_dismissal),
    "review": Source(rows=_reviews, said=_from_review),
}


def offered_from(kind: str, keys: Iterable[UUID], *, viewer: Person) -> list[UUID]:
    """Return which of these things `viewer` may bring a case from, in order. Four queries at most.

    None while cases are not handled here, or for who brings none.
    """
    wanted = list(keys)[:MOST]
    if kind not in SOURCES or not wanted or not may_open(viewer) or what_is_missing():
        return []
    source = SOURCES[kind]
    rows = source.rows(viewer).filter(**{f"{source.key}__in": wanted})
    there = set(rows.values_list(source.key, flat=True))
    return [one for one in wanted if one in there]


def start_from(kind: str, key: UUID, *, viewer: Person) -> dict[str, str]:
    """Return what the form of a case begins with, by field; empty when the thing is hidden.

    Three queries at most.
    """
    if kind not in SOURCES:
        return {}
    source = SOURCES[kind]
    row: Model | None = source.rows(viewer).filter(**{source.key: key}).first()
    return source.said(row) if row is not None else {}
