"""Erasing what the product knows of somebody who left; the journal stays whole."""

from collections.abc import Callable
from datetime import datetime
from typing import Final
from uuid import UUID

from allauth.account.models import EmailAddress
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from gouvernail.foundation.actions import action
from gouvernail.foundation.outbox import announce
from gouvernail.ledger.actions import erase_openings, record
from gouvernail.people.errors import NotLeftError
from gouvernail.people.models import Person, SignIn
from gouvernail.people.permissions import Right, refuse_above_own, require, visible_person

Forget = Callable[[str, str], object]
_FORGET: Final[dict[str, Forget]] = {}


def forget_names(name: str, forget: Forget) -> None:
    """Call `forget(was, now)` with a name that is erased and what stands for it, as it is erased.

    `name` is of the area: said twice, it counts once. For areas that keep the names of others in
    words: a fact of the outbox would itself keep the name.
    """
    _FORGET[name] = forget


@action("people.erase_person")
def erase_person(*, person_id: UUID, by: Person, at: datetime) -> Person:
    """Forget the name, addresses and numbers of a person who left.

    The key under which the journal sealed them is destroyed: entries about the person stay, with
    their time, verb and references, and still verify; what their commitments stood for is gone.
    Areas that hear `people.erased` take out what the person wrote of accesses and of profiles, not
    what they wrote in reviews of accounts; what was written for others to read (comments, posts)
    follows the retention of those objects.

    Raises:
        NotLeftError: they are still here.
        PersonNotFoundError, RightMissingError, RoleAboveOwnError: `by` may not.
    """
    person = visible_person(person_id, viewer=by, lock=True)
    require(by, Right.MANAGE_PEOPLE, unit=person.home_unit)
    refuse_above_own(by, person)
    if person.status != Person.Status.LEFT:
        raise NotLeftError
    was = person.name
    with translation.override(settings.LANGUAGE_CODE):
        person.name = gettext("Person erased")
    person.email = None
    person.job = person.phone = person.external_id = ""
    person.joined_on = None
    person.set_unusable_password()
    person.save()
    EmailAddress.objects.filter(user=person).delete()
    SignIn.objects.filter(person=person).delete()
    erase_openings(subject_kind=Person.ledger_kind, subject_id=str(person.pk))
    for name in sorted(_FORGET):
        _FORGET[name](was, person.name)
    record(actor=by, verb="person.erased", subject=person, at=at)
    announce("people.erased", {"person_id": person.pk, "at": at}, at=at)
    return person


__all__ = ["erase_person", "forget_names"]
