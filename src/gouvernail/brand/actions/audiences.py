"""Writing audiences, saying which accounts speak to them and what is addressed to them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.brand.errors import BrandInvalidError, BrandNotFoundError
from gouvernail.brand.models import Addressee, Audience, AudienceAccount
from gouvernail.brand.permissions.guides import (
    require_write,
    visible_audience,
    visible_audiences,
)
from gouvernail.foundation.actions import action
from gouvernail.foundation.columns import faults_of
from gouvernail.kernel.text.addresses import NETWORKS
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.people.permissions import visible_unit
from gouvernail.registry.permissions import visible_accounts

MOST_TOPICS: Final = 20
LONGEST_TOPIC: Final = 80
SAID: Final = ("code", "title", "title_en", "text", "text_en", "needs", "needs_en")


@dataclass(frozen=True, slots=True, kw_only=True)
class AudienceFacts:
    """What is said of an audience; `account_ids` are those that speak to it."""

    unit_id: UUID
    code: str
    title: str
    title_en: str = ""
    text: str = ""
    text_en: str = ""
    needs: str = ""
    needs_en: str = ""
    parent_id: UUID | None = None
    networks: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    account_ids: tuple[UUID, ...] = ()


@action("brand.write_audience")
def write_audience(
    *, facts: AudienceFacts, audience_id: UUID | None = None, by: Person, at: datetime
) -> Audience:
    """Write an audience, or change it, with the accounts that speak to it.

    Links to accounts that `by` does not see are left alone.

    Raises:
        BrandInvalidError: `fields` says what.
        BrandNotFoundError, UnitNotFoundError, RightMissingError: nothing was changed.
    """
    if audience_id is None:
        row = Audience()
    else:
        row = visible_audience(audience_id, viewer=by, lock=True)
        require_write(by, unit=row.unit)
    row.unit = visible_unit(facts.unit_id, viewer=by)
    require_write(by, unit=row.unit)
    for name in SAID:
        setattr(row, name, getattr(facts, name).strip())
    row.networks = [one for one in dict.fromkeys(facts.networks) if one in NETWORKS]
    row.languages = list(dict.fromkeys(facts.languages))
    row.topics = [one.strip()[:LONGEST_TOPIC] for one in facts.topics if one.strip()][:MOST_TOPICS]
    parent = visible_audience(facts.parent_id, viewer=by) if facts.parent_id else None
    row.parent = parent
    wrong = faults_of(row) | _faults(row)
    if wrong:
        raise BrandInvalidError(wrong)
    row.save()
    record(actor=by, verb="audience.written", subject=row, at=at)
    _link(row, facts.account_ids, by=by, at=at)
    return row


def _faults(row: Audience) -> dict[str, str]:
    wrong = {}
    if Audience.objects.filter(code=row.code).exclude(pk=row.pk).exists():
        wrong["code"] = _("Another audience has this short name.")
    if row.parent is not None and (row.parent.pk == row.pk or row.parent.parent_id is not None):
        wrong["parent"] = _("An audience stands under one at high level, not under itself.")
    elif row.parent is not None and row.children.filter(archived_at__isnull=True).exists():
        wrong["parent"] = _("Others stand under this one: it stays at high level.")
    return wrong


def _link(row: Audience, wanted: Iterable[UUID], *, by: Person, at: datetime) -> None:
    seen = visible_accounts(by)
    chosen = set(seen.filter(pk__in=list(wanted)).values_list("pk", flat=True))
    for link in row.links.filter(account__in=seen.values("pk")).exclude(account__in=chosen):
        record(actor=by, verb="audience_account.unlinked", subject=link, at=at)
        link.delete()
    there = set(row.links.values_list("account_id", flat=True))
    for key in sorted(chosen - there, key=str):
        link = AudienceAccount.objects.create(audience=row, account_id=key)
        record(actor=by, verb="audience_account.linked", subject=link, at=at)


@action("brand.archive_audience")
def archive_audience(*, audience_id: UUID, by: Person, at: datetime) -> Audience:
    """Set an audience aside; what was addressed to it stays written down.

    Raises:
        BrandInvalidError: others stand under it.
        BrandNotFoundError, RightMissingError: nothing was changed.
    """
    row = visible_audience(audience_id, viewer=by, lock=True)
    require_write(by, unit=row.unit)
    if row.children.filter(archived_at__isnull=True).exists():
        raise BrandInvalidError({"parent": _("Set aside those that stand under it first.")})
    row.archived_at = at
    row.save(update_fields=("archived_at",))
    record(actor=by, verb="audience.archived", subject=row, at=at)
    return row


@action("brand.address_to")
def address_to(
    *,
    subject_id: UUID,
    codes: Iterable[str],
    by: Person,
    at: datetime,  # noqa: ARG001 - not written down
) -> list[Audience]:
    """Say whom something addresses: exactly these of the audiences `by` sees.

    A mark of the writing: no leaf.

    Raises:
        BrandNotFoundError: one of them is missing or hidden.
    """
    wanted = set(codes)
    found = list(visible_audiences(by).filter(code__in=wanted))
    if {one.code for one in found} != wanted:
        raise BrandNotFoundError
    seen = Addressee.objects.filter(subject_id=subject_id, audience__in=visible_audiences(by))
    seen.exclude(audience__in=found).delete()
    rows = [Addressee(audience=one, subject_id=subject_id) for one in found]
    Addressee.objects.bulk_create(rows, ignore_conflicts=True)
    return found
