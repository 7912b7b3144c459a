"""The HTML that Mastodon makes of what was written."""

import html
import re

_LINK = re.compile(r"https?://\S+[\w/]")
_MENTION = re.compile(r"@(\w+)@([\w.]+\w)")


def rendered(text: str) -> str:
    """Render as Mastodon does: paragraphs, links cut for the eye, mentions without server."""
    paragraphs = html.escape(text, quote=False).split("\n\n")
    linked = (_LINK.sub(_link, one) for one in paragraphs)
    named = (_MENTION.sub(_mention, one) for one in linked)
    return "".join("<p>" + one.replace("\n", "<br />") + "</p>" for one in named)


def _link(found: re.Match[str]) -> str:
    scheme, _, rest = found[0].partition("://")
    shown, hidden = rest[:30], rest[30:]
    return (
        f'<a href="{found[0]}" target="_blank"><span class="invisible">{scheme}://</span>'
        f'<span class="ellipsis">{shown}</span><span class="invisible">{hidden}</span></a>'
    )


def _mention(found: re.Match[str]) -> str:
    return (
        f'<span class="h-card"><a href="https://{found[2]}/@{found[1]}" class="u-url mention">'
        f"@<span>{found[1]}</span></a></span>"
    )
