"""Keeping what the rules said, whole, at the moments that count."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from gouvernail.foundation.actions import action
from gouvernail.foundation.ids import is_uuid
from gouvernail.kernel.rules import Context, Finding, Outcome, Post, Verdict, mask
from gouvernail.licences.queries import names_of
from gouvernail.policies.queries import clause_versions
from gouvernail.registry.models import Account
from gouvernail.rulebooks.models import RaisedRule, StoredVerdict
from gouvernail.rulebooks.queries import (
    RuledVerdict,
    as_submitted,
    dismissals_of,
    is_dismissed,
    post_of,
    rulebook_for,
    with_rights,
    words_as_plain,
    words_digest,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What was judged: a revision of a subject on one account, and the exact input.

    `unit_id` is the unit whose words they are, for whoever reads the verdict; None: the account's.
    `clauses` are the versions in force of the clauses that the findings cite; None: those in force
    when the verdict is kept.
    """

    kind: str
    id: UUID
    revision: int
    account_id: UUID | None
    post: Post
    context: Context
    pack_digests: tuple[str, ...]
    clauses: Mapping[str, object] | None = None
    unit_id: UUID | None = None


@action("rulebooks.store_verdict")
def store_verdict(*, verdict: Verdict, judged: Judged, moment: str, at: datetime) -> StoredVerdict:
    """Keep a verdict, its findings and its input; identifiers it found are masked first.

    Those of the posts it was compared with are masked whichever rules there are.

    Returns the row; `verdict_id` is the kernel's, the same for the same packs, levels and input.
    """
    plain = words_as_plain(judged.post, judged.context)
    plain["text"] = mask(judged.post.text, verdict.findings)
    controls = verdict.controls if isinstance(verdict, RuledVerdict) else {}
    stored = StoredVerdict.objects.create(
        verdict_id=verdict.id,
        subject_kind=judged.kind,
        subject_id=judged.id,
        revision=judged.revision,
        account_id=judged.account_id,
        unit_id=judged.unit_id or _unit_of(judged.account_id),
        moment=moment,
        pack_digests=list(judged.pack_digests),
        controls={digest: dict(levels) for digest, levels in controls.items()},
        clause_versions=_clauses(judged, verdict),
        input_digest=verdict.input_digest,
        masked_input=plain,
        outcome=verdict.outcome.slug,
        seats=list(verdict.seats),
        findings=[_kept(finding, verdict, judged.post.text) for finding in verdict.findings],
        at=at,
    )
    RaisedRule.objects.bulk_create(_raised(stored, verdict))
    return stored


def _unit_of(account_id: UUID | None) -> UUID | None:
    """Return the unit of an account. One query, or none."""
    if account_id is None:
        return None
    return Account.objects.values_list("unit_id", flat=True).filter(pk=account_id).first()


def _clauses(judged: Judged, verdict: Verdict) -> dict[str, object]:
    """Return the clauses cited, as they stand. One query where findings cite any and none came."""
    if judged.clauses is not None:
        return dict(judged.clauses)
    cited = {finding.clause for finding in verdict.findings if finding.clause}
    return dict(clause_versions(cited)) if cited else {}


def _kept(finding: Finding, verdict: Verdict, text: str) -> dict[str, object]:
    """Return a finding as JSON, with the waiver that let it off.

    One that may be set aside keeps the digest of its words: a dismissal holds for these only.
    """
    kept, waiver = finding_as_plain(finding), _waiver(finding, verdict)
    if waiver:
        kept["waiver"] = str(waiver)
    if finding.dismissible:
        kept["words_digest"] = words_digest(finding, text)
    return kept


def _waiver(finding: Finding, verdict: Verdict) -> UUID | None:
    return verdict.waiver_of(finding) if isinstance(verdict, RuledVerdict) else None


