"""Signing: exactly the text that was read, once."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import Actor
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.people.permissions import Act, require_step_up
from gouvernail.policies.errors import AlreadySignedError, NothingToSignError
from gouvernail.policies.models import PolicyVersion, Signature
from gouvernail.policies.permissions import visible_policy

Guard = Callable[[PolicyVersion, Person, datetime], None]
Follower = Callable[[Signature, datetime], None]
_GUARDS: Final[dict[str, Guard]] = {}
_FOLLOWERS: Final[dict[str, Follower]] = {}


def around_signing(name: str, *, before: Guard, after: Follower) -> None:
    """Let an area above refuse a signature, and note one. Said twice under a name, it counts once.

    `before(version, person, at)` raises what it refuses; `after(signature, at)` runs in the same
    transaction.
    """
    _GUARDS[name], _FOLLOWERS[name] = before, after


@action("policies.sign_version")
def sign_version(*, version_id: UUID, digest: str, by: Person, at: datetime) -> Signature:
    """Sign exactly the version that was shown: its digest travels with the button.

    Raises:
        NothingToSignError: that version is not in force, or its text is not the one read.
        AlreadySignedError: `by` signed it before.
        PolicyNotFoundError: the policy does not bind `by`.
    """
    version = PolicyVersion.objects.select_related("policy").filter(pk=version_id).first()
    if version is None or version.status != PolicyVersion.Status.IN_FORCE:
        raise NothingToSignError
    version.policy = visible_policy(policy_id=version.policy_id, viewer=by)
    if version.digest != digest:
        raise NothingToSignError
    if Signature.objects.filter(version=version, person=by).exists():
        raise AlreadySignedError
    for guard in _GUARDS.values():
        guard(version, by, at)
    require_step_up(Act.SIGN, at=at)
    return give_signature(version, by=by, at=at)


def give_signature(
    version: PolicyVersion,
    *,
    by: Person,
    at: datetime,
    method: str = "browser",
    actor: Actor | None = None,
    data: Mapping[str, object] | None = None,
) -> Signature:
    """Keep a signature and enter it; whoever calls has checked that `by` may give it.

    Called in an action. `actor` is who brings it in where that is not the person: a code, or
    whoever checked a paper list; `data` stands in clear in its entry.

    Raises:
        AlreadySignedError: `by` signed it before.
    """
    statement = _("I have read “%(title)s”, version %(number)s, and I will follow it.")
    signature, is_new = Signature.objects.get_or_create(
        version=version,
        person=by,
        defaults={
            "digest": version.digest,
            "statement": statement % {"title": version.policy.label, "number": version.number},
            "language": get_language() or "",
            "method": method,
            "at": at,
        },
    )
    if not is_new:
        raise AlreadySignedError
    record(
        actor=actor or by,
        verb="signature.given",
        subject=signature,
        at=at,
        digest=version.digest,
        data=data,
    )
    for follow in _FOLLOWERS.values():
        follow(signature, at)
    return signature
