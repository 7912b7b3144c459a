"""Text as every engine sees it: folded, cut into words, counted, addressed."""

from gouvernail.kernel.text.addresses import (
    NETWORKS,
    Address,
    AddressError,
    follow_address,
    parse_address,
)
from gouvernail.kernel.text.distances import osa_distance
from gouvernail.kernel.text.emoji import EMOJI
from gouvernail.kernel.text.entities import (
    Cashtag,
    Hashtag,
    Link,
    Mention,
    find_cashtags,
    find_hashtags,
    find_links,
    find_mentions,
    list_of,
    reply_to,
)
from gouvernail.kernel.text.facts import (
    EMPTY,
    MONTHS,
    Fact,
    FactKind,
    find_facts,
    singular,
    weekday,
)
from gouvernail.kernel.text.folding import FOLD_VERSION, Folded, fold
from gouvernail.kernel.text.lengths import (
    DEFAULT_LIMITS,
    Count,
    Limits,
    count,
    count_bluesky,
    count_mastodon,
    count_plain,
    count_x,
)
from gouvernail.kernel.text.likeness import likeness, shingled
from gouvernail.kernel.text.measures import (
    Reading,
    Sentence,
    language_of,
    reading_ease,
    sentences,
    syllables,
)
from gouvernail.kernel.text.skeletons import skeleton
from gouvernail.kernel.text.splitting import Token, TokenKind, spaced, spaced_span, tokens, words
from gouvernail.kernel.text.subjects import Subject, Subjects, subject_words
from gouvernail.kernel.text.threads import MAX_POSTS, THREADED, Part, posts_of, thread_parts

__all__ = [
    "DEFAULT_LIMITS",
    "EMOJI",
    "EMPTY",
    "FOLD_VERSION",
    "MAX_POSTS",
    "MONTHS",
    "NETWORKS",
    "THREADED",
    "Address",
    "AddressError",
    "Cashtag",
    "Count",
    "Fact",
    "FactKind",
    "Folded",
    "Hashtag",
    "Limits",
    "Link",
    "Mention",
    "Part",
    "Reading",
    "Sentence",
    "Subject",
    "Subjects",
    "Token",
    "TokenKind",
    "count",
    "count_bluesky",
    "count_mastodon",
    "count_plain",
    "count_x",
    "find_cashtags",
    "find_facts",
    "find_hashtags",
    "find_links",
    "find_mentions",
    "fold",
    "follow_address",
    "language_of",
    "likeness",
    "list_of",
    "osa_distance",
    "parse_address",
    "posts_of",
    "reading_ease",
    "reply_to",
    "sentences",
    "shingled",
    "singular",
    "skeleton",
    "spaced",
    "spaced_span",
    "subject_words",
    "syllables",
    "thread_parts",
    "tokens",
    "weekday",
    "words",
]
