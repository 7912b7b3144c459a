"""Links, mentions and hashtags of a text as written, with their places in it."""

from gouvernail.kernel.text.entities.hashtags import Hashtag, find_hashtags
from gouvernail.kernel.text.entities.links import Link, find_links
from gouvernail.kernel.text.entities.mentions import Mention, find_mentions

__all__ = ["Hashtag", "Link", "Mention", "find_hashtags", "find_links", "find_mentions"]
