"""Is this ours? For programs, without a key."""

from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema

from gouvernail.foundation.schemas import PageOf
from gouvernail.foundation.web import conditional
from gouvernail.verification.permissions import open_directory
from gouvernail.verification.queries.answers import answer_to
from gouvernail.verification.queries.documents import written
from gouvernail.verification.queries.listing import (
    SIZE,
    Asked,
    answer_shape,
    page_of_accounts,
    shape,
)

router = Router(tags=["public"])
MINUTE = 60
LARGEST = 200


class ToldUnit(Schema):
    """The part of the organisation that runs an account, where it is shown."""

    code: str
    name: str
    name_en: str


class ToldAccount(Schema):
    """What is told of an account; of one that is not ours, nothing beyond `detail`."""

    network: str
    handle: str
    url: str
    answer: Literal["official", "not_ours"]
    detail: str
    name: str | None = None
    unit: ToldUnit | None = None
    language: str | None = None
    tags: list[str] | None = None
    since: str | None = None


class Verdict(Schema):
    """One answer. `unknown` is not `false`.

    `did_you_mean` are accounts of ours that look alike, `beware` impostors who bear that name.
    """

    answer: Literal["official", "not_ours", "unknown"]
    detail: str
    account: ToldAccount | None
    did_you_mean: list[ToldAccount]
    beware: list[ToldAccount]
    is_post: bool


class Narrowed(Schema):
    """How the list is narrowed; what is left empty does not."""

    unit: str = ""
    network: str = ""
    tag: str = ""
    language: str = ""


@router.get("/public/verify", response=Verdict, url_name="public-verify")
def public_verify(request: HttpRequest, url: str, network: str = "") -> HttpResponse:
    """Say whether an address, or a handle with its network, is ours. No key is needed."""
    directory = open_directory()
    found = answer_to(url, network=network, directory=directory)
    return _told(request, answer_shape(found, directory=directory))


@router.get("/public/accounts", response=PageOf[ToldAccount], url_name="public-accounts")
def public_accounts(
    request: HttpRequest,
    narrowed: Query[Narrowed],
    cursor: str = "",
    size: int = SIZE,
) -> HttpResponse:
    """Return our accounts in use by name; `unit` is a code. No key is needed."""
    directory = open_directory()
    page = page_of_accounts(
        Asked(**narrowed.dict()),
        directory=directory,
        cursor=cursor,
        size=min(max(size, 1), LARGEST),
    )
    body = {
        "items": [shape(row, directory=directory) for row in page.rows],
        "next": page.next_cursor,
        "previous": page.previous_cursor,
    }
    return _told(request, body)


def _told(request: HttpRequest, body: dict[str, Any]) -> HttpResponse:
    return conditional(request, written(body), mime="application/json", seconds=MINUTE)
