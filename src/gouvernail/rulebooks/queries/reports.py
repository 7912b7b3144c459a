"""What rules did over a period: set aside, silent, raised on approved posts, always waived."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gouvernail.approvals.models import Request
from gouvernail.kernel.rules import Rule
from gouvernail.people.models import Person, Unit
from gouvernail.rulebooks.models import Dismissal, Pack, PackVersion, RaisedRule, StoredVerdict
from gouvernail.rulebooks.permissions import (
    chain_of,
    visible_dismissals,
    visible_packs,
    visible_raised,
)
from gouvernail.rulebooks.queries.packs import kernel_pack
from gouvernail.rulebooks.queries.reading import in_words

DISMISSED: Final = "dismissed"
NEVER: Final = "never"
APPROVED: Final = "approved"
WAIVED: Final = "waived"
OTHERS: Final = frozenset({"author", "neighbours"})
KINDS: Final = {
    DISMISSED: gettext_lazy("Most set aside"),
    NEVER: gettext_lazy("Never raised"),
    APPROVED: gettext_lazy("Raised on approved posts"),
    WAIVED: gettext_lazy("Always waived"),
}
HEADER: Final = (
    *("pack", "rule", "title", "level_written", "drafts_raised"),
    *("set_aside", "approved", "waived"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which report: its kind, since when, and perhaps one unit with what is below, one network."""

    kind: str
    since: datetime
    unit: Unit | None = None
    network: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleCount:
    """What one rule in force did: drafts that raised it at submission, each counted once.

    Of these: set aside by their author, agreed to all the same, and let off by a waiver.
    """

    pack: Pack
    rule: Rule
    raised: int = 0
    set_aside: int = 0
    approved: int = 0
    waived: int = 0

    @property
    def title(self) -> str:
        """Return the rule's title in the reader's language."""
        return in_words(self.rule.title)


def report(viewer: Person, asked: Asked) -> list[RuleCount]:
    """Return the rules in force that a report is about, the first to look at first. Four queries.

    Among the packs that `viewer` reads, on the drafts they may read.
    """
    rows = [one for one in rule_counts(viewer, asked) if _belongs(one, asked.kind)]
    return sorted(rows, key=lambda one: (-_weight(one, asked.kind), one.pack.slug, one.rule.id))


def _belongs(one: RuleCount, kind: str) -> bool:
    return {
        DISMISSED: one.set_aside > 0,
        NEVER: one.raised == 0,
        APPROVED: one.approved > 0,
        WAIVED: one.raised > 0 and one.waived == one.raised,
    }[kind]


def _weight(one: RuleCount, kind: str) -> int:
    return {DISMISSED: one.set_aside, NEVER: 0, APPROVED: one.approved, WAIVED: one.waived}[kind]


def rule_counts(viewer: Person, asked: Asked) -> list[RuleCount]:
    """Return what each rule in force did, in the order of the packs. Four queries."""
    raised = raised_for(viewer, asked)
    counts: dict[str, Any] = {
        row["rule"]: row
        for row in with_approval(raised)
        .values("rule")
        .annotate(
            drafts=Count("subject_id", distinct=True),
            agreed=Count("subject_id", distinct=True, filter=Q(is_approved=True)),
            waived=Count("subject_id", distinct=True, filter=Q(waiver_id__isnull=False)),
        )
    }
    aside = dict(
        dismissed_for(viewer, asked)
        .values_list("rule")
        .annotate(drafts=Count("subject_id", distinct=True))
        .values_list("rule", "drafts")
    )
    return [
        RuleCount(
            pack=version.pack,
            rule=rule,
            raised=counts.get(rule.id, {}).get("drafts", 0),
            set_aside=aside.get(rule.id, 0),
            approved=counts.get(rule.id, {}).get("agreed", 0),
            waived=counts.get(rule.id, {}).get("waived", 0),
        )
        for version in _in_force(viewer, asked)
        for rule in kernel_pack(version).rules
    ]


