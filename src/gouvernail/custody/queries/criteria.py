"""The five criteria of custody, each with the row that earns or loses it. No query: rows in.

A criterion nobody knows about is not earned, and is said to be unknown.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from gouvernail.custody.models import Access, Criterion, Result
from gouvernail.custody.queries.networks import Hold, hold_of
from gouvernail.foundation.clock import site_day

TRIED: Final = timedelta(days=180)  # a way in tried before that is no longer known to work
RENEWED: Final = timedelta(days=180)
TWO: Final = 2
Factor = Access.Factor


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One criterion: what is known, why (`reason`, a key of `words.REASONS`), by which row.

    `repair` names the form that mends it: `declare`, `confirm`, `change`, `rotate` or `revoke`.
    """

    criterion: Criterion
    result: Result
    reason: str
    access: Access | None = None
    on: date | None = None
    days: int = 0
    repair: str = ""

    @property
    def earned(self) -> bool:
        """Return whether it counts for the level."""
        return self.result == Result.EARNED


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """All that is known of one account: its accesses (people loaded), when it was renewed.

    `rotated_on` is the day somebody said, `noted_at` when they said it.
    """

    network: str
    accesses: Sequence[Access]
    rotated_on: date | None
    today: date
    noted_at: datetime | None = None
    hold: Hold = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "hold", hold_of(self.network))

    @property
    def standing(self) -> list[Access]:
        """Return what is not closed, the latest declared first."""
        return [one for one in self.accesses if not one.is_closed]

    @property
    def entering(self) -> list[Access]:
        """Return what opens the account and is not closed, whoever holds it."""
        return [one for one in self.standing if one.means in Access.ENTERING]

    @property
    def ways(self) -> list[Access]:
        """Return by what named, active people could get in today."""
        return [one for one in self.standing if one.lets_in(self.today)]

    @property
    def ways_in(self) -> int:
        """Return how many named people could get in today."""
        return len({one.person_id for one in self.ways})

    @property
    def admins(self) -> int:
        """Return how many of them administer."""
        return len({one.person_id for one in self.ways if one.level == Access.Level.ADMIN})

    @property
    def last_loss_on(self) -> date | None:
        """Return the last day on which somebody who knew a shared secret left or was closed out."""
        days = [day for one in self.accesses if (day := _lost_on(one)) is not None]
        return max(days, default=None)

    @property
    def renewed_since(self) -> bool:
        """Return whether it was renewed since each loss; on the day of a departure, after it."""
        return all(self._answers(one) for one in self.accesses)

    def _answers(self, access: Access) -> bool:
        lost_on = _lost_on(access)
        if lost_on is None or self.rotated_on is None or self.rotated_on != lost_on:
            return lost_on is None or (self.rotated_on is not None and self.rotated_on > lost_on)
        left_at = access.person.left_at if access.person is not None else None
        return left_at is None or self.noted_at is None or left_at <= self.noted_at


def _lost_on(access: Access) -> date | None:
    if access.means not in Access.SHARED_SECRET or access.why == Access.Why.MISTAKE:
        return None
    if access.person is not None and access.person.left_at is not None:
        return site_day(access.person.left_at)
    return site_day(access.closed_at) if access.closed_at is not None else None


def verdicts_of(known: Known) -> list[Verdict]:
    """Return the five criteria, in their order."""
    return [_credentials(known), _recovery(known), _factor(known), _grant(known), _rotation(known)]


def level_of(known: Known, verdicts: Iterable[Verdict]) -> int | None:
    """Return how many criteria are earned, 0 to 5; None when no access was ever declared."""
    if not known.accesses:
        return None
    return sum(verdict.earned for verdict in verdicts)


def _credentials(known: Known) -> Verdict:
    of = Criterion.CREDENTIALS
    if not known.entering:
        return _unknown(of, "credentials_nobody", repair="declare")
    tried = [one for one in known.ways if one.tried_on is not None]
    latest = max(tried, key=lambda one: one.tried_on or date.min, default=None)
    if latest is None or latest.tried_on is None:
        failed = next((one for one in known.entering if one.works is False), None)
        if failed is not None:
            return _lost(of, "credentials_fail", failed, repair="change", on=failed.tried_on)
        first = next(iter(known.ways), known.entering[0])
        return _unknown(of, "credentials_untried", first, repair="confirm")
    if latest.tried_on < known.today - TRIED:
        return _lost(of, "credentials_old", latest, repair="confirm", on=latest.tried_on)
    return _earned(of, "credentials_tried", latest, on=latest.tried_on)


