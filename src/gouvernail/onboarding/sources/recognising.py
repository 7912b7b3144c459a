"""Which links of a website are accounts of the organisation, and which only look like it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import parse_qs, urlsplit

from gouvernail.kernel.text.addresses import Address, AddressError, parse_address

# Beginnings of path segments that share a page or show a part of a network in ours.
_SHARING: Final = (
    *("share", "sharing", "intent", "dialog", "plugins", "widgets", "submit", "embed", "oembed"),
    *("compose", "cws"),
)
_CARRIED: Final = frozenset({"url", "u", "link", "text", "title", "quote", "body"})
_RANK: Final = ("rel_me", "declared", "header", "footer", "text")
_NEVER: Final = frozenset({"rss", "website", "practice"})
_ENOUGH: Final = 2  # pages that name an account in their text before it is likely ours
SHOWN_PLACES: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One absolute link, on which page, in which part of it."""

    url: str
    page: str
    place: str


@dataclass(slots=True, kw_only=True)
class Found:
    """One account, and where it was seen, most telling first."""

    address: Address
    seen: list[Seen] = field(default_factory=list)

    @property
    def is_likely(self) -> bool:
        """Return whether the site presents it as its own, rather than mentions it once.

        A person's own profile never is.
        """
        if self.address.network == "linkedin" and self.address.kind == "profile":
            return False
        told = any(one.place in {"rel_me", "declared", "header", "footer"} for one in self.seen)
        return told or len({one.page for one in self.seen}) >= _ENOUGH


def why_not(seen: Seen) -> str:
    """Return why a link to a network is no account: `share`, `post`, `embed`; empty if it may be.

    A link that leads to no network at all has the code of its refusal, or `feed`.
    """
    if seen.place == "embed":
        return "embed"
    if is_share(seen.url):
        return "share"
    try:
        address = parse_address(seen.url)
    except AddressError as error:
        return error.code
    if address.network in _NEVER:
        return "feed"
    return "post" if address.kind == "post" else ""


def is_share(url: str) -> bool:
    """Return whether an address passes something on (`sharer.php?u=…`, `intent/tweet?text=…`)."""
    try:
        parts = urlsplit(url)
        asked = parse_qs(parts.query, max_num_fields=50)
    except ValueError:
        return True
    segments = [each.lower() for each in parts.path.split("/") if each][:3]
    if any(each.startswith(_SHARING) for each in segments):
        return True
    carried = (value for name in _CARRIED & asked.keys() for value in asked[name])
    return any(value.startswith(("http://", "https://")) for value in carried) or (
        not segments and bool(_CARRIED & asked.keys())
    )


def recognise(links: Iterable[Seen]) -> tuple[list[Found], Counter[str]]:
    """Return each account once, the likeliest first, and how many links were not accounts, by why.

    Only `share`, `post` and `embed` are counted: other links lead elsewhere.
    """
    found: dict[tuple[str, str], Found] = {}
    left_out: Counter[str] = Counter()
    for seen in links:
        why = why_not(seen)
        if why:
            left_out[why] += why in {"share", "post", "embed"}
            continue
        address = parse_address(seen.url)
        one = found.setdefault(address.key, Found(address=address))
        if (seen.page, seen.place) not in {(each.page, each.place) for each in one.seen}:
            one.seen.append(seen)
    for one in found.values():
        one.seen.sort(key=lambda each: _RANK.index(each.place))
        del one.seen[SHOWN_PLACES:]
    ordered = sorted(found.values(), key=lambda one: (not one.is_likely, one.address.network))
    return ordered, +left_out
