"""Accounts that a website or a pasted list names: kept, taken into the register, or set aside."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
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
WAITING: Final[dict[str, Any]] = {
    "status": Status.PROPOSED,
    "decided_at": None,
    "decided_by": None,
}


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
    """Write what is neither proposed nor registered yet; who brings the rest sees it too.

    Six queries at most, whatever the number. Somebody else may keep the same at the same moment:
    theirs stands, and is told as known.
    """
    wanted = {(one.network, handle_key(one)): one for one in addresses}
    registered = _known(Account, wanted)
    proposed = _known(Proposal, wanted)
    kept = Kept()
    rows = []
    for key, one in wanted.items():
        if key in registered:
            kept.registered.append(one)
        elif key not in proposed:
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
    Proposal.objects.bulk_create(rows, batch_size=200, ignore_conflicts=True)
    made = {one.pk for one in rows}
    asked = {key: one for key, one in wanted.items() if key not in registered}
    rows_now = Proposal.objects.filter(handle_key__in=[key for _network, key in asked])
    standing = {(one.network, one.handle_key): one for one in rows_now.select_for_update()}
    known = []
    for key, one in asked.items():
        row = standing[key]
        if row.pk in made:
            kept.new.append(one)
        else:
            kept.again.append(one)
            known.append(row)
    _bring(known, by=by)
    return kept


def _bring(rows: Collection[Proposal], *, by: Person) -> None:
    """Let somebody see what others had brought before; what was set aside waits again."""
    seen = Proposal.brought_by.through
    seen.objects.bulk_create(
        [seen(proposal=one, person=by) for one in rows if one.made_by_id != by.pk],
        ignore_conflicts=True,
    )
    aside = [one.pk for one in rows if one.status == Status.ASIDE]
    Proposal.objects.filter(pk__in=aside).update(**WAITING)


def _known(model: Any, wanted: Collection[tuple[str, str]]) -> set[tuple[str, str]]:  # noqa: ANN401 - either model
    keys = [key for _network, key in wanted]
    rows = model.objects.filter(handle_key__in=keys[:5_000])
    return set(rows.values_list("network", "handle_key")) & set(wanted)


@action("onboarding.take_in")
def take_in(
    *, proposal_ids: Collection[UUID], unit_id: UUID, by: Person, at: datetime
) -> tuple[int, int]:
    """Enter chosen proposals in the register, to be confirmed.

    Returns how many were entered, and how many were there already: by another way, or because
    the same form was sent twice.

    Raises:
        NothingChosenError: none was.
        UnitNotFoundError, RightMissingError: `by` may not edit the accounts of that unit.
    """
    unit = visible_unit(unit_id, viewer=by)
    require(by, Right.EDIT_ACCOUNTS, unit=unit)
    rows = visible_proposals(by).filter(pk__in=proposal_ids).exclude(status=Status.ASIDE)
    locked = list(rows.select_for_update().order_by("pk"))
    if not locked:
        raise NothingChosenError
    chosen = [one for one in locked if one.status == Status.PROPOSED]
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
        one.status, one.decided_at, one.decided_by = Status.TAKEN, at, by
        one.save(update_fields=("account", "status", "decided_at", "decided_by"))
    entered = sum((one.network, one.handle_key) not in known for one in chosen)
    return entered, len(locked) - entered


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
    number = rows.update(status=Status.ASIDE, decided_at=at, decided_by=by)
    if not number:
        raise NothingChosenError
    return number


@action("onboarding.bring_back")
def bring_back(*, proposal_ids: Collection[UUID], by: Person, at: datetime) -> int:  # noqa: ARG001 - as every action
    """Let proposals that were set aside wait for a choice again. Return how many.

    Raises:
        NothingChosenError: none was chosen.
        RightMissingError: `by` may not edit accounts anywhere.
    """
    require(by, Right.EDIT_ACCOUNTS)
    rows = visible_proposals(by).filter(pk__in=proposal_ids, status=Status.ASIDE)
    number = rows.update(**WAITING)
    if not number:
        raise NothingChosenError
    return number
