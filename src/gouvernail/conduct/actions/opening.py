"""Bringing a case: the facts and what proves them, the clause, who decides."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.conduct.actions.basis import may_record, require_open
from gouvernail.conduct.actions.casework import (
    DISCREET,
    LONGEST,
    MONTHS,
    days_after,
    enter,
    months_after,
    require_status,
    sound,
    tell_about,
    tell_candidates,
)
from gouvernail.conduct.errors import CaseInvalidError, CaseNotFoundError, CaseNotYoursError
from gouvernail.conduct.models import Basis, Case, Proof, Report
from gouvernail.conduct.permissions import (
    candidates_for,
    may_help,
    openable_people,
    require_part,
    visible_case,
    visible_reports,
)
from gouvernail.conduct.permissions.cases import barred_from
from gouvernail.conduct.queries.basis import limit_in_words
from gouvernail.conduct.queries.cases import signed_on
from gouvernail.foundation.actions import action
from gouvernail.foundation.clock import site_day
from gouvernail.foundation.digests import sha256_hex
from gouvernail.foundation.ids import is_uuid
from gouvernail.ledger.actions import record
from gouvernail.ledger.errors import EntryNotFoundError
from gouvernail.ledger.queries import event_at, leaf_content
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, may, require
from gouvernail.policies.models import Clause
from gouvernail.policies.queries.clauses import clause_line
from gouvernail.records.permissions import visible_records
from gouvernail.rulebooks.permissions import visible_dismissals, visible_published_verdicts

LONGEST_TITLE: Final = 160
MOST_PROOFS: Final = 30
MOST_DIGITS: Final = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class NewProof:
    """What a fact rests on: its kind, the key or number of what it names, and words."""

    kind: str
    reference: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCase:
    """What is said of a breach; sent twice, it is one case: `key` is drawn with the form.

    `clause` is `policy#anchor`; `happened_on` a day where the site is. `binding_because`: why it
    bound, where no version was in force that day; `late_because`: why facts older than the legal
    basis allows are brought.
    """

    key: UUID
    person_id: UUID
    title: str
    facts: str
    happened_on: date
    clause: str
    seriousness: str = Case.Seriousness.MINOR
    origin: str = Case.Origin.PERSON
    report_id: UUID | None = None
    decider_id: UUID | None = None
    binding_because: str = ""
    late_because: str = ""
    proofs: tuple[NewProof, ...] = field(default=())


@action("conduct.open_case")
def open_case(*, new: NewCase, by: Person, at: datetime) -> Case:
    """Bring a case; the person it is about is told at once, in full, with time to answer.

    Nothing follows from it by itself. Who brought it reads it no more. Facts older than the legal
    basis allows are brought only by who may record it, with a reason; a clause that was not in
    force that day, only with why it bound.

    Raises:
        ConductClosedError: what allows it is not recorded.
        RightMissingError: `by` brings no case in the unit of the person.
        CaseInvalidError: something is missing, or cannot be taken; `fields` says where.
        CaseNotFoundError: the key is that of somebody else's case.
    """
    basis = require_open()
    there = Case.objects.filter(pk=new.key).first()
    if there is not None:
        if there.opened_by_id != by.pk:
            raise CaseNotFoundError
        return there
    person = _concerned(new, by=by)
    case = _built(new, basis, person, by=by, at=at)
    case.save(force_insert=True)
    if new.decider_id is not None:
        decider = candidates_for(case).filter(pk=new.decider_id).first()
        if decider is None:
            raise CaseInvalidError({"decider": _("Choose one of the people offered.")})
        case.decider = decider
    enter(case, "opened", by=by, at=at)
    for proof in new.proofs:
        _keep(case, proof, by=by, at=at)
    tell_about(case, [case.person_id], about="opened", at=at)
    if case.decider_id is not None:
        tell_about(case, [case.decider_id], about="given", at=at)
    else:
        tell_candidates(case, about="free", at=at)
    return case


def _concerned(new: NewCase, *, by: Person) -> Person:
    if new.person_id == by.pk:
        raise CaseInvalidError(
            {"person": _("Nobody brings a case about themselves: report it, you will be helped.")}
        )
    person = openable_people(by).filter(pk=new.person_id).first()
    if person is None or person.home_unit is None:
        raise CaseInvalidError({"person": _("Choose one of the people offered.")})
    require(by, Right.OPEN_CASES, unit=person.home_unit)
    return person


def _built(new: NewCase, basis: Basis, person: Person, *, by: Person, at: datetime) -> Case:
    wrong = _faults(new, today=site_day(at))
    cited = _cited(new, by=by)
    report = _report(new.report_id, by=by) if new.report_id else next(iter(cited), None)
    if new.report_id is not None and report is None:
        wrong["report"] = _("This report cannot be found.")
    reporters = {one.reporter_id for one in (*cited, report) if one is not None}
    if person.pk in reporters:
        wrong["person"] = _("Whoever reports what they did themselves is thanked, not followed up.")
    wrong |= _faults_of_age(new, basis, by=by, today=site_day(at))
    slug = new.clause.partition("#")[0]
    found = signed_on(person, slug=slug, day=new.happened_on)
    in_force = found.version is not None
    if "clause" not in wrong and not in_force and not new.binding_because.strip():
        wrong["binding_because"] = _(
            "No version of this text was in force that day: choose what bound them then, or say "
            "why this clause did."
        )
    if wrong:
        raise CaseInvalidError(wrong)
    unit = person.home_unit
    return Case(
        pk=new.key,
        basis=basis,
        origin=new.origin,
        report=report,
        person=person,
        opened_by=by,
        aside=_keys(reporters - {None, report.reporter_id if report else None}),
        unit=unit,
        title=new.title.strip(),
        facts=sound(new.facts, "facts"),
        happened_on=new.happened_on,
        late_because=new.late_because.strip()[:LONGEST],
        clause=new.clause,
        binding_because="" if in_force else new.binding_because.strip()[:LONGEST],
        version=found.version,
        signature=found.signature,
        signed=found.signed,
        seriousness=new.seriousness,
        opened_at=at,
        answer_by_at=days_after(at, basis.answer_days),
        decide_by_at=days_after(at, max(basis.decide_days, basis.answer_days)),
    )


def _faults(new: NewCase, *, today: date) -> dict[str, str]:
    wrong = {}
    if not new.title.strip() or len(new.title.strip()) > LONGEST_TITLE:
        wrong["title"] = _("Give it a title: what happened, in a few words, without a name.")
    if new.happened_on > today:
        wrong["happened_on"] = _("This day is still to come.")
    if new.seriousness not in Case.Seriousness.values:
        wrong["seriousness"] = _("Say how serious it is.")
    if new.origin not in Case.Origin.values:
        wrong["origin"] = _("Say where it comes from.")
    if clause_line(new.clause) is None and not _was(new.clause, on=new.happened_on):
        wrong["clause"] = _("Choose a clause: without one, nothing was asked of them.")
    if len(new.proofs) > MOST_PROOFS:
        wrong["proof"] = _("At most %(most)s proofs.") % {"most": MOST_PROOFS}
    return wrong


def _faults_of_age(new: NewCase, basis: Basis, *, by: Person, today: date) -> dict[str, str]:
    """Return what keeps facts older than the legal basis allows from being brought."""
    if basis.facts_limit is None:
        return {}
    years = basis.facts_unit == Basis.Span.YEARS
    oldest = months_after(today, -basis.facts_limit * (MONTHS if years else 1))
    if new.happened_on >= oldest:
        return {}
    if not may_record(by):
        return {
            "happened_on": _(
                "These facts are older than what the legal basis allows (%(limit)s): talk to "
                "whoever answers for it."
            )
            % {"limit": limit_in_words(basis)}
        }
    if new.late_because.strip():
        return {}
    return {
        "late_because": _(
            "These facts are older than what the legal basis allows (%(limit)s): say since when "
            "they are known, and why the time has not run out."
        )
        % {"limit": limit_in_words(basis)}
    }


def _was(clause: str, *, on: date) -> bool:
    slug, _mark, anchor = clause.partition("#")
    rows = Clause.objects.filter(version__policy__slug=slug, anchor=anchor)
    return rows.filter(version__in_force_on__lte=on, version__status="superseded").exists()


def _report(key: UUID | str, *, by: Person) -> Report | None:
    report = visible_reports(by).select_related("unit").filter(pk=key).first()
    return report if report is not None and may_help(by, report) else None


def _cited(new: NewCase, *, by: Person) -> list[Report]:
    """Return the reports named as proofs: who made one has no more part than who is reported."""
    named = [one.reference.strip() for one in new.proofs if one.kind == Proof.Kind.REPORT]
    found = [_report(key, by=by) for key in named[:MOST_PROOFS] if is_uuid(key)]
    return [one for one in found if one is not None]


def _keys(people: Iterable[UUID | None]) -> str:
    return " ".join(sorted(key.hex for key in people if key is not None))


@action("conduct.add_proof")
def add_proof(case_id: UUID, *, proof: NewProof, by: Person, at: datetime) -> Proof:
    """Add to what a case rests on, while it is open; the person it is about is told.

    Raises:
        CaseNotFoundError: missing, or hidden from `by`.
        CaseNotYoursError: `by` neither decides nor is the person it is about.
        CaseStateError: it is decided.
        CaseInvalidError: nothing like it is found, or too many.
    """
    case = visible_case(case_id, viewer=by, lock=True)
    part = require_part(by, case, "decider", "concerned")
    require_status(case, *Case.OPEN)
    if case.proofs.count() >= MOST_PROOFS:
        raise CaseInvalidError({"kind": _("At most %(most)s proofs.") % {"most": MOST_PROOFS}})
    kept = _keep(case, proof, by=by, at=at)
    if proof.kind == Proof.Kind.REPORT:
        _bar_reporter(case, proof, by=by, at=at)
    other = case.person_id if part == "decider" else case.decider_id
    tell_about(case, [other], about="proof", at=at)
    return kept


def _bar_reporter(case: Case, proof: NewProof, *, by: Person, at: datetime) -> None:
    """Have who made a report cited later stand aside, as who made that of the beginning does."""
    report = _report(proof.reference.strip(), by=by)
    key = report.reporter_id if report else None
    if key is None or key in barred_from(case):
        return
    if key in {case.decider_id, case.judge_id}:
        raise CaseNotYoursError
    case.aside = " ".join(sorted({*case.aside.split(), key.hex}))
    enter(case, "barred", by=DISCREET, at=at)


def _keep(case: Case, proof: NewProof, *, by: Person, at: datetime) -> Proof:
    label, digest = _read(proof, by=by, case=case)
    kept = Proof(
        case=case,
        kind=proof.kind,
        reference="" if proof.kind == Proof.Kind.WORDS else proof.reference[:60],
        digest=digest,
        label=label,
        at=at,
    )
    kept.save()
    actor = DISCREET if by.pk in {case.person_id, case.opened_by_id} else by
    record(actor=actor, verb="conduct_proof.added", subject=kept, at=at)
    return kept


def _read(proof: NewProof, *, by: Person, case: Case) -> tuple[str, str]:
    """Return the words as they stand, and the digest of what is named, read by who adds it."""
    if proof.kind not in Proof.Kind.values:
        raise CaseInvalidError({"kind": _("Say what proves it.")})
    if proof.kind == Proof.Kind.WORDS:
        return sound(proof.label, "label"), ""
    found = _READ[proof.kind](proof.reference.strip(), by, case)
    if found is None:
        raise CaseInvalidError({"reference": _("Nothing like this is found: check its address.")})
    label, digest = found
    note = proof.label.strip()[:500]
    return (f"{label}\n\n{note}" if note else label), digest


def _record(key: str, by: Person, _case: Case) -> tuple[str, str] | None:
    rows = visible_records(by).select_related("account") if is_uuid(key) else None
    row = rows.filter(pk=key).first() if rows is not None else None
    if row is None:
        return None
    said = f"@{row.account.handle}, {row.published_at:%Y-%m-%d %H:%M} UTC\n{row.text}"
    return said, row.digest


def _verdict(key: str, by: Person, _case: Case) -> tuple[str, str] | None:
    rows = visible_published_verdicts(by).select_related("record", "account", "verdict")
    row = rows.filter(pk=key).first() if is_uuid(key) else None
    if row is None:
        return None
    return f"@{row.account.handle}: {row.outcome}\n{row.record.text}", row.record.digest


def _dismissal(key: str, by: Person, _case: Case) -> tuple[str, str] | None:
    row = visible_dismissals(by).filter(pk=key).first() if is_uuid(key) else None
    return (f"{row.rule}\n{row.reason}", row.words_digest) if row is not None else None


def _entry(key: str, by: Person, _case: Case) -> tuple[str, str] | None:
    """Return what an entry says in a sentence, by its number as pages show it."""
    if not (key.isdecimal() and len(key) < MOST_DIGITS and may(by, Right.READ_LEDGER)):
        return None
    try:
        event = event_at(int(key) - 1)
        content = leaf_content(event.seq)
    except EntryNotFoundError:
        return None
    return f"{event.number}. {event.sentence}, {event.at:%Y-%m-%d %H:%M} UTC", sha256_hex(content)


def _of_report(key: str, by: Person, case: Case) -> tuple[str, str] | None:
    """Return of a report its kind and day: never its words, which could name who reported.

    Nothing of one that the person made themselves: what one reports is not held against one.
    """
    row = _report(key, by=by) if is_uuid(key) else None
    if row is None or row.reporter_id == case.person_id:
        return None
    return f"{row.get_kind_display()}, {row.made_at:%Y-%m-%d}", ""


_READ: Final = {
    "record": _record,
    "verdict": _verdict,
    "dismissal": _dismissal,
    "entry": _entry,
    "report": _of_report,
}
