"""The brand over REST, to be read; approving and putting in force are for people."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Router, Schema

from gouvernail.brand.forms.library import library_filters
from gouvernail.brand.permissions.guides import readable_unit, visible_themes
from gouvernail.brand.permissions.library import visible_partner
from gouvernail.brand.queries.audiences import coverage
from gouvernail.brand.queries.colours import pairs_of
from gouvernail.brand.queries.guides import guide_of
from gouvernail.brand.queries.influencers import partners_page, posts_of_partner
from gouvernail.brand.queries.library import library_page
from gouvernail.brand.queries.places import places_in
from gouvernail.brand.queries.templates import templates_for_list
from gouvernail.foundation import clock
from gouvernail.foundation.schemas import PageOf
from gouvernail.foundation.web import KeyRequest
from gouvernail.people.permissions import Right, require

router = Router(tags=["brand"])
MOST_THEMES = 50


class PairOut(Schema):
    """One do and one don't in the language asked for, each with its example."""

    do: str
    dont: str
    good: str
    bad: str


class SectionOut(Schema):
    """A section in force; `network` is empty for every network."""

    id: UUID
    unit: str
    topic: str
    network: str
    number: int
    in_force_on: date | None
    title: str
    title_en: str
    text: str
    text_en: str
    inherited: bool
    pairs: list[PairOut]


class GuideOut(Schema):
    """The guide of a unit; `digest` names what it says in substance."""

    unit: str
    digest: str
    since: date | None
    sections: list[SectionOut]


class PlaceOut(Schema):
    """A place to fill."""

    kind: str
    name: str
    optional: bool


class TemplateOut(Schema):
    """A template in force."""

    id: UUID
    unit: str
    network: str
    number: int
    title: str
    title_en: str
    text: str
    text_en: str
    places: list[PlaceOut]
    required: list[str]
    width: int
    height: int
    uses: int


class TemplatesOut(Schema):
    """A page of templates; `next` is the cursor of the next one, empty at the end."""

    items: list[TemplateOut]
    next: str


class AudienceOut(Schema):
    """An audience and the accounts that speak to it."""

    id: UUID
    code: str
    parent: str
    title: str
    title_en: str
    text: str
    text_en: str
    needs: str
    needs_en: str
    networks: list[str]
    languages: list[str]
    topics: list[str]
    account_ids: list[UUID]
    holes: list[str]
    overlaps: list[str]


class AudiencesOut(Schema):
    """A page of audiences; `next` is the cursor of the next one, empty at the end."""

    items: list[AudienceOut]
    next: str


class ColourOut(Schema):
    """A named colour."""

    name: str
    name_en: str
    hex: str


class ContrastOut(Schema):
    """A text on a ground: their contrast ratio by WCAG 2.2, and whether the theme allows them."""

    text: str
    ground: str
    ratio: float
    allowed: bool


class ThemeOut(Schema):
    """A colour theme."""

    id: UUID
    unit: str
    title: str
    title_en: str
    colours: list[ColourOut]
    pairs: list[ContrastOut]


class LibraryItemOut(Schema):
    """One thing of the library; `version_id` is the version in force, or none.

    `territory` are countries (ISO 3166-1), empty for everywhere; `colour` is for a colour.
    """

    id: UUID
    unit: str
    kind: str
    title: str
    use: str
    tags: list[str]
    status: str
    colour: str
    holder: str
    licence: str
    licence_words: str
    territory: list[str]
    rights_until: date | None
    credit: str
    origin: str
    keeper_id: UUID
    changed_at: datetime
    version_id: UUID | None
    versions: int


class HandleOut(Schema):
    """A profile of a partner."""

    network: str
    handle: str
    url: str


class PartnerOut(Schema):
    """A partner and their posts in numbers: in all, to be looked at, ever in breach."""

    id: UUID
    unit: str
    name: str
    kind: str
    language: str
    handles: list[HandleOut]
    ended_at: datetime | None
    last_day: date | None
    posts: int
    open_posts: int
    breaches: int


class PartnerFindingOut(Schema):
    """What was found in a post: `source` is `contract` or `rules`, `code` what of it."""

    source: str
    code: str
    words: str
    words_en: str = ""


class PartnerPostOut(Schema):
    """A post that a partner owes or made; `verdict_id` names what the rules said of it."""

    id: UUID
    contract_id: UUID
    contract: str
    url: str
    country: str
    due_on: date | None
    text: str
    status: str
    was_breach: bool
    findings: list[PartnerFindingOut]
    verdict_id: UUID | None
    checked_at: datetime | None


@router.get("/brand/guide", response=GuideOut)
def guide(request: KeyRequest, unit: str = "", network: str = "", q: str = "") -> dict[str, Any]:
    """Return the guide of a unit by its code, narrowed to a network or to words found."""
    place = readable_unit(request.auth, code=unit[:40])
    shown = guide_of(place, viewer=request.auth, network=network[:30], search=q[:100])
    sections = [
        {
            **_plain(line.version, "number", "in_force_on", "title", "title_en", "text", "text_en"),
            "id": line.section.pk,
            "unit": line.section.unit.code,
            "topic": line.section.topic,
            "network": line.section.network,
            "inherited": line.inherited,
            "pairs": [_plain(pair, "do", "dont", "good", "bad") for pair in line.pairs],
        }
        for line in shown.lines
    ]
    return {
        "unit": place.code,
        "digest": shown.digest,
        "since": shown.since,
        "sections": sections,
    }


