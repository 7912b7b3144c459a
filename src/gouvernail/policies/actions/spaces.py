"""Rules of the comments under an account, the reasons for moderating, and who sees them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from gouvernail.foundation.actions import action
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, require
from gouvernail.policies.errors import (
    PolicyInvalidError,
    SpaceNotFoundError,
    SpaceNotReadyError,
)
from gouvernail.policies.models import Clause, CommentSpace, ModerationReason, Policy
from gouvernail.policies.permissions import visible_policy
from gouvernail.policies.queries.reading import version_in_force
from gouvernail.policies.queries.spaces import commented_account

MOST_DAYS: Final = 365


@dataclass(frozen=True, slots=True, kw_only=True)
class SpaceFacts:
    """What the public is told of the comments under an account, beside the policy itself."""

    policy_id: UUID
    contact: str
    comments: str = CommentSpace.Comments.OPEN
    which: str = ""
    which_en: str = ""
    languages: str = "fr"
    quote_days: int = 90  # the words of a moderated comment are kept so long, 1 to 365


@action("policies.write_space")
def write_space(*, account_id: UUID, facts: SpaceFacts, by: Person, at: datetime) -> CommentSpace:
    """Write which policy holds for the comments under an account, and who is written to.

    It is seen by nobody outside until `open_space`; from then on a change shows at once.

    Raises:
        PolicyInvalidError: not for people outside, no contact, closed without saying why.
        SpaceNotFoundError, PolicyNotFoundError, RightMissingError: nothing was changed.
    """
    account = commented_account(account_id, viewer=by)
    policy = visible_policy(policy_id=facts.policy_id, viewer=by)
    require(by, Right.EDIT_POLICIES, unit=policy.unit)
    space = CommentSpace.objects.select_for_update().filter(account_id=account_id).first()
    if space is not None:
        require(by, Right.EDIT_POLICIES, unit=space.policy.unit)
    if wrong := _wrong(policy, facts):
        raise PolicyInvalidError(wrong)
    space = space or CommentSpace(account_id=account_id)
    space.policy = policy
    space.name, space.network, space.address = account.name, account.network, account.address
    for name in ("contact", "comments", "which", "which_en", "languages"):
        setattr(space, name, getattr(facts, name).strip())
    space.quote_days = facts.quote_days
    space.save()
    _forget_sooner(space)
    record(actor=by, verb="comment_space.written", subject=space, at=at)
    return space


def _forget_sooner(space: CommentSpace) -> None:
    """Make fewer days hold for the acts recorded before too; more days hold from now on only."""
    told = F("done_at") + timedelta(days=space.quote_days)
    space.acts.filter(forget_at__gt=told).update(forget_at=told)


def _wrong(policy: Policy, facts: SpaceFacts) -> dict[str, str]:
    wrong = {}
    if policy.audience != Policy.Audience.EXTERNAL:
        wrong["policy"] = _("This policy addresses people here: choose one for people outside.")
    if not facts.contact.strip():
        wrong["contact"] = _("Say who is written to: an e-mail, or a page.")
    if facts.comments not in CommentSpace.Comments.values:
        wrong["comments"] = _("Choose one of these.")
    elif facts.comments == CommentSpace.Comments.CLOSED and not facts.which.strip():
        wrong["which"] = _("Say why comments are closed.")
    if not 1 <= facts.quote_days <= MOST_DAYS:
        wrong["quote_days"] = _("From 1 to 365 days.")
    return wrong


@action("policies.open_space")
def open_space(*, account_id: UUID, by: Person, at: datetime) -> CommentSpace:
    """Show the rules of an account to anybody who has their address.

    Raises:
        SpaceNotReadyError: nothing of the policy is in force.
        SpaceNotFoundError, RightMissingError: nothing was changed.
    """
    space = _locked(account_id, by)
    if version_in_force(space.policy) is None or space.policy.archived_at is not None:
        raise SpaceNotReadyError
    if not space.is_public:
        space.is_public = True
        space.save(update_fields=("is_public",))
        record(actor=by, verb="comment_space.opened", subject=space, at=at)
    return space


@action("policies.close_space")
def close_space(*, account_id: UUID, by: Person, at: datetime) -> CommentSpace:
    """Take the rules of an account offline; what was written stays.

    Raises:
        SpaceNotFoundError, RightMissingError: nothing was changed.
    """
    space = _locked(account_id, by)
    if space.is_public:
        space.is_public = False
        space.save(update_fields=("is_public",))
        record(actor=by, verb="comment_space.closed", subject=space, at=at)
    return space


@action("policies.add_reason")
def add_reason(  # noqa: PLR0913 - a reason in both languages, its clause, what is done
    *,
    policy_id: UUID,
    anchor: str,
    act: str,
    label: str,
    by: Person,
    at: datetime,
    label_en: str = "",
) -> ModerationReason:
    """Add a reason to moderate a comment, tied to a clause of the policy.

    Raises:
        PolicyInvalidError: no such clause in force or on its way, no such act, no words.
        PolicyNotFoundError, RightMissingError: nothing was changed.
    """
    policy = visible_policy(policy_id=policy_id, viewer=by)
    require(by, Right.EDIT_POLICIES, unit=policy.unit)
    wrong = {}
    held = Clause.objects.filter(version__policy=policy, anchor=anchor)
    if not held.exclude(version__status="superseded").exists():
        wrong["anchor"] = _("This policy has no clause of this number.")
    if act not in ModerationReason.Act.values:
        wrong["act"] = _("Choose one of these.")
    if not label.strip():
        wrong["label"] = _("Say the reason in a few words: people outside read it.")
    if wrong:
        raise PolicyInvalidError(wrong)
    reason = ModerationReason.objects.create(
        policy=policy, anchor=anchor, act=act, label=label.strip(), label_en=label_en.strip()
    )
    record(actor=by, verb="moderation_reason.added", subject=reason, at=at)
    return reason


@action("policies.remove_reason")
def remove_reason(*, policy_id: UUID, reason_id: UUID, by: Person, at: datetime) -> None:
    """Take a reason out.

    Raises:
        SpaceNotFoundError: it is gone already.
        PolicyNotFoundError, RightMissingError: nothing was changed.
    """
    policy = visible_policy(policy_id=policy_id, viewer=by)
    require(by, Right.EDIT_POLICIES, unit=policy.unit)
    reason = policy.reasons.filter(pk=reason_id).first()
    if reason is None:
        raise SpaceNotFoundError
    record(actor=by, verb="moderation_reason.removed", subject=reason, at=at)
    reason.delete()


def _locked(account_id: UUID, by: Person) -> CommentSpace:
    commented_account(account_id, viewer=by)
    rows = CommentSpace.objects.select_for_update(of=("self",)).select_related("policy__unit")
    space = rows.filter(account_id=account_id).first()
    if space is None:
        raise SpaceNotFoundError
    require(by, Right.EDIT_POLICIES, unit=space.policy.unit)
    return space
