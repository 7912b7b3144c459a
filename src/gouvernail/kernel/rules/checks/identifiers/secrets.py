"""Keys, tokens and passwords. Shapes are those that issuers publish so that leaks can be found."""

from typing import Final

from gouvernail.kernel.rules.checks.identifiers.detectors import Shape

_ISSUED: Final = (
    r"A(?:KIA|SIA)[A-Z0-9]{16}",  # Amazon
    r"gh[pousr]_[A-Za-z0-9]{36,255}",  # GitHub
    r"github_pat_[A-Za-z0-9_]{22,255}",
    r"gl(?:pat|dt|rt|cbt|ptt)-[A-Za-z0-9_\-]{20,}",  # GitLab
    r"xox[abeoprs]-[A-Za-z0-9-]{10,}",  # Slack
    r"hooks\.slack\.com/services/T[A-Z0-9]{6,}/B[A-Z0-9]{6,}/[A-Za-z0-9]{16,}",
    r"AIza[A-Za-z0-9_\-]{35}",  # Google
    r"ya29\.[A-Za-z0-9_\-]{20,}",
    r"[sr]k_(?:live|test)_[A-Za-z0-9]{16,}",  # Stripe
    r"sk-(?:[a-z]+-)*[A-Za-z0-9_\-]{20,}",
    r"SG\.[A-Za-z0-9_\-]{16,}\.[A-Za-z0-9_\-]{16,}",  # SendGrid
    r"(?:AC|SK)[0-9a-f]{32}",  # Twilio
    r"npm_[A-Za-z0-9]{36}",
    r"pypi-[A-Za-z0-9_\-]{50,}",
    r"EAA[A-Za-z0-9]{40,}",  # Facebook
    r"[0-9]{8,10}:AA[A-Za-z0-9_\-]{33}",  # Telegram
    r"eyJ[A-Za-z0-9_\-]{8,}\.eyJ[A-Za-z0-9_\-]{8,}\.[A-Za-z0-9_\-]{8,}",  # JSON web token
    r"AAAAAAAAAAAAAAAAAAAAA[A-Za-z0-9%]{40,}",  # X bearer
)

_SIGNS: Final = frozenset("0123456789!@#$%^&*_+=")


def _is_password(word: str) -> bool:
    """Whether a word after “password” is more than a word: a digit or a sign inside it."""
    return "://" not in word and not _SIGNS.isdisjoint(word.rstrip("!.,;:?…)"))


SECRETS: Final = (
    Shape(
        kind="secret",
        pattern=rf"\b({'|'.join(_ISSUED)})",
        sensitive=True,
    ),
    Shape(
        kind="secret",
        pattern=r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----",
        sensitive=True,
    ),
    Shape(  # what follows must look like a password: eight characters or more, one digit or sign
        kind="secret",
        pattern=r"(?:mots? de passe|passwords?|passwd|pwd|mdp|api[ _-]?key|cl[ée] d['’]?api"
        r"|secret|token|jeton)"
        r"(?:\s?[:=]|\s(?:is|est)\s?:?)\s?[\"'«“]?\s?([^\s\"'»”]{8,128})",
        checks=_is_password,
    ),
    Shape(  # an application password of Bluesky or Google
        kind="secret",
        pattern=r"\b[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4}\b",
        context=("app password", "mot de passe", "password", "passwords"),
    ),
)
