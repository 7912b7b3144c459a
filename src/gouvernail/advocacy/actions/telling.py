"""Who is told what, and what every action shares."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Model
from django.utils.translation import gettext as _

from gouvernail.advocacy.errors import AdvocacyInvalidError
from gouvernail.foundation.actors import Actor
from gouvernail.foundation.columns import faults_of
from gouvernail.ledger.actions import erase_openings
from gouvernail.notifications.actions import Message, tell

WATCH: Final = Actor(kind="machine", ref="advocacy", auth="worker")


def sound(row: Model, *, leave: Iterable[str] = ()) -> None:
    """Refuse what a column cannot take, at its field.

    Raises:
        AdvocacyInvalidError: too long, missing, no such choice.
    """
    faults = faults_of(row, leave=frozenset(leave))
    if faults:
        raise AdvocacyInvalidError(faults)


def needed(**words: str) -> None:
    """Refuse what is empty, at its field.

    Raises:
        AdvocacyInvalidError: one of them says nothing.
    """
    faults = {name: _("Say it in a few words.") for name, said in words.items() if not said.strip()}
    if faults:
        raise AdvocacyInvalidError(faults)


def inform(
    people: Iterable[UUID],
    *,
    about: str,
    once: str,
    path: str,
    title: str,
    at: datetime,
) -> int:
    """Tell people one fact once; returns how many."""
    message = Message(
        kind=f"ambassadors.{about}", once=f"amb:{about}:{once}", path=path, facts={"title": title}
    )
    return tell(people=people, message=message, at=at)


def forget_words(row: Model) -> None:
    """Have the journal forget what stood in the fields of a row that was just emptied."""
    kind: str = row.ledger_kind  # type: ignore[attr-defined]  # every model of ours has one
    erase_openings(subject_kind=kind, subject_id=str(row.pk))
