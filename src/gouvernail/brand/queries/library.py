"""The library as lists: narrowed, paged, exported; where an item is used in this area."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from gouvernail.brand.models.assets import LibraryItem, LibraryVersion
from gouvernail.brand.models.checks import ProfilePicture
from gouvernail.brand.models.influencers import Contract
from gouvernail.brand.models.rights import Extension
from gouvernail.brand.permissions.library import visible_items, works_with
from gouvernail.foundation.paging import Page, page_of
from gouvernail.foundation.sorting import Plain
from gouvernail.kernel.text import fold
from gouvernail.ledger.queries.timelines import first_told
from gouvernail.people.models import Person, Unit
from gouvernail.people.permissions import Right, scope
from gouvernail.registry.permissions import visible_accounts
from gouvernail.registry.queries.deadlines import Deadline

ORDER: Final = ("-changed_at", "-id")
SIZE: Final = 48
SOON: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryFilters:
    """How the library is narrowed; what is left empty does not. `rights`: `ended` or `soon`."""

    search: str = ""
    kind: str = ""
    status: str = ""
    rights: str = ""
    licence: str = ""
    tag: str = ""
    unit: Unit | None = None


def library_rows(viewer: Person, filters: LibraryFilters, *, today: date) -> QuerySet[LibraryItem]:
    """Return the narrowed library, each with the version shown of it. One query when iterated."""
    rows = visible_items(viewer).select_related("unit", "keeper")
    if filters.search:
        for word in fold(filters.search).text.split():
            rows = rows.filter(search__contains=word)
    exact = {
        "kind": filters.kind,
        "status": filters.status,
        "licence": filters.licence,
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if not filters.status:
        rows = rows.exclude(status=LibraryItem.Status.WITHDRAWN)
    if filters.rights == "ended":
        rows = rows.filter(rights_until__lt=today)
    if filters.rights == "soon":
        rows = rows.filter(rights_until__gte=today, rights_until__lte=today + SOON)
    if filters.tag:  # a list in JSON: one word of what is searched in it too
        rows = rows.filter(search__contains=fold(filters.tag).text)
    if filters.unit is not None:
        rows = rows.filter(unit__path__startswith=filters.unit.path)
    return _with_version(rows)


def _with_version(rows: QuerySet[LibraryItem]) -> QuerySet[LibraryItem]:
    """Add the version in force, or the newest one when none is."""
    versions = LibraryVersion.objects.filter(item=OuterRef("pk")).order_by("-number")
    force = versions.filter(approved_at__isnull=False, replaced_at__isnull=True)
    return rows.annotate(
        shown_id=Subquery(force.values("pk")[:1]),
        newest_id=Subquery(versions.values("pk")[:1]),
        newest_colour=Coalesce(
            Subquery(force.values("colour")[:1]), Subquery(versions.values("colour")[:1])
        ),
        version_count=Count("versions"),
    )


def library_page(
    viewer: Person, filters: LibraryFilters, *, cursor: str, today: date
) -> Page[LibraryItem]:
    """Return one page of the library, the latest change first. One query."""
    rows = library_rows(viewer, filters, today=today)
    return page_of(rows, order=ORDER, cursor=cursor, size=SIZE)


def versions_of(item: LibraryItem, *, viewer: Person) -> list[LibraryVersion]:
    """Return the versions `viewer` sees, the newest first, files and people loaded. One query.

    Those that nobody approved yet are for who works with content there.
    """
    rows = item.versions.select_related("asset", "added_by", "approved_by")
    return list(rows if works_with(viewer, item) else rows.filter(approved_at__isnull=False))


def digests_of(item: LibraryItem) -> list[str]:
    """Return the digests of its files, old versions included. One query."""
    return list(item.versions.exclude(sha256="").values_list("sha256", flat=True))


def extensions_of(item: LibraryItem) -> list[Extension]:
    """Return who asked for more time, the latest first. One query."""
    return list(item.extensions.select_related("asked_by", "answered_by", "paper"))


def profiles_with(digests: Iterable[str], *, viewer: Person) -> QuerySet[ProfilePicture]:
    """Return the profiles `viewer` sees that show one of those files. One query when iterated."""
    rows = ProfilePicture.objects.filter(
        replaced_at__isnull=True,
        sha256__in=list(digests),
        account__in=visible_accounts(viewer).values("pk"),
    )
    return rows.select_related("account__unit").order_by(Plain("account__name"), "pk")


def has_said_rights(item: LibraryItem) -> bool:
    """Return whether somebody ever said the rights of an item; a colour has none. One query."""
    if item.kind == LibraryItem.Kind.COLOUR:
        return True
    return bool(first_told("library_item.rights_set", "library_item", [item.pk]))


def rights_to_settle(person: Person, *, today: date) -> QuerySet[LibraryItem]:
    """Return what a keeper has to see to: rights that end within a month or ended. One query."""
    rows = LibraryItem.objects.filter(
        status=LibraryItem.Status.APPROVED, keeper=person, rights_until__lte=today + SOON
    )
    return rows.select_related("unit").order_by("rights_until", "pk")[:20]


def extensions_to_answer(person: Person) -> QuerySet[Extension]:
    """Return the questions about rights that wait for this keeper. One query."""
    rows = Extension.objects.filter(status=Extension.Status.ASKED, item__keeper=person)
    return rows.select_related("item", "asked_by").order_by("asked_at", "pk")[:20]


@dataclass(frozen=True, slots=True, kw_only=True)
class BrandDeadline(Deadline):
    """The day on which the rights of an item, or the contract of a partner, end."""

    subject_id: UUID

    @property
    def path(self) -> str:
        """Return the page where it is seen to."""
        page = "library-item" if self.kind == "rights" else "partner-detail"
        return reverse(f"brand:{page}", args=[self.subject_id])

    @property
    def words(self) -> str:
        """Return what is due, in the reader's language."""
        if self.kind == "rights":
            return _("Rights end: %(name)s") % {"name": self.name}
        return _("Contract ends: %(name)s") % {"name": self.name}


def rights_deadlines(person: Person, *, today: date) -> list[BrandDeadline]:
    """Return the ends of rights a person keeps, and of contracts where they edit the brand.

    Two queries.
    """
    items = LibraryItem.objects.filter(
        Q(keeper=person) | scope(person, Right.EDIT_BRAND, "unit__path"),
        status=LibraryItem.Status.APPROVED,
        rights_until__gte=today,
    )
    contracts = Contract.objects.filter(
        scope(person, Right.EDIT_BRAND, "partner__unit__path"), ends_on__gte=today
    )
    return [
        *(
            _deadline("rights", one.rights_until, one.pk, one.pk, one.title, one.unit)
            for one in items.select_related("unit")
            if one.rights_until is not None
        ),
        *(
            _deadline(
                *("contract", one.ends_on, one.pk, one.partner_id),
                *(one.partner.name, one.partner.unit),
            )
            for one in contracts.select_related("partner__unit")
        ),
    ]


def _deadline(
    kind: str, on: date, key: UUID, subject_id: UUID, name: str, unit: Unit
) -> BrandDeadline:
    return BrandDeadline(
        on=on,
        kind=kind,
        key=key.hex,
        name=name,
        network="",
        unit=unit.label,
        subject_id=subject_id,
    )