@router.get("/brand/templates", response=TemplatesOut)
def templates(request: KeyRequest, cursor: str = "") -> dict[str, Any]:
    """Return the templates in force, with the places to fill."""
    page = templates_for_list(request.auth, cursor=cursor)
    items = []
    for row in page.rows:
        known: Any = row
        for version in known.known:
            if version.status == "in_force":
                names = ("number", "title", "title_en", "text", "text_en")
                items.append(
                    {
                        **_plain(version, *names, "required", "width", "height"),
                        "id": row.pk,
                        "unit": row.unit.code,
                        "network": row.network,
                        "uses": known.uses,
                        "places": [
                            _plain(one, "kind", "name", "optional")
                            for one in places_in(version.text)
                        ],
                    }
                )
    return {"items": items, "next": page.next_cursor}


@router.get("/brand/audiences", response=AudiencesOut)
def audiences(request: KeyRequest, cursor: str = "") -> dict[str, Any]:
    """Return the audiences, who speaks to each, where nobody does and where several do."""
    found = coverage(request.auth, cursor=cursor)
    names = ("id", "code", "title", "title_en", "text", "text_en", "needs", "needs_en")
    items = [
        {
            **_plain(row.audience, *names, "networks", "languages", "topics"),
            "parent": row.audience.parent.code if row.audience.parent else "",
            "account_ids": [one.pk for one in row.accounts],
            "holes": [cell.network for cell in row.cells if cell.hole],
            "overlaps": [cell.network for cell in row.cells if cell.overlap],
        }
        for row in found.rows
    ]
    return {"items": items, "next": found.page.next_cursor}


@router.get("/brand/themes", response=list[ThemeOut])
def themes(request: KeyRequest) -> list[dict[str, Any]]:
    """Return the colour themes (the first fifty) with the contrast of each pair."""
    rows = visible_themes(request.auth).select_related("unit").order_by("id")[:MOST_THEMES]
    return [
        {
            **_plain(row, "id", "title", "title_en"),
            "unit": row.unit.code,
            "colours": [{"name_en": "", **colour} for colour in row.colours],
            "pairs": [
                {
                    "text": pair.text.hex,
                    "ground": pair.ground.hex,
                    "ratio": pair.ratio,
                    "allowed": pair.allowed,
                }
                for pair in pairs_of(row)
            ],
        }
        for row in rows
    ]


@router.get("/brand/library", response=PageOf[LibraryItemOut])
def library(  # noqa: PLR0913, PLR0917 - the filters of the page, read as there
    request: KeyRequest,
    q: str = "",
    kind: str = "",
    status: str = "",
    rights: str = "",
    licence: str = "",
    tag: str = "",
    unit: str = "",
    cursor: str = "",
) -> dict[str, Any]:
    """Return the library, narrowed as its page is, the latest change first."""
    require(request.auth, Right.READ_BRAND)
    filters = library_filters(request.GET, viewer=request.auth)
    page = library_page(request.auth, filters, cursor=cursor, today=clock.today())
    names = ("id", "kind", "title", "use", "tags", "status", "holder", "licence", "licence_words")
    rest = ("territory", "rights_until", "credit", "origin", "keeper_id", "changed_at", "colour")
    rows: Any = page.rows
    items = [
        {
            **_plain(row, *names, *rest),
            "unit": row.unit.code,
            "version_id": row.shown_id,
            "versions": row.version_count,
        }
        for row in rows
    ]
    return {"items": items, "next": page.next_cursor, "previous": page.previous_cursor}


@router.get("/brand/partners", response=PageOf[PartnerOut])
def partners(request: KeyRequest, q: str = "", state: str = "", cursor: str = "") -> dict[str, Any]:
    """Return the partners by name; `state` is `breach` or `over`. Addresses stay on the page."""
    require(request.auth, Right.SEE_CONTENT)
    page = partners_page(
        request.auth, search=q.strip()[:200], state=state, cursor=cursor, today=clock.today()
    )
    rows: Any = page.rows
    items = [
        {
            **_plain(row, "id", "name", "kind", "language", "ended_at", "last_day"),
            "unit": row.unit.code,
            "handles": [{**one, "url": one["url"] or ""} for one in row.handles],
            "posts": row.post_count,
            "open_posts": row.open_count,
            "breaches": row.breach_count,
        }
        for row in rows
    ]
    return {"items": items, "next": page.next_cursor, "previous": page.previous_cursor}


@router.get("/brand/partners/{partner_id}/posts", response=PageOf[PartnerPostOut])
def partner_posts(request: KeyRequest, partner_id: UUID, cursor: str = "") -> dict[str, Any]:
    """Return the posts of a partner, the latest first, with what was found in them."""
    page = posts_of_partner(visible_partner(partner_id, viewer=request.auth), cursor=cursor)
    names = ("id", "contract_id", "url", "country", "due_on", "text", "status", "was_breach")
    items = [
        {
            **_plain(row, *names, "findings", "verdict_id", "checked_at"),
            "contract": row.contract.title,
        }
        for row in page.rows
    ]
    return {"items": items, "next": page.next_cursor, "previous": page.previous_cursor}


def _plain(row: Any, *names: str) -> dict[str, Any]:  # noqa: ANN401 - a row or a dataclass
    return {name: getattr(row, name) for name in names}
