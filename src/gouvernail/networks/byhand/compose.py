"""Where a person starts a post, network by network.

Sources: X, https://developer.x.com/en/docs/x-for-websites/web-intents ; Facebook,
https://developers.facebook.com/docs/sharing/reference/share-dialog (takes a link, refuses
text); LinkedIn's share page opens with text; Threads, https://www.threads.net/intent/post ;
Pinterest, its `pin/create/button` ; Reddit's `submit` ; Telegram's and WhatsApp's share
pages. The others have no such address: their own upload page is opened.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from urllib.parse import quote

from gouvernail.networks.contract import Fields

_NONE = ""


def _quoted(text: str) -> str:
    return quote(text, safe="")


def _first_link(fields: Fields) -> str:
    return fields.links[0] if fields.links else _NONE


def _with_text(address: str) -> Callable[[Fields], str]:
    return lambda fields: address + _quoted(fields.text)


def _fixed(address: str) -> Callable[[Fields], str]:
    return lambda _fields: address


def _facebook(fields: Fields) -> str:
    link = _first_link(fields)
    share = "https://www.facebook.com/sharer/sharer.php?u="
    return share + _quoted(link) if link else "https://www.facebook.com/"


def _pinterest(fields: Fields) -> str:
    link = _first_link(fields)
    if not link:
        return "https://www.pinterest.com/pin-creation-tool/"
    create = "https://www.pinterest.com/pin/create/button/?url="
    return f"{create}{_quoted(link)}&description={_quoted(fields.text)}"


def _telegram(fields: Fields) -> str:
    return f"https://t.me/share/url?url={_quoted(_first_link(fields))}&text={_quoted(fields.text)}"


COMPOSE: Mapping[str, Callable[[Fields], str]] = MappingProxyType(
    {
        "x": _with_text("https://x.com/intent/post?text="),
        "threads": _with_text("https://www.threads.net/intent/post?text="),
        "linkedin": _with_text("https://www.linkedin.com/feed/?shareActive=true&text="),
        "reddit": _with_text("https://www.reddit.com/submit?selftext=true&text="),
        "whatsapp": _with_text("https://wa.me/?text="),
        "telegram": _telegram,
        "facebook": _facebook,
        "pinterest": _pinterest,
        "instagram": _fixed("https://www.instagram.com/"),
        "youtube": _fixed("https://studio.youtube.com/"),
        "tiktok": _fixed("https://www.tiktok.com/upload"),
        "snapchat": _fixed("https://my.snapchat.com/"),
    }
)


def compose_url(network: str, fields: Fields) -> str:
    """Return where to start, filled in where the network lets us; empty when nowhere."""
    start = COMPOSE.get(network)
    return start(fields) if start else _NONE
