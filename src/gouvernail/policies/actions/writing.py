"""From a blank page to a version in force."""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from gouvernail.foundation.actions import action
from gouvernail.foundation.outbox import announce
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, require, visible_person, visible_unit
from gouvernail.policies.errors import PolicyInvalidError, VersionPublishedError
from gouvernail.policies.models import Clause, Policy, PolicyFile, PolicyVersion, kind_of_file
from gouvernail.policies.permissions import visible_policy
from gouvernail.policies.queries.clauses import clause_digest, version_digest
from gouvernail.policies.starters import (
    PolicyText,
    PolicyTextError,
    paired_clauses,
    read_clauses,
)

MAX_FILE_BYTES = 20 * 1024 * 1024
Status = PolicyVersion.Status


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyFacts:
    """What is known of a policy beside its text; `slug` is what rules cite."""

    slug: str
    title: str
    unit_id: UUID
    owner_id: UUID
    title_en: str = ""
    review_months: int = 12
    must_sign: bool = True


@action("policies.create_policy")
def create_policy(*, facts: PolicyFacts, by: Person, at: datetime) -> Policy:
    """Create a policy without a text yet.

    Raises:
        PolicyInvalidError: a field cannot be taken.
        RightMissingError: `by` may not write policies for that unit.
    """
    policy = Policy()
    _write(policy, facts, by=by)
    policy.save(force_insert=True)
    record(actor=by, verb="policy.created", subject=policy, at=at)
    return policy


@action("policies.update_policy")
def update_policy(*, policy_id: UUID, facts: PolicyFacts, by: Person, at: datetime) -> Policy:
    """Change what is known of a policy beside its text.

    Raises:
        PolicyInvalidError, PolicyNotFoundError, RightMissingError: nothing was changed.
    """
    policy = _mine(policy_id, by)
    _write(policy, facts, by=by)
    policy.save()
    record(actor=by, verb="policy.updated", subject=policy, at=at)
    return policy


def _write(policy: Policy, facts: PolicyFacts, *, by: Person) -> None:
    unit = visible_unit(facts.unit_id, viewer=by)
    require(by, Right.EDIT_POLICIES, unit=unit)
    wrong = {}
    if not facts.title.strip():
        wrong["title"] = _("Give the policy a title.")
    if not facts.slug.strip():
        wrong["slug"] = _("Give the policy a short name, such as charter.")
    if Policy.objects.filter(slug=facts.slug).exclude(pk=policy.pk).exists():
        wrong["slug"] = _("Another policy has this short name.")
    if not 1 <= facts.review_months <= 60:  # noqa: PLR2004 - one month to five years
        wrong["review_months"] = _("Between 1 and 60 months.")
    if wrong:
        raise PolicyInvalidError(wrong)
    policy.unit = unit
    policy.owner = visible_person(facts.owner_id, viewer=by)
    for name in ("slug", "title", "title_en", "review_months", "must_sign"):
        setattr(policy, name, getattr(facts, name))


@action("policies.draft_version")
def draft_version(*, policy_id: UUID, by: Person, at: datetime) -> PolicyVersion:
    """Start the next version from the text in force; one draft at a time.

    Raises:
        PolicyNotFoundError, RightMissingError: nothing was changed.
    """
    policy = _mine(policy_id, by)
    draft = policy.versions.filter(status=Status.DRAFT).first()
    if draft is not None:
        return draft
    last = policy.versions.aggregate(last=Max("number"))["last"] or 0
    source = policy.versions.filter(status=Status.IN_FORCE).first()
    version = PolicyVersion.objects.create(
        policy=policy,
        number=last + 1,
        summary=source.summary if source else "",
        summary_en=source.summary_en if source else "",
    )
    record(actor=by, verb="policy_version.drafted", subject=version, at=at)
    for clause in source.clauses.all() if source else ():
        clause.pk, clause.version = Clause().pk, version
        clause.save(force_insert=True)
        record(actor=by, verb="clause.written", subject=clause, at=at)
    return version


