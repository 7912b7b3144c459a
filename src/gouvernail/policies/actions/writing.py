"""From a blank page to a draft, and what is known of a policy beside its text."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from gouvernail.foundation.actions import action
from gouvernail.kernel.text.addresses import NETWORKS
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person, Role
from gouvernail.people.permissions import Right, require, visible_person, visible_unit
from gouvernail.policies.actions.clause_words import MOST_SIGNS, too_long
from gouvernail.policies.errors import (
    DraftStaleError,
    PolicyInvalidError,
    VersionComingError,
    VersionConsultedError,
    VersionPublishedError,
)
from gouvernail.policies.models import (
    Clause,
    Policy,
    PolicyApprover,
    PolicyFile,
    PolicyScope,
    PolicyVersion,
    kind_of_file,
)
from gouvernail.policies.permissions import visible_policy
from gouvernail.policies.queries.clauses import clause_digest, text_digest
from gouvernail.policies.starters import (
    PolicyText,
    PolicyTextError,
    joined_clauses,
    read_clauses,
)

MAX_FILE_BYTES = 20 * 1024 * 1024
Status = PolicyVersion.Status
Kind = PolicyScope.Kind
TO_COME = (Status.DRAFT, Status.CONSULTATION, Status.APPROVAL, Status.AGREED)


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyFacts:
    """What is known of a policy beside its text; `slug` is what rules cite.

    `unit_ids`, `roles` and `networks` are its scope, as `PolicyScope` says; `approver_ids` are
    those who approve it, anybody with the right where there are none.
    """

    slug: str
    title: str
    unit_id: UUID
    owner_id: UUID
    title_en: str = ""
    review_months: int = 12
    must_sign: bool = True
    audience: str = Policy.Audience.INTERNAL
    unit_ids: tuple[UUID, ...] = ()
    roles: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()
    approver_ids: tuple[UUID, ...] = ()


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
    _write_lines(policy, facts, by=by, at=at)
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
    _write_lines(policy, facts, by=by, at=at)
    return policy


def _write(policy: Policy, facts: PolicyFacts, *, by: Person) -> None:
    unit = visible_unit(facts.unit_id, viewer=by)
    require(by, Right.EDIT_POLICIES, unit=unit)
    wrong = _wrong(facts, policy) | _wrong_scope(facts)
    if wrong:
        raise PolicyInvalidError(wrong)
    policy.unit = unit
    policy.owner = visible_person(facts.owner_id, viewer=by)
    for name in ("slug", "title", "title_en", "review_months", "must_sign", "audience"):
        setattr(policy, name, getattr(facts, name))


def _wrong(facts: PolicyFacts, policy: Policy) -> dict[str, str]:
    wrong = {}
    if not facts.title.strip():
        wrong["title"] = _("Give the policy a title.")
    if not facts.slug.strip():
        wrong["slug"] = _("Give the policy a short name, such as charter.")
    if Policy.objects.filter(slug=facts.slug).exclude(pk=policy.pk).exists():
        wrong["slug"] = _("Another policy has this short name.")
    if not 1 <= facts.review_months <= 60:  # noqa: PLR2004 - one month to five years
        wrong["review_months"] = _("Between 1 and 60 months.")
    return wrong


def _wrong_scope(facts: PolicyFacts) -> dict[str, str]:
    wrong = {}
    if facts.audience not in Policy.Audience.values:
        wrong["audience"] = _("Choose whom it addresses.")
    elif facts.audience == Policy.Audience.EXTERNAL and facts.must_sign:
        wrong["must_sign"] = _("People outside have no account here: nobody could sign it.")
    if not set(facts.roles) <= set(Role.values):
        wrong["roles"] = _("There is no such role.")
    if not set(facts.networks) <= NETWORKS.keys():
        wrong["networks"] = _("There is no such network.")
    return wrong


def _write_lines(policy: Policy, facts: PolicyFacts, *, by: Person, at: datetime) -> None:
    """Write what changed of the scope and of the approvers; each line has its own trace."""
    wanted: set[tuple[str, UUID | None, str]] = {
        *((Kind.UNIT, visible_unit(one, viewer=by).pk, "") for one in facts.unit_ids),
        *((Kind.ROLE, None, one) for one in facts.roles),
        *((Kind.NETWORK, None, one) for one in facts.networks),
    }
    for line in policy.scope.all():
        key = (line.kind, line.unit_id, line.value)
        if key not in wanted:
            record(actor=by, verb="policy_scope.removed", subject=line, at=at)
            line.delete()
        wanted.discard(key)
    for kind, unit_id, value in sorted(wanted, key=str):
        line = PolicyScope.objects.create(policy=policy, kind=kind, unit_id=unit_id, value=value)
        record(actor=by, verb="policy_scope.added", subject=line, at=at)
    people = {visible_person(one, viewer=by).pk for one in facts.approver_ids}
    for approver in policy.approvers.all():
        if approver.person_id not in people:
            record(actor=by, verb="policy_approver.removed", subject=approver, at=at)
            approver.delete()
        people.discard(approver.person_id)
    for person_id in sorted(people, key=str):
        approver = PolicyApprover.objects.create(policy=policy, person_id=person_id)
        record(actor=by, verb="policy_approver.named", subject=approver, at=at)


@action("policies.draft_version")
def draft_version(*, policy_id: UUID, by: Person, at: datetime) -> PolicyVersion:
    """Start the next version from the text in force; one at a time is on its way.

    Raises:
        VersionComingError: one is submitted, or has its day to come.
        VersionConsultedError: one is under consultation.
        PolicyNotFoundError, RightMissingError: nothing was changed.
    """
    policy = _mine(policy_id, by)
    Policy.objects.select_for_update().get(pk=policy.pk)  # two who begin at once
    coming = policy.versions.filter(status__in=TO_COME).first()
    if coming is not None and coming.status == Status.CONSULTATION:
        raise VersionConsultedError(coming.number)
    if coming is not None and coming.status != Status.DRAFT:
        raise VersionComingError(coming.number)
    if coming is not None:
        return coming
    last = policy.versions.aggregate(last=Max("number"))["last"] or 0
    source = policy.versions.filter(status=Status.IN_FORCE).first()
    version = PolicyVersion.objects.create(
        policy=policy,
        number=last + 1,
        summary=source.summary if source else "",
        summary_en=source.summary_en if source else "",
        hands=[str(by.pk)],
    )
    record(actor=by, verb="policy_version.drafted", subject=version, at=at)
    for clause in source.clauses.all() if source else ():
        clause.pk, clause.version = Clause().pk, version
        clause.save(force_insert=True)
        record(actor=by, verb="clause.written", subject=clause, at=at)
    return version


@action("policies.write_clauses")
def write_clauses(
    *, version_id: UUID, source: str, source_en: str, by: Person, at: datetime, base: str = ""
) -> PolicyVersion:
    """Write a draft anew from Markdown in both languages; clauses keep their number as anchor.

    A clause that one language alone has is kept in that language; either text may be absent.
    `base`: the `text_digest` of the words that were read, where the caller says it.

    Raises:
        PolicyInvalidError: the text is not made of numbered clauses, or too long; `fields` gives
            the line.
        DraftStaleError: somebody wrote in the draft since.
        VersionPublishedError: the version is no longer a draft.
    """
    version = draft_to_write(version_id, by)
    if base and base != text_digest(version):
        raise DraftStaleError
    main = _read(source, "source") if source.strip() or not source_en.strip() else None
    other = _read(source_en, "source_en") if source_en.strip() else None
    for clause in version.clauses.all():
        record(actor=by, verb="clause.removed", subject=clause, at=at)
        clause.delete()
    version.summary = main.summary if main else ""
    version.summary_en = other.summary if other else ""
    _touch(version, by)
    version.save(update_fields=("summary", "summary_en", "hands"))
    for position, (here, there) in enumerate(joined_clauses(main, other)):
        clause = Clause(
            version=version,
            anchor=here.anchor if here else there.anchor if there else "",
            position=position,
            title=here.title if here else "",
            text=here.text if here else "",
            title_en=there.title if there else "",
            text_en=there.text if there else "",
        )
        clause.digest = clause_digest(clause)
        clause.save(force_insert=True)
        record(actor=by, verb="clause.written", subject=clause, at=at)
    return version


def _read(source: str, field: str) -> PolicyText:
    if len(source) > MOST_SIGNS:
        raise PolicyInvalidError({field: too_long()})
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
    version = draft_to_write(version_id, by)
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
    _touch(version, by)
    version.save(update_fields=("file", "hands"))
    data = {"file_sha256": digest}
    record(actor=by, verb="policy_version.drafted", subject=version, at=at, data=data)
    return version


def _mine(policy_id: UUID, by: Person) -> Policy:
    policy = visible_policy(policy_id=policy_id, viewer=by)
    require(by, Right.EDIT_POLICIES, unit=policy.unit)
    return policy


def _touch(version: PolicyVersion, by: Person) -> None:
    version.hands = sorted({*version.hands, str(by.pk)})


def draft_to_write(version_id: UUID, by: Person) -> PolicyVersion:
    """Return a draft that `by` may write, locked until the transaction ends.

    Raises:
        VersionPublishedError: missing, submitted or in force.
        VersionConsultedError: it is under consultation.
        PolicyNotFoundError, RightMissingError: not here, or not by `by`.
    """
    version = (
        PolicyVersion.objects.select_for_update(of=("self",))
        .select_related("policy__unit", "file")
        .filter(pk=version_id)
        .first()
    )
    if version is not None:
        _mine(version.policy_id, by)
    if version is not None and version.status == Status.CONSULTATION:
        raise VersionConsultedError(version.number)
    if version is None or version.status != Status.DRAFT:
        raise VersionPublishedError
    return version
