"""Set-up sheets: how an account is set up, never with its passwords."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.foundation.actions import action
from gouvernail.foundation.clock import site_day
from gouvernail.foundation.errors import InvalidInputError
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, require
from gouvernail.registry.errors import (
    PersonalAccountError,
    SecretRefusedError,
    SheetStaleError,
)
from gouvernail.registry.importers.secrets import looks_like_password, masked
from gouvernail.registry.models import Account, SetupSheet
from gouvernail.registry.permissions import may_see_sheet, visible_account


@action("registry.write_sheet")
def write_sheet(
    account_id: UUID,
    *,
    facts: Mapping[str, str],
    checked_on: date,
    by: Person,
    at: datetime,
    seen_at: datetime | None = None,
) -> SetupSheet:
    """Write how an account is set up; what is not named stays.

    Args:
        account_id: primary key.
        facts: names of `SetupSheet.FIELDS` with their words; never a password.
        checked_on: the day somebody looked, not later than today.
        by: a holder of the account, whoever may edit it, or whoever connects it.
        at: aware, UTC.
        seen_at: the `written_at` that `by` had in sight; None compares nothing.

    Raises:
        AccountNotFoundError: missing, or hidden from `by`.
        RightMissingError: `by` may not see its sheet.
        PersonalAccountError: somebody's own account has no sheet here.
        SecretRefusedError: some field looks like a password or a key; nothing was kept.
        SheetStaleError: it was written since `seen_at`.
    """
    account = visible_account(account_id, viewer=by, lock=True)
    if not may_see_sheet(by, account):
        require(by, Right.EDIT_ACCOUNTS, unit=account.unit)
    if account.kind == Account.Kind.PERSONAL:
        raise PersonalAccountError
    _check_sheet(facts, checked_on, today=site_day(at))
    kept = SetupSheet.objects.filter(account=account).first()
    if seen_at is not None and kept is not None and kept.written_at != seen_at:
        raise SheetStaleError
    sheet = kept or SetupSheet(account=account)
    changed = sorted(name for name, words in facts.items() if getattr(sheet, name) != words)
    if not changed and sheet.checked_on == checked_on:
        return sheet
    for name in changed:
        setattr(sheet, name, facts[name])
    sheet.checked_on, sheet.written_by, sheet.written_at = checked_on, by, at
    sheet.save()
    record(actor=by, verb="setup_sheet.written", subject=sheet, at=at, data={"changed": changed})
    return sheet


def _check_sheet(facts: Mapping[str, str], checked_on: date, *, today: date) -> None:
    unknown = facts.keys() - set(SetupSheet.FIELDS)
    if unknown:
        raise InvalidInputError(_("This cannot be changed."), fields=dict.fromkeys(unknown, ""))
    refuse_secrets(facts)
    if checked_on > today:
        reason = _("This day has not come yet.")
        raise InvalidInputError(reason, fields={"checked_on": reason})


def refuse_secrets(facts: Mapping[str, str]) -> None:
    """Refuse words that look like a password, a key or a code.

    Raises:
        SecretRefusedError: names the fields, never what they held.
    """
    found = [name for name, words in facts.items() if _holds_secret(words)]
    if found:
        raise SecretRefusedError(found)


def _holds_secret(words: str) -> bool:
    return masked(words) != words or any(map(looks_like_password, _pieces(words)))


def _pieces(words: str) -> Iterable[str]:
    return (piece.strip(",;:.()«»“”\"'#") for piece in words.split())
