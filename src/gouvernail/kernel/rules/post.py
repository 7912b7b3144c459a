"""What is judged: a post, and the circumstances it is judged in."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from gouvernail.kernel.text import Limits

AI: Final = "ai"
"""The origin of what a machine wrote or drew; `assisted` is a person helped by one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """One picture, film or sound that goes with a post, by its digest.

    `rights_until` is the last day on which it may be shown, None when nobody has set one.
    `licence` is the name of what allows it (`cc-by`, a contract); `territory` the countries where
    it does (ISO 3166-1, upper case), empty for everywhere. `size` is in bytes, `width` and
    `height` in pixels, None when unknown. `origin` is `ai`, `assisted`, `human`, or unknown.
    """

    sha256: str = ""
    mime: str = ""
    alt: str = ""
    credit: str = ""
    rights_until: date | None = None
    licence: str = ""
    territory: tuple[str, ...] = ()
    size: int | None = None
    width: int | None = None
    height: int | None = None
    origin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What supports a claim of the post: a reference to it, and the day it was established.

    `until` is the last day on which it may be relied upon, None when nobody has set one. `claim`
    is the sentence of the post that it supports; empty, it supports the whole post.
    """

    ref: str
    on: date | None = None
    until: date | None = None
    claim: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A text about to be published, or published, on one network.

    `lang` is a two-letter code, `""` when unknown. `links` are those attached outside the text
    (a card, a button); those of the text are found in it. `tags` are the author's labels
    (`sponsored`, `offer`, `personal`...), which rules may ask for. `origin` is `ai` when a machine
    wrote it, `assisted` when it helped, `human`, or unknown. `proofs` are attached to the draft.
    """

    text: str
    lang: str = ""
    network: str = ""
    links: tuple[str, ...] = ()
    media: tuple[Media, ...] = ()
    tags: tuple[str, ...] = ()
    origin: str = ""
    proofs: tuple[Proof, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who wrote the post, as far as rules may ask.

    `licences` are the trainings passed and still valid, `seats` those held, by code. `signed` is
    the state of the signature of the charter: `signed`, `due`, `outdated`, `refused`, `never`;
    `""` when nobody knows.
    """

    key: str = ""
    licences: tuple[str, ...] = ()
    seats: tuple[str, ...] = ()
    signed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where an account stands: its status, and how well it is held.

    `custody` is the level of control over it, from 0 to 5, and `ways_in` how many named people
    can enter it; None when that is not worked out.
    """

    status: str = ""
    custody: int | None = None
    ways_in: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """Another post of the house, which this one may repeat or contradict.

    The caller chooses them, and passes only what the author may see: findings quote them. `who`
    is the name to show (`@energie`), `at` when it appeared or will (aware), `ref` what leads to it.
    """

    text: str
    who: str = ""
    account: str = ""
    network: str = ""
    lang: str = ""
    at: datetime | None = None
    ref: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Who publishes, where, when and for whom.

    `unit_path` goes from the root unit to the account's own. `at` is the instant it would
    appear (aware; judged in UTC), None when nobody has decided. `limits` are those the account's
    server announced; None means the network's usual ones. `territory` are the countries it speaks
    to (ISO 3166-1), empty when nobody said. `names` are those of people, places, offers and
    accounts that tell what a post is about. `author` and `standing` are None when nobody said.
    """

    unit_path: tuple[str, ...] = ()
    account: str = ""
    account_class: str = ""
    audience: tuple[str, ...] = ()
    limits: Limits | None = None
    at: datetime | None = None
    author: Author | None = None
    standing: Standing | None = None
    territory: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    neighbours: tuple[Neighbour, ...] = ()

    def on(self, at: datetime) -> "Context":
        """Return the same circumstances at another instant."""
        return replace(self, at=at)
