"""What happened to one publication, told from its first moment, and what was known at each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gouvernail.ledger.queries import Event, timeline
from gouvernail.publishing.models import Delivery, Look

MOST: Final = 100
Words = Promise | str

NOTHING_LEFT: Final = _("Known then: nothing had left.")
PERHAPS: Final = _("Known then: it may be online.")
ONLINE: Final = _("Known then: it is online.")
NOT_FOUND: Final = _("Known then: a person looked and did not find it.")
GONE: Final = _("Known then: it is no longer online.")
REST_HERE: Final = _("Known then: the posts before it are online, this one is not.")
REST_PERHAPS: Final = _("Known then: the posts before it are online; this one may be.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One moment of the story. `event` is its entry in the ledger; a look has none."""

    at: datetime
    icon: str
    tone: str
    sentence: str
    known: str
    actor: str = ""
    event: Event | None = None

    @property
    def icon_classes(self) -> str:
        """Return the classes of the icon in a timeline."""
        return f"g-tl-i c-{self.tone}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What is known of a publication whose outcome a person must settle."""

    key: str
    since: datetime | None
    reason: str
    looks: tuple[Look, ...]
    post_text: str

    @property
    def blind(self) -> int:
        """Return how many looks could not read the network."""
        return sum(look.saw == Look.Saw.BLIND for look in self.looks)

    @property
    def empty(self) -> int:
        """Return how many looks did not find it."""
        return sum(look.saw in {Look.Saw.ABSENT, Look.Saw.UNSURE} for look in self.looks)


_BY_VERB: Final[Mapping[str, tuple[Words, Words]]] = MappingProxyType(
    {
        "delivery.queued": (_("Approved; it waits for its time."), NOTHING_LEFT),
        "delivery.claimed": (
            _("The sender took it in hand (attempt %(attempt)s) and checked it once more."),
            NOTHING_LEFT,
        ),
        "delivery.intended": (
            _("The exact bytes were noted; right after, they left for the network."),
            PERHAPS,
        ),
        "delivery.part_sent": (
            _("Post %(parts_out)s of %(parts)s of the thread is online."),
            ONLINE,
        ),
        "delivery.sent": (_("The network says that it holds the publication."), ONLINE),
        "delivery.put_off": (
            _("The network could not be reached, or could take nothing."),
            NOTHING_LEFT,
        ),
        "delivery.refused": (
            _("The network refused it for now; it is tried again by itself."),
            NOTHING_LEFT,
        ),
        "delivery.failed": (_("It was given up: trying again cannot help."), NOTHING_LEFT),
        "delivery.unknown": (
            _("The network did not say what became of it. Nothing is sent again before a look."),
            PERHAPS,
        ),
        "delivery.needs_human": (
            _("Looking did not settle it: a person must look and decide."),
            PERHAPS,
        ),
        "delivery.cancelled": (_("Cancelled before it left."), NOTHING_LEFT),
        "delivery.voided": (_("Its approval no longer holds; it does not leave."), NOTHING_LEFT),
        "delivery.missed": (_("Its time passed; a person must say what becomes of it."), ""),
        "delivery.rescheduled": (_("A person let it go out late."), NOTHING_LEFT),
        "delivery.verified": (
            _("Read back: what stands online is what was approved."),
            ONLINE,
        ),
        "delivery.altered": (
            _("Read back: what stands online is not what was approved."),
            ONLINE,
        ),
        "delivery.disappeared": (_("Read back: it is no longer there."), GONE),
        "delivery.handed_off": (_("A person says that it is posted by hand."), ONLINE),
        "delivery.confirmed": (_("A person brought its address."), ONLINE),
        "delivery.stopped": (
            _("The thread was left as it stands: %(parts_out)s of %(parts)s posts."),
            ONLINE,
        ),
        "delivery.withdrawn": (_("Withdrawn; the archive keeps it, marked so."), GONE),
        "withdrawal.asked": (_("A person asked to withdraw it, and said why."), ONLINE),
        "withdrawal.begun": (_("The deletion was noted; right after, it was asked for."), ""),
        "withdrawal.unknown": (
            _("The network has not yet shown that it is gone: we look again."),
            "",
        ),
        "withdrawal.refused": (_("The network put the deletion off; it is tried again."), ONLINE),
        "withdrawal.failed": (_("The network refused to delete it."), ONLINE),
        "withdrawal.handed_over": (_("It must be taken down by hand."), ONLINE),
        "withdrawal.dropped": (_("The withdrawal was given up; it stays online."), ONLINE),
        "withdrawal.done": (_("Read back: it is gone."), GONE),
    }
)
_BY_REASON: Final[Mapping[tuple[str, str], tuple[Words, Words]]] = MappingProxyType(
    {
        ("delivery.released", "frozen"): (
            _("A freeze came first: it was put back in the queue."),
            NOTHING_LEFT,
        ),
        ("delivery.released", "owner_gone"): (
            _("The sender stopped before anything left: it was put back in the queue."),
            NOTHING_LEFT,
        ),
        ("delivery.released", "absent"): (
            _("Seen twice not to be there: it is sent again under the same key."),
            NOTHING_LEFT,
        ),
        ("delivery.confirmed", "lapsed"): (
            _("A person brought its address, after a licence it rests on had lapsed."),
            ONLINE,
        ),
        ("delivery.unknown", "owner_gone"): (
            _("The sender stopped after the bytes may have left. We look before anything else."),
            PERHAPS,
        ),
        ("delivery.failed", "owner_gone"): (
            _("Senders stopped on it again and again: it was given to a person."),
            NOTHING_LEFT,
        ),
        ("delivery.resolved", "online"): (_("A person looked, and saw it online."), ONLINE),
        ("delivery.resolved", "resend"): (
            _("A person looked, did not see it, and asks to send it again."),
            NOT_FOUND,
        ),
        ("delivery.resolved", "resend_asked"): (
            _("A person looked, did not see it, and asks to send it again. A second one confirms."),
            PERHAPS,
        ),
        ("delivery.resolved", "cancel"): (
            _("Given up by %(by)s, who looked and did not find it."),
            NOT_FOUND,
        ),
    }
)
_LOOKS: Final[Mapping[str, Words]] = MappingProxyType(
    {
        Look.Saw.FOUND: _("We looked at the network: it is there."),
        Look.Saw.DIFFERENT: _("We looked at the network: it is there, and differs."),
        Look.Saw.ABSENT: _("We looked at the network: it is not there."),
        Look.Saw.UNSURE: _("We looked: not seen, which on this network proves nothing."),
        Look.Saw.BLIND: _("We tried to look: the network could not be read."),
    }
)


