"""Notifications by mail of networks that give no access: what was said, as far as a mail tells.

A person has the notifications of an account forwarded to a mailbox of the organisation; each mail
becomes something heard, answered by hand on the network. No link is ever followed. Who wrote a mail
is what its `From` claims: `vouched` says whether the receiving server found a signature of that
domain good (RFC 8601), and whoever reads may insist on it.

Sources: RFC 5322, RFC 2369 and 2919 (lists), RFC 8601; subjects as the networks write them in
French and English.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime
from typing import Final, TypeAlias

from gouvernail.networks.contract.heard import Heard, What
from gouvernail.networks.hearing import digest, host_of, shown_name, sound_text, web_address
from gouvernail.networks.hypertext import read_html

MAX_BYTES: Final = 2 * 1024 * 1024
_PARTS: Final = 40
_HEADER: Final = 1_000
_READ: Final = frozenset({"text/plain", "text/html"})


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """A mail that is no notification we know.

    Attributes:
        reason: `too_long`, `broken`, `unknown_sender`, `unknown_subject`, `no_text`.
        subject: of the mail, for whoever sorts them.
    """

    reason: str
    subject: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A notification that was understood.

    Attributes:
        heard: what it tells. `remote_id` is the address it leads to where that is one post, else
            the mail's own `Message-ID`.
        act: `comment`, `mention`, `message`, `reply`, `share` or `review`.
        private: the words are not public, and are not for dashboards.
        vouched: a good signature of the network's own domain was found by `receiver`.
    """

    heard: Heard
    act: str
    private: bool
    vouched: bool


Reading: TypeAlias = Letter | NotUnderstood

_SENDERS: Final[Mapping[str, tuple[str, ...]]] = {
    "facebook": ("facebookmail.com", "facebook.com", "business.facebook.com"),
    "instagram": ("instagram.com", "mail.instagram.com"),
    "linkedin": ("linkedin.com", "e.linkedin.com", "el.linkedin.com"),
    "x": ("x.com", "twitter.com"),
}
_SITES: Final[Mapping[str, tuple[str, ...]]] = {
    "facebook": ("facebook.com", "fb.com"),
    "instagram": ("instagram.com",),
    "linkedin": ("linkedin.com",),
    "x": ("x.com", "twitter.com"),
}
_WHO: Final = r"(?P<who>[^\n]{1,120}?)"
_ACTS: Final[tuple[tuple[str, "re.Pattern[str]"], ...]] = (
    ("reply", re.compile(rf"(?i)^{_WHO} (?:replied to|a répondu à|vous a répondu)\b")),
    ("comment", re.compile(rf"(?i)^{_WHO} (?:(?:also )?commented on|a (?:aussi )?commenté)\b")),
    (
        "comment",
        re.compile(rf"(?i)^(?:new comment from|nouveau commentaire de) {_WHO}(?: (?:on|sur)\b|$)"),
    ),
    ("mention", re.compile(rf"(?i)^{_WHO} (?:mentioned|tagged) (?:you|your|a page)\b")),
    (
        "mention",
        re.compile(rf"(?i)^{_WHO} (?:vous a (?:mentionné|identifié)|a (?:mentionné|identifié))"),
    ),
    (
        "message",
        re.compile(rf"(?i)^{_WHO} (?:sent (?:you|your page) a (?:direct )?message|messaged you)\b"),
    ),
    ("message", re.compile(rf"(?i)^{_WHO} (?:vous a envoyé un message|a envoyé un message)\b")),
    ("message", re.compile(rf"(?i)^(?:new message from|nouveau message de) {_WHO}$")),
    ("share", re.compile(rf"(?i)^{_WHO} (?:shared|reposted|a partagé|a republié)\b")),
    (
        "review",
        re.compile(rf"(?i)^{_WHO} (?:reviewed|recommends|a donné son avis sur|recommande)\b"),
    ),
)
_FORWARDED: Final = re.compile(r"^(?:\s*(?:fwd?|tr|re|wg)\s*:)+\s*", re.IGNORECASE)
_POST: Final = re.compile(
    r"/(?:status|posts|p|reel|permalink|videos|photos)/|/feed/update/|story_fbid|comment_id"
)
_HOST: Final = re.compile(r"(?:https?://|@|<)([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)")
_HANDLE: Final = re.compile(r"\(?@([A-Za-z0-9_.]{1,50})\)?")
_REPLIED: Final = frozenset({"comment", "reply"})
_BOILERPLATE: Final = re.compile(
    r"^(?:see (?:comment|post|all)|view (?:comment|post|on|tweet|message)|reply(?: to .*)?$"
    r"|répondre|voir (?:le|la|les|sur|ce|toutes)|unsubscribe|se désabonner"
    r"|this (?:message|email) was sent|ce (?:message|courriel|mail|e-mail) (?:a été|vous)"
    r"|you are receiving|vous recevez|©|help$"
    r"|aide$|-{3,}|_{3,}|={3,}|https?://\S+$)",
    re.IGNORECASE,
)


