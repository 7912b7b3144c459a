"""The right to act for an account, and the secrets it is made of."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


def _nothing() -> Mapping[str, str]:
    return MappingProxyType({})


class Secret:
    """A value that can be used and never be shown.

    Printing, formatting, logging, comparing in an assertion message or pickling it shows
    stars; only `reveal()` gives the value, and a reader can search the code for that word.
    """

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """Return the value itself; call it at the last moment and keep it nowhere."""
        return self._value

    def __repr__(self) -> str:
        return "Secret(•••)"

    __str__ = __repr__

    def __format__(self, format_spec: str) -> str:
        return "Secret(•••)"

    def __reduce__(self) -> str:
        raise TypeError("A secret is not to be pickled.")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._value == self._value

    def __hash__(self) -> int:
        return hash(("Secret", self._value))

    def __bool__(self) -> bool:
        return bool(self._value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """The right to act for one account, as one network understands it.

    Attributes:
        network: slug, such as `bluesky`.
        base_url: `https://host[:port]` of the server that holds the account.
        account_id: the network's own unchanging name for it (a DID, a number).
        handle: as the network writes it, without `@`.
        access: token for each call.
        refresh: token that buys a new `access`, where the network has them.
        password: app password (Bluesky), so that a lost rotation does not lose the account.
        facts: what the server said of itself when we connected; nothing secret.
    """

    network: str
    base_url: str
    account_id: str
    handle: str
    access: Secret
    refresh: Secret | None = None
    password: Secret | None = None
    facts: Mapping[str, str] = field(default_factory=_nothing)

    def dump(self) -> Secret:
        """Return all of it as one JSON text, to be sealed at once by the vault."""
        return Secret(
            json.dumps(
                {
                    "network": self.network,
                    "base_url": self.base_url,
                    "account_id": self.account_id,
                    "handle": self.handle,
                    "access": self.access.reveal(),
                    "refresh": self.refresh.reveal() if self.refresh else None,
                    "password": self.password.reveal() if self.password else None,
                    "facts": dict(self.facts),
                },
                ensure_ascii=False,
                sort_keys=True,
            )
        )

    @classmethod
    def load(cls, sealed: Secret) -> "Session":
        """Return the session that `dump` wrote.

        Raises:
            ValueError: it is not one.
        """
        try:
            raw = json.loads(sealed.reveal())
            return cls(
                network=raw["network"],
                base_url=raw["base_url"],
                account_id=raw["account_id"],
                handle=raw["handle"],
                access=Secret(raw["access"]),
                refresh=Secret(raw["refresh"]) if raw["refresh"] else None,
                password=Secret(raw["password"]) if raw["password"] else None,
                facts=MappingProxyType(dict(raw["facts"])),
            )
        except (KeyError, TypeError, json.JSONDecodeError):
            # No chaining: the cause would carry the text.
            raise ValueError("This is not a stored session.") from None
