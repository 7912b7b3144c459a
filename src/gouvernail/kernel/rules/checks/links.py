"""Links: only these hosts, never those, no shortener, no host that passes for another."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from ruamel.yaml.nodes import Node

from gouvernail.kernel.rules.check import Hit, Leaf, Scan
from gouvernail.kernel.rules.checks.terms import listed
from gouvernail.kernel.rules.fields import Fields
from gouvernail.kernel.rules.finding import Span
from gouvernail.kernel.rules.prepared import SPANS_PER_CHECK
from gouvernail.kernel.rules.shapes import FLAG, TEXTS, Keys, number
from gouvernail.kernel.text import fold, osa_distance, skeleton
from gouvernail.kernel.text.entities import find_links

KIND: Final = "links"
SAYS: Final = frozenset({"quote", "host"})
_DOMAIN: Final = re.compile(r"(?:[^\W_][\w-]{0,62}\.)+[^\W_][\w-]{1,62}")
_URL: Final = re.compile(
    r"(?:([a-z][a-z0-9+.-]*)://)?(?:([^/?#@\s]*)@)?([^/:?#\s]+)", re.IGNORECASE
)
_NUMERIC: Final = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}|\[[0-9a-f:.]+\]")
_BARE: Final = re.compile(r"https?://(\S{1,2048})", re.IGNORECASE)
_LONG_NAME: Final = 6
_LABELS: Final = 2

KEYS: Final[Keys] = {
    "allow": TEXTS,
    "deny": TEXTS,
    "lookalikes_of": TEXTS,
    "insecure": FLAG,
    "unnamed": FLAG,
    "most": number(0, 100),
    "present": FLAG,
}


class _Target(NamedTuple):
    """One link: where it stands in the text (None when attached), and what it is made of."""

    span: Span | None
    url: str
    scheme: str
    login: bool
    host: str
    shown: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Links that break one of these conditions. A domain stands for its sub-domains too."""

    allow: frozenset[str]
    deny: frozenset[str]
    lookalikes_of: tuple[str, ...]
    insecure: bool
    unnamed: bool
    most: int | None
    present: bool
    kind: str = KIND

    def leaves(self) -> tuple[Leaf, ...]:
        """Return nothing: links have their own search."""
        return ()

    def anchors(self) -> None:
        """Return None: any post may hold a link."""
        return

    def hits(self, scan: Scan) -> list[Hit]:
        """Return the faulty links, in the order of the text, those attached last."""
        post = scan.text.post
        targets = [*scan.text.once(_in_text), *(_target(url, None) for url in post.links)]
        faulty = [target for target in targets if self._is_faulty(target)]
        if self.most is not None and len(targets) > self.most:
            faulty += [each for each in targets[self.most :] if each not in faulty]
        return [
            Hit(each.span, {"quote": each.url, "host": each.host})
            for each in faulty[:SPANS_PER_CHECK]
        ]

    def _is_faulty(self, target: _Target) -> bool:
        return (
            self.present
            or _within(target.host, self.deny)
            or (bool(self.allow) and not _within(target.host, self.allow))
            or (self.insecure and target.scheme == "http")
            or (self.unnamed and (target.login or bool(_NUMERIC.fullmatch(target.host))))
            or (bool(self.lookalikes_of) and self._deceives(target))
        )

    def _deceives(self, target: _Target) -> bool:
        """Whether the host imitates a protected one, as read or as shown (`paypaI.com`)."""
        hosts = {target.host, skeleton(target.shown).lower()}
        return not _within(target.host, frozenset(self.lookalikes_of)) and any(
            passes_for(host, self.lookalikes_of) for host in hosts
        )


def _in_text(text: str) -> tuple[_Target, ...]:
    return tuple(_targets(text))


def _targets(text: str) -> Iterator[_Target]:
    """Yield the links of a text, those to a bare address or with a login included."""
    taken = 0
    if "://" in text:
        for match in _BARE.finditer(text):
            target = _target(match[0], Span(*match.span()))
            if target.login or _NUMERIC.fullmatch(target.host):
                yield target
                taken = match.end()
    if "." in text:
        for link in find_links(text):
            if link.start >= taken:
                yield _target(link.url, Span(link.start, link.end))


def _target(url: str, span: Span | None) -> _Target:
    found = _URL.match(url)
    scheme, login, host = found.groups() if found is not None else ("", None, url)
    return _Target(span, url, (scheme or "").lower(), login is not None, _host(host), host)


def _host(host: str) -> str:
    """Return a host name as read: lower case, no final dot, no `www.`, not encoded."""
    host = host.lower().rstrip(".").removeprefix("www.")
    if "xn--" in host:
        try:
            return host.encode("ascii").decode("idna")
        except UnicodeError:
            return host
    return host


def _within(host: str, domains: frozenset[str]) -> bool:
    """Whether a host is one of these domains, or below one."""
    labels = host.split(".")
    return any(".".join(labels[at:]) in domains for at in range(len(labels)))


@lru_cache(maxsize=4096)
def passes_for(host: str, domains: tuple[str, ...]) -> bool:
    """Whether a host imitates one of these domains without belonging to it.

    It does when it looks the same (UTS #39), is one slip away from a name of six letters or
    more, or holds such a name as one of its words (`alize-secure.example`).
    """
    if _within(host, frozenset(domains)):
        return False
    look = _look(host)
    words = set(re.split(r"[.\-_]", look))
    return any(_imitates(look, words, _look(domain)) for domain in domains)


def _imitates(look: str, words: set[str], domain: str) -> bool:
    name = domain.partition(".")[0]
    registered = ".".join(look.split(".")[-_LABELS:])
    if registered == domain:
        return True
    close = len(name) >= _LONG_NAME and osa_distance(registered, domain, limit=1) <= 1
    return close or (len(name) >= _LONG_NAME - 1 and name in words)


def _look(host: str) -> str:
    return skeleton(fold(host).text).lower()


def read(fields: Fields) -> Links:
    """Read `allow`, `deny`, `lookalikes_of` (lists or named lists) and the other conditions."""
    links = Links(
        allow=frozenset(_domains(fields, "allow")),
        deny=frozenset(_domains(fields, "deny")),
        lookalikes_of=tuple(sorted(_domains(fields, "lookalikes_of"))),
        insecure=fields.flag("insecure"),
        unnamed=fields.flag("unnamed"),
        most=fields.number("most", low=0, high=100),
        present=fields.flag("present"),
    )
    written = (links.allow, links.deny, links.lookalikes_of, links.insecure, links.unnamed)
    if not any((*written, links.present)) and links.most is None:
        fields.fault(None, "nothing_to_find", choices=", ".join(fields.asked))
    return links


def _domains(fields: Fields, key: str) -> Iterator[str]:
    """Yield the domains under a key: written there, or in a list named `list:<name>`."""
    for node in fields.nodes(key):
        value = fields.text_of(node, key)
        if value.startswith("list:"):
            yield from _listed_domains(fields, node, value.removeprefix("list:"))
        elif value:
            yield _domain(fields, node, value)


def _listed_domains(fields: Fields, node: Node, name: str) -> Iterator[str]:
    for value in listed(fields, node, name.strip()):
        yield _domain(fields, node, value)


def _domain(fields: Fields, node: Node, value: str) -> str:
    domain = _host(value)
    if not _DOMAIN.fullmatch(domain):
        fields.fault(node, "bad_domain", value=value)
    return domain
