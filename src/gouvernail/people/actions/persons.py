"""Who is of the organisation."""

from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q
from django.utils.translation import gettext as _

from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import Actor
from gouvernail.foundation.outbox import announce
from gouvernail.ledger.actions import record
from gouvernail.people.actions.access import close_sessions, revoke_keys
from gouvernail.people.errors import (
    AlreadyLeftError,
    LastLeadError,
    NotLeftError,
    PersonInvalidError,
)
from gouvernail.people.models import Person, Role, RoleGrant
from gouvernail.people.permissions import (
    Right,
    refuse_above_own,
    require,
    visible_person,
    visible_unit,
)
from gouvernail.people.queries.facts import PersonFacts
from gouvernail.people.queries.zones import is_zone

SETUP = Actor(kind="machine", ref="setup", auth="cli")


@action("people.add_person")
def add_person(*, facts: PersonFacts, by: Person | None, at: datetime) -> Person:
    """Add a person, who cannot sign in until they set a password.

    By nobody only while the site has no person at all.

    Raises:
        PersonInvalidError: a field cannot be taken.
        RightMissingError: `by` may not manage people there.
    """
    if by is not None:
        unit = visible_unit(facts.unit_id, viewer=by) if facts.unit_id else None
        require(by, Right.MANAGE_PEOPLE, unit=unit)
    elif Person.objects.exists():
        raise PersonInvalidError({"name": _("This organisation already has its first person.")})
    _check(facts, but=None)
    person = Person()
    _write(person, facts)
    person.set_unusable_password()
    person.save(force_insert=True)
    record(actor=by or SETUP, verb="person.created", subject=person, at=at)
    return person


@action("people.update_person")
def update_person(*, person_id: UUID, facts: PersonFacts, by: Person, at: datetime) -> Person:
    """Change what is known of a person; moving them needs the right in both units.

    Raises:
        PersonInvalidError: a field cannot be taken.
        RoleAboveOwnError: it is the address of somebody who may do more than `by`.
        PersonNotFoundError, RightMissingError: `by` may not.
    """
    person = visible_person(person_id, viewer=by, lock=True)
    require(by, Right.MANAGE_PEOPLE, unit=person.home_unit)
    if facts.unit_id and facts.unit_id != person.home_unit_id:
        require(by, Right.MANAGE_PEOPLE, unit=visible_unit(facts.unit_id, viewer=by))
    if facts.email.strip().lower() != (person.email or ""):  # who has the address signs in
        refuse_above_own(by, person)
    _check(facts, but=person)
    _write(person, facts)
    person.save()
    record(actor=by, verb="person.updated", subject=person, at=at)
    return person


@action("people.mark_left")
def mark_left(*, person_id: UUID, by: Person, at: datetime) -> Person:
    """Note that a person left: no session, key or role of theirs works from now on.

    What they owned is announced (`people.left`) so that the areas above act on it.

    Raises:
        AlreadyLeftError: they had left.
        LastLeadError: nobody would answer for the whole.
        RoleAboveOwnError: they may do more than `by`.
        PersonNotFoundError, RightMissingError: `by` may not.
    """
    person = visible_person(person_id, viewer=by, lock=True)
    require(by, Right.MANAGE_PEOPLE, unit=person.home_unit)
    if person.status == Person.Status.LEFT:
        raise AlreadyLeftError
    if is_last_lead(person, on=at.date()):
        raise LastLeadError
    refuse_above_own(by, person)
    person.status, person.is_active, person.left_at = Person.Status.LEFT, False, at
    person.save(update_fields=("status", "is_active", "left_at"))
    _close_doors(person, by=by, at=at)
    record(actor=by, verb="person.left", subject=person, at=at)
    announce("people.left", {"person_id": person.pk, "at": at}, at=at)
    return person


