"""From `charter#5.2` to the clause in force, and to what a person signed of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from gouvernail.foundation.digests import canonical, sha256_hex
from gouvernail.people.models import Person
from gouvernail.policies.models import Clause, PolicyVersion, Signature
from gouvernail.policies.queries.stale import StaleWarning, stale_warning


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseLine:
    """What is said under a finding: the clause, its version, and when this reader signed.

    `words` are those of the clause, in Markdown. `signed_at` and `signed_number` are those of the
    latest version the person signed, which may be older than the one in force. `stale` warns that
    the review of the policy is late.
    """

    reference: str
    policy_title: str
    anchor: str
    title: str
    number: int
    url: str
    words: str = ""
    signed_at: datetime | None = None
    signed_number: int | None = None
    stale: StaleWarning | None = None

    @property
    def is_current(self) -> bool:
        """Return whether the version in force is the one signed."""
        return self.signed_number == self.number


def clause_line(reference: str, person: Person | None = None) -> ClauseLine | None:
    """Return the line of one reference, or None when no version in force has it. Two queries."""
    return clause_lines([reference], person).get(reference)


def clause_lines(references: Iterable[str], person: Person | None = None) -> dict[str, ClauseLine]:
    """Return the lines of several references (`policy#anchor`). Two queries, whatever the number.

    References that no version in force has are left out.
    """
    wanted = {reference for reference in references if "#" in reference}
    slugs = {reference.partition("#")[0] for reference in wanted}
    clauses = Clause.objects.filter(
        version__policy__slug__in=slugs, version__status=PolicyVersion.Status.IN_FORCE
    ).select_related("version__policy")
    signed = _signed(slugs, person)
    lines = {}
    for clause in clauses:
        policy = clause.version.policy
        reference = f"{policy.slug}#{clause.anchor}"
        if reference not in wanted:
            continue
        signature = signed.get(policy.slug)
        lines[reference] = ClauseLine(
            reference=reference,
            policy_title=policy.label,
            anchor=clause.anchor,
            title=clause.label,
            number=clause.version.number,
            url=reverse("policies:policy-detail", args=[policy.slug]) + f"#c{clause.anchor}",
            words=clause.body,
            signed_at=signature.at if signature else None,
            signed_number=signature.version.number if signature else None,
            stale=stale_warning(policy),
        )
    return lines


def _signed(slugs: Iterable[str], person: Person | None) -> dict[str, Signature]:
    if person is None:
        return {}
    rows = (
        Signature.objects.filter(person=person, version__policy__slug__in=list(slugs))
        .select_related("version__policy")
        .order_by("version__number")
    )
    return {signature.version.policy.slug: signature for signature in rows}


def clause_versions(references: Iterable[str]) -> dict[str, dict[str, object]]:
    """Return, for each reference in force, the version and digests a verdict keeps. One query."""
    wanted = {reference for reference in references if "#" in reference}
    slugs = {reference.partition("#")[0] for reference in wanted}
    rows = Clause.objects.filter(
        version__policy__slug__in=slugs, version__status=PolicyVersion.Status.IN_FORCE
    ).select_related("version__policy")
    found = {f"{row.version.policy.slug}#{row.anchor}": row for row in rows}
    return {
        reference: {
            "version": found[reference].version.number,
            "policy_sha256": found[reference].version.digest,
            "clause_sha256": found[reference].digest,
        }
        for reference in wanted
        if reference in found
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedClause:
    """One clause across two versions; `change` is `new`, `gone`, `changed` or `same`."""

    anchor: str
    change: str
    before: Clause | None
    after: Clause | None


def compared(before: PolicyVersion | None, after: PolicyVersion) -> list[ComparedClause]:
    """Return what changed from one version to another, in the order of the later. Two queries."""
    old = {clause.anchor: clause for clause in before.clauses.all()} if before else {}
    new = list(after.clauses.all())
    lines = [_compared(old.get(clause.anchor), clause) for clause in new]
    kept = {clause.anchor for clause in new}
    gone = [clause for anchor, clause in old.items() if anchor not in kept]
    return lines + [
        ComparedClause(anchor=clause.anchor, change="gone", before=clause, after=None)
        for clause in gone
    ]


def _compared(old: Clause | None, new: Clause) -> ComparedClause:
    change = "new" if old is None else "same" if old.digest == new.digest else "changed"
    return ComparedClause(anchor=new.anchor, change=change, before=old, after=new)


def clause_digest(clause: Clause) -> str:
    """Return the SHA-256 of a clause's canonical form, both languages. No query."""
    return sha256_hex(
        canonical(
            {
                "anchor": clause.anchor,
                "title": {"fr": clause.title, "en": clause.title_en},
                "text": {"fr": clause.text, "en": clause.text_en},
            }
        )
    )


def summary_digest(version: PolicyVersion) -> str:
    """Return the SHA-256 of what a version is for, both languages. No query."""
    return sha256_hex(canonical({"fr": version.summary, "en": version.summary_en}))


def text_digest(version: PolicyVersion | None) -> str:
    """Return the SHA-256 of the words of a version, or of none. Its clauses, one query.

    A draft that was only begun has that of the version in force: whoever writes it anew says which
    words they read.
    """
    clauses = version.clauses.all() if version else ()
    return sha256_hex(
        canonical(
            {
                "summary": [version.summary, version.summary_en] if version else ["", ""],
                "clauses": [[clause.anchor, clause.digest] for clause in clauses],
            }
        )
    )


def version_digest(version: PolicyVersion) -> str:
    """Return the SHA-256 that a signature binds to: every clause, or the file. Two queries."""
    file = version.file
    return sha256_hex(
        canonical(
            {
                "policy": version.policy_id,
                "number": version.number,
                "summary": {"fr": version.summary, "en": version.summary_en},
                "file": file.sha256 if file else None,
                "clauses": [[clause.anchor, clause.digest] for clause in version.clauses.all()],
            }
        )
    )
