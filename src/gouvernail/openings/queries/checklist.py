"""The steps between an agreement and the first post: custody first."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gouvernail.openings.models import Check, Opening
from gouvernail.people.models import Person
from gouvernail.registry.models import Account
from gouvernail.registry.queries.life import Check as Condition
from gouvernail.registry.queries.life import ways_from


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What a step asks; `place` is `owner` or `backup` when only that person can vouch for it."""

    title: Promise
    help: Promise
    place: str = ""


STEPS: Final[Mapping[str, Step]] = {
    "handle": Step(
        title=_("The handle is registered"),
        help=_("On the network, under the address written above."),
    ),
    "contacts": Step(
        title=_("The e-mail and the phone are the organisation’s"),
        help=_("Nobody’s own address, nobody’s own number."),
    ),
    "owner_factor": Step(
        title=_("The owner has set their second factor"),
        help=_("On a device of their own: an app or a key, not a text message."),
        place="owner",
    ),
    "backup_factor": Step(
        title=_("The backup has set their second factor"),
        help=_("On a device of their own: an app or a key, not a text message."),
        place="backup",
    ),
    "recovery": Step(
        title=_("The means of recovery are kept"),
        help=_("Recovery codes where a third person finds them, not in a mailbox."),
    ),
    "owner_in": Step(
        title=_("The owner has got in, alone"),
        help=_("Signed out, then in again, without help."),
        place="owner",
    ),
    "backup_in": Step(
        title=_("The backup has got in, alone"),
        help=_("Signed out, then in again, without help."),
        place="backup",
    ),
    "profile": Step(
        title=_("The profile follows the standard"),
        help=_("Name, biography, picture and link as the organisation wants them."),
    ),
    "site_link": Step(
        title=_("The organisation’s site links to the account"),
        help=_("It is how a reader knows that the account is ours."),
    ),
    "notice": Step(
        title=_("The notice is in place"), help=_("Who speaks, and how to reach us otherwise.")
    ),
    "comments": Step(
        title=_("The comment policy is published"),
        help=_("What is answered, what is removed, and within how long."),
    ),
    "first_content": Step(
        title=_("The first publications are ready"),
        help=_("Written and agreed to; none has gone out yet."),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One step as it stands; `vouched_by` is the only person who may tick it, if there is one."""

    check: Check
    step: Step
    vouched_by: Person | None

    @property
    def is_done(self) -> bool:
        """Return whether the step stands: what one person vouched for holds for them alone."""
        by = self.vouched_by
        return self.check.done_at is not None and (by is None or by.pk == self.check.done_by_id)


def checklist_of(opening: Opening) -> list[Line]:
    """Return the steps of an opening in order, its account and people loaded. One query."""
    rows = opening.checks.select_related("done_by", "proof").defer("proof__content")
    return [
        Line(check=row, step=STEPS[row.code], vouched_by=voucher_of(opening, row.code))
        for row in rows.order_by("position")
        if row.code in STEPS
    ]


def conditions_of(opening: Opening) -> tuple[Condition, ...]:
    """Return what the register asks before the account may be official. Four queries at most."""
    account = opening.account
    if account is None:
        return ()
    for way in ways_from(account):
        if way.passage.to == Account.Status.OFFICIAL:
            return way.checks
    return ()


def voucher_of(opening: Opening, code: str) -> Person | None:
    """Return the only person who can say that a step is done, or None when several can.

    It is who holds the account now, whoever the request named; nobody alone once they have left.
    """
    place = STEPS[code].place
    holding = opening if opening.account is None else opening.account
    person: Person | None = getattr(holding, place) if place else None
    return person if person is not None and person.is_active else None
