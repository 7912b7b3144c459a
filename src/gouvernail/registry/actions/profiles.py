"""The standard of profiles, what is read of them, and explaining what changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import Actor, machine
from gouvernail.foundation.errors import InvalidInputError
from gouvernail.ledger.actions import Words, record, redact
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, require, visible_unit
from gouvernail.registry.errors import (
    ChangeNotFoundError,
    PersonalAccountError,
    StandardNotFoundError,
)
from gouvernail.registry.models import (
    Account,
    ProfileChange,
    ProfileReading,
    ProfileStandard,
)
from gouvernail.registry.permissions import may_read_by_hand, visible_account
from gouvernail.registry.queries.profiles import (
    READ,
    Shown,
    checks_of,
    differences,
    editable_standards,
    shown_of,
    standards,
    wanted_of,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardFacts:
    """What the profiles of a unit must show; an empty field is left to the unit above."""

    unit_id: UUID
    network: str = ""
    name: str = ""
    bio: str = ""
    link: str = ""
    notice: str = ""
    avatar: bool = False


@action("registry.set_profile_standard")
def set_profile_standard(*, facts: StandardFacts, by: Person, at: datetime) -> ProfileStandard:
    """Say what the profiles of a unit must show, on one network or on all.

    The readings of the unit and of those below are held against it at once. Four queries, and one
    for each 500 readings whose result changes.

    Raises:
        UnitNotFoundError: missing, or hidden from `by`.
        RightMissingError: `by` may not edit the accounts of that unit.
        InvalidInputError: it asks nothing.
    """
    unit = visible_unit(facts.unit_id, viewer=by)
    require(by, Right.EDIT_ACCOUNTS, unit=unit)
    texts = {name: getattr(facts, name).strip() for name in ("name", "bio", "link", "notice")}
    if not facts.avatar and not any(texts.values()):
        told = _("Ask for one thing at least.")
        raise InvalidInputError(told, fields={"name": told})
    found = ProfileStandard.objects.filter(unit=unit, network=facts.network).first()
    standard = found or ProfileStandard(unit=unit, network=facts.network)
    for name, value in texts.items():
        setattr(standard, name, value)
    standard.avatar, standard.set_by, standard.set_at = facts.avatar, by, at
    standard.save()
    record(actor=by, verb="profile_standard.set", subject=standard, at=at)
    _check_again(unit.path)
    return standard


@action("registry.remove_profile_standard")
def remove_profile_standard(standard_id: UUID, *, by: Person, at: datetime) -> None:
    """Take a standard away; what is above it holds again.

    Raises:
        StandardNotFoundError: missing, or of a unit whose accounts `by` does not edit.
    """
    standard = editable_standards(by).select_related("unit").filter(pk=standard_id).first()
    if standard is None:
        raise StandardNotFoundError
    record(actor=by, verb="profile_standard.removed", subject=standard, at=at)
    standard.delete()
    _check_again(standard.unit.path)


def _check_again(path: str) -> None:
    """Hold the readings of a unit and below against the standard as it is now."""
    known, changed = standards(), []
    readings = ProfileReading.objects.filter(is_current=True, account__unit__path__startswith=path)
    for reading in readings.select_related("account__unit"):
        failing = _failing(known, reading.account, shown_of(reading))
        if failing != reading.failing:
            reading.failing = failing
            changed.append(reading)
    ProfileReading.objects.bulk_update(changed, ("failing",), batch_size=500)


def _failing(known: Sequence[ProfileStandard], account: Account, shown: Shown) -> list[str]:
    wanted = wanted_of(known, path=account.unit.path, network=account.network)
    found = [check.wanted.code for check in checks_of(wanted, shown) if check.holds is False]
    return list(dict.fromkeys(found))


@action("registry.record_profile")
def record_profile(
    account_id: UUID, *, shown: Shown, by: Person, at: datetime, by_hand: bool = True
) -> ProfileReading:
    """Keep what a profile shows: written down by a person, or read from the network for them.

    For the account's holders and whoever may edit it. What changed since the last reading waits
    for an explanation.

    Raises:
        AccountNotFoundError: missing, or hidden from `by`.
        RightMissingError: neither a holder nor allowed to edit.
        PersonalAccountError: the account is somebody's own.
        InvalidInputError: nothing was written down.
    """
    account = visible_account(account_id, viewer=by, lock=True)
    if not may_read_by_hand(by, account):
        require(by, Right.EDIT_ACCOUNTS, unit=account.unit)
    if not (shown.name or shown.bio or shown.links):
        told = _("Write down what the profile shows.")
        raise InvalidInputError(told, fields={"name": told})
    return _kept(account, shown, reader=by if by_hand else None, actor=by.as_actor(), at=at)


@action("registry.note_profile")
def note_profile(account_id: UUID, *, shown: Shown, by: Actor, at: datetime) -> ProfileReading:
    """Keep what a background process read of a profile.

    Raises:
        PersonalAccountError: the account is somebody's own.
    """
    account = Account.objects.select_for_update(of=("self",)).select_related("unit")
    return _kept(account.get(pk=account_id), shown, reader=None, actor=by, at=at)


def _kept(
    account: Account, shown: Shown, *, reader: Person | None, actor: Actor, at: datetime
) -> ProfileReading:
    if account.kind == Account.Kind.PERSONAL:
        raise PersonalAccountError
    last = ProfileReading.objects.filter(account=account, is_current=True).first()
    failing = _failing(standards(), account, shown)
    changed = differences(shown_of(last), shown) if last is not None else []
    if last is not None and not changed and reader is None and last.read_by_id is None:
        last.confirmed_at, last.failing = at, failing
        last.save(update_fields=("confirmed_at", "failing"))
        return last
    ProfileReading.objects.filter(account=account, is_current=True).update(is_current=False)
    for field, before, after in changed:
        change = ProfileChange.objects.create(
            account=account, field=field, before=before, after=after, noticed_at=at
        )
        record(actor=actor, verb="profile_change.noticed", subject=change, at=at)
    return ProfileReading.objects.create(
        account=account,
        **{name: getattr(shown, name) for name in READ},
        failing=failing,
        read_at=at,
        confirmed_at=at,
        read_by=reader,
    )


@action("registry.explain_change")
def explain_change(change_id: UUID, *, explanation: str, by: Person, at: datetime) -> ProfileChange:
    """Say why a profile changed; the line is closed.

    Raises:
        ChangeNotFoundError: missing, hidden from `by`, or explained before.
        RightMissingError: neither a holder of the account nor allowed to edit it.
        InvalidInputError: no word was said.
    """
    changes = ProfileChange.objects.select_for_update().filter(explained_at__isnull=True)
    change = changes.filter(pk=change_id).first()
    if change is None:
        raise ChangeNotFoundError
    account = visible_account(change.account_id, viewer=by)
    if not may_read_by_hand(by, account):
        require(by, Right.EDIT_ACCOUNTS, unit=account.unit)
    if not explanation.strip():
        told = _("Say why it changed, in a sentence.")
        raise InvalidInputError(told, fields={"explanation": told})
    change.explanation, change.explained_by, change.explained_at = explanation.strip(), by, at
    change.save(update_fields=("explanation", "explained_by", "explained_at"))
    record(actor=by, verb="profile_change.explained", subject=change, at=at)
    return change


WORDS: Final = Words(
    model=ProfileChange,
    written={"explanation": "profile_change.explained"},
    gone="profile_change.redacted",
)


@action("registry.forget_person")
def forget_person(*, person_id: UUID, at: datetime) -> int:
    """Forget why somebody erased said that profiles changed; that they did, and when, stays.

    Returns how many lines changed. Idempotent.
    """
    author = Person.objects.filter(pk=person_id).first()
    return redact([WORDS], author=author, by=machine("worker"), at=at) if author is not None else 0