def read(data: bytes, *, at: datetime, receiver: str = "") -> Reading:
    """Return what one mail tells; total.

    Args:
        data: the mail as received (`.eml`), or one that carries the notification as attachment.
        at: aware; when it was received, for a mail whose date cannot be read.
        receiver: `authserv-id` of our own mail server, whose word on signatures is taken.
    """
    if len(data) > MAX_BYTES:
        return NotUnderstood("too_long")
    try:
        return _read(message_from_bytes(data, policy=policy.compat32), at, receiver)
    except (MessageError, LookupError, ValueError, AttributeError, TypeError, RecursionError):
        # The library's parser has such ends on mail that is none.
        return NotUnderstood("broken")


def _read(mail: "Message[str, str]", at: datetime, receiver: str) -> Reading:
    inner = _forwarded(mail)
    subject = _FORWARDED.sub("", _decoded(inner, "Subject"))
    network = _network(inner)
    if not network:
        return NotUnderstood("unknown_sender", subject)
    act, who = _act(subject)
    if not act:
        return NotUnderstood("unknown_subject", subject)
    words, links = _words(inner)
    text = _said(words, subject)
    if not text:
        return NotUnderstood("no_text", subject)
    url = next((one for one in links if _leads_to(one, network)), "")
    handle = _HANDLE.search(who)
    heard = Heard(
        network=network,
        what=What.REPLY if act in _REPLIED else What.POST,
        remote_id=url[:300] if _POST.search(url) else _message_id(inner),
        posted_at=_date(inner, at),
        url=url,
        author_handle=handle[1] if handle else "",
        author_name=_HANDLE.sub("", who).strip(),
        text=text,
        has=frozenset({"reply"} if act in _REPLIED else {"mention"} if act == "mention" else ()),
    )
    vouched = inner is mail and _is_vouched(mail, network, receiver)
    return Letter(heard=heard, act=act, private=act == "message", vouched=vouched)


def _forwarded(mail: "Message[str, str]") -> "Message[str, str]":
    """Return the mail that is attached whole to another; else the mail itself."""
    for number, part in enumerate(mail.walk()):
        if number >= _PARTS:
            break
        held = part.get_payload() if part.get_content_type() == "message/rfc822" else None
        if isinstance(held, list) and held and isinstance(held[0], Message):
            return held[0]
    return mail


def _decoded(mail: "Message[str, str]", name: str) -> str:
    """Return a header on one line, its encoded words read; empty when it is not there."""
    raw = mail.get(name)
    if raw is None:
        return ""
    value = str(make_header(decode_header(str(raw)[:_HEADER])))
    return shown_name(" ".join(value.split()), _HEADER)


def _network(mail: "Message[str, str]") -> str:
    """Return the network that a mail says it comes from: its sender, else its list."""
    sender = parseaddr(_decoded(mail, "From"))[1].rpartition("@")[2]
    listed = (_decoded(mail, "List-Id"), _decoded(mail, "List-Unsubscribe"))
    for network, domains in _SENDERS.items():
        if _is_within(sender, domains):
            return network
    # A forwarder may put itself in `From` and leave the headers of the list as they were.
    claimed = _HOST.findall(" ".join(listed))
    for network, domains in _SENDERS.items():
        if claimed and all(_is_within(one, domains) for one in claimed):
            return network
    return ""


