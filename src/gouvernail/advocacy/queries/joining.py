"""What joining asks first, and why stories may be closed to who takes part."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils.translation import gettext as _

from gouvernail.advocacy.models import Kit, Membership, Programme
from gouvernail.people.models import Person
from gouvernail.policies.models import PolicyVersion
from gouvernail.publishing.models import Freeze
from gouvernail.publishing.queries.freezes import covers_unit, freezes_in_force, is_readable
from gouvernail.signing.queries import holds


def version_to_accept(programme: Programme) -> PolicyVersion | None:
    """Return the version in force of the policy that is accepted first; None without one.

    One query.
    """
    if programme.policy_id is None:
        return None
    rows = PolicyVersion.objects.filter(policy=programme.policy_id)
    return rows.filter(status=PolicyVersion.Status.IN_FORCE).first()


def has_accepted(person: Person, programme: Programme, *, at: datetime) -> bool:
    """Return whether `person` holds a signature of the policy that counts, where one is asked.

    Three queries at most. A policy that has no version in force asks for nothing yet.
    """
    if version_to_accept(programme) is None or programme.policy is None:
        return True
    return holds(person, programme.policy, at=at)


def is_frozen(
    programme: Programme, *, network: str = "", freezes: Iterable[Freeze] | None = None
) -> bool:
    """Return whether a freeze stands over a programme, on a network or on all. One query.

    Freezes of accounts and of tags do not: nothing of ours leaves.
    """
    standing = freezes_in_force() if freezes is None else freezes
    return any(_covers(one, programme, network) for one in standing)


def _covers(freeze: Freeze, programme: Programme, network: str) -> bool:
    if not is_readable(freeze) or freeze.scope_kind == Freeze.Scope.ORGANISATION:
        return True
    if freeze.scope_kind == Freeze.Scope.NETWORK:
        return bool(network) and freeze.scope_value == network
    return covers_unit(freeze, programme.unit)


def why_closed(
    membership: Membership | None, programme: Programme, *, person: Person, at: datetime
) -> str:
    """Return why nothing can be shared now, in a sentence; nothing when it can.

    Four queries at most.
    """
    if programme.status != Programme.Status.OPEN:
        return _("The programme is closed: there is nothing left to share.")
    if membership is None:
        return _("You do not take part.")
    if is_frozen(programme):
        return _("Publishing is frozen: please share nothing now. Your stories come back after.")
    if not has_accepted(person, programme, at=at):
        title = programme.policy.label if programme.policy else ""
        return _("“%(title)s” has a new version: sign it to share again.") % {"title": title}
    return ""


def may_share(kit: Kit, *, today: date) -> bool:
    """Return whether a story is offered on a day. No query."""
    return kit.programme.status == Programme.Status.OPEN and kit.is_offered(today)
