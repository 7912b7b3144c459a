"""Messages to a channel of chat through its incoming webhook: Slack, Mattermost, Microsoft Teams.

Shapes: Slack, "Sending messages using incoming webhooks" and "Formatting text for app surfaces";
Mattermost, "Incoming webhooks"; Microsoft, "Create incoming webhooks with Workflows" (an adaptive
card of schema 1.4 as the attachment of a message). No answer of theirs carries anything to keep.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from gouvernail.egress import Egress, Request
from gouvernail.networks.calls import call, retry_after_seconds
from gouvernail.networks.contract import Refused, Secret, Unknown

SLACK: Final = "slack"
TEAMS: Final = "teams"
MATTERMOST: Final = "mattermost"
SUCCESS: Final = range(200, 300)
TOO_MANY: Final = 429
FAULT_OF_THEIRS: Final = 500
_MARKS: Final = frozenset("\\`*_{}[]()#+-.!|~>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What is told: a title, plain lines, and where it leads. Nothing in it is marked up."""

    title: str
    lines: Sequence[str]
    link: str
    link_words: str


@dataclass(frozen=True, slots=True)
class Taken:
    """The channel took the message."""


def body_of(kind: str, said: Said) -> bytes:
    """Return a message as the kind of chat takes it: JSON in UTF-8. Pure.

    Words of strangers cannot become a mention of everybody, a link or a picture.

    Raises:
        KeyError: no such kind.
    """
    return json.dumps(_SHAPES[kind](said), ensure_ascii=False).encode()


def post(egress: Egress, *, address: Secret, body: bytes) -> Taken | Refused | Unknown:
    """Hand one message over. The address is a secret: it stands in nothing that is returned."""
    headers = {"content-type": "application/json; charset=utf-8"}
    request = Request(method="POST", url=address.reveal(), headers=headers, body=body)
    answer = call(egress, request)
    if isinstance(answer, Refused):
        return Refused(code=answer.code, message="", permanent=answer.permanent)
    if isinstance(answer, Unknown):
        return Unknown(reason="no_answer")
    if answer.status in SUCCESS:
        return Taken()
    passing = answer.status == TOO_MANY or answer.status >= FAULT_OF_THEIRS
    return Refused(
        code="rate_limited" if answer.status == TOO_MANY else "not_allowed",
        message=f"HTTP {answer.status}",  # no word of theirs: it may repeat the address
        retry_after_seconds=retry_after_seconds(answer),
        permanent=not passing,
    )


def _slack(said: Said) -> Mapping[str, Any]:
    link = f"<{_escaped(said.link)}|{_escaped(said.link_words)}>"
    told = [_unlinked(_escaped(line)) for line in (said.title, *said.lines)]
    lines = [f"*{told[0]}*", *told[1:], link]
    return {"text": "\n".join(lines), "unfurl_links": False, "unfurl_media": False}


def _escaped(text: str) -> str:
    """Escape the three characters that control Slack's text."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _mattermost(said: Said) -> Mapping[str, Any]:
    lines = [f"**{_plain(said.title)}**", *(_plain(line) for line in said.lines)]
    lines.append(f"[{_plain(said.link_words)}]({said.link})")
    return {"text": "\n\n".join(lines)}


def _plain(text: str) -> str:
    """Escape the marks of Markdown; `@` is kept from naming anybody by a character of no width."""
    marked = "".join(f"\\{mark}" if mark in _MARKS else mark for mark in text)
    return _unlinked(marked.replace("@", "@\u200b").replace("<", "\\<"))


def _unlinked(text: str) -> str:
    """Keep an address from becoming a link, by a character of no width."""
    return text.replace("://", ":\u200b//")


def _teams(said: Said) -> Mapping[str, Any]:
    blocks = [{"type": "TextBlock", "text": _plain(line), "wrap": True} for line in said.lines]
    title = {
        "type": "TextBlock",
        "text": _plain(said.title),
        "wrap": True,
        "weight": "Bolder",
        "size": "Medium",
    }
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": [title, *blocks],
        "actions": [{"type": "Action.OpenUrl", "title": said.link_words, "url": said.link}],
    }
    kind = "application/vnd.microsoft.card.adaptive"
    attachment = {"contentType": kind, "contentUrl": None, "content": card}
    return {"type": "message", "attachments": [attachment]}


_SHAPES: Final[Mapping[str, Callable[[Said], Mapping[str, Any]]]] = {
    SLACK: _slack,
    MATTERMOST: _mattermost,
    TEAMS: _teams,
}
