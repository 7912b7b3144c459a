"""Who follows which topics and sources, and reads which mentions."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from gouvernail.listening.errors import (
    ChannelNotFoundError,
    MentionNotFoundError,
    SourceNotFoundError,
    SpikeNotFoundError,
    TopicNotFoundError,
)
from gouvernail.listening.models import ChatChannel, Mention, Source, Spike, Topic, TopicMention
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, may_overall, scope


def visible_topics(viewer: Person) -> QuerySet[Topic]:
    """Return the topics of the units where `viewer` listens, and those they own; closed ones too.

    One query for the grants, the first time.
    """
    if not viewer.is_active:
        return Topic.objects.none()
    return Topic.objects.filter(scope(viewer, Right.SEE_LISTENING, "unit__path") | Q(owner=viewer))


def visible_topic(topic_id: UUID, *, viewer: Person, lock: bool = False) -> Topic:
    """Return one topic that `viewer` may know about, with its unit and owner.

    Raises:
        TopicNotFoundError: missing or hidden; the caller cannot tell which.
    """
    rows = visible_topics(viewer).select_related("unit", "owner")
    rows = rows.select_for_update(of=("self",)) if lock else rows
    topic = rows.filter(pk=topic_id).first()
    if topic is None:
        raise TopicNotFoundError
    return topic


def visible_sources(viewer: Person) -> QuerySet[Source]:
    """Return the sources of the units where `viewer` listens; dropped ones too."""
    return Source.objects.filter(scope(viewer, Right.SEE_LISTENING, "unit__path"))


def visible_source(source_id: UUID, *, viewer: Person, lock: bool = False) -> Source:
    """Return one source that `viewer` may know about, with its unit and account.

    Raises:
        SourceNotFoundError: missing or hidden.
    """
    rows = visible_sources(viewer).select_related("unit", "account")
    rows = rows.select_for_update(of=("self",)) if lock else rows
    source = rows.filter(pk=source_id).first()
    if source is None:
        raise SourceNotFoundError
    return source


def visible_mentions(viewer: Person) -> QuerySet[Mention]:
    """Return the mentions about topics `viewer` sees, or to accounts they listen for.

    Who listens for the whole organisation reads all. Those told to us alone (`is_private`) are in
    none of these: they are read as conversations. Hidden ones are in: a list leaves them out.
    """
    rows = Mention.objects.filter(is_private=False)
    if may_overall(viewer, Right.SEE_LISTENING):
        return rows
    about = TopicMention.objects.filter(
        mention=OuterRef("pk"), topic__in=visible_topics(viewer).values("pk")
    )
    addressed = scope(viewer, Right.SEE_LISTENING, "account__unit__path")
    return rows.filter(Q(Exists(about)) | addressed)


def visible_mention(mention_id: UUID, *, viewer: Person, lock: bool = False) -> Mention:
    """Return one mention that `viewer` may read, with its source and account.

    Raises:
        MentionNotFoundError: missing, no longer kept, or hidden from `viewer`.
    """
    rows = visible_mentions(viewer).select_related("source", "account")
    rows = rows.select_for_update(of=("self",)) if lock else rows
    mention = rows.filter(pk=mention_id).first()
    if mention is None:
        raise MentionNotFoundError
    return mention


def visible_spikes(viewer: Person) -> QuerySet[Spike]:
    """Return the spikes of topics that `viewer` sees."""
    return Spike.objects.filter(topic__in=visible_topics(viewer).values("pk"))


def visible_spike(spike_id: UUID, *, viewer: Person, lock: bool = False) -> Spike:
    """Return one spike of a topic that `viewer` sees, with its topic.

    Raises:
        SpikeNotFoundError: missing or hidden.
    """
    rows = visible_spikes(viewer).select_related("topic__unit", "topic__owner")
    rows = rows.select_for_update(of=("self",)) if lock else rows
    spike = rows.filter(pk=spike_id).first()
    if spike is None:
        raise SpikeNotFoundError
    return spike


def visible_channels(viewer: Person) -> QuerySet[ChatChannel]:
    """Return the channels in use that are told of units where `viewer` listens."""
    rows = ChatChannel.objects.filter(removed_at__isnull=True)
    return rows.filter(scope(viewer, Right.SEE_LISTENING, "unit__path"))


def visible_channel(channel_id: UUID, *, viewer: Person, lock: bool = False) -> ChatChannel:
    """Return one channel in use that `viewer` may know about, with its unit.

    Raises:
        ChannelNotFoundError: missing, removed or hidden.
    """
    rows = visible_channels(viewer).select_related("unit")
    rows = rows.select_for_update(of=("self",)) if lock else rows
    channel = rows.filter(pk=channel_id).first()
    if channel is None:
        raise ChannelNotFoundError
    return channel
