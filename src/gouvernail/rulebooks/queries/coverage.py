"""What is written and not enforced, and what is enforced and not written."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Final

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncMonth

from gouvernail.kernel.rules import Rule
from gouvernail.people.models import Person
from gouvernail.policies.models import Clause, Policy, PolicyVersion, Signature
from gouvernail.policies.permissions import visible_policies
from gouvernail.rulebooks.errors import RuleNotFoundError
from gouvernail.rulebooks.models import Pack, PackVersion, RaisedRule
from gouvernail.rulebooks.permissions import visible_packs, visible_raised
from gouvernail.rulebooks.queries.editing import clause_in_force
from gouvernail.rulebooks.queries.packs import kernel_pack
from gouvernail.rulebooks.queries.reading import BLANK, in_words

MONTHS: Final = 6
SAMPLES: Final = 8
NEVER: Final = "never"
DIED: Final = "died"


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleInForce:
    """One rule in force, its pack, and how often it was raised in each month shown."""

    rule: Rule
    pack: Pack
    number: int
    counts: tuple[int, ...] = ()

    @property
    def title(self) -> str:
        """Return its title in the reader's language."""
        return in_words(self.rule.title)

    @property
    def total(self) -> int:
        """Return how often it was raised in the months shown."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseRow:
    """One clause in force and the rules that carry it out."""

    clause: Clause
    reference: str
    rules: Sequence[RuleInForce]

    @property
    def counts(self) -> list[int]:
        """Return how often its rules were raised, month by month."""
        return [sum(month) for month in zip(*(one.counts for one in self.rules), strict=True)]

    @property
    def is_heading(self) -> bool:
        """Return whether it has no words of its own: nothing to enforce."""
        return not self.clause.text.strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unwritten:
    """A rule that cites no clause in force; `why` is `died` when an earlier version had it."""

    rule: RuleInForce
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """One document: how many of its clauses have a rule, and which have none."""

    policy: Policy
    clauses: int
    without: Sequence[Clause]

    @property
    def enforced(self) -> int:
        """Return how many clauses have a rule."""
        return self.clauses - len(self.without)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gaps:
    """Both gaps, over everything the reader may read."""

    documents: Sequence[DocumentRow]
    unwritten: Sequence[Unwritten]

    @property
    def unenforced(self) -> int:
        """Return how many clauses have no rule."""
        return sum(len(one.without) for one in self.documents)


def months_before(today: date) -> list[date]:
    """Return the first days of the months shown, the oldest first, this one included."""
    found = []
    year, month = today.year, today.month
    for _step in range(MONTHS):
        found.append(date(year, month, 1))
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return found[::-1]


def rules_in_force(viewer: Person) -> list[RuleInForce]:
    """Return the rules in force of the packs `viewer` may read, in order. One query."""
    return rules_of(versions_in_force(viewer))


def versions_in_force(viewer: Person) -> QuerySet[PackVersion]:
    """Return the versions in force of the packs `viewer` may read, in order. One query."""
    rows = PackVersion.objects.filter(
        status=PackVersion.Status.IN_FORCE,
        pack__in=visible_packs(viewer),
        pack__retired_at__isnull=True,
    )
    return rows.select_related("pack__unit").order_by("pack__slug")


def rules_of(versions: Iterable[PackVersion]) -> list[RuleInForce]:
    """Return the rules of versions, in order. No query of its own."""
    return [
        RuleInForce(rule=rule, pack=version.pack, number=version.number)
        for version in versions
        for rule in kernel_pack(version).rules
    ]


def raised_by_month(
    rules: Collection[str], *, viewer: Person, today: date
) -> dict[str, tuple[int, ...]]:
    """Return how often each rule was raised on texts `viewer` may read, by UTC month. One query."""
    months = months_before(today)
    rows = (
        visible_raised(viewer)
        .filter(
            rule__in=rules,
            at__gte=datetime.combine(months[0], time.min, tzinfo=UTC),
        )
        .annotate(month=TruncMonth("at", tzinfo=UTC))
        .values_list("rule", "month")
        .annotate(n=Count("pk"))
        .order_by()
    )
    found: dict[str, dict[date, int]] = defaultdict(dict)
    for rule, month, count in rows:
        found[rule][_day(month)] = count
    return {rule: tuple(found[rule].get(month, 0) for month in months) for rule in rules}


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def clause_rows(version: PolicyVersion, *, viewer: Person, today: date) -> list[ClauseRow]:
    """Return the clauses of a document, each with the rules in force that cite it.

    Three queries, whatever the length.
    """
    slug = version.policy.slug
    rules = [one for one in rules_in_force(viewer) if one.rule.clause.startswith(f"{slug}#")]
    counts = raised_by_month({one.rule.id for one in rules}, viewer=viewer, today=today)
    by_clause: dict[str, list[RuleInForce]] = defaultdict(list)
    for one in rules:
        by_clause[one.rule.clause].append(replace(one, counts=counts[one.rule.id]))
    return [
        ClauseRow(
            clause=clause,
            reference=f"{slug}#{clause.anchor}",
            rules=by_clause.get(f"{slug}#{clause.anchor}", ()),
        )
        for clause in version.clauses.all()
    ]


def gaps(viewer: Person) -> Gaps:
    """Return both gaps over what `viewer` may read. Four queries, whatever the number.

    A clause without words of its own is a heading: there is nothing to enforce.
    """
    rules = rules_in_force(viewer)
    cited = {one.rule.clause for one in rules}
    clauses = list(
        Clause.objects.filter(
            version__status=PolicyVersion.Status.IN_FORCE,
            version__policy__in=visible_policies(viewer),
        )
        .select_related("version__policy")
        .defer("text_en")
        .order_by("version__policy__slug", "position")
    )
    return Gaps(documents=_documents(clauses, cited), unwritten=unwritten_rules(rules))


def unwritten_rules(rules: Sequence[RuleInForce]) -> list[Unwritten]:
    """Return the rules that cite no clause in force, each with why. One query."""
    slugs = {one.rule.clause.partition("#")[0] for one in rules}
    rows = Clause.objects.filter(version__policy__slug__in=slugs).values_list(
        "version__policy__slug", "anchor", "version__status", "version__policy__archived_at"
    )
    alive, known = set(), set()
    for slug, anchor, status, archived_at in rows:
        known.add(f"{slug}#{anchor}")
        if status == PolicyVersion.Status.IN_FORCE and archived_at is None:
            alive.add(f"{slug}#{anchor}")
    return [
        Unwritten(rule=one, why=DIED if one.rule.clause in known else NEVER)
        for one in rules
        if one.rule.clause not in alive
    ]


def _documents(clauses: Sequence[Clause], cited: Collection[str]) -> list[DocumentRow]:
    by_policy: dict[Policy, list[Clause]] = {}
    for clause in clauses:
        if clause.text.strip():
            by_policy.setdefault(clause.version.policy, []).append(clause)
    return [
        DocumentRow(
            policy=policy,
            clauses=len(rows),
            without=[one for one in rows if f"{policy.slug}#{one.anchor}" not in cited],
        )
        for policy, rows in by_policy.items()
    ]


def samples_of(rule_id: str, *, viewer: Person) -> list[RaisedRule]:
    """Return the last texts that raised a rule, those `viewer` may read. One query."""
    rows = visible_raised(viewer).filter(rule=rule_id)
    return list(rows.select_related("verdict", "account").order_by("-at", "-pk")[:SAMPLES])


def month_totals(rows: Sequence[ClauseRow]) -> Mapping[str, int]:
    """Return how many clauses have words, a rule, none. No query."""
    worded = [row for row in rows if not row.is_heading]
    enforced = sum(bool(row.rules) for row in worded)
    return {"clauses": len(worded), "enforced": enforced, "without": len(worded) - enforced}


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleStanding:
    """A rule in force with its clause, its version, what the reader signed, what it found."""

    rule: RuleInForce
    version: PackVersion
    clause: Clause | None
    signature: Signature | None
    samples: Sequence[RaisedRule]

    @property
    def say(self) -> str:
        """Return what it says to an author, in the reader's language."""
        return BLANK.sub("…", in_words(self.rule.rule.say))

    @property
    def source(self) -> str:
        """Return where it comes from, in the reader's language."""
        return in_words(self.rule.rule.source)


def rule_standing(rule_id: str, *, pack: str, viewer: Person, today: date) -> RuleStanding:
    """Return a rule in force of a pack `viewer` may read; of the first that has it unless said.

    Six queries.

    Raises:
        RuleNotFoundError: no such rule is in force, or it is hidden.
    """
    wanted = [one for one in rules_in_force(viewer) if one.rule.id == rule_id]
    found = next((one for one in wanted if pack in {"", one.pack.slug}), None)
    if found is None:
        raise RuleNotFoundError
    counts = raised_by_month({rule_id}, viewer=viewer, today=today)[rule_id]
    version = (
        found.pack.versions.filter(number=found.number)
        .select_related("written_by", "submitted_by", "reviewed_by", "pack__unit")
        .get()
    )
    slug = found.rule.clause.partition("#")[0]
    signed = Signature.objects.filter(person=viewer, version__policy__slug=slug)
    return RuleStanding(
        rule=replace(found, counts=counts),
        version=version,
        clause=clause_in_force(found.rule.clause, viewer=viewer),
        signature=signed.select_related("version").order_by("-version__number").first(),
        samples=samples_of(rule_id, viewer=viewer),
    )