def is_last_lead(person: Person, *, on: date) -> bool:
    """Return whether nobody else leads the whole organisation that day. One query."""
    leads = RoleGrant.objects.filter(
        role=Role.LEAD, unit__parent__isnull=True, revoked_at__isnull=True, person__is_active=True
    )
    in_force = leads.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))
    holders = set(in_force.values_list("person_id", flat=True))
    return holders == {person.pk}


def _close_doors(person: Person, *, by: Person, at: datetime) -> None:
    for grant in person.grants.filter(revoked_at__isnull=True):
        grant.revoked_at = at
        grant.save(update_fields=("revoked_at",))
        record(actor=by, verb="role.revoked", subject=grant, at=at)
    revoke_keys(person, by=by, at=at)
    close_sessions(person)


@action("people.bring_back")
def bring_back(*, person_id: UUID, by: Person, at: datetime) -> Person:
    """Welcome back somebody who had left; roles are given anew.

    Announced (`people.returned`), so that the areas above count them in again.

    Raises:
        NotLeftError: they are here.
        PersonNotFoundError, RightMissingError: `by` may not.
    """
    person = visible_person(person_id, viewer=by, lock=True)
    require(by, Right.MANAGE_PEOPLE, unit=person.home_unit)
    if person.status == Person.Status.ACTIVE:
        raise NotLeftError
    person.status, person.is_active, person.left_at = Person.Status.ACTIVE, True, None
    person.save(update_fields=("status", "is_active", "left_at"))
    record(actor=by, verb="person.returned", subject=person, at=at)
    announce("people.returned", {"person_id": person.pk, "at": at}, at=at)
    return person


@action("people.choose_preferences")
def choose_preferences(
    *, language: str, time_zone: str, theme: str, by: Person, at: datetime
) -> Person:
    """Keep one's own language, zone (IANA, empty for the site's) and theme.

    Raises:
        PersonInvalidError: the zone or the language is not known.
    """
    wrong = {}
    if language not in dict(settings.LANGUAGES):
        wrong["language"] = _("Choose a language.")
    if time_zone and not is_zone(time_zone):
        wrong["time_zone"] = _("This time zone is not known.")
    if wrong:
        raise PersonInvalidError(wrong)
    by.language, by.time_zone, by.theme = language, time_zone, theme[:8]
    by.save(update_fields=("language", "time_zone", "theme"))
    record(actor=by, verb="person.updated", subject=by, at=at)
    return by


def _write(person: Person, facts: PersonFacts) -> None:
    person.name = facts.name.strip()
    person.email = facts.email.strip().lower() or None
    person.job, person.phone = facts.job.strip(), facts.phone.strip()
    person.external_id = facts.external_id.strip()
    person.home_unit_id = facts.unit_id
    person.language, person.time_zone = facts.language, facts.time_zone
    person.joined_on = facts.joined_on


def _check(facts: PersonFacts, *, but: Person | None) -> None:
    wrong = {}
    if not facts.name.strip():
        wrong["name"] = _("Give a name.")
    email = facts.email.strip()
    if email:
        try:
            validate_email(email)
        except ValidationError:
            wrong["email"] = _("This is not an e-mail address.")
        others = Person.objects.filter(email__iexact=email)
        if but is not None:
            others = others.exclude(pk=but.pk)
        if others.exists():
            wrong["email"] = _("Somebody else has this e-mail.")
    if facts.time_zone and not is_zone(facts.time_zone):
        wrong["time_zone"] = _("This time zone is not known.")
    wrong |= _check_number(facts, but=but)
    if wrong:
        raise PersonInvalidError(wrong)


def _check_number(facts: PersonFacts, *, but: Person | None) -> dict[str, str]:
    number = facts.external_id.strip()
    others = Person.objects.filter(external_id=number).exclude(external_id="")
    if but is not None:
        others = others.exclude(pk=but.pk)
    if number and others.exists():
        return {"external_id": _("Somebody else has this staff number.")}
    return {}
