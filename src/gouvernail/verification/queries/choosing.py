"""What those who keep the public page choose from, and what they are shown of it."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Value, When
from django.db.models import CharField as TextColumn
from django.urls import reverse

from gouvernail.foundation.paging import Page, page_of
from gouvernail.foundation.sorting import Plain
from gouvernail.people.models import Person, Unit
from gouvernail.registry.models import Account, Connection
from gouvernail.registry.queries import network_label
from gouvernail.verification.models import Listing
from gouvernail.verification.permissions import (
    kept_back,
    official_listings,
    public_listings,
    require_publisher,
    tellable_accounts,
)

ORDER: Final = ("by_name", "network", "id")
SIZE: Final = 50
TAGGED: Final = 2000
LINKING: Final = frozenset({"bluesky", "mastodon"})  # profiles that a connection reads


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """How the accounts to choose from are narrowed. `told`: yes, no, again, kept, or empty."""

    words: str = ""
    told: str = ""
    network: str = ""
    unit: str = ""


def accounts_to_choose(viewer: Person, wanted: Wanted) -> QuerySet[Account]:
    """Return the accounts of which something could be said, each with `told`: yes, no, again, kept.

    `again`: it was chosen as something that it no longer is, and nothing is said meanwhile.
    `kept`: a rule keeps it out of everything public.

    Raises:
        RightMissingError: `viewer` does not choose what the public is told.
    """
    mine = Listing.objects.filter(account=OuterRef("pk"), is_public=True)
    rows: QuerySet[Any] = (
        tellable_accounts(viewer)
        .select_related("unit", "listing")
        .annotate(
            told=Case(
                When(Exists(public_listings().filter(account=OuterRef("pk"))), then=Value("yes")),
                When(kept_back(), then=Value("kept")),
                When(Exists(mine), then=Value("again")),
                default=Value("no"),
                output_field=TextColumn(),
            )
        )
    )
    if wanted.told:
        rows = rows.filter(told=wanted.told)
    if wanted.network:
        rows = rows.filter(network=wanted.network)
    if wanted.unit:
        rows = rows.filter(unit__code=wanted.unit)
    if wanted.words:
        rows = rows.filter(Q(name__icontains=wanted.words) | Q(handle__icontains=wanted.words))
    return rows


def page_to_choose(viewer: Person, wanted: Wanted, *, cursor: str) -> Page[Account]:
    """Return one page of the accounts to choose from, by name. One query, and one for rights."""
    rows = accounts_to_choose(viewer, wanted).annotate(by_name=Plain("name"))
    return page_of(rows, order=ORDER, cursor=cursor, size=SIZE)


def count_to_choose(viewer: Person, wanted: Wanted) -> int:
    """Return how many accounts are chosen from. One query."""
    return accounts_to_choose(viewer, wanted).count()


def ids_to_choose(
    viewer: Person, wanted: Wanted, *, shows_unit: bool | None, most: int
) -> tuple[list[UUID], int]:
    """Return accounts of the list that a choice for all would change, and how many more wait.

    `shows_unit` is None when they are told of no more. Professional accounts of people are told
    one by one only, and what a rule keeps back not at all. Two queries.
    """
    rows: QuerySet[Any] = accounts_to_choose(viewer, wanted).order_by(Plain("name"), "pk")
    if shows_unit is None:
        rows = rows.filter(listing__is_public=True)
    else:
        rows = rows.exclude(told="kept").exclude(kind=Account.Kind.PROFESSIONAL)
        as_asked = Q(listing__shows_unit=shows_unit) | Q(listing__says=Listing.Says.NOT_OURS)
        rows = rows.exclude(Q(told="yes") & as_asked)
    ids = list(rows.values_list("pk", flat=True)[:most])
    return ids, (rows.count() - len(ids) if len(ids) == most else 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How much is told: accounts of ours, others, those to choose again, untold, kept back."""

    ours: int
    others: int
    again: int
    untold: int
    kept: int


