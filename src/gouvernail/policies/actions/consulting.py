"""A draft that people are asked about: its text stays as it is until they have answered."""

from datetime import datetime
from uuid import UUID

from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import Actor
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.policies.errors import VersionNotWaitingError
from gouvernail.policies.models import PolicyVersion

Status = PolicyVersion.Status


@action("policies.freeze_for_consultation")
def freeze_for_consultation(
    *, version_id: UUID, actor: Person | Actor, at: datetime
) -> PolicyVersion:
    """Freeze the text of a draft. The caller authorised it: the area that keeps consultations.

    Raises:
        VersionNotWaitingError: it is missing, no draft, or its policy is archived.
    """
    return _turned(version_id, Status.DRAFT, Status.CONSULTATION, "consulted", actor, at)


@action("policies.end_consultation")
def end_consultation(*, version_id: UUID, actor: Person | Actor, at: datetime) -> PolicyVersion:
    """Make it a draft again, to write what the answers change. Authorised by the caller, too.

    Raises:
        VersionNotWaitingError: it is not under consultation.
    """
    return _turned(version_id, Status.CONSULTATION, Status.DRAFT, "heard", actor, at)


def _turned(
    version_id: UUID, before: str, after: str, verb: str, actor: Person | Actor, at: datetime
) -> PolicyVersion:
    rows = PolicyVersion.objects.select_for_update(of=("self",)).select_related("policy__unit")
    version = rows.filter(pk=version_id, status=before, policy__archived_at__isnull=True).first()
    if version is None:
        raise VersionNotWaitingError
    version.status = after
    version.save(update_fields=("status",))
    record(actor=actor, verb=f"policy_version.{verb}", subject=version, at=at)
    return version
