"""`gouvernail setup`: the first unit, the first person, the charter and the usual route."""

import argparse
import json
from typing import TYPE_CHECKING, Any

from gouvernail.cli.main import OK, with_django

if TYPE_CHECKING:
    from datetime import datetime

    from gouvernail.people.models import Person


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `setup`."""
    setup = subparsers.add_parser("setup", help="set up a new site: organisation and first person")
    setup.add_argument("--name", required=True, help="who leads: the first person")
    setup.add_argument("--email", required=True, help="their address, to sign in with")
    setup.add_argument("--organisation", required=True, help="name of the organisation")
    setup.add_argument("--organisation-en", default="", help="its name in English")
    setup.add_argument(
        "--separation",
        choices=("small", "standard", "regulated"),
        default="standard",
        help="how many people behind one act",
    )
    setup.add_argument("--country", default="FR", help="two letters")
    setup.add_argument("--time-zone", default="Europe/Paris", help="such as America/Toronto")
    setup.add_argument(
        "--second-factor",
        default="",
        choices=("optional", "powers", "everyone"),
        help="who must have one; as the separation has it unless you say",
    )
    setup.add_argument("--language", default="fr", help="of the first person: fr, fr-ca or en")
    setup.add_argument("--json", action="store_true", help="say what was made as JSON")
    setup.set_defaults(run=with_django(run_setup))


def run_setup(given: argparse.Namespace) -> int:
    """Make what a site needs to begin; refuse on a site that has begun."""
    from gouvernail.foundation import clock

    person = _set_up(given, at=clock.now())
    link = _link(person)
    if given.json:
        print(json.dumps({"person": str(person.pk), "email": person.email, "link": link}))
    else:
        print(f"{given.organisation} is set up. {person.name} leads it.")
        print(f"Choose the password here, once, within three days:\n{link}")
    return OK


def _link(person: "Person") -> str:
    from django.conf import settings

    from gouvernail.people.actions import password_path

    return f"{settings.SITE_URL}{password_path(person)}"


def _set_up(given: argparse.Namespace, *, at: "datetime") -> "Person":
    from gouvernail.foundation.actions import action

    @action("setup.begin")
    def begin() -> "Person":
        return _begin(given, at=at)

    return begin()


def _begin(given: argparse.Namespace, *, at: "datetime") -> "Person":
    from gouvernail.charter.actions import CharterChoices, write_charter
    from gouvernail.people.actions import (
        PersonFacts,
        UnitFacts,
        add_person,
        create_unit,
        grant_role,
    )
    from gouvernail.people.models import Role, Seat

    names = {"name": given.organisation, "name_en": given.organisation_en}
    root = create_unit(facts=UnitFacts(**names, code=_code(given)), parent_id=None, by=None, at=at)
    choices = CharterChoices(
        **names,
        country=given.country.upper(),
        time_zone=given.time_zone,
        separation=given.separation,
        second_factor=given.second_factor,
    )
    write_charter(choices=choices, by=None, at=at)
    facts = PersonFacts(
        name=given.name, email=given.email, unit_id=root.pk, language=given.language
    )
    lead = add_person(facts=facts, by=None, at=at)
    ids: dict[str, Any] = {"person_id": lead.pk, "unit_id": root.pk}
    grant_role(**ids, role=Role.LEAD, by=None, at=at)
    grant_role(**ids, role=Role.REVIEWER, seat=Seat.COLLEAGUE, by=lead, at=at)
    _write_usual_route(by=lead, at=at)
    return lead


def _code(given: argparse.Namespace) -> str:
    letters = [word[0] for word in given.organisation.split() if word[0].isalnum()]
    return "".join(letters).upper()[:12] or "ORG"


def _write_usual_route(*, by: "Person", at: "datetime") -> None:
    from gouvernail.approvals.actions import RouteChoices, StepChoice, write_route
    from gouvernail.people.models import Seat

    choices = RouteChoices(
        name="Un collègue relit",
        name_en="A colleague approves",
        steps=(StepChoice(seats=(Seat.COLLEAGUE,)),),
        is_default=True,
    )
    write_route(choices=choices, by=by, at=at)
