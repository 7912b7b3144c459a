"""Looking at the whole register for what sleeps and what repeats, and deciding upon it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.foundation.actions import action
from gouvernail.foundation.errors import InvalidInputError
from gouvernail.kernel.text.addresses import NETWORKS
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, may, require, require_overall
from gouvernail.registry.actions.life import Move, change_status
from gouvernail.registry.errors import FindingDecidedError, FindingNotFoundError
from gouvernail.registry.models import Account, DormancyRule, Finding
from gouvernail.registry.queries.dormancy import sleepers
from gouvernail.registry.queries.findings import (
    Suggestion,
    duplicates,
    suggestion_of_sleep,
    visible_findings,
)

BATCH = 500
LONGEST = 3650


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What a look came to: findings new, told again because their facts changed, gone, kept."""

    new: int
    again: int
    gone: int
    kept: int


@action("registry.look_for_findings")
def look_for_findings(*, at: datetime, today: date) -> Looked:
    """Work out anew what sleeps and what repeats, for the whole register.

    What somebody set aside stays so until its facts change; what no longer holds and was not
    decided goes. About 5 queries and one for each 500 findings that changed; 10,000 accounts take
    seconds.
    """
    accounts = Account.objects.all()
    found = [suggestion_of_sleep(sleep) for sleep in sleepers(accounts, today=today)]
    found += duplicates(accounts)
    kept = {(one.kind, one.account_id, one.other_id): one for one in Finding.objects.all()}
    new = [one for one in found if one.key not in kept]
    again = [one for one in found if one.key in kept and kept[one.key].digest != one.digest]
    fresh = [_finding(one, at=at) for one in new]
    Finding.objects.bulk_create(fresh, batch_size=BATCH, ignore_conflicts=True)  # two looks at once
    _tell_again([(kept[one.key], one) for one in again], at=at)
    held = {one.key for one in found}
    gone = [one.pk for key, one in kept.items() if key not in held and _is_open(one)]
    for start in range(0, len(gone), BATCH):
        Finding.objects.filter(pk__in=gone[start : start + BATCH]).delete()
    return Looked(
        new=len(new), again=len(again), gone=len(gone), kept=len(found) - len(new) - len(again)
    )


def _is_open(finding: Finding) -> bool:
    return finding.status == Finding.Status.OPEN


def _finding(one: Suggestion, *, at: datetime) -> Finding:
    return Finding(
        kind=one.kind,
        account_id=one.account_id,
        other_id=one.other_id,
        score=one.score,
        facts=one.facts,
        digest=one.digest,
        found_at=at,
    )


def _tell_again(pairs: Iterable[tuple[Finding, Suggestion]], *, at: datetime) -> None:
    changed = []
    for finding, one in pairs:
        finding.score, finding.facts, finding.digest = one.score, dict(one.facts), one.digest
        finding.status, finding.found_at = Finding.Status.OPEN, at
        changed.append(finding)
    fields = ("score", "facts", "digest", "status", "found_at")
    Finding.objects.bulk_update(changed, fields, batch_size=BATCH)


def _open_finding(finding_id: UUID, *, by: Person) -> Finding:
    finding = (
        visible_findings(by)
        .select_for_update(of=("self",))
        .select_related("account__unit", "other__unit")
        .filter(pk=finding_id)
        .first()
    )
    if finding is None:
        raise FindingNotFoundError
    either = [one for one in (finding.account, finding.other) if one is not None]
    if not any(may(by, Right.EDIT_ACCOUNTS, unit=one.unit) for one in either):
        require(by, Right.EDIT_ACCOUNTS, unit=finding.account.unit)
    if finding.status != Finding.Status.OPEN:
        raise FindingDecidedError
    return finding


@action("registry.accept_finding")
def accept_finding(
    finding_id: UUID, *, reason: str, by: Person, at: datetime, keep_id: UUID | None = None
) -> Account:
    """Do what a finding suggests: the account becomes dormant, or the duplicate of the other.

    Args:
        finding_id: primary key.
        reason: kept with the account.
        by: may edit the account; of a pair, the one that repeats the other.
        at: aware, UTC.
        keep_id: of a pair, the account that stays; the other becomes its duplicate.

    Raises:
        FindingNotFoundError: missing, hidden from `by`, or settled since.
        FindingDecidedError: somebody decided before.
        InvalidInputError: of a pair, neither is to be kept.
        as `change_status`.
    """
    finding = _open_finding(finding_id, by=by)
    moved, status, original = finding.account_id, Account.Status.DORMANT, None
    if finding.other_id is not None:
        if keep_id not in {finding.account_id, finding.other_id}:
            told = _("Say which of the two stays.")
            raise InvalidInputError(told, fields={"keep": told})
        status, original = Account.Status.DUPLICATE, keep_id
        moved = finding.account_id if keep_id == finding.other_id else finding.other_id
    move = Move(reason=reason, original_id=original)
    account = change_status(moved, status=status, move=move, by=by, at=at)
    _decided(finding, Finding.Status.ACCEPTED, reason=reason, by=by, at=at)
    return account


@action("registry.set_finding_aside")
def set_finding_aside(finding_id: UUID, *, reason: str, by: Person, at: datetime) -> Finding:
    """Say that a finding is none, and why; it comes back only if its facts change.

    Raises:
        FindingNotFoundError: missing, hidden from `by`, or settled since.
        FindingDecidedError: somebody decided before.
        InvalidInputError: no reason was given.
    """
    finding = _open_finding(finding_id, by=by)
    if not reason.strip():
        told = _("Say why, in a sentence: it is kept with the account.")
        raise InvalidInputError(told, fields={"reason": told})
    _decided(finding, Finding.Status.SET_ASIDE, reason=reason, by=by, at=at)
    data = {"finding": finding.kind, "other": finding.other_id, "private": {"reason": reason}}
    record(actor=by, verb="account.finding_set_aside", subject=finding.account, at=at, data=data)
    return finding


def _decided(finding: Finding, status: str, *, reason: str, by: Person, at: datetime) -> None:
    finding.status, finding.reason = status, reason.strip()
    finding.decided_by, finding.decided_at = by, at
    finding.save(update_fields=("status", "reason", "decided_by", "decided_at"))


@action("registry.set_dormancy_rule")
def set_dormancy_rule(
    network: str, *, days: int, source: str, by: Person, at: datetime
) -> DormancyRule:
    """Say after how many silent days an account of a network sleeps, and where that comes from.

    Raises:
        RightMissingError: `by` does not edit accounts over the whole organisation.
        InvalidInputError: a network nobody knows, less than a week, or more than ten years.
    """
    require_overall(by, Right.EDIT_ACCOUNTS)
    if network not in NETWORKS and not Account.objects.filter(network=network).exists():
        told = _("This network is not known here.")
        raise InvalidInputError(told, fields={"network": told})
    if not 7 <= days <= LONGEST:  # noqa: PLR2004 - a week
        told = _("Between a week and ten years.")
        raise InvalidInputError(told, fields={"days": told})
    rule = DormancyRule.objects.filter(network=network).first() or DormancyRule(network=network)
    if (rule.days, rule.source) == (days, source.strip()):
        return rule
    rule.days, rule.source, rule.set_by, rule.set_at = days, source.strip(), by, at
    rule.save()
    record(actor=by, verb="dormancy_rule.set", subject=rule, at=at)
    return rule