@action("policies.write_clauses")
def write_clauses(
    *, version_id: UUID, source: str, source_en: str, by: Person, at: datetime
) -> PolicyVersion:
    """Write a draft anew from Markdown in both languages; clauses keep their number as anchor.

    Raises:
        PolicyInvalidError: the text is not made of numbered clauses; `fields` gives the line.
        VersionPublishedError: the version is no longer a draft.
    """
    version = _draft(version_id, by)
    main = _read(source, "source")
    other = _read(source_en, "source_en") if source_en.strip() else None
    for clause in version.clauses.all():
        record(actor=by, verb="clause.removed", subject=clause, at=at)
        clause.delete()
    version.summary, version.summary_en = main.summary, other.summary if other else ""
    version.save(update_fields=("summary", "summary_en"))
    for position, (clause_text, twin) in enumerate(paired_clauses(main, other)):
        clause = Clause(
            version=version,
            anchor=clause_text.anchor,
            position=position,
            title=clause_text.title,
            text=clause_text.text,
            title_en=twin.title if twin else "",
            text_en=twin.text if twin else "",
        )
        clause.digest = clause_digest(clause)
        clause.save(force_insert=True)
        record(actor=by, verb="clause.written", subject=clause, at=at)
    return version


def _read(source: str, field: str) -> PolicyText:
    messages = {
        "no_clause": _("No numbered heading was found. Write “## 1 Title”, then the text."),
        "repeated_anchor": _("Line %(line)s: clause %(anchor)s stands there twice."),
        "title_too_long": _("Line %(line)s: the title of clause %(anchor)s is too long."),
    }
    try:
        return read_clauses(source)
    except PolicyTextError as error:
        message = messages[error.code] % {"line": error.line, "anchor": error.anchor}
        raise PolicyInvalidError({field: message}) from error


@action("policies.attach_file")
def attach_file(
    *, version_id: UUID, name: str, content: bytes, by: Person, at: datetime
) -> PolicyVersion:
    """Make a draft one dated PDF or Word file.

    Raises:
        PolicyInvalidError: it is neither, or larger than 20 MB.
        VersionPublishedError: the version is no longer a draft.
    """
    version = _draft(version_id, by)
    if kind_of_file(content) is None:
        raise PolicyInvalidError({"file": _("This file is neither a PDF nor a Word file (.docx).")})
    if len(content) > MAX_FILE_BYTES:
        raise PolicyInvalidError({"file": _("The file is larger than 20 MB.")})
    digest = sha256(content).hexdigest()
    version.file, _new = PolicyFile.objects.get_or_create(
        sha256=digest,
        defaults={
            "size_bytes": len(content),
            "original_name": name[:200],
            "content": content,
            "added_at": at,
        },
    )
    version.save(update_fields=("file",))
    data = {"file_sha256": digest}
    record(actor=by, verb="policy_version.drafted", subject=version, at=at, data=data)
    return version


@action("policies.publish_version")
def publish_version(*, version_id: UUID, in_force_on: date, by: Person, at: datetime) -> Policy:
    """Put a draft in force; the version before it is superseded and signatures start anew.

    Raises:
        PolicyInvalidError: the version is empty, or the date is in the future of today's act.
        VersionPublishedError: the version is no longer a draft.
    """
    version = _draft(version_id, by)
    policy = version.policy
    if version.file is None and not version.clauses.exists():
        raise PolicyInvalidError({"source": _("Write at least one clause, or add a PDF.")})
    for old in policy.versions.filter(status=Status.IN_FORCE):
        old.status = Status.SUPERSEDED
        old.save(update_fields=("status",))
        record(actor=by, verb="policy_version.superseded", subject=old, at=at)
    version.status, version.in_force_on = Status.IN_FORCE, in_force_on
    version.published_by, version.published_at = by, at
    version.digest = version_digest(version)
    version.save()
    policy.review_on = _months_after(in_force_on, policy.review_months)
    policy.save(update_fields=("review_on",))
    record(actor=by, verb="policy_version.published", subject=version, at=at, digest=version.digest)
    record(actor=by, verb="policy.updated", subject=policy, at=at)
    announce("policies.published", {"version_id": version.pk, "policy_id": policy.pk}, at=at)
    return policy


def _months_after(day: date, months: int) -> date:
    """Return the same day `months` later, or the last day of a shorter month."""
    year, month = divmod(day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(day.year + year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError(day)


def _mine(policy_id: UUID, by: Person) -> Policy:
    policy = visible_policy(policy_id=policy_id, viewer=by)
    require(by, Right.EDIT_POLICIES, unit=policy.unit)
    return policy


def _draft(version_id: UUID, by: Person) -> PolicyVersion:
    version = (
        PolicyVersion.objects.select_for_update(of=("self",))
        .select_related("policy__unit", "file")
        .filter(pk=version_id)
        .first()
    )
    if version is not None:
        _mine(version.policy_id, by)
    if version is None or version.status != Status.DRAFT:
        raise VersionPublishedError
    return version
