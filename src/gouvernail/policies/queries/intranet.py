"""Everything about social media here, on one page."""

from dataclasses import dataclass

from django.utils.translation import get_language

from gouvernail.foundation.sorting import by_title
from gouvernail.people.models import Unit
from gouvernail.policies.errors import SpaceNotFoundError
from gouvernail.policies.models import IntranetPage, Policy, PolicyVersion


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One document the page points at."""

    title: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What the page shows: the policies that bind everybody, and what was written for it."""

    page: IntranetPage
    policies: list[Policy]
    who: str
    report: str
    documents: list[Document]


def intranet_page() -> IntranetPage:
    """Return what was written for the page, or an empty one. One query."""
    return IntranetPage.objects.first() or IntranetPage()


def about_here() -> About:
    """Return the page in the reader's language. Two queries."""
    page = intranet_page()
    rows = Policy.objects.filter(
        unit__parent=None,
        audience=Policy.Audience.INTERNAL,
        archived_at__isnull=True,
        versions__status=PolicyVersion.Status.IN_FORCE,
    )
    english = (get_language() or "").startswith("en")
    return About(
        page=page,
        policies=list(rows.distinct().order_by(by_title())),
        who=(page.who_en if english else "") or page.who,
        report=(page.report_en if english else "") or page.report,
        documents=[
            Document(title=(one[1] if english else "") or one[0], address=one[2])
            for one in page.documents
        ],
    )


def embedded_page(key: str) -> About:
    """Return the page for the sites that may show it. Two queries.

    Raises:
        SpaceNotFoundError: it is closed, or the key is another.
    """
    about = about_here()
    if not about.page.is_open or not key or about.page.key != key:
        raise SpaceNotFoundError
    return about


def organisation_label() -> str:
    """Return how the organisation is called. One query."""
    root = Unit.objects.filter(parent=None).order_by("path").first()
    return root.label if root else ""
