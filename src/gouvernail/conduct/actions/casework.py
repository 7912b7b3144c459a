"""What every act on a case shares: sound words, who is told, how it is entered in the journal."""

import calendar
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from gouvernail.conduct.errors import CaseInvalidError, CaseStateError
from gouvernail.conduct.models import Case
from gouvernail.conduct.permissions import candidates_for
from gouvernail.conduct.permissions.cases import barred_from
from gouvernail.foundation.actors import Actor
from gouvernail.foundation.clock import site_day
from gouvernail.ledger.actions import record
from gouvernail.notifications.actions import Message, tell
from gouvernail.people.models import Person, Seat
from gouvernail.people.permissions import holders_of_seat

LONGEST: Final = 5_000
LEAST: Final = 3
DISCREET: Final = Actor(kind="machine", ref="conduct", auth="discreet")
WATCH: Final = Actor(kind="machine", ref="conduct", auth="worker")
MONTHS: Final = 12
CLOSED_MONTHS: Final = 2  # how long what ended without anything following is kept


def sound(text: str, field: str, *, ask: str = "") -> str:
    """Return words as they are kept.

    Raises:
        CaseInvalidError: none, or more than `LONGEST` characters.
    """
    words = text.strip()
    if len(words) < LEAST:
        raise CaseInvalidError({field: ask or _("Say it in a few words.")})
    if len(words) > LONGEST:
        most = _("At most %(most)s characters, please.") % {"most": LONGEST}
        raise CaseInvalidError({field: most})
    return words


def require_status(case: Case, *wanted: str) -> None:
    """Refuse what makes no sense where the case stands.

    Raises:
        CaseStateError: it stands elsewhere.
    """
    if case.status not in wanted:
        raise CaseStateError(str(case.get_status_display()))


def enter(case: Case, verb: str, *, by: Person | Actor, at: datetime) -> None:
    """Save a case and enter it; the journal names neither whom it is about nor who brought it."""
    case.save()
    hidden = isinstance(by, Person) and by.pk in {case.person_id, case.opened_by_id}
    actor = DISCREET if hidden else by
    record(actor=actor, verb=f"conduct_case.{verb}", subject=case, at=at)


def months_after(day: date, months: int) -> date:
    """Return the same day some months later, or the last of that month."""
    count = day.year * MONTHS + day.month - 1 + months
    year, month = count // MONTHS, count % MONTHS + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def days_after(at: datetime, days: int) -> datetime:
    """Return the end of the day, where the site is, that comes some days later."""
    last = site_day(at) + timedelta(days=days + 1)
    return datetime.combine(last, time.min, ZoneInfo(settings.SITE_TIME_ZONE))


def tell_about(case: Case, people: Iterable[UUID | None], *, about: str, at: datetime) -> int:
    """Tell these people what became of a case, without names, words or clause."""
    message = Message(
        kind=f"conduct_case.{about}",
        once=f"case:{case.pk.hex}:{about}:{int(at.timestamp())}",
        path=reverse("conduct:case-detail", args=[case.pk]),
        facts={"unit": case.unit.short_label},
        subject_kind=Case.ledger_kind,
        subject_id=str(case.pk),
    )
    return tell(people=[key for key in people if key is not None], message=message, at=at)


def tell_candidates(case: Case, *, about: str, at: datetime) -> int:
    """Tell whoever may take a case up, and the legal seat of its unit, that it waits."""
    people = set(candidates_for(case).values_list("pk", flat=True))
    legal = set(holders_of_seat(Seat.LEGAL, unit=case.unit).values_list("pk", flat=True))
    return tell_about(case, (people | legal) - barred_from(case), about=about, at=at)
