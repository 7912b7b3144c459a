"""Recognising passwords and keys, so that they are gone before anything is kept.

A whole column goes when its header says so or when most of its cells look like passwords. A single
cell is masked when it says so itself (`mdp : …`) or has the shape of a known token.
"""

import re
from collections.abc import Sequence
from typing import Final

from gouvernail.kernel.text import fold
from gouvernail.registry.importers.tables import MASK

_WORDS: Final = (
    r"password|passwd|passphrase|passcode|pwd|pass ?word|mots? de passe|mdp|passe|code secret"
    r"|secrets?|tokens?|jetons?|api ?keys?|cles? api|cles? secretes?|private key|cle privee"
    r"|access keys?|cles? d acces|credentials?|identifiants de connexion|code d acces"
    r"|codes? pin|pin|otp|totp|2fa secret|recovery codes?|codes? de (?:recuperation|secours)"
    r"|backup codes?|security answers?|reponse secrete|question secrete|client secret|app password"
)
_HEADER: Final = re.compile(rf"(?:^|[^a-z0-9])(?:{_WORDS})(?:[^a-z0-9]|$)")
_NOT_A_HEADER: Final = re.compile(
    r"(?:rotat|chang|expir|renouvel|date|type|policy|politique|polit|qui|who|where|ou |statut"
    r"|status|gardien|custodian|keeper)"
)
_SAID: Final = re.compile(
    r"(?i)(?P<what>\b(?:password|passwd|passcode|pwd|pass|mot de passe|mdp|passe|code pin|pin"
    r"|code secret|secret|token|jeton|api[ _-]?key|cl[eé] api)\b\s*(?:est|is)?\s*[:=→]\s*)"
    r"(?P<value>\S+)"
)
_TOKENS: Final = re.compile(
    r"(?:"
    r"\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?"  # a JSON web token
    r"|\b[a-z0-9]{4}(?:-[a-z0-9]{4}){3}\b"  # an app password of Bluesky
    r"|otpauth://\S+"
    r"|\bBearer\s+[\w.~+/-]{12,}"
    r"|\b(?:ghp|gho|xox[abp]|sk|pk|AKIA|EAA|ya29)[-_.]?[A-Za-z0-9-]{16,}"
    r"|\b[a-f0-9]{40,}\b"
    r")"
)
_LOGIN_IN_URL: Final = re.compile(r"(?i)\b([a-z][a-z0-9+.-]*://)[^\s/@:]+:[^\s/@]+@")
_STRONG_SYMBOLS: Final = frozenset("!#$%^&*?+=~<>{}[]|\\;§£€")
_PLAIN: Final = re.compile(
    r"(?i)^(?:https?://\S+|www\.\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|@[\w.-]+(?:@[\w.-]+)?"
    r"|[\d\s.,:/-]+|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:/\S*)?)$"
)
_SHORTEST: Final = 6
_LONGEST: Final = 72
_SHARE: Final = 0.6


def is_secret_header(header: str) -> bool:
    """Return whether a header announces secrets: `Mot de passe`, `API key`, `Code PIN`."""
    folded = re.sub(r"[^a-z0-9]+", " ", fold(header).text).strip()
    return bool(_HEADER.search(folded)) and not _NOT_A_HEADER.search(folded)


def is_secret_content(cells: Sequence[str]) -> bool:
    """Return whether most cells of a column, and at least two, look like passwords."""
    filled = [cell for cell in cells if cell]
    alike = sum(looks_like_password(cell) for cell in filled)
    return alike >= 2 and alike >= _SHARE * len(filled)  # noqa: PLR2004 - one proves nothing


def looks_like_password(cell: str) -> bool:
    """Return whether one cell mixes characters as passwords do and nothing else does."""
    if not _SHORTEST <= len(cell) <= _LONGEST or any(mark.isspace() for mark in cell):
        return False
    if _PLAIN.match(cell):
        return False
    if _TOKENS.fullmatch(cell):
        return True
    kinds = (
        any(mark.islower() for mark in cell),
        any(mark.isupper() for mark in cell),
        any(mark.isdigit() for mark in cell),
    )
    symbols = any(mark in _STRONG_SYMBOLS for mark in cell) or ("@" in cell[1:] and "." not in cell)
    return symbols and sum(kinds) >= 2  # noqa: PLR2004 - letters and digits, or both cases


def masked(cell: str) -> str:
    """Return the cell with what says it is a secret, or has a token's shape, replaced by dots."""
    if not cell or len(cell) < _SHORTEST:
        return cell
    text = _SAID.sub(rf"\g<what>{MASK}", cell)
    text = _LOGIN_IN_URL.sub(r"\1", text)
    return _TOKENS.sub(MASK, text)
