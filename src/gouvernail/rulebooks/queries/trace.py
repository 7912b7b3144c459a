"""From a finding to its clause and to what was decided; everything as it stood that day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from gouvernail.approvals.models import Decision, Request
from gouvernail.kernel.rules import Rule
from gouvernail.ledger.queries import timeline
from gouvernail.ledger.queries.timelines import Event
from gouvernail.people.models import Person
from gouvernail.policies.models import Clause, PolicyVersion, Signature
from gouvernail.registry.models import Account
from gouvernail.rulebooks.errors import VerdictNotFoundError
from gouvernail.rulebooks.models import Dismissal, PackVersion, StoredVerdict, Waiver
from gouvernail.rulebooks.permissions import visible_verdicts
from gouvernail.rulebooks.queries.dismissals import kept_digest
from gouvernail.rulebooks.queries.packs import kernel_pack
from gouvernail.rulebooks.queries.reading import in_words

EVENTS_SHOWN: Final = 30
VERDICTS_SHOWN: Final = 100
PEOPLE: Final = ("pack", "written_by", "submitted_by", "reviewed_by")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseThen:
    """The clause a finding cites, as it stood: `number` is the version in force that day.

    `clause` is None when no version in force had it. `current`: whether that version still binds.
    """

    reference: str
    number: int | None
    clause: Clause | None

    @property
    def current(self) -> bool:
        """Return whether the version of that day is still in force."""
        return (
            self.clause is not None and self.clause.version.status == PolicyVersion.Status.IN_FORCE
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedThen:
    """What the author had signed that day of the document a finding cites.

    `state` is `this` (the version in force), `older`, `apart` (no version in force held the
    clause), `never`, or `unknown` when the author is.
    """

    state: str
    signature: Signature | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingTrace:
    """One finding of a verdict with everything it rests on."""

    rule_id: str
    title: str
    message: str
    severity: str
    would: str
    quotes: tuple[str, ...]
    clause: ClauseThen
    signed: SignedThen
    version: PackVersion | None
    rule: Rule | None
    dismissal: Dismissal | None
    waiver: Waiver | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictTrace:
    """One verdict: what was said of a text, on what ground, and what was decided of it."""

    verdict: StoredVerdict
    account: Account | None
    author: Person | None
    request: Request | None
    decisions: Sequence[Decision]
    findings: Sequence[FindingTrace]
    events: Sequence[Event]
    masked: bool


def trace_of(verdict: StoredVerdict) -> VerdictTrace:
    """Return everything a verdict rests on. The caller has checked that its text may be read.

    Eleven queries at most, whatever the number of findings.
    """
    request = _request(verdict)
    author = request.submitted_by if request is not None else None
    accounts = Account.objects.filter(pk__in=[verdict.account_id]).select_related("unit")
    return VerdictTrace(
        verdict=verdict,
        account=accounts.first(),
        author=author,
        request=request,
        decisions=list(request.decisions.all()) if request is not None else (),
        findings=_findings(verdict, author),
        events=timeline(verdict.subject_kind, verdict.subject_id, size=EVENTS_SHOWN).events[::-1],
        masked="•" in str(verdict.masked_input.get("text", "")),
    )


def _request(verdict: StoredVerdict) -> Request | None:
    rows = Request.objects.filter(
        subject_kind=verdict.subject_kind,
        subject_id=verdict.subject_id,
        revision=verdict.revision,
    ).select_related("submitted_by")
    return (
        rows.prefetch_related("decisions__person", "decisions__on_behalf_of")
        .order_by("-submitted_at")
        .first()
    )


def _findings(verdict: StoredVerdict, author: Person | None) -> list[FindingTrace]:
    told: Sequence[Mapping[str, Any]] = verdict.findings
    clauses = _clauses(verdict, {str(one["clause"]) for one in told})
    signed = _signed(clauses, author, at=verdict.at)
    rules = _rules(verdict)
    dismissals = _dismissals(verdict)
    waivers = _waivers(told)
    text = str(verdict.masked_input.get("text", ""))
    return [
        FindingTrace(
            rule_id=one["rule"],
            title=in_words(one["title"]),
            message=in_words(one["message"]),
            severity=one["severity"],
            would=one["would"],
            quotes=tuple(text[start:end] for start, end in one["spans"]),
            clause=clauses[one["clause"]],
            signed=signed[one["clause"]],
            version=rules.get(one["rule"], (None, None))[0],
            rule=rules.get(one["rule"], (None, None))[1],
            dismissal=dismissals.get((one["rule"], kept_digest(one, verdict))),
            waiver=waivers.get(str(one.get("waiver") or "")),
        )
        for one in told
    ]


def _clauses(verdict: StoredVerdict, references: set[str]) -> dict[str, ClauseThen]:
    """Return the clauses cited, of the versions of that day. One query."""
    numbers = {
        reference: int(said["version"])
        for reference in references
        if (said := verdict.clause_versions.get(reference))
    }
    parts = [reference.partition("#") for reference in numbers]
    rows = Clause.objects.filter(
        version__policy__slug__in={slug for slug, _mark, _anchor in parts},
        anchor__in={anchor for _slug, _mark, anchor in parts},
        version__number__in=set(numbers.values()),
    ).select_related("version__policy")
    found = {(f"{row.version.policy.slug}#{row.anchor}", row.version.number): row for row in rows}
    return {
        reference: ClauseThen(
            reference=reference,
            number=numbers.get(reference),
            clause=found.get((reference, numbers.get(reference, 0))),
        )
        for reference in references
    }


def _signed(
    clauses: Mapping[str, ClauseThen], author: Person | None, *, at: datetime
) -> dict[str, SignedThen]:
    """Return what the author had signed by then, by reference. One query, or none."""
    if author is None:
        return dict.fromkeys(clauses, SignedThen(state="unknown"))
    slugs = {reference.partition("#")[0] for reference in clauses}
    rows = (
        Signature.objects.filter(person=author, version__policy__slug__in=slugs, at__lte=at)
        .select_related("version__policy")
        .order_by("version__number")
    )
    latest = {row.version.policy.slug: row for row in rows}
    found = {}
    for reference, then in clauses.items():
        signature = latest.get(reference.partition("#")[0])
        state = "never"
        if signature is not None:
            state = "this" if signature.version.number == then.number else "older"
            state = "apart" if then.number is None else state
        found[reference] = SignedThen(state=state, signature=signature)
    return found


def _rules(verdict: StoredVerdict) -> dict[str, tuple[PackVersion, Rule]]:
    """Return the rules of that day with the version that held each, by identifier. One query."""
    versions = PackVersion.objects.filter(digest__in=verdict.pack_digests).select_related(*PEOPLE)
    raised = {one["rule"] for one in verdict.findings}
    return {
        rule.id: (version, rule)
        for version in versions.order_by("number")
        for rule in kernel_pack(version).rules
        if rule.id in raised
    }


def _dismissals(verdict: StoredVerdict) -> dict[tuple[str, str], Dismissal]:
    """Return what was set aside by then on the same text, by rule and words. One query."""
    rows = Dismissal.objects.filter(
        subject_kind=verdict.subject_kind, subject_id=verdict.subject_id, at__lte=verdict.at
    ).select_related("by")
    return {
        (row.rule, row.words_digest): row
        for row in rows
        if row.withdrawn_at is None or row.withdrawn_at > verdict.at
    }


def _waivers(told: Sequence[Mapping[str, Any]]) -> dict[str, Waiver]:
    """Return the waivers that findings name, by identifier. One query, or none."""
    wanted = {str(one["waiver"]) for one in told if one.get("waiver")}
    if not wanted:
        return {}
    rows = Waiver.objects.filter(pk__in=wanted).select_related("asked_by", "decided_by")
    return {str(row.pk): row for row in rows}


def verdicts_of(subject_id: UUID, *, viewer: Person) -> list[tuple[StoredVerdict, Account]]:
    """Return the verdicts of a text that `viewer` may read, the latest first. Two queries.

    Raises:
        VerdictNotFoundError: none was given, or they are hidden.
    """
    rows = list(
        visible_verdicts(viewer).filter(subject_id=subject_id).order_by("-at")[:VERDICTS_SHOWN]
    )
    accounts = Account.objects.in_bulk({row.account_id for row in rows})
    found = [(row, accounts[row.account_id]) for row in rows if row.account_id in accounts]
    if not found:
        raise VerdictNotFoundError
    return found