def _raised(stored: StoredVerdict, verdict: Verdict) -> list[RaisedRule]:
    return [
        RaisedRule(
            verdict=stored,
            rule=finding.rule,
            severity=finding.severity.slug,
            would=finding.would.slug,
            moment=stored.moment,
            subject_kind=stored.subject_kind,
            subject_id=stored.subject_id,
            account_id=stored.account_id,
            unit_id=stored.unit_id,
            network=str(stored.masked_input.get("network", "")),
            waiver_id=_waiver(finding, verdict),
            at=stored.at,
        )
        for finding in verdict.findings
    ]


def finding_as_plain(finding: Finding) -> dict[str, object]:
    """Return a finding as JSON."""
    suggestion = finding.suggestion
    return {
        "rule": finding.rule,
        "clause": finding.clause,
        "severity": finding.severity.slug,
        "would": finding.would.slug,
        "spans": [[span.start, span.end] for span in finding.spans],
        "message": dict(finding.message),
        "title": dict(finding.title),
        "kind": finding.kind,
        "seats": list(finding.seats),
        "dismissible": finding.dismissible,
        "refs": list(finding.refs),
        "suggestion": None
        if suggestion is None
        else {
            "label": dict(suggestion.label),
            "replacements": [list(edit) for edit in suggestion.replacements],
        },
    }


@action("rulebooks.judge_again")
def judge_again(
    *,
    subject_id: UUID,
    revision: int,
    account: Account,
    fields: Mapping[str, object],
    at: datetime,
) -> bool:
    """Judge approved fields once more, just before they leave; return whether it became stricter.

    Stricter: a rule now asks for a reading or blocks, which did not when the text was submitted,
    and nobody has set it aside. The verdict is kept when it is stricter.
    """
    rulebook = rulebook_for(account.unit, at=at)
    media = [one for one in _list(fields.get("media")) if isinstance(one, dict)]
    former = _former(subject_id, revision, account.pk)
    text = str(fields.get("text", ""))
    written = post_of(
        text,
        account=account,
        language=str(fields.get("lang", "")),
        media=with_rights(media),
    )
    post, context = as_submitted(former, written, rulebook.context(account, at=at))
    context = _licences_now(context, asked="author" in rulebook.kinds, at=at)
    verdict = rulebook.judge(post, context)
    kind = former.subject_kind if former is not None else "draft"
    if not _stricter(verdict, text, former, (kind, subject_id)):
        return False
    judged = Judged(
        kind=kind,
        id=subject_id,
        revision=revision,
        account_id=account.pk,
        post=post,
        context=context,
        pack_digests=rulebook.digests,
        unit_id=former.unit_id if former is not None else None,
    )
    store_verdict(verdict=verdict, judged=judged, moment=StoredVerdict.Moment.SENDING, at=at)
    return True


def _licences_now(context: Context, *, asked: bool, at: datetime) -> Context:
    """Return the circumstances with the licences its author holds now. Three queries, or none."""
    author = context.author
    if not asked or author is None or not is_uuid(author.key):
        return context
    held = names_of(UUID(author.key), at=at)
    return replace(context, author=replace(author, licences=held))


def _former(subject_id: UUID, revision: int, account_id: UUID) -> StoredVerdict | None:
    return (
        StoredVerdict.objects.filter(
            subject_id=subject_id,
            revision=revision,
            account_id=account_id,
            moment=StoredVerdict.Moment.SUBMISSION,
        )
        .order_by("-at")
        .first()
    )


def _stricter(
    verdict: Verdict, text: str, former: StoredVerdict | None, subject: tuple[str, UUID]
) -> bool:
    serious = [one for one in verdict.findings if one.severity >= Outcome.REVIEW]
    if not serious:
        return False
    known = {
        (one["rule"], one["severity"]) for one in (former.findings if former is not None else ())
    }
    dismissals = list(dismissals_of(*subject))
    return any(
        (one.rule, one.severity.slug) not in known and is_dismissed(one, text, dismissals) is None
        for one in serious
    )


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else []
