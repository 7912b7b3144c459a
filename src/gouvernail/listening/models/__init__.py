"""What we listen to, what we hear, how much of it, and what rises above usual."""

from gouvernail.listening.models.handling import Handling, Note, Tag, Tagging, Unheard
from gouvernail.listening.models.mentions import AuthorName, Mention, OtherName, TopicMention
from gouvernail.listening.models.sources import Position, Source
from gouvernail.listening.models.spikes import Rhythm, Spike
from gouvernail.listening.models.telling import ChatChannel, Held, OnCall, Parcel, QuietHours
from gouvernail.listening.models.topics import Topic
from gouvernail.listening.models.volumes import Daily, DayHour, Hourly, Quarter, TermDay

__all__ = [
    "AuthorName",
    "ChatChannel",
    "Daily",
    "DayHour",
    "Handling",
    "Held",
    "Hourly",
    "Mention",
    "Note",
    "OnCall",
    "OtherName",
    "Parcel",
    "Position",
    "Quarter",
    "QuietHours",
    "Rhythm",
    "Source",
    "Spike",
    "Tag",
    "Tagging",
    "TermDay",
    "Topic",
    "TopicMention",
    "Unheard",
]
