"""Reading the approved replies to start from: one file per theme, in both languages. Pure.

`common.yaml` holds the themes, the tones, the variables and the help lines; each theme is one file.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from gouvernail.kernel.bilingual import (
    Both,
    Variable,
    both,
    differ,
    example_of,
    items,
    own_words,
    read_file,
    sayings,
    slug,
    variables_of,
    word,
)
from gouvernail.kernel.rules.fields import Fields
from gouvernail.kernel.text import DEFAULT_LIMITS, count

DUTIES: Final = ("care", "press", "crisis", "engagement", "sales", "expert", "approval")
"""The duties of teams a case may be handed to."""
SHORT_ON: Final = ("x", "bluesky", "mastodon", "threads")
LONGEST: Final = 1200
_LANGUAGES: Final = ("fr", "en")


@dataclass(frozen=True, slots=True, kw_only=True)
class StarterTheme:
    """A family of problems."""

    slug: str
    name: Both


@dataclass(frozen=True, slots=True, kw_only=True)
class StarterTone:
    """How a reply sounds."""

    slug: str
    name: Both


@dataclass(frozen=True, slots=True, kw_only=True)
class StarterHelpLine:
    """Whom a person in distress can reach, in `country` (`FR`, `CA-QC`). To be checked."""

    slug: str
    country: str
    words: Both


@dataclass(frozen=True, slots=True, kw_only=True)
class StarterHandover:
    """Who takes the case, by duty, and when."""

    duty: str
    words: Both


@dataclass(frozen=True, slots=True, kw_only=True)
class StarterReply:
    """An answer to one problem.

    `asked` are examples of what people write; `check` what to know before answering; `short`
    fits every short network, `long` goes where there is room; `handover` is when not to answer
    alone. `help_lines` are slugs of `starter_help_lines()`, quoted in the texts.
    """

    slug: str
    theme: str
    title: Both
    when: Both
    asked: tuple[Both, ...]
    tone: str
    check: tuple[Both, ...]
    short: Both
    long: Both
    handover: StarterHandover
    help_lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StarterReplyCommons:
    """What the replies share, each by its slug. `to_check` is said beside every help line."""

    themes: Mapping[str, StarterTheme]
    tones: Mapping[str, StarterTone]
    help_lines: Mapping[str, StarterHelpLine]
    to_check: Both
    variables: Mapping[str, Variable]


@cache
def starter_reply_commons() -> StarterReplyCommons:
    """Return what the replies share."""
    return read_reply_commons(_text("common"), "common.yaml")


@cache
def starter_replies() -> tuple[StarterReply, ...]:
    """Return the replies to start from, theme by theme."""
    themes = starter_reply_commons().themes
    return tuple(reply for theme in themes for reply in read_replies(_text(theme), f"{theme}.yaml"))


def _text(name: str) -> str:
    return files(__package__).joinpath(f"{name}.yaml").read_text("utf-8")


def read_reply_commons(source: str, name: str) -> StarterReplyCommons:
    """Return what `common.yaml` says.

    Raises:
        DataFileError: every fault, at its place.
    """
    return read_file(source, name, _commons)


def _commons(fields: Fields) -> StarterReplyCommons:
    themes = items(fields, "themes", _theme)
    tones = items(fields, "tones", _tone)
    lines = items(fields, "help_lines", _help_line)
    differ(fields, "themes", [each.slug for each in themes])
    differ(fields, "tones", [each.slug for each in tones])
    differ(fields, "help_lines", [each.slug for each in lines])
    return StarterReplyCommons(
        themes={each.slug: each for each in themes},
        tones={each.slug: each for each in tones},
        help_lines={each.slug: each for each in lines},
        to_check=both(fields, "to_check"),
        variables=variables_of(fields),
    )


def _theme(fields: Fields) -> StarterTheme:
    return StarterTheme(slug=slug(fields, "theme"), name=own_words(fields))


def _tone(fields: Fields) -> StarterTone:
    return StarterTone(slug=slug(fields, "tone"), name=own_words(fields))


def _help_line(fields: Fields) -> StarterHelpLine:
    return StarterHelpLine(
        slug=slug(fields, "line"),
        country=word(fields, "country", ("FR", "CA-QC")),
        words=own_words(fields),
    )


def read_replies(source: str, name: str) -> tuple[StarterReply, ...]:
    """Return the replies of a file.

    Raises:
        DataFileError: every fault, at its place.
    """
    return read_file(source, name, _replies)


def _replies(fields: Fields) -> tuple[StarterReply, ...]:
    theme = word(fields, "theme", starter_reply_commons().themes)

    def read(inner: Fields) -> StarterReply:
        return _reply(inner, theme)

    replies = items(fields, "replies", read)
    differ(fields, "replies", [each.slug for each in replies])
    return replies


def _reply(fields: Fields, theme: str) -> StarterReply:
    commons = starter_reply_commons()
    reply = StarterReply(
        slug=slug(fields, "reply"),
        theme=theme,
        title=both(fields, "title"),
        when=both(fields, "when"),
        asked=sayings(fields, "asked", least=2, most=6),
        tone=word(fields, "tone", commons.tones),
        check=sayings(fields, "check", most=4),
        short=both(fields, "short", variables=commons.variables),
        long=both(fields, "long", variables=commons.variables, limit=LONGEST),
        handover=_handover(fields),
        help_lines=_lines(fields),
    )
    for lang in _LANGUAGES:
        _fits(fields, reply.short, lang)
    return reply


def _handover(fields: Fields) -> StarterHandover:
    inner = fields.child("handover", required=True)
    if inner is None:
        return StarterHandover(duty="", words=Both("", ""))
    handover = StarterHandover(duty=word(inner, "duty", DUTIES), words=own_words(inner))
    inner.close()
    return handover


def _lines(fields: Fields) -> tuple[str, ...]:
    lines = fields.texts("help_lines")
    known = starter_reply_commons().help_lines
    for line, node in zip(lines, fields.nodes("help_lines"), strict=True):
        if line not in known:
            choices = ", ".join(known)
            fields.fault(node, "expected_choice", value=line, key="help_lines", choices=choices)
    return lines


def _fits(fields: Fields, words: Both, lang: str) -> None:
    text = example_of(words.said(lang), starter_reply_commons().variables, lang)
    for network in SHORT_ON:
        counted = count(network, text, limits=DEFAULT_LIMITS[network])
        if not counted.fits:
            inner = fields.child("short")
            place = inner.get(lang) if inner is not None else None
            size, limit = counted.length, counted.limit
            fields.fault(place, "does_not_fit", value=network, size=size, limit=limit)
            return
