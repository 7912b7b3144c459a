"""Who follows which topics and sources, and reads which mentions."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from gouvernail.listening.errors import (
    ChannelNotFoundError,
    MentionNotFoundError,
    SourceNotFoundError,
    SpikeNotFoundError,
    TopicNotFoundError,
    UnheardNotFoundError,
)
from gouvernail.listening.models import (
    ChatChannel,
    Mention,
    Source,
    Spike,
    Topic,
    TopicMention,
    Unheard,
)
from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, may, may_overall, scope
from gouvernail.teams.models import Team
from gouvernail.teams.queries import teams_of


def visible_topics(viewer: Person) -> QuerySet[Topic]:
    """Return the topics of the units where `viewer` listens; closed ones too.

    Whoever created one and listens in its unit no more reads it no more. One query for the grants,
    the first time.
    """
    return Topic.objects.filter(scope(viewer, Right.SEE_LISTENING, "unit__path"))


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

    So are those of a place of their unit that is kept whole, such as a feed or a file. Who listens
    for the whole organisation reads all. Those told to us alone (`is_private`) are in
    none of these: they are read as conversations. Hidden ones are in: a list leaves them out.
    """
    rows = Mention.objects.filter(is_private=False)
    if may_overall(viewer, Right.SEE_LISTENING):
        return rows
    about = TopicMention.objects.filter(
        mention=OuterRef("pk"), topic__in=visible_topics(viewer).values("pk")
    )
    addressed = scope(viewer, Right.SEE_LISTENING, "account__unit__path")
    brought = Source.objects.filter(scope(viewer, Right.SEE_LISTENING, "unit__path"))
    whole = Q(source__in=brought.filter(keeps_all=True).values("pk"))
    return rows.filter(Q(Exists(about)) | addressed | whole)


def visible_mention(mention_id: UUID, *, viewer: Person, lock: bool = False) -> Mention:
    """Return one mention that `viewer` may read, with its source and account.

    Raises:
        MentionNotFoundError: missing, no longer kept, or hidden from `viewer`.
    """
    rows = visible_mentions(viewer).select_related("source", "account__unit")
    rows = rows.select_for_update(of=("self",)) if lock else rows
    mention = rows.filter(pk=mention_id).first()
    if mention is None:
        raise MentionNotFoundError
    return mention


def may_handle(mention: Mention, *, viewer: Person) -> bool:
    """Return whether `viewer` moderates where a mention belongs.

    That is in the unit of a topic it is about, of our account that it addresses, or of the place
    that gave it when all of that place is kept. One query beside the rights.
    """
    if may_overall(viewer, Right.MODERATE_COMMENTS):
        return True
    here = scope(viewer, Right.MODERATE_COMMENTS, "topics__topic__unit__path")
    here |= scope(viewer, Right.MODERATE_COMMENTS, "account__unit__path")
    place = scope(viewer, Right.MODERATE_COMMENTS, "source__unit__path")
    here |= place & Q(source__keeps_all=True)
    return Mention.objects.filter(here, pk=mention.pk).exists()


def may_set_aside(mention: Mention, *, viewer: Person) -> bool:
    """Return whether `viewer` may take a mention out of the lists of everybody.

    What addresses an account of ours is for the moderators of its unit. One query at most beside
    the rights; `mention` has its account and the account's unit loaded.
    """
    if mention.account is None:
        return may_handle(mention, viewer=viewer)
    return may(viewer, Right.MODERATE_COMMENTS, unit=mention.account.unit)


def visible_spikes(viewer: Person) -> QuerySet[Spike]:
    """Return the spikes of topics that `viewer` sees, or that their crisis team is woken for.

    One query for their teams, beside the rights.
    """
    read = scope(viewer, Right.SEE_LISTENING, "unit__path")
    for team in _crisis_teams(viewer):
        read |= Q(unit__path__startswith=team.unit.path)
    return Spike.objects.filter(topic__in=Topic.objects.filter(read).values("pk"))


def _crisis_teams(viewer: Person) -> list[Team]:
    return [team for team in teams_of(viewer) if team.duty == Team.Duty.CRISIS]


def require_alerts(viewer: Person) -> None:
    """Refuse whom no alert is for: who listens nowhere, and sits in no crisis team.

    One query at most beside the rights.

    Raises:
        RightMissingError: no alert reaches them.
    """
    if not may(viewer, Right.SEE_LISTENING) and not _crisis_teams(viewer):
        raise RightMissingError(str(Right.SEE_LISTENING))


def visible_spike(spike_id: UUID, *, viewer: Person, lock: bool = False) -> Spike:
    """Return one spike that `viewer` may know about, with its topic.

    Raises:
        SpikeNotFoundError: missing or hidden.
    """
    rows = visible_spikes(viewer).select_related("topic__unit", "topic__owner")
    rows = rows.select_for_update(of=("self",)) if lock else rows
    spike = rows.filter(pk=spike_id).first()
    if spike is None:
        raise SpikeNotFoundError
    return spike


def visible_unheard(unheard_id: UUID, *, viewer: Person, lock: bool = False) -> Unheard:
    """Return one request not to be kept, for who chooses what the whole organisation listens to.

    Raises:
        UnheardNotFoundError: missing, over, or hidden from `viewer`.
    """
    rows = Unheard.objects.filter(ended_at__isnull=True)
    rows = rows.select_for_update() if lock else rows
    may_see = may_overall(viewer, Right.EDIT_LISTENING)
    unheard = rows.filter(pk=unheard_id).first() if may_see else None
    if unheard is None:
        raise UnheardNotFoundError
    return unheard


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
