"""What each kind of source asks for, and whether what was given will do."""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from gouvernail.listening.models import Source
from gouvernail.networks.mastodon.streaming import HASHTAGS, STREAMS

Kind = Source.Kind
WITHOUT_ADDRESS: Final = frozenset({Kind.FILE, Kind.MAIL})
SEARCH_WORDS: Final = "name"
MOST_ACCOUNTS: Final = 10_000
_SCHEMES: Final = ("https", "http", "wss", "ws")


def problems(kind: str, address: str, options: Mapping[str, Any]) -> dict[str, str]:
    """Return what is wrong, by field (`kind`, `address`, `stream`, `word`, `accounts`). Pure."""
    if kind not in Kind.values:
        return {"kind": _("Choose one of these.")}
    wrong = {} if kind in WITHOUT_ADDRESS else _of_address(address)
    stream = options.get("stream", "public")
    name = str(options.get(SEARCH_WORDS, "")).strip().lstrip("#")
    if kind == Kind.MASTODON_STREAM:
        if stream not in STREAMS | HASHTAGS:
            wrong["stream"] = _("Choose one of these.")
        elif stream in HASHTAGS and not name:
            wrong["word"] = _("Say which hashtag.")
    if kind == Kind.MASTODON_SEARCH and not name:
        wrong["word"] = _("Say what to look for.")
    accounts = options.get("accounts", [])
    if kind == Kind.JETSTREAM and not _are_accounts(accounts):
        wrong["accounts"] = _("Give the identifiers of accounts (did:…), one a line.")
    return wrong


def _of_address(address: str) -> dict[str, str]:
    if not address:
        return {"address": _("Give its address.")}
    try:
        parts = urlsplit(address)
        sound = parts.scheme in _SCHEMES and bool(parts.hostname) and not parts.username
    except ValueError:
        sound = False
    return {} if sound else {"address": _("This is no address: it begins with https://.")}


def _are_accounts(given: object) -> bool:
    if not isinstance(given, list) or len(given) > MOST_ACCOUNTS:
        return False
    return all(isinstance(one, str) and one.startswith("did:") for one in given)
