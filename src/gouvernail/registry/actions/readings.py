"""Noting what somebody read on a network by hand."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.foundation.actions import action
from gouvernail.foundation.clock import site_day
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, require
from gouvernail.registry.errors import PersonalAccountError, ReadingRefusedError
from gouvernail.registry.models import Account, Reading
from gouvernail.registry.permissions import may_read_by_hand, visible_account

OLDEST: Final = date(2003, 1, 1)  # before any of the networks


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What was read: the day of the last publication, the followers, or both; and when."""

    read_on: date
    last_post_on: date | None = None
    followers: int | None = None


@action("registry.record_reading")
def record_reading(account_id: UUID, *, figures: Figures, by: Person, at: datetime) -> Reading:
    """Keep figures that `by` read on the network, with the day and the name.

    For the account's holders and whoever may edit it.

    Raises:
        AccountNotFoundError: missing, or hidden from `by`.
        RightMissingError: neither a holder nor allowed to edit.
        PersonalAccountError: the account is somebody's own.
        ReadingRefusedError: nothing was read, or a day lies in the future.
    """
    account = visible_account(account_id, viewer=by, lock=True)
    if not may_read_by_hand(by, account):
        require(by, Right.EDIT_ACCOUNTS, unit=account.unit)
    if account.kind == Account.Kind.PERSONAL:
        raise PersonalAccountError
    _check(figures, today=site_day(at))
    reading = Reading.objects.create(
        account=account,
        last_post_on=figures.last_post_on,
        followers=figures.followers,
        read_on=figures.read_on,
        read_by=by,
    )
    data = {
        "read_on": figures.read_on,
        "last_post_on": figures.last_post_on,
        "followers": figures.followers,
    }
    record(actor=by, verb="account.read_by_hand", subject=account, at=at, data=data)
    return reading


def _check(figures: Figures, *, today: date) -> None:
    if figures.last_post_on is None and figures.followers is None:
        raise ReadingRefusedError("last_post_on", _("Write down at least one of the two figures."))
    if figures.read_on > today:
        raise ReadingRefusedError("read_on", _("This day has not come yet."))
    if figures.last_post_on is not None and not OLDEST <= figures.last_post_on <= figures.read_on:
        raise ReadingRefusedError(
            "last_post_on", _("The last publication cannot be later than the reading.")
        )
