"""Is it ours? The one answer that the page, the API and the command line give."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from itertools import islice
from typing import Final, TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet
from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from gouvernail.kernel.text import Address, AddressError, parse_address
from gouvernail.registry.models import Account
from gouvernail.registry.queries import handle_key
from gouvernail.verification.models import Change, Directory, Listing
from gouvernail.verification.permissions import (
    IN_USE,
    NOT_OURS,
    OURS,
    official_listings,
    public_listings,
)
from gouvernail.verification.queries.addresses import Read, read_address, shape_of, site_of

OFFICIAL: Final = "official"
NOT_OURS_SAID: Final = "not_ours"
UNKNOWN: Final = "unknown"
DETAILS: Final = {  # what an account is to the public, by its status in the register
    **dict.fromkeys(IN_USE, "in_use"),
    "suspended": "suspended",
    "closed": "closed",
    "rogue": "unauthorised",
    **{status: status for status in NOT_OURS - {"rogue"}},
}
MANY: Final = 12
SHORTEST: Final = 4  # shapes shorter than this look like too many others
LONG: Final = 9
INSIDE: Final = 6
BATCH: Final = 500

Key = tuple[str, str]
Row = TypeVar("Row", Listing, Account)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is said of an address.

    `verdict` is official, not_ours or unknown; `detail` says more (in_use, suspended, closed,
    our_website, unauthorised, impostor, parody, fan; or why unknown: not_listed, which_network,
    not_the_profile and the codes of `AddressError`). `listing` is the account it is about, and
    `near` those of ours that look like it. `is_post`: a post was given, whose page may turn out
    to be somebody else's. `not_the_profile`: the address names an account of ours and says more,
    so that it may open something else. `renamed`: one of ours had this name until `until`, and has
    another now, in `near`; anybody may have taken it since.
    """

    verdict: str = UNKNOWN
    detail: str = "not_listed"
    address: Address | None = None
    listing: Listing | None = None
    near: Sequence[Listing] = field(default=())
    is_post: bool = False
    until: datetime | None = None

    @property
    def is_official(self) -> bool:
        """Return whether one may rely on the account now."""
        return self.verdict == OFFICIAL and self.detail == "in_use"


def answer_to(raw: str, *, network: str = "", directory: Directory) -> Answer:
    """Return what the public is told of `raw`: an address, or a handle with or without a network.

    Two queries at most: the account, and those that look like it.
    """
    return answers_to([raw], network=network, directory=directory)[0]


def answers_to(raws: Sequence[str], *, network: str = "", directory: Directory) -> list[Answer]:
    """Return what the public is told of each of `raws`, in their order.

    One query for every 500 that can be read, and one for each that is not listed.
    """
    reads = [read_address(raw, network=network) for raw in raws]
    known = {_key(one.account): one for one in _named(public_listings(), reads, "account__")}
    return [_answer(read, known, directory) for read in reads]


def _answer(read: Read, known: Mapping[Key, Listing], directory: Directory) -> Answer:
    if read.address is None:
        return _unread(read, directory)
    listing = known.get(_asked(read.address))
    is_post = read.address.kind == "post"
    if listing is None:
        former = _former_names(directory.pk, directory.revision).get(_asked(read.address))
        if former and (now := official_listings().filter(pk=former[0]).first()):
            return Answer(
                detail="renamed", address=read.address, near=[now], is_post=is_post, until=former[1]
            )
        near = lookalikes(read.address.handle, directory, network=read.address.network)
        return Answer(address=read.address, near=near, is_post=is_post)
    said = said_of(listing)
    if said.verdict == OFFICIAL and not read.address.exact:
        near = [listing] if said.is_official else []
        return Answer(detail="not_the_profile", address=read.address, near=near)
    return replace(said, address=read.address, is_post=is_post)


def _asked(address: Address) -> Key:
    return address.network, handle_key(address)


@lru_cache(maxsize=4)
def _former_names(_directory: UUID, _revision: int) -> dict[Key, tuple[UUID, datetime]]:
    """Return the names that accounts told of had before, as of that revision; the last one counts.

    One query, then remembered.
    """
    known: dict[Key, tuple[UUID, datetime]] = {}
    rows = Change.objects.filter(kind=Change.Kind.RENAMED).order_by("at", "pk")
    told = rows.values_list("listing__account__network", "before", "listing_id", "at")
    for network, before, listing_id, at in told.iterator(chunk_size=BATCH):
        with suppress(AddressError):
            known[_asked(parse_address(before, network=network))] = (listing_id, at)
    return known


def _key(account: Account) -> Key:
    return account.network, account.handle_key


