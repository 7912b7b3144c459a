"""Who is told what, and what every action shares."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final, Protocol
from uuid import UUID

from django.db.models import Model
from django.utils.translation import gettext as _

from gouvernail.advocacy.errors import AdvocacyInvalidError
from gouvernail.foundation.actors import Actor
from gouvernail.foundation.columns import faults_of
from gouvernail.ledger.actions import erase_openings
from gouvernail.notifications.actions import Message, tell

WATCH: Final = Actor(kind="machine", ref="advocacy", auth="worker")


class Named(Protocol):
    """What has a title in French, and perhaps in English."""

    title: str
    title_en: str


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
    named: Named,
    at: datetime,
) -> int:
    """Tell people one fact once, by its title in their language; returns how many."""
    facts = {"title": named.title, "title_en": named.title_en}
    message = Message(
        kind=f"ambassadors.{about}", once=f"amb:{about}:{once}", path=path, facts=facts
    )
    return tell(people=people, message=message, at=at)


def forget_words(row: Model) -> None:
    """Have the journal forget what stood in the fields of a row that was just emptied."""
    kind: str = row.ledger_kind  # type: ignore[attr-defined]  # every model of ours has one
    erase_openings(subject_kind=kind, subject_id=str(row.pk))
