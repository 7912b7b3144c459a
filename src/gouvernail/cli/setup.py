"""`gouvernail setup` and `setup-link`: the first unit, person and charter, and the usual route."""

import argparse
import json
from typing import TYPE_CHECKING

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

    link = subparsers.add_parser("setup-link", help="a link to begin an empty site in a browser")
    link.add_argument("--json", action="store_true", help="say it as JSON")
    link.set_defaults(run=with_django(run_setup_link))


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
    from gouvernail.onboarding.actions import Beginning, begin_site

    beginning = Beginning(
        organisation=given.organisation,
        organisation_en=given.organisation_en,
        name=given.name,
        email=given.email,
        country=given.country,
        time_zone=given.time_zone,
        separation=given.separation,
        second_factor=given.second_factor,
        language=given.language,
    )
    return begin_site(beginning=beginning, at=at)


def run_setup_link(given: argparse.Namespace) -> int:
    """Print the link that begins an empty site from a browser."""
    from django.conf import settings

    from gouvernail.foundation import clock
    from gouvernail.onboarding.actions import make_setup_link

    link = f"{settings.SITE_URL}{make_setup_link(at=clock.now())}"
    if given.json:
        print(json.dumps({"link": link}))
    else:
        print(f"Begin the site here, within a day, in one browser:\n{link}")
    return OK
