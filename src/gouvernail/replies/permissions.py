"""The only doors to the replies: who reads them, writes them, decides on them."""

from uuid import UUID

from django.db.models import Q, QuerySet

from gouvernail.approvals.permissions import replaced_by
from gouvernail.foundation.clock import now
from gouvernail.foundation.ids import is_uuid
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import RIGHTS_OF, Right, active_grants, may, scope
from gouvernail.replies.errors import ReplyNotFoundError
from gouvernail.replies.models import Reply, ReplyVersion

RELATED = ("unit", "current", "created_by")


def visible_replies(viewer: Person) -> QuerySet[Reply]:
    """Return the replies of the units whose content `viewer` sees, and those in use above them.

    One query for the grants, the first time.
    """
    own = [
        grant.unit.path
        for grant in active_grants(viewer)
        if Right.SEE_CONTENT in RIGHTS_OF[grant.role]
    ]
    above = {path[: at + 1] for path in own for at, mark in enumerate(path) if mark == "/"}
    offered = Q(unit__path__in=above, current__isnull=False, retired_at__isnull=True)
    return Reply.objects.filter(scope(viewer, Right.SEE_CONTENT, "unit__path") | offered)


def visible_reply(reply_id: UUID | str, *, viewer: Person, lock: bool = False) -> Reply:
    """Return one reply, its unit and current version loaded. One query, two to lock.

    Raises:
        ReplyNotFoundError: missing or hidden; the caller cannot tell which.
    """
    if lock and is_uuid(str(reply_id)):
        Reply.objects.select_for_update().filter(pk=reply_id).first()
    rows = visible_replies(viewer).select_related(*RELATED)
    reply = rows.filter(pk=reply_id).first() if is_uuid(str(reply_id)) else None
    if reply is None:
        raise ReplyNotFoundError
    return reply


def works_with(viewer: Person, reply: Reply) -> bool:
    """Return whether `viewer` sees every version of a reply, not only the one in use."""
    return may(viewer, Right.SEE_CONTENT, unit=reply.unit)


def may_write(viewer: Person, reply: Reply) -> bool:
    """Return whether `viewer` writes a reply, submits it, retires it, says it is still good."""
    return may(viewer, Right.WRITE_CONTENT, unit=reply.unit)


def writable_units(viewer: Person) -> QuerySet[Unit]:
    """Return the open units for which `viewer` may write replies."""
    mine = scope(viewer, Right.WRITE_CONTENT)
    return Unit.objects.filter(mine, status=Unit.Status.OPEN).order_by("path")


def readable_units(viewer: Person) -> QuerySet[Unit]:
    """Return the units whose content `viewer` reads, in the order of the tree."""
    return Unit.objects.filter(scope(viewer, Right.SEE_CONTENT)).order_by("path")


def version_of_request(
    request_id: UUID | str, *, viewer: Person, lock: bool = False
) -> ReplyVersion:
    """Return the version a request for approval is about, its reply and unit loaded.

    Whoever stands in for somebody who sees it sees it too.

    Raises:
        ReplyNotFoundError: missing or hidden, or submitted again since.
    """
    if lock:
        ReplyVersion.objects.select_for_update().filter(approval_id=request_id).first()
    seen = scope(viewer, Right.SEE_CONTENT, "reply__unit__path")
    for absent in replaced_by(viewer, at=now()):
        seen |= scope(absent, Right.SEE_CONTENT, "reply__unit__path")
    rows = ReplyVersion.objects.filter(seen, approval_id=request_id)
    version = rows.select_related("reply__unit", "reply__current", "written_by").first()
    if version is None:
        raise ReplyNotFoundError
    return version
