"""The accounts that are told in public, in order and narrowed, and the shape each is told in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from json import dumps
from typing import Any, Final

from django.db.models import Count, Q, QuerySet
from django.utils.translation import get_language_info

from gouvernail.charter.models import Charter
from gouvernail.foundation.paging import Page, page_of
from gouvernail.foundation.sorting import Plain
from gouvernail.people.models import Unit
from gouvernail.registry.queries import network_label
from gouvernail.verification.models import Directory, Listing
from gouvernail.verification.permissions import official_listings, public_listings
from gouvernail.verification.queries.addresses import network_named, shape_of
from gouvernail.verification.queries.answers import Answer, said_of

ORDER: Final = ("by_name", "account__network", "id")
SIZE: Final = 50
OFFERED: Final = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How the list is narrowed: a code of a unit, a network, a tag, a language, words."""

    unit: str = ""
    network: str = ""
    tag: str = ""
    language: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """What the list can be narrowed by, each as a value and its words."""

    units: list[tuple[str, str]]
    networks: list[tuple[str, str]]
    tags: list[tuple[str, str]]
    languages: list[tuple[str, str]]


def organisation_name() -> str:
    """Return the organisation's name in the reader's language. One query, or two."""
    charter = Charter.objects.first()
    if charter is not None:
        return charter.label
    unit = Unit.objects.filter(parent=None).first()
    return unit.label if unit else ""


def accounts_in(asked: Asked, *, directory: Directory) -> QuerySet[Listing]:
    """Return our accounts in use, narrowed; a unit or tag that is not shown finds nothing."""
    rows = official_listings()
    if asked.unit:
        rows = rows.filter(account__unit__code=asked.unit, shows_unit=True)
    if asked.network:
        rows = rows.filter(account__network=network_named(asked.network))
    if asked.language:
        rows = rows.filter(account__language__iexact=asked.language)
    if asked.tag:
        rows = rows.filter(_tagged(asked.tag)) if asked.tag in directory.tags else rows.none()
    if asked.words:
        found = Q(account__name__icontains=asked.words)
        found |= Q(account__handle__icontains=asked.words.removeprefix("@"))
        if alike := shape_of(asked.words):  # without accents, whatever the database folds
            found |= Q(skeleton__contains=alike)
        rows = rows.filter(found)
    return rows


def _tagged(tag: str) -> Q:
    """Return what finds a tag in a list, as either database keeps its text."""
    plain = Q(account__tags__icontains=dumps(tag, ensure_ascii=False))
    return Q(account__tags__icontains=dumps(tag)) | plain


def page_of_accounts(
    asked: Asked, *, directory: Directory, cursor: str = "", size: int = SIZE
) -> Page[Listing]:
    """Return one page of our accounts by name. One query."""
    rows = accounts_in(asked, directory=directory).annotate(by_name=Plain("account__name"))
    return page_of(rows, order=ORDER, cursor=cursor, size=size)


def offered(directory: Directory) -> Offered:
    """Return what the public may narrow the list by. Three queries."""
    rows = official_listings()
    units = Unit.objects.filter(
        pk__in=rows.filter(shows_unit=True).values("account__unit_id")
    ).order_by("path")
    networks = rows.order_by().values_list("account__network", flat=True).distinct()
    languages = rows.exclude(account__language="").order_by()
    spoken = languages.values_list("account__language", flat=True).distinct()
    return Offered(
        units=[(unit.code, unit.label) for unit in units],
        networks=_by_label((slug, network_label(slug)) for slug in networks),
        tags=[(tag, tag) for tag in directory.tags],
        languages=_by_label((code, language_label(code)) for code in set(spoken)),
    )


@dataclass(frozen=True, slots=True)
class Tally:
    """How many accounts of ours are told of, on how many networks."""

    accounts: int
    networks: int


def tally(asked: Asked | None = None, *, directory: Directory | None = None) -> Tally:
    """Return how many accounts there are, of all or as narrowed. One query."""
    rows = official_listings()
    if asked is not None and directory is not None:
        rows = accounts_in(asked, directory=directory)
    counted = rows.order_by().aggregate(
        accounts=Count("pk"), networks=Count("account__network", distinct=True)
    )
    return Tally(**counted)


def _by_label(pairs: Any) -> list[tuple[str, str]]:  # noqa: ANN401 - any iterable of pairs
    return sorted(pairs, key=lambda pair: pair[1].casefold())


def language_label(code: str) -> str:
    """Return a language in its own words; a code that is not known, as it is."""
    try:
        return str(get_language_info(code.lower())["name_local"]).capitalize()
    except KeyError:
        return code


def since(listing: Listing) -> date | None:
    """Return since when the account is ours, where the register knows it."""
    return listing.account.opened_on


def shape(listing: Listing, *, directory: Directory) -> dict[str, Any]:
    """Return an account as it is told: these fields and no other. No query.

    docs/reference/social-accounts.md describes them; what is not chosen here never leaves.
    """
    account, answer = listing.account, said_of(listing)
    told = {
        "network": account.network,
        "handle": account.handle,
        "url": account.url,
        "answer": answer.verdict,
        "detail": answer.detail,
    }
    if listing.says != Listing.Says.OURS:
        return told
    opened = since(listing)
    return told | {
        "name": account.name,
        "unit": _unit(listing),
        "language": account.language or None,
        "tags": sorted(set(directory.tags) & {str(tag) for tag in account.tags}),
        "since": opened.isoformat() if opened else None,
    }


def _unit(listing: Listing) -> Mapping[str, str] | None:
    if not listing.shows_unit:
        return None
    unit = listing.account.unit
    return {"code": unit.code, "name": unit.name, "name_en": unit.name_en or unit.name}


def answer_shape(answer: Answer, *, directory: Directory) -> dict[str, Any]:
    """Return an answer as the API gives it. No query."""
    listing = answer.listing
    return {
        "answer": answer.verdict,
        "detail": answer.detail,
        "account": shape(listing, directory=directory) if listing else None,
        "did_you_mean": [shape(one, directory=directory) for one in answer.near],
        "beware": [shape(one, directory=directory) for one in answer.beware],
        "is_post": answer.is_post,
    }


def everything_told() -> QuerySet[Listing]:
    """Return every account that is told, ours and others, in the order of the signed list."""
    return public_listings().order_by("account__network", "account__handle_key")