def raised_for(viewer: Person, asked: Asked) -> QuerySet[RaisedRule]:
    """Return the rules raised at submission that a report counts."""
    rows = visible_raised(viewer).filter(
        at__gte=asked.since, moment=StoredVerdict.Moment.SUBMISSION
    )
    if asked.unit is not None:
        rows = rows.filter(account__unit__path__startswith=asked.unit.path)
    return rows.filter(network=asked.network) if asked.network else rows


def with_approval(rows: QuerySet[RaisedRule]) -> QuerySet[RaisedRule]:
    """Return rows that know whether people agreed to the revision they are about."""
    agreed = Request.objects.filter(
        subject_kind=OuterRef("subject_kind"),
        subject_id=OuterRef("subject_id"),
        revision=OuterRef("verdict__revision"),
        status=Request.Status.APPROVED,
    )
    return rows.annotate(is_approved=Exists(agreed))


def dismissed_for(viewer: Person, asked: Asked) -> QuerySet[Dismissal]:
    """Return what authors set aside, on drafts that a report counts."""
    subjects = raised_for(viewer, asked).values("subject_id")
    rows = visible_dismissals(viewer).filter(at__gte=asked.since, withdrawn_at__isnull=True)
    return rows.filter(subject_id__in=subjects)


def _in_force(viewer: Person, asked: Asked) -> QuerySet[PackVersion]:
    packs = visible_packs(viewer).filter(retired_at__isnull=True)
    if asked.unit is not None:
        near = Q(unit__path__in=chain_of(asked.unit)) | Q(unit__path__startswith=asked.unit.path)
        packs = packs.filter(near)
    rows = PackVersion.objects.filter(pack__in=packs, status=PackVersion.Status.IN_FORCE)
    return rows.select_related("pack__unit").order_by("pack__slug")


def verdicts_of_rule(viewer: Person, asked: Asked, rule: str) -> QuerySet[RaisedRule]:
    """Return the verdicts that raised a rule, as a report counts them. One query when iterated.

    Every kind of report shows the ones it is about; an empty kind shows them all.
    """
    rows = visible_raised(viewer).filter(rule=rule, at__gte=asked.since)
    if asked.kind:
        rows = raised_for(viewer, asked).filter(rule=rule)
    if asked.kind == APPROVED:
        rows = with_approval(rows).filter(Q(is_approved=True))
    elif asked.kind == WAIVED:
        rows = rows.filter(waiver_id__isnull=False)
    elif asked.kind == DISMISSED:
        aside = dismissed_for(viewer, asked).filter(rule=rule).values("subject_id")
        rows = rows.filter(subject_id__in=aside)
    return rows.select_related("verdict", "account__unit")


def verdicts_raising(viewer: Person, rule: str) -> QuerySet[RaisedRule]:
    """Return what every verdict raised, one rule or all. One query when iterated."""
    rows = visible_raised(viewer)
    return rows.filter(rule=rule) if rule else rows


def without_others(stored: StoredVerdict) -> StoredVerdict:
    """Return a verdict as it is told, in memory: without the author and the posts beside it.

    Nor the digests of words, which would give short ones away. No query; not to be saved.
    """
    said, found = stored.masked_input, stored.findings
    stored.masked_input = {name: said[name] for name in said if name not in OTHERS}
    stored.findings = [{name: one[name] for name in one if name != "words_digest"} for one in found]
    return stored


def advice_of(kind: str) -> str:
    """Return what a report advises for a rule it lists."""
    return {
        DISMISSED: _("Its authors often know better: narrow it, or only warn."),
        NEVER: _("It finds nothing: retire it, or make sure that it still can."),
        APPROVED: _("People agree to what it stops: soften it, or narrow it."),
        WAIVED: _("It is waived every time: narrow it, or retire it."),
    }[kind]


def export_rows(rows: Iterable[RuleCount]) -> Iterator[tuple[object, ...]]:
    """Yield the cells of a report, as `HEADER` names them."""
    for one in rows:
        yield (
            one.pack.slug,
            one.rule.id,
            one.title,
            one.rule.control.value,
            one.raised,
            one.set_aside,
            one.approved,
            one.waived,
        )
