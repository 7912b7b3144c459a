"""Signing."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gouvernail.foundation.actions import action
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.people.permissions import Act, require_step_up
from gouvernail.policies.errors import AlreadySignedError, NothingToSignError
from gouvernail.policies.models import PolicyVersion, Signature
from gouvernail.policies.permissions import visible_policy


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
    policy = visible_policy(policy_id=version.policy_id, viewer=by)
    if version.digest != digest:
        raise NothingToSignError
    if Signature.objects.filter(version=version, person=by).exists():
        raise AlreadySignedError
    require_step_up(Act.SIGN, at=at)
    statement = _("I have read “%(title)s”, version %(number)s, and I will follow it.")
    signature = Signature.objects.create(
        version=version,
        person=by,
        digest=version.digest,
        statement=statement % {"title": policy.label, "number": version.number},
        language=get_language() or "",
        at=at,
    )
    record(actor=by, verb="signature.given", subject=signature, at=at, digest=version.digest)
    return signature
