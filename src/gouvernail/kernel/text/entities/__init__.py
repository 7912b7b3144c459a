"""Links, mentions, hashtags and cashtags of a text as written, with their places in it."""

from gouvernail.kernel.text.entities.cashtags import Cashtag, find_cashtags
from gouvernail.kernel.text.entities.hashtags import Hashtag, find_hashtags
from gouvernail.kernel.text.entities.links import Link, find_links
from gouvernail.kernel.text.entities.mentions import Mention, find_mentions, list_of, reply_to

__all__ = [
    "Cashtag",
    "Hashtag",
    "Link",
    "Mention",
    "find_cashtags",
    "find_hashtags",
    "find_links",
    "find_mentions",
    "list_of",
    "reply_to",
]