def story_of(delivery: Delivery) -> list[Told]:
    """Return what happened, oldest first, looks included. Four queries, whatever the length."""
    withdrawals = delivery.withdrawals.values_list("pk", flat=True)
    also = [("withdrawal", key) for key in withdrawals]
    events = timeline("delivery", delivery.pk, also=also, size=MOST).events
    told = [_told(event) for event in reversed(events)]
    told += [_looked(look) for look in delivery.seen.all()[:MOST]]
    return sorted(told, key=lambda one: (one.at, one.event is not None))


def evidence_for(delivery: Delivery) -> Evidence:
    """Return what whoever must decide should know. One query."""
    facts = delivery.explanation_facts
    parts = delivery.fields.get("parts") or [delivery.fields["text"]]
    return Evidence(
        key=delivery.intent_key,
        since=delivery.intent_created_at,
        reason=str(facts.get("reason") or facts.get("message") or ""),
        looks=tuple(delivery.seen.all()[:MOST]),
        post_text=parts[min(delivery.parts_out, len(parts) - 1)],
    )


def _told(event: Event) -> Told:
    why = str(event.data.get("why") or event.data.get("verdict") or "")
    sentence, known = _BY_REASON.get((event.verb, why)) or _BY_VERB.get(
        event.verb, (event.sentence, "")
    )
    return Told(
        at=event.at,
        icon=event.icon,
        tone=event.tone,
        sentence=str(sentence) % _State(event.state, by=event.actor),
        known=str(_in_a_thread(known, event)),
        actor=event.actor,
        event=event,
    )


def _in_a_thread(known: Words, event: Event) -> Words:
    """Return what was known once posts of a thread were out: they are, whatever becomes of it."""
    if not int(str(event.state.get("parts_out") or 0)):
        return known
    if known is NOTHING_LEFT or known is NOT_FOUND:
        return REST_HERE
    return REST_PERHAPS if known is PERHAPS else known


def _looked(look: Look) -> Told:
    return Told(at=look.at, icon="eye", tone="info", sentence=str(_LOOKS[look.saw]), known="")


class _State(dict[str, object]):
    """What a leaf says in clear; a word that it does not know reads as nothing."""

    def __missing__(self, key: str) -> str:
        return ""
