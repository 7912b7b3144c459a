"""From an empty site to one that has an organisation, a charter, a usual route and a lead.

An empty site is guarded by a link: made on the machine, it opens in one browser only, which the
first press of its button decides; after that it is worth nothing to anybody else.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.urls import reverse

from gouvernail.approvals.actions import RouteChoices, StepChoice, write_route
from gouvernail.charter.actions import CharterChoices, write_charter, write_modules
from gouvernail.charter.models import Charter
from gouvernail.charter.queries.modules import FIRST
from gouvernail.foundation.actions import action
from gouvernail.onboarding.errors import SetupLinkOverError, SiteBegunError
from gouvernail.onboarding.models import FirstHour, SetupToken
from gouvernail.onboarding.queries.beginning import is_begun, suggested_separation
from gouvernail.people.actions import (
    PersonFacts,
    UnitFacts,
    add_person,
    create_unit,
    grant_role,
)
from gouvernail.people.errors import PersonInvalidError
from gouvernail.people.models import Person, Role, Seat

LINK_HOURS: Final = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """What a site begins with; without `separation` the size says it.

    `country` is ISO 3166-1 alpha-2, `time_zone` an IANA name, `language` one of the site's.
    """

    organisation: str
    name: str
    email: str
    organisation_en: str = ""
    country: str = "FR"
    time_zone: str = "Europe/Paris"
    size: str = ""
    separation: str = ""
    second_factor: str = ""
    language: str = "fr"


@action("onboarding.make_setup_link")
def make_setup_link(*, at: datetime) -> str:
    """Return the address, without the site's own, of the page that begins it; earlier links end.

    It opens for 24 hours, in the first browser that presses its button. Whoever may type a
    command on the machine may have one.

    Raises:
        SiteBegunError: there is nothing to begin.
    """
    if is_begun():
        raise SiteBegunError
    SetupToken.objects.all().delete()
    secret = secrets.token_urlsafe(32)
    SetupToken.objects.create(
        digest=_digest(secret), made_at=at, expires_at=at + timedelta(hours=LINK_HOURS)
    )
    return reverse("onboarding:begin-link", kwargs={"secret": secret})


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


@action("onboarding.claim_setup_link")
def claim_setup_link(*, secret: str, holder: str, at: datetime) -> None:
    """Give a link to the browser that holds `holder`, once.

    Raises:
        SetupLinkOverError: wrong, too old, used, or given to another browser.
        SiteBegunError: there is nothing to begin.
    """
    if is_begun():
        raise SiteBegunError
    wanted = SetupToken.objects.filter(
        digest=_digest(secret), expires_at__gt=at, used_at=None, claim__in=("", _digest(holder))
    )
    if not wanted.update(claim=_digest(holder), claimed_at=at):
        raise SetupLinkOverError


@action("onboarding.begin_with_link")
def begin_with_link(*, beginning: Beginning, holder: str, password: str, at: datetime) -> Person:
    """Begin the site from the browser that holds its link; return who leads it.

    Without a password they must add a passkey before the session ends.

    Raises:
        SetupLinkOverError: this browser holds no link in force.
        SiteBegunError: somebody was quicker.
        PersonInvalidError, CharterInvalidError, UnitInvalidError: an answer cannot be taken.
    """
    if is_begun():
        raise SiteBegunError
    token = SetupToken.objects.select_for_update().filter(claim=_digest(holder), used_at=None)
    held = token.filter(expires_at__gt=at).first()
    if held is None:
        raise SetupLinkOverError
    lead = begin_site(beginning=beginning, at=at)
    if password:
        try:
            validate_password(password, lead)
        except ValidationError as error:
            raise PersonInvalidError({"password": " ".join(error.messages)}) from None
        lead.set_password(password)
        lead.save(update_fields=("password",))
    held.used_at = at
    held.save(update_fields=("used_at",))
    return lead


@action("onboarding.begin_site")
def begin_site(*, beginning: Beginning, at: datetime) -> Person:
    """Make the top unit, the charter, the lead and the usual route; return the lead.

    Raises:
        SiteBegunError: there is a charter, or a person, already.
        PersonInvalidError, CharterInvalidError, UnitInvalidError: an answer cannot be taken.
    """
    if is_begun():
        raise SiteBegunError
    names: dict[str, Any] = {
        "name": beginning.organisation,
        "name_en": beginning.organisation_en,
    }
    separation = beginning.separation or suggested_separation(beginning.size)
    code = _code(beginning.organisation)
    root = create_unit(facts=UnitFacts(**names, code=code), parent_id=None, by=None, at=at)
    choices = CharterChoices(
        **names,
        country=beginning.country.upper(),
        time_zone=beginning.time_zone,
        separation=separation,
        second_factor=beginning.second_factor,
    )
    write_charter(choices=choices, by=None, at=at)
    facts = PersonFacts(
        name=beginning.name, email=beginning.email, unit_id=root.pk, language=beginning.language
    )
    lead = add_person(facts=facts, by=None, at=at)
    ids: dict[str, Any] = {"person_id": lead.pk, "unit_id": root.pk}
    grant_role(**ids, role=Role.LEAD, by=None, at=at)
    grant_role(**ids, role=Role.REVIEWER, seat=Seat.COLLEAGUE, by=lead, at=at)
    if separation == Charter.Separation.REGULATED:
        grant_role(**ids, role=Role.REVIEWER, seat=Seat.COMPLIANCE, by=lead, at=at)
    _write_usual_route(separation, by=lead, at=at)
    write_modules(on=FIRST, by=lead, at=at)
    FirstHour.objects.create(size=beginning.size, started_at=at)
    return lead


def _code(organisation: str) -> str:
    letters = [word[0] for word in organisation.split() if word[0].isalnum()]
    return "".join(letters).upper()[:12] or "ORG"


def _write_usual_route(separation: str, *, by: Person, at: datetime) -> None:
    steps = [StepChoice(seats=(Seat.COLLEAGUE,))]
    name, name_en = "Un collègue relit", "A colleague approves"
    if separation == Charter.Separation.REGULATED:
        steps.append(StepChoice(seats=(Seat.COMPLIANCE,)))
        name, name_en = "Un collègue, puis la conformité", "A colleague, then compliance"
    choices = RouteChoices(name=name, name_en=name_en, steps=tuple(steps), is_default=True)
    write_route(choices=choices, by=by, at=at)