def _recovery(known: Known) -> Verdict:
    of = Criterion.RECOVERY
    rows = [one for one in known.standing if one.recovers]
    if not rows:
        return _recovery_without_rows(known)
    gone = next((one for one in rows if one.person is not None and not one.person.is_active), None)
    if gone is not None:
        return _lost(of, "recovery_left", gone, repair="change")
    private = next((one for one in rows if one.belongs == Access.Belongs.PRIVATE), None)
    if private is not None:
        return _lost(of, "recovery_private", private, repair="change")
    named = next((one for one in rows if one.belongs == Access.Belongs.NAMED), None)
    reason = "recovery_group" if named is None else "recovery_named"
    return _earned(of, reason, named or rows[0])


def _recovery_without_rows(known: Known) -> Verdict:
    """Where people come in with their own sign-in, a second administrator recovers the account."""
    of = Criterion.RECOVERY
    if known.hold.own_login or not known.entering:
        return _unknown(of, "recovery_nobody", repair="declare")
    if known.admins >= TWO:
        return _earned(of, "recovery_admins")
    return _lost(of, "recovery_one_admin", repair="declare")


def _factor(known: Known) -> Verdict:
    of = Criterion.FACTOR
    if not known.entering:
        return _unknown(of, "factor_nobody", repair="declare")
    for factor, reason in ((Factor.NONE, "factor_none"), (Factor.SMS_SHARED, "factor_shared")):
        weak = next((one for one in known.entering if one.second_factor == factor), None)
        if weak is not None:
            return _lost(of, reason, weak, repair="change")
    gone = next((one for one in known.entering if one.person and not one.person.is_active), None)
    if gone is not None:
        return _lost(of, "factor_left", gone, repair="revoke")
    unsaid = next((one for one in known.entering if one.second_factor == Factor.UNKNOWN), None)
    if unsaid is not None:
        return _unknown(of, "factor_unsaid", unsaid, repair="change")
    held = [one for one in known.entering if one.second_factor != Factor.NOT_OFFERED]
    return _earned(of, "factor_held", held[0]) if held else _earned(of, "factor_not_offered")


def _grant(known: Known) -> Verdict:
    of = Criterion.GRANT
    if not known.entering:
        return _unknown(of, "grant_nobody", repair="declare")
    password = next((one for one in known.entering if one.means == Access.Means.PASSWORD), None)
    if password is not None:
        reason = "grant_password" if known.hold.roles else "grant_vault_needed"
        return _lost(of, reason, password, repair="change")
    role = next((one for one in known.entering if one.means == Access.Means.ROLE), None)
    if role is not None:
        return _earned(of, "grant_roles", role)
    return _earned(of, "grant_vault", known.entering[0])


def _rotation(known: Known) -> Verdict:
    of = Criterion.ROTATION
    gone = next((one for one in known.entering if one.person and not one.person.is_active), None)
    if gone is not None:
        return _lost(of, "rotation_leaver", gone, repair="revoke")
    if any(one.means in Access.SHARED_SECRET for one in known.accesses):
        return _renewal(known)
    if known.entering:
        return _earned(of, "rotation_roles", known.entering[0])
    return _unknown(of, "rotation_nobody", repair="declare")


def _renewal(known: Known) -> Verdict:
    """Return what is known of the last renewal of a password that people share."""
    of, lost_on = Criterion.ROTATION, known.last_loss_on
    if known.rotated_on is None:
        return _unknown(of, "rotation_never", repair="rotate")
    if lost_on is not None and not known.renewed_since:
        return _lost(of, "rotation_departure", repair="rotate", on=lost_on)
    age = (known.today - known.rotated_on).days
    if age > RENEWED.days:
        return _lost(of, "rotation_old", repair="rotate", on=known.rotated_on, days=age)
    return _earned(of, "rotation_done", on=known.rotated_on)


def _earned(
    of: Criterion, reason: str, access: Access | None = None, *, on: date | None = None
) -> Verdict:
    return Verdict(criterion=of, result=Result.EARNED, reason=reason, access=access, on=on)


def _lost(
    of: Criterion,
    reason: str,
    access: Access | None = None,
    *,
    repair: str,
    on: date | None = None,
    days: int = 0,
) -> Verdict:
    return Verdict(
        criterion=of,
        result=Result.LOST,
        reason=reason,
        access=access,
        repair=repair,
        on=on,
        days=days,
    )


def _unknown(of: Criterion, reason: str, access: Access | None = None, *, repair: str) -> Verdict:
    return Verdict(criterion=of, result=Result.UNKNOWN, reason=reason, access=access, repair=repair)
