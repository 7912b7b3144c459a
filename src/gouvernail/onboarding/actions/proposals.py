"""Accounts that a website or a pasted list names: kept, taken into the register, or set aside."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from gouvernail.foundation.actions import action
from gouvernail.kernel.text.addresses import Address, parse_address
from gouvernail.onboarding.errors import NothingChosenError
from gouvernail.onboarding.models import Proposal, SiteReading
from gouvernail.onboarding.permissions import visible_proposals
from gouvernail.onboarding.sources.website import Website
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, require, visible_unit
from gouvernail.registry.actions import register_account
from gouvernail.registry.actions.accounts import AccountFacts
from gouvernail.registry.models import Account
from gouvernail.registry.queries import handle_key

Source = Proposal.Source
Status = Proposal.Status


@dataclass(slots=True, kw_only=True)
class Kept:
    """What became of the accounts named: newly proposed, proposed before, in the register."""

    new: list[Address] = field(default_factory=list)
    again: list[Address] = field(default_factory=list)
    registered: list[Address] = field(default_factory=list)


@action("onboarding.keep_website")
def keep_website(*, website: Website, by: Person, at: datetime) -> Kept:
    """Keep what a website names as proposals, and which of its pages were read.

    Raises:
        RightMissingError: `by` may not edit accounts anywhere.
    """
    require(by, Right.EDIT_ACCOUNTS)
    SiteReading.objects.create(
        url=website.url[:500],
        pages=[{"url": url[:500], "outcome": outcome} for url, outcome in website.pages],
        links=website.links,
        left_out=dict(website.left_out),
        read_by=by,
        read_at=at,
    )
    told = {
        one.address: {
            "found": [{"page": seen.page[:500], "place": seen.place} for seen in one.seen],
            "is_likely": one.is_likely,
        }
        for one in website.found
    }
    return _keep(told, told, source=Source.WEBSITE, by=by, at=at)


@action("onboarding.keep_pasted")
def keep_pasted(*, addresses: Collection[Address], by: Person, at: datetime) -> Kept:
    """Keep pasted addresses as proposals.

    Raises:
        RightMissingError: `by` may not edit accounts anywhere.
    """
    require(by, Right.EDIT_ACCOUNTS)
    return _keep(addresses, {}, source=Source.PASTED, by=by, at=at)


def _keep(
    addresses: Iterable[Address],
    told: dict[Address, dict[str, Any]],
    *,
    source: str,
    by: Person,
    at: datetime,
) -> Kept:
    """Write what is neither proposed nor registered yet. Three queries, whatever the number."""
    wanted = {(one.network, handle_key(one)): one for one in addresses}
    registered = _known(Account, wanted)
    proposed = _known(Proposal, wanted)
    kept = Kept()
    rows = []
    for key, one in wanted.items():
        if key in registered:
            kept.registered.append(one)
        elif key in proposed:
            kept.again.append(one)
        else:
            kept.new.append(one)
            rows.append(
                Proposal(
                    network=one.network,
                    handle=one.handle[:200],
                    handle_key=key[1],
                    url=one.url[:500],
                    source=source,
                    made_by=by,
                    made_at=at,
                    **told.get(one, {}),
                )
            )
    Proposal.objects.bulk_create(rows, batch_size=200)
    again = [key for key, one in wanted.items() if one in kept.again]
    Proposal.objects.filter(
        status=Status.ASIDE, handle_key__in=[key for _network, key in again]
    ).update(status=Status.PROPOSED, decided_at=None)
    return kept


def _known(model: Any, wanted: Collection[tuple[str, str]]) -> set[tuple[str, str]]:  # noqa: ANN401 - either model
    keys = [key for _network, key in wanted]
    rows = model.objects.filter(handle_key__in=keys[:5_000])
    return set(rows.values_list("network", "handle_key")) & set(wanted)


@action("onboarding.take_in")
def take_in(
    *, proposal_ids: Collection[UUID], unit_id: UUID, by: Person, at: datetime
) -> tuple[int, int]:
    """Enter chosen proposals in the register, to be confirmed.

    Returns how many were entered, and how many were there already.

    Raises:
        NothingChosenError: none was.
        UnitNotFoundError, RightMissingError: `by` may not edit the accounts of that unit.
    """
    unit = visible_unit(unit_id, viewer=by)
    require(by, Right.EDIT_ACCOUNTS, unit=unit)
    chosen = list(visible_proposals(by).filter(pk__in=proposal_ids, status=Status.PROPOSED))
    if not chosen:
        raise NothingChosenError
    known = _known_accounts(chosen)
    for one in chosen:
        there = known.get((one.network, one.handle_key))
        one.account = there or register_account(
            facts=AccountFacts(
                address=parse_address(one.url, network=one.network),
                unit_id=unit.pk,
                status=Account.Status.TO_CONFIRM,
            ),
            by=by,
            at=at,
        )
        one.status, one.decided_at = Status.TAKEN, at
        one.save(update_fields=("account", "status", "decided_at"))
    there_already = sum((one.network, one.handle_key) in known for one in chosen)
    return len(chosen) - there_already, there_already


def _known_accounts(chosen: Iterable[Proposal]) -> dict[tuple[str, str], Account]:
    keys = [one.handle_key for one in chosen]
    rows = Account.objects.filter(handle_key__in=keys)
    return {(one.network, one.handle_key): one for one in rows}


@action("onboarding.set_aside")
def set_aside(*, proposal_ids: Collection[UUID], by: Person, at: datetime) -> int:
    """Set proposals aside: they are none of ours. Return how many.

    Raises:
        NothingChosenError: none was chosen.
        RightMissingError: `by` may not edit accounts anywhere.
    """
    require(by, Right.EDIT_ACCOUNTS)
    rows = visible_proposals(by).filter(pk__in=proposal_ids, status=Status.PROPOSED)
    number = rows.update(status=Status.ASIDE, decided_at=at)
    if not number:
        raise NothingChosenError
    return number