def _is_within(host: str, domains: tuple[str, ...]) -> bool:
    name = host.lower().rstrip(".")
    return any(name == one or name.endswith(f".{one}") for one in domains)


def _act(subject: str) -> tuple[str, str]:
    """Return what happened and who did it."""
    for act, pattern in _ACTS:
        found = pattern.search(subject)
        if found:
            return act, found["who"].strip(' \u00a0\u202f:«»"')
    return "", ""


def _words(mail: "Message[str, str]") -> tuple[str, tuple[str, ...]]:
    """Return the words of a mail, plain ones first, and the links of both."""
    plain, links = "", []
    rich = ""
    for kind, text in _texts(mail):
        if kind == "text/plain" and not plain:
            plain = text
            links += re.findall(r"https?://[^\s<>\"')\]]{1,2000}", text)
        elif kind == "text/html" and not rich:
            read_ = read_html(text)
            rich = read_.text
            links += read_.links
    return plain if plain.strip() else rich, tuple(one for one in map(web_address, links) if one)


def _texts(mail: "Message[str, str]") -> Iterator[tuple[str, str]]:
    for number, part in enumerate(mail.walk()):
        if number >= _PARTS:
            return
        kind = part.get_content_type()
        if (
            kind not in {"text/plain", "text/html"}
            or part.get_content_disposition() == "attachment"
        ):
            continue
        data = part.get_payload(decode=True)
        if isinstance(data, bytes):
            yield kind, _text(data, part.get_content_charset())


def _text(data: bytes, charset: str | None) -> str:
    for name in (charset or "utf-8", "utf-8", "cp1252"):
        try:
            return data.decode(name)
        except (LookupError, ValueError):
            continue
    return data.decode("utf-8", "replace")


def _said(words: str, subject: str) -> str:
    """Return what somebody said: the lines between the subject said again and the buttons."""
    lines: list[str] = []
    for line in sound_text(words).split("\n"):
        bare = " ".join(line.replace("\u200c", "").replace("\ufeff", "").split())
        if lines and _BOILERPLATE.match(bare):
            break
        if not lines and (not bare or bare.rstrip(".: ") == subject.rstrip(".: ") or _act(bare)[0]):
            continue
        if not _BOILERPLATE.match(bare):
            lines.append(bare)
    return "\n".join(lines).strip(' "«»\u00a0\u202f\n“”')


def _leads_to(url: str, network: str) -> bool:
    return _is_within(host_of(url), _SITES[network]) and url.count("/") > 2  # noqa: PLR2004


def _message_id(mail: "Message[str, str]") -> str:
    name = _decoded(mail, "Message-ID").strip("<> ")[:280]
    return f"mail:{name}" if name else f"mail:{digest(mail.as_string())}"


def _date(mail: "Message[str, str]", at: datetime) -> datetime:
    try:
        found = parsedate_to_datetime(_decoded(mail, "Date"))
        found = found if found.tzinfo else found.replace(tzinfo=UTC)
        return min(found.astimezone(UTC), at.astimezone(UTC))
    except (ValueError, OverflowError):
        return at.astimezone(UTC)


def _is_vouched(mail: "Message[str, str]", network: str, receiver: str) -> bool:
    """Whether our own server found a DKIM signature of the network's domain good."""
    if not receiver:
        return False
    for raw in mail.get_all("Authentication-Results", []):
        said = " ".join(str(raw)[:_HEADER].split())
        server, _semicolon, results = said.partition(";")
        if server.split()[:1] != [receiver]:
            continue
        for domain in re.findall(r"\bdkim=pass\b[^;]*?header\.[di]=@?([A-Za-z0-9.-]+)", results):
            if _is_within(domain, _SENDERS[network]):
                return True
    return False
