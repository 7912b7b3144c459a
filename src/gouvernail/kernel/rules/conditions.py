"""When a rule applies at all: network, unit, audience, language, tags, class of account, dates."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date
from difflib import get_close_matches
from typing import Final

from gouvernail.kernel.rules.fields import Fields
from gouvernail.kernel.rules.post import Context, Post
from gouvernail.kernel.rules.shapes import DAY, TEXTS, Keys
from gouvernail.kernel.text import NETWORKS, fold

_NEAREST: Final = 5
_ALIKE: Final = 0.5

KEYS: Final[Keys] = {
    "network": TEXTS,
    "unit": TEXTS,
    "audience": TEXTS,
    "language": TEXTS,
    "tags": TEXTS,
    "account": TEXTS,
    "origin": TEXTS,
    "from": DAY,
    "until": DAY,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """Every condition that is written must hold; inside one, any of its values does.

    Audiences are compared without case or accents. A post of unknown language meets every
    language, and one without a date every date: a rule is not escaped by leaving a field empty.
    Dates are days in UTC, both included.
    """

    network: tuple[str, ...] = ()
    unit: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    account: tuple[str, ...] = ()
    origin: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None

    def holds(self, post: Post, context: Context) -> bool:
        """Whether the rule is to be asked about this post."""
        return (
            (not self.network or post.network in self.network)
            and (not self.language or not post.lang or post.lang[:2] in self.language)
            and (not self.tags or not set(self.tags).isdisjoint(post.tags))
            and (not self.origin or not set(self.origin).isdisjoint(_origins(post)))
            and self._suits(context)
        )

    def _suits(self, context: Context) -> bool:
        return (
            (not self.unit or not set(self.unit).isdisjoint(context.unit_path))
            and (
                not self.audience
                or not _folded(self.audience).isdisjoint(_folded(context.audience))
            )
            and (not self.account or context.account_class in self.account)
            and self._is_in_force(context)
        )

    def _is_in_force(self, context: Context) -> bool:
        if context.at is None:
            return True
        day = context.at.astimezone(UTC).date()
        return (self.since or day) <= day <= (self.until or day)


def _folded(names: Iterable[str]) -> set[str]:
    """Return names as they are compared: people write audiences as they come."""
    return {fold(name).text for name in names}


def _origins(post: Post) -> set[str]:
    """Return where the words and the pictures of a post come from."""
    return {post.origin, *(media.origin for media in post.media)}


ALWAYS = When()


def _know_names(fields: Fields) -> None:
    """Fault the networks and units that do not exist: the rule would never apply."""
    for node in fields.nodes("network"):
        name = fields.text_of(node, "network")
        if name and name not in NETWORKS:
            fields.fault(node, "unknown_network", value=name, choices=", ".join(sorted(NETWORKS)))
    units = fields.reading.units
    for node in fields.nodes("unit") if units is not None else ():
        code = fields.text_of(node, "unit")
        if code and units is not None and code not in units:
            near = get_close_matches(code, units, n=_NEAREST, cutoff=_ALIKE)
            fields.fault(node, "unknown_unit", value=code, choices=", ".join(near) or "-")


def read_when(fields: Fields | None) -> When:
    """Read the conditions of a rule; none means always."""
    if fields is None:
        return ALWAYS
    _know_names(fields)
    when = When(
        network=fields.texts("network"),
        unit=fields.texts("unit"),
        audience=fields.texts("audience"),
        language=fields.texts("language"),
        tags=fields.texts("tags"),
        account=fields.texts("account"),
        origin=fields.texts("origin"),
        since=fields.day("from"),
        until=fields.day("until"),
    )
    if when.since and when.until and when.until < when.since:
        fields.fault(None, "dates_reversed")
    fields.close()
    return when
