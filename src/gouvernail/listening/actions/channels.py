"""Channels of chat: added, changed, tried, removed; what they are to receive, and its fate."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.egress import EgressError
from gouvernail.foundation.actions import action
from gouvernail.foundation.outbound import reachable_host
from gouvernail.ledger.actions import record
from gouvernail.listening.errors import ChannelInvalidError
from gouvernail.listening.models import ChatChannel, Parcel, Spike
from gouvernail.listening.permissions import visible_channel
from gouvernail.networks.contract import Secret
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import Right, require, visible_unit
from gouvernail.vault.actions import destroy_secret, store_secret

MOST_NAME: Final = 120
MOST_ADDRESS: Final = 2_000
SEVERITIES: Final = range(1, 11)
TRIES: Final = 12
FIRST_PAUSE: Final = timedelta(seconds=10)
LONGEST_PAUSE: Final = timedelta(minutes=30)
TOO_OLD: Final = timedelta(hours=12)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelFacts:
    """What a channel is; an empty `address` leaves the one that is kept."""

    name: str
    kind: str
    language: str
    severity: int
    address: Secret


@action("listening.add_channel")
def add_channel(
    *, facts: ChannelFacts, unit_id: UUID | str, by: Person, at: datetime
) -> ChatChannel:
    """Tell a channel of chat of the alerts of a unit and of those below it.

    The address is sealed: no page shows it again, and only the process that sends opens it.

    Raises:
        UnitNotFoundError: the unit is missing or hidden from `by`.
        RightMissingError: `by` does not edit listening there.
        ChannelInvalidError: a field cannot be taken.
        VaultKeyMissingError: the site has no key to seal with.
    """
    unit = visible_unit(unit_id, viewer=by)
    require(by, Right.EDIT_LISTENING, unit=unit)
    if not facts.address.reveal().strip():
        raise ChannelInvalidError({"address": _("Give the address of the webhook.")})
    channel = ChatChannel(unit=unit, added_by=by, added_at=at)
    _fill(channel, facts)
    channel.save(force_insert=True)
    _seal(channel, facts, by=by, at=at)
    record(actor=by, verb="chat_channel.added", subject=channel, at=at)
    return channel


@action("listening.edit_channel")
def edit_channel(
    channel_id: UUID, *, facts: ChannelFacts, unit_id: UUID | str, by: Person, at: datetime
) -> ChatChannel:
    """Change a channel; its address only when another is given.

    Raises:
        ChannelNotFoundError, UnitNotFoundError: missing or hidden.
        RightMissingError, ChannelInvalidError, VaultKeyMissingError: as for a new one.
    """
    channel = _editable(channel_id, by)
    unit: Unit = visible_unit(unit_id, viewer=by)
    require(by, Right.EDIT_LISTENING, unit=unit)
    channel.unit = unit
    _fill(channel, facts)
    channel.save()
    _seal(channel, facts, by=by, at=at)
    record(actor=by, verb="chat_channel.edited", subject=channel, at=at)
    return channel


@action("listening.remove_channel")
def remove_channel(channel_id: UUID, *, by: Person, at: datetime) -> ChatChannel:
    """Tell a channel nothing any more; its address is destroyed.

    Raises:
        ChannelNotFoundError, RightMissingError.
    """
    channel = _editable(channel_id, by)
    channel.removed_at = at
    channel.save(update_fields=("removed_at",))
    Parcel.objects.filter(channel=channel, due_at__isnull=False).update(due_at=None)
    destroy_secret(
        owner_kind=ChatChannel.OWNER_KIND,
        owner_id=channel.pk,
        field=ChatChannel.FIELD,
        by=by.as_actor(),
        at=at,
    )
    record(actor=by, verb="chat_channel.removed", subject=channel, at=at)
    return channel


@action("listening.try_channel")
def try_channel(channel_id: UUID, *, by: Person, at: datetime) -> Parcel:
    """Have a message sent that says that it is a trial; one at a time.

    Raises:
        ChannelNotFoundError, RightMissingError.
    """
    channel = _editable(channel_id, by)
    waiting = Parcel.objects.filter(channel=channel, spike__isnull=True, due_at__isnull=False)
    return waiting.first() or Parcel.objects.create(channel=channel, at=at, due_at=at)


def tell_channels(spike: Spike, *, at: datetime) -> int:
    """Have the channels that serve the unit of a topic told of a spike, once each.

    Inside an action. Two queries. As it grows, channels that wanted graver ones only are told too.
    """
    path = spike.topic.unit.path
    chain = [path[: index + 1] for index, mark in enumerate(path) if mark == "/"]
    rows = ChatChannel.objects.filter(
        unit__path__in=chain, removed_at__isnull=True, severity__lte=spike.severity
    )
    parcels = [Parcel(channel=channel, spike=spike, at=at, due_at=at) for channel in rows]
    return len(Parcel.objects.bulk_create(parcels, ignore_conflicts=True))


@action("listening.note_told")
def note_told(parcel_id: UUID, *, at: datetime) -> None:
    """Keep that a channel took a message."""
    parcel = Parcel.objects.select_related("channel").get(pk=parcel_id)
    parcel.sent_at, parcel.due_at = at, None
    parcel.save(update_fields=("sent_at", "due_at"))
    ChatChannel.objects.filter(pk=parcel.channel_id).update(sent_at=at, trouble="")


@action("listening.note_untold")
def note_untold(
    parcel_id: UUID, *, trouble: str, is_final: bool, wait_seconds: int | None, at: datetime
) -> None:
    """Keep that a channel did not take a message, and when to try again; not when it is no use."""
    parcel = Parcel.objects.get(pk=parcel_id)
    parcel.tries += 1
    pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(parcel.tries, 10))
    pause = max(pause, min(LONGEST_PAUSE, timedelta(seconds=wait_seconds or 0)))
    over = is_final or parcel.tries >= TRIES or at + pause - parcel.at > TOO_OLD
    parcel.due_at = None if over else at + pause
    parcel.save(update_fields=("tries", "due_at"))
    ChatChannel.objects.filter(pk=parcel.channel_id).update(trouble=trouble[:300])


def _editable(channel_id: UUID, by: Person) -> ChatChannel:
    channel = visible_channel(channel_id, viewer=by, lock=True)
    require(by, Right.EDIT_LISTENING, unit=channel.unit)
    return channel


def _fill(channel: ChatChannel, facts: ChannelFacts) -> None:
    name, address = facts.name.strip(), facts.address.reveal().strip()
    chosen = {"kind": ChatChannel.Kind.values, "language": ChatChannel.Language.values}
    wrong = {
        field: _("Choose one of these.")
        for field, values in chosen.items()
        if getattr(facts, field) not in values
    }
    if not name:
        wrong["name"] = _("Give it a name.")
    elif len(name) > MOST_NAME:
        wrong["name"] = _("At most %(most)s characters, please.") % {"most": MOST_NAME}
    if facts.severity not in SEVERITIES:
        wrong["severity"] = _("Choose a severity from 1 to 10.")
    if address:
        try:
            channel.host = reachable_host(address[:MOST_ADDRESS])
        except EgressError:
            wrong["address"] = _("This is no address: it begins with https://.")
    if wrong:
        raise ChannelInvalidError(wrong)
    channel.name, channel.kind = name, facts.kind
    channel.language, channel.severity = facts.language, facts.severity


def _seal(channel: ChatChannel, facts: ChannelFacts, *, by: Person, at: datetime) -> None:
    """Seal the address, if one is given. The right was asked for the channel's unit."""
    address = facts.address.reveal().strip()
    if address:
        store_secret(
            owner_kind=ChatChannel.OWNER_KIND,
            owner_id=channel.pk,
            field=ChatChannel.FIELD,
            value=Secret(address),
            by=by.as_actor(),
            at=at,
        )
