"""The doors to the library, to profile pictures and to partners."""

from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from gouvernail.brand.errors.library import LibraryNotFoundError
from gouvernail.brand.models.assets import LibraryItem, LibraryVersion, Paper
from gouvernail.brand.models.influencers import Contract, Partner, PartnerPost
from gouvernail.people.models import Person
from gouvernail.people.permissions import RIGHTS_OF, Right, active_grants, may, scope

WORKING: Final = (Right.WRITE_CONTENT, Right.EDIT_BRAND, Right.DECIDE)


def visible_items(viewer: Person) -> QuerySet[LibraryItem]:
    """Return the items of the units whose brand `viewer` reads, and those offered from above.

    What is not approved, or no longer, is for those who work with content there.
    """
    own = [
        grant.unit.path
        for grant in active_grants(viewer)
        if Right.READ_BRAND in RIGHTS_OF[grant.role]
    ]
    above = {path[: at + 1] for path in own for at, mark in enumerate(path) if mark == "/"}
    offered = Q(below=True, unit__path__in=above)
    approved = Q(status=LibraryItem.Status.APPROVED)
    working = Q(pk__in=[])
    for right in WORKING:
        working |= scope(viewer, right, "unit__path")
    seen = scope(viewer, Right.READ_BRAND, "unit__path") | offered
    return LibraryItem.objects.filter(seen & (approved | working))


def visible_item(item_id: UUID | str, *, viewer: Person, lock: bool = False) -> LibraryItem:
    """Return one item, its unit and keeper loaded. One query, two to lock.

    Raises:
        LibraryNotFoundError: missing or hidden.
    """
    if lock:
        LibraryItem.objects.select_for_update().filter(pk=item_id).first()
    rows = visible_items(viewer).select_related("unit", "keeper", "added_by", "approved_by")
    item = rows.filter(pk=item_id).first()
    if item is None:
        raise LibraryNotFoundError
    return item


def visible_version(version_id: UUID | str, *, viewer: Person) -> LibraryVersion:
    """Return one version, its item and file loaded. Two queries.

    Raises:
        LibraryNotFoundError: missing, its item is hidden, or nobody approved it yet and `viewer`
            does not work with content there.
    """
    version = LibraryVersion.objects.select_related("asset").filter(pk=version_id).first()
    if version is None:
        raise LibraryNotFoundError
    version.item = visible_item(version.item_id, viewer=viewer)
    if version.approved_at is None and not works_with(viewer, version.item):
        raise LibraryNotFoundError
    return version


def works_with(viewer: Person, item: LibraryItem) -> bool:
    """Return whether `viewer` works with content where an item is: drafts of it are shown there."""
    return any(may(viewer, right, unit=item.unit) for right in WORKING)


def may_write_item(viewer: Person, item: LibraryItem) -> bool:
    """Return whether `viewer` may change the sheet of an item and add versions."""
    return may(viewer, Right.WRITE_CONTENT, unit=item.unit) or may_keep(viewer, item)


def may_keep(viewer: Person, item: LibraryItem) -> bool:
    """Return whether `viewer` answers for the rights of an item."""
    return viewer.pk == item.keeper_id or may(viewer, Right.EDIT_BRAND, unit=item.unit)


def visible_paper(paper_id: UUID | str, *, viewer: Person) -> Paper:
    """Return a paper of the brand: for those who edit the brand of its unit. One query.

    Raises:
        LibraryNotFoundError: missing or hidden.
    """
    rows = Paper.objects.filter(scope(viewer, Right.EDIT_BRAND, "unit__path"))
    paper = rows.filter(pk=paper_id).first()
    if paper is None:
        raise LibraryNotFoundError
    return paper


def visible_partners(viewer: Person) -> QuerySet[Partner]:
    """Return the partners of the units where `viewer` works with content."""
    return Partner.objects.filter(scope(viewer, Right.SEE_CONTENT, "unit__path"))


def visible_partner(partner_id: UUID | str, *, viewer: Person, lock: bool = False) -> Partner:
    """Return one partner, its unit loaded. One query, two to lock.

    Raises:
        LibraryNotFoundError: missing or hidden.
    """
    if lock:
        Partner.objects.select_for_update().filter(pk=partner_id).first()
    partner = visible_partners(viewer).select_related("unit").filter(pk=partner_id).first()
    if partner is None:
        raise LibraryNotFoundError
    return partner


def visible_contract(contract_id: UUID | str, *, viewer: Person, lock: bool = False) -> Contract:
    """Return one contract, its partner and unit loaded. One query, two to lock.

    Raises:
        LibraryNotFoundError: missing, or its partner is hidden.
    """
    if lock:
        Contract.objects.select_for_update().filter(pk=contract_id).first()
    rows = Contract.objects.select_related("partner__unit")
    seen = scope(viewer, Right.SEE_CONTENT, "partner__unit__path")
    contract = rows.filter(seen, pk=contract_id).first()
    if contract is None:
        raise LibraryNotFoundError
    return contract


def visible_partner_post(post_id: UUID | str, *, viewer: Person, lock: bool = False) -> PartnerPost:
    """Return one post of a partner, its contract, partner and unit loaded. One query, two to lock.

    Raises:
        LibraryNotFoundError: missing, or its partner is hidden.
    """
    if lock:
        PartnerPost.objects.select_for_update().filter(pk=post_id).first()
    seen = scope(viewer, Right.SEE_CONTENT, "contract__partner__unit__path")
    rows = PartnerPost.objects.select_related("contract__partner__unit")
    post = rows.filter(seen, pk=post_id).first()
    if post is None:
        raise LibraryNotFoundError
    return post
