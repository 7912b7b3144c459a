"""Templates of posts: the list, one of them, and those that serve here."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from gouvernail.brand.models import Part, PostTemplate, TemplateUse, TemplateVersion
from gouvernail.brand.permissions.guides import (
    chain,
    drafts_seen,
    may_see_drafts,
    visible_templates,
)
from gouvernail.foundation.paging import Page, page_of
from gouvernail.people.models import Person, Unit

ORDER: Final = ("network", "id")
LINK: Final = re.compile(r"https?://\S", re.IGNORECASE)
HASHTAG: Final = re.compile(r"(?<!\w)[#\uff03]\w")
OFFERED: Final = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a post has, for what a template asks of it. `alts` are those of its pictures."""

    text: str
    alts: Sequence[str] = ()


def templates_for_list(viewer: Person, *, cursor: str = "") -> Page[PostTemplate]:
    """Return a page of templates, each with `known` (its versions) and `uses`. Two queries.

    Drafts, and templates that never were in force, are for who may see drafts there.
    """
    uses = (
        TemplateUse.objects.filter(version__template=OuterRef("pk"))
        .order_by()
        .values("version__template")
        .annotate(times=Count("pk"))
        .values("times")
    )
    known = TemplateVersion.objects.exclude(status=TemplateVersion.Status.SUPERSEDED)
    drafts_at = drafts_seen(viewer, "template__unit__path")
    known = known.filter(drafts_at | ~Q(status=TemplateVersion.Status.DRAFT))
    known = known.order_by("-status", "-number")  # what is in force before what is being written
    force = TemplateVersion.objects.filter(
        template=OuterRef("pk"), status=TemplateVersion.Status.IN_FORCE
    )
    rows = (
        visible_templates(viewer)
        .filter(Exists(force) | drafts_seen(viewer, "unit__path"))
        .select_related("unit")
        .annotate(uses=Coalesce(Subquery(uses), 0))
        .prefetch_related(Prefetch("versions", queryset=known, to_attr="known"))
    )
    return page_of(rows, order=ORDER, cursor=cursor)


def versions_of_template(template: PostTemplate, *, viewer: Person) -> list[TemplateVersion]:
    """Return the versions of a template that one may read, latest first. One query."""
    rows = template.versions.select_related("written_by", "published_by")
    if not may_see_drafts(viewer, template.unit):
        rows = rows.exclude(status=TemplateVersion.Status.DRAFT)
    return list(rows)


def times_used(template: PostTemplate) -> int:
    """Return how many times a template was put into something. One query."""
    return TemplateUse.objects.filter(version__template=template).count()


def templates_here(unit: Unit, *, networks: Iterable[str]) -> QuerySet[TemplateVersion]:
    """Return the templates in force that serve a unit on some networks. One query when iterated."""
    return (
        TemplateVersion.objects.filter(
            Q(template__network="") | Q(template__network__in=list(networks)),
            status=TemplateVersion.Status.IN_FORCE,
            template__archived_at__isnull=True,
            template__unit__path__in=chain(unit.path),
        )
        .select_related("template__unit")
        .order_by("template__network", "title", "pk")[:OFFERED]
    )


def missing_parts(required: Iterable[str], content: Content) -> list[str]:
    """Return the parts (values of `Part`) that a post lacks among those required. No query."""
    has = {
        Part.PICTURE: bool(content.alts),
        Part.ALT: all(alt.strip() for alt in content.alts),
        Part.LINK: bool(LINK.search(content.text)),
        Part.HASHTAG: bool(HASHTAG.search(content.text)),
    }
    return [part for part in required if not has.get(Part(part), True)]


def used_in(subject_id: UUID) -> list[TemplateVersion]:
    """Return the templates that were put into something, the earliest first. One query."""
    uses = TemplateUse.objects.filter(subject_id=subject_id).select_related("version")
    return [use.version for use in uses.order_by("at", "pk")]
