"""Where the next post of a thread hangs, and whether a whole thread stands online as approved."""

from dataclasses import dataclass, replace

from django.db.models import QuerySet

from gouvernail.networks.contract import Absent, Connector, Found, Refused, Session, Sighting
from gouvernail.publishing.models import Delivery, RemoteStep
from gouvernail.publishing.sender.wire import fields_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What a post of a thread answers; empty for the first one. See `Intent`."""

    root: str = ""
    parent: str = ""
    parent_id: str = ""


def steps_of(delivery: Delivery) -> QuerySet[RemoteStep]:
    """Return the posts of a thread, in order; none for a single post."""
    return delivery.steps.filter(kind=RemoteStep.Kind.POST).order_by("position")


def is_known_already(delivery: Delivery, remote_id: str) -> bool:
    """Return whether another post of this account, or of this thread, bears that name. Two queries.

    A network that answers with the name of an earlier post has not said what became of this one.
    """
    others = Delivery.objects.filter(account=delivery.account_id, remote_id=remote_id)
    posts = RemoteStep.objects.filter(
        delivery__account=delivery.account_id, kind=RemoteStep.Kind.POST, remote_id=remote_id
    )
    return others.exclude(pk=delivery.pk).exists() or posts.exists()


def place_of(delivery: Delivery, adapter: Connector, session: Session) -> Place | Refused:
    """Return where the next post hangs; what the network never told us is read from it.

    Refused when the post before is gone (`thread_broken`, for good) or cannot be read now.
    """
    if not delivery.parts_out:
        return _answered(delivery, adapter, session)
    out = list(steps_of(delivery).filter(status=RemoteStep.Status.DONE))
    references = []
    for step in (out[0], out[-1]):
        reference = step.result.get("reference") or _read_reference(
            delivery, step, adapter, session
        )
        if isinstance(reference, Refused):
            return reference
        references.append(reference)
    return Place(root=references[0], parent=references[1], parent_id=out[-1].remote_id)


def _answered(delivery: Delivery, adapter: Connector, session: Session) -> Place | Refused:
    """Return where an answer to somebody's post hangs; nowhere when it answers none.

    `answers` of the approved fields names the post. The first of its thread is what that post says
    it is: it may be gone since, and the thread goes on.
    """
    answers = delivery.fields.get("answers")
    if not isinstance(answers, dict):
        return Place()
    name = str(answers["remote_id"])
    seen = adapter.read(session, name, fields_of(delivery.fields))
    if isinstance(seen, Found) and seen.reference:
        return Place(root=seen.root or seen.reference, parent=seen.reference, parent_id=name)
    gone = isinstance(seen, Absent) and seen.conclusive
    code = "thread_broken" if gone else "unavailable"
    return Refused(code=code, message="The post to answer cannot be read.", permanent=gone)


def _read_reference(
    delivery: Delivery, step: RemoteStep, adapter: Connector, session: Session
) -> str | Refused:
    fields = fields_of(delivery.fields, step.position)
    seen = adapter.read(session, step.remote_id, fields)
    if isinstance(seen, Found) and seen.reference:
        return seen.reference
    gone = isinstance(seen, Absent) and seen.conclusive
    code = "thread_broken" if gone else "unavailable"
    return Refused(code=code, message="The post before cannot be read.", permanent=gone)


def read_back(delivery: Delivery, adapter: Connector, session: Session) -> Sighting:
    """Read what is out: one post, or every post of a thread and its place in it."""
    out = list(steps_of(delivery).filter(status=RemoteStep.Status.DONE))
    if not out:
        return adapter.read(session, delivery.remote_id, fields_of(delivery.fields))
    before, different = "", dict[str, None]()
    found: list[Found] = []
    for step in out:
        seen = adapter.read(session, step.remote_id, fields_of(delivery.fields, step.position))
        if not isinstance(seen, Found):
            return seen
        moved = ("thread",) if seen.reply_to != before else ()
        different |= dict.fromkeys((*seen.differences, *moved))
        before = seen.remote_id
        found.append(seen)
    return replace(found[0], matches=not different, differences=tuple(different))
