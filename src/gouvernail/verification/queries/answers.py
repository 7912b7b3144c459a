"""Is it ours? The one answer that the page, the API and the command line give."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
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

from gouvernail.kernel.text import Address, AddressError, fold, parse_address
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
from gouvernail.verification.queries.addresses import (
    ON_NO_NETWORK,
    Read,
    look_of,
    read_address,
    shape_of,
    shown_host,
    site_of,
)

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
FEW: Final = 3
BY_NAME: Final = ("account__network", "account__handle_key")
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
    not_the_profile and the codes of `Read.problem`). `listing` is the account it is about, `near`
    those of ours that look like it, and `beware`, of a name, the impostors who bear it. `is_post`:
    a post was given, whose page may turn out to be somebody else's. `not_the_profile`: the address
    names an account of ours and says more, so that it may open something else. `renamed`: one of
    ours had this name until `until`, and has another now, in `near`; anybody may have taken it
    since.
    """

    verdict: str = UNKNOWN
    detail: str = "not_listed"
    address: Address | None = None
    listing: Listing | None = None
    near: Sequence[Listing] = field(default=())
    beware: Sequence[Listing] = field(default=())
    is_post: bool = False
    until: datetime | None = None

    @property
    def is_official(self) -> bool:
        """Return whether one may rely on the account now."""
        return self.verdict == OFFICIAL and self.detail == "in_use"

    @property
    def is_reportable(self) -> bool:
        """Return whether one may report it as a fake: an account that is not ours, or a site."""
        told = {"parody", "fan", "closed", "not_the_profile"}
        named = self.address is not None or self.detail in ON_NO_NETWORK
        return named and self.verdict != OFFICIAL and self.detail not in told


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
    return {_asked(address): (key, at) for address, key, at in _renamed("listing_id")}


def _renamed(key: str) -> Iterator[tuple[Address, UUID, datetime]]:
    """Yield each name that was given up in public, whose it was by `key`, and when. One query."""
    rows = Change.objects.filter(kind=Change.Kind.RENAMED).order_by("at", "pk")
    told = rows.values_list("listing__account__network", "before", key, "at")
    for network, before, found, at in told.iterator(chunk_size=BATCH):
        with suppress(AddressError):
            yield parse_address(before, network=network), found, at


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
        return Answer(detail="imitates" if _imitates(read, directory) else read.problem)
    alike = Q(skeleton=shape_of(read.handle)) | Q(account__name__iexact=read.handle)
    rows = official_listings().filter(alike).order_by(*BY_NAME).iterator(chunk_size=BATCH)
    near = list(islice((one for one in rows if _bears(one.account, read.handle)), MANY))
    if read.problem == "mail":
        return Answer(detail="which_network" if near else "mail", near=near)
    fakes = public_listings().filter(alike, says=Listing.Says.NOT_OURS, account__status="impostor")
    beware = list(fakes.order_by(*BY_NAME)[:FEW])
    near = near or lookalikes(read.handle, directory)
    return Answer(detail="which_network", near=near, beware=beware)


def _imitates(read: Read, directory: Directory) -> bool:
    """Return whether the host asked about is drawn as that of our own website is, and is not it."""
    ours, asked = shown_host(site_of(directory.website)), shown_host(read.host)
    return bool(ours and asked) and asked != ours and look_of(asked) == look_of(ours)


def _bears(account: Account, text: str) -> bool:
    """Return whether an account found by its shape or its name has that handle or that name."""
    named = fold(account.name).text == fold(text).text
    return " " in text or named or _bare(account.handle) == _bare(text)


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
    """What the register itself knows of an address, for those who keep it.

    With `renamed`, `account` had this name in public until `until` and has another now: the
    address is nobody's that is known. With `personal`, it is somebody's own, and speaks for nobody
    else: it is unknown, as in public.
    """

    verdict: str
    detail: str
    address: Address | None = None
    account: Account | None = None
    public: bool = False
    until: datetime | None = None


def register_answers(
    addresses: Iterable[str], *, accounts: QuerySet[Account]
) -> list[RegisterAnswer]:
    """Return what is known of each address among `accounts`, in their order.

    One query for every 500 addresses, and one for all; two more when one is not in the register.
    """
    told = set(public_listings().values_list("account_id", flat=True))
    reads = [read_address(raw) for raw in addresses]
    known = {_key(one): one for one in _named(accounts, reads)}
    asked = {_asked(read.address) for read in reads if read.address} - set(known)
    former = _given_up(asked, accounts) if asked else {}
    return [
        former.get(_asked(read.address)) or _register_answer(read.address, known, told)
        if read.address
        else RegisterAnswer(verdict=UNKNOWN, detail=read.problem)
        for read in reads
    ]


def _given_up(asked: Collection[Key], accounts: QuerySet[Account]) -> dict[Key, RegisterAnswer]:
    """Return what is known of names that accounts told of had before. Two queries."""
    found: dict[Key, tuple[Address, UUID, datetime]] = {}
    for address, account_id, at in _renamed("listing__account_id"):
        if _asked(address) in asked:
            found[_asked(address)] = (address, account_id, at)
    rows = accounts.in_bulk([account_id for _address, account_id, _at in found.values()])
    return {
        key: RegisterAnswer(
            verdict=UNKNOWN, detail="renamed", address=address, account=rows[account_id], until=at
        )
        for key, (address, account_id, at) in found.items()
        if account_id in rows
    }


def _register_answer(
    address: Address, known: Mapping[Key, Account], told: set[UUID]
) -> RegisterAnswer:
    account = known.get(_asked(address))
    if account is None:
        return RegisterAnswer(verdict=UNKNOWN, detail="not_listed", address=address)
    detail = DETAILS.get(account.status, account.status)
    if not address.exact and account.status in OURS:
        detail = "not_the_profile"
        return RegisterAnswer(verdict=UNKNOWN, detail=detail, address=address, account=account)
    if account.kind == Account.Kind.PERSONAL and account.status not in NOT_OURS:
        return RegisterAnswer(verdict=UNKNOWN, detail="personal", address=address, account=account)
    ours = account.status in IN_USE or account.status == "suspended"
    others = account.status in NOT_OURS or account.status == "closed"
    return RegisterAnswer(
        verdict=OFFICIAL if ours else NOT_OURS_SAID if others else UNKNOWN,
        detail=detail,
        address=address,
        account=account,
        public=account.pk in told,
    )