def standing(viewer: Person) -> Standing:
    """Return how much is told. Two queries."""
    rows: QuerySet[Any] = accounts_to_choose(viewer, Wanted())
    counts = dict(rows.order_by().values_list("told").annotate(number=Count("pk")))
    others = public_listings().filter(says=Listing.Says.NOT_OURS).count()
    return Standing(
        ours=counts.get("yes", 0) - others,
        others=others,
        again=counts.get("again", 0),
        untold=counts.get("no", 0),
        kept=counts.get("kept", 0),
    )


def offered_networks(viewer: Person) -> list[tuple[str, str]]:
    """Return the networks of what one chooses from. One query."""
    rows = tellable_accounts(viewer).order_by().values_list("network", flat=True).distinct()
    return sorted(((slug, network_label(slug)) for slug in rows), key=lambda each: each[1])


def offered_units(viewer: Person) -> list[tuple[str, str]]:
    """Return the units of what one chooses from. One query."""
    units = Unit.objects.filter(pk__in=tellable_accounts(viewer).values("unit_id"))
    return [(unit.code, unit.label) for unit in units.order_by("path")]


def tags_in_use(viewer: Person) -> list[str]:
    """Return the tags of the register’s accounts, of which some may be shown. One query."""
    tagged = tellable_accounts(viewer).exclude(tags=[]).values_list("tags", flat=True)
    return sorted({str(tag) for several in tagged[:TAGGED] for tag in several}, key=str.casefold)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Whether an account’s profile links back to its page.

    `state` is linked, missing, by_hand (nobody looked) or seen (somebody did, on a day).
    """

    listing: Listing
    state: str
    wanted: str
    found: list[str] = field(default_factory=list)


def page_of_links(viewer: Person, *, cursor: str) -> Page[Listing]:
    """Return one page of the accounts told as ours, their connection loaded. One query.

    Raises:
        RightMissingError: `viewer` does not choose what the public is told.
    """
    require_publisher(viewer)
    rows = official_listings().select_related("account__connection", "link_seen_by")
    order = ("account__name", "account__network", "id")
    return page_of(rows, order=order, cursor=cursor, size=SIZE)


def link_of(listing: Listing, *, website: str) -> Link:
    """Return whether the profile links back, as far as it was read. No query."""
    wanted = settings.SITE_URL + reverse("verification:account-page", args=[listing.pk])
    connection: Connection | None = getattr(listing.account, "connection", None)
    if listing.account.network in LINKING and connection is not None and connection.profile:
        found = addresses_in(connection.profile)
        state = "linked" if any(_leads(each, wanted, website) for each in found) else "missing"
        return Link(listing=listing, state=state, wanted=wanted, found=found)
    state = "seen" if listing.link_seen_on else "by_hand"
    return Link(listing=listing, state=state, wanted=wanted)


def _leads(address: str, wanted: str, website: str) -> bool:
    """Return whether an address is our page of the account, our public page, or our website."""
    parts = urlsplit(address)
    whole = f"{parts.scheme}://{parts.netloc}{parts.path}".rstrip("/").casefold()
    page = (settings.SITE_URL + reverse("verification:answer")).rstrip("/").casefold()
    ours = {wanted.rstrip("/").casefold(), page, website.rstrip("/").casefold()} - {""}
    return whole in ours


class _Anchors(HTMLParser):
    """Gathers where the links of a piece of HTML lead."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found += [value for name, value in attrs if name == "href" and value]


def addresses_in(profile: Any) -> list[str]:  # noqa: ANN401 - JSON, as a network said it
    """Return the addresses that a profile shows, however it is shaped; fifty at most."""
    found: list[str] = []
    waiting = [profile]
    while waiting and len(found) < SIZE:
        part = waiting.pop()
        if isinstance(part, dict):
            waiting += list(part.values())
        elif isinstance(part, list):
            waiting += part
        elif isinstance(part, str):
            found += _in_text(part)
    return list(dict.fromkeys(found))[:SIZE]


def _in_text(text: str) -> list[str]:
    anchors = _Anchors()
    anchors.feed(text)
    words = [word.strip(".,;:!?()<>\"'") for word in text.split()]
    return anchors.found + [word for word in words if word.startswith(("https://", "http://"))]