def _named(rows: QuerySet[Row], reads: Sequence[Read], prefix: str = "") -> Iterator[Row]:
    """Yield the rows whose account was asked about. One query for every 500 addresses."""
    keys = dict.fromkeys(
        (one.address.network, handle_key(one.address)) for one in reads if one.address
    )
    for batch in _batched(keys):
        asked: dict[str, list[str]] = defaultdict(list)
        for network, key in batch:
            asked[network].append(key)
        wanted = Q()
        for network, found in asked.items():
            wanted |= Q(**{f"{prefix}network": network, f"{prefix}handle_key__in": found})
        yield from rows.filter(wanted)


def _batched(keys: Iterable[Key]) -> Iterator[list[Key]]:
    """Yield `keys` five hundred at a time."""
    rest = iter(keys)
    while batch := list(islice(rest, BATCH)):
        yield batch


def said_of(listing: Listing) -> Answer:
    """Return what is said of an account that is told in public. No query."""
    status = listing.account.status
    detail = DETAILS[status]
    ours = listing.says == Listing.Says.OURS and detail != "closed"
    return Answer(verdict=OFFICIAL if ours else NOT_OURS_SAID, detail=detail, listing=listing)


def _unread(read: Read, directory: Directory) -> Answer:
    if read.site and read.site == site_of(directory.website):
        return Answer(verdict=OFFICIAL, detail="our_website")
    if not read.handle:
        return Answer(detail=read.problem)
    alike = official_listings().filter(skeleton=shape_of(read.handle))[:MANY]
    exact = [one for one in alike if _bare(one.account.handle) == _bare(read.handle)]
    if exact:
        return Answer(detail="which_network", near=exact)
    return Answer(detail="which_network", near=lookalikes(read.handle, directory))


def _bare(handle: str) -> str:
    return handle.removeprefix("@").casefold()


def lookalikes(handle: str, directory: Directory, *, network: str = "") -> list[Listing]:
    """Return our accounts that a reader could take `handle` for; three at most.

    The nearest first, and of one name that on the same network. One query, or none when nothing
    is near; one more the first time after something changed.
    """
    wanted = shape_of(handle)
    if len(wanted) < SHORTEST:
        return []
    known = _shapes(directory.pk, directory.revision)
    allowed = 2 if len(wanted) >= LONG else 1
    names = tuple(known)
    close = extract(wanted, names, scorer=OSA.distance, score_cutoff=allowed, limit=3)
    found = [name for name, _distance, _index in close]
    found += [name for name in names if len(name) >= INSIDE and name in wanted]
    ids = [_on(known[name], network) for name in dict.fromkeys(found)][:3]
    if not ids:
        return []
    rows = {row.pk: row for row in official_listings().filter(pk__in=ids)}
    return [rows[each] for each in ids if each in rows]


def _on(places: Sequence[tuple[str, UUID]], network: str) -> UUID:
    return next((pk for place, pk in places if place == network), places[0][1])


@lru_cache(maxsize=4)
def _shapes(_directory: UUID, _revision: int) -> dict[str, list[tuple[str, UUID]]]:
    """Return our accounts by shape, as of that revision. One query, then remembered."""
    known: dict[str, list[tuple[str, UUID]]] = {}
    rows = official_listings().order_by("account__network", "pk")
    for shape, network, pk in rows.values_list("skeleton", "account__network", "pk"):
        known.setdefault(shape, []).append((network, pk))
    return known


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterAnswer:
    """What the register itself knows of an address, for those who keep it."""

    verdict: str
    detail: str
    address: Address | None = None
    account: Account | None = None
    public: bool = False


def register_answers(
    addresses: Iterable[str], *, accounts: QuerySet[Account]
) -> list[RegisterAnswer]:
    """Return what is known of each address among `accounts`, in their order.

    One query for every 500 addresses, and one for all.
    """
    told = set(public_listings().values_list("account_id", flat=True))
    reads = [read_address(raw) for raw in addresses]
    known = {_key(one): one for one in _named(accounts, reads)}
    return [_register_answer(read, known, told) for read in reads]


def _register_answer(read: Read, known: Mapping[Key, Account], told: set[UUID]) -> RegisterAnswer:
    if read.address is None:
        return RegisterAnswer(verdict=UNKNOWN, detail=read.problem)
    account = known.get(_asked(read.address))
    if account is None:
        return RegisterAnswer(verdict=UNKNOWN, detail="not_listed", address=read.address)
    detail = DETAILS.get(account.status, account.status)
    if not read.address.exact and account.status in OURS:
        detail = "not_the_profile"
        return RegisterAnswer(verdict=UNKNOWN, detail=detail, address=read.address, account=account)
    ours = account.status in IN_USE or account.status == "suspended"
    others = account.status in NOT_OURS or account.status == "closed"
    return RegisterAnswer(
        verdict=OFFICIAL if ours else NOT_OURS_SAID if others else UNKNOWN,
        detail=detail,
        address=read.address,
        account=account,
        public=account.pk in told,
    )
