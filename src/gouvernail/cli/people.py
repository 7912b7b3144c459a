"""`gouvernail people erase`: forget the personal data of somebody who left."""

import argparse
import json

from gouvernail.cli.main import OK, with_django


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `people`."""
    people = subparsers.add_parser("people", help="what is kept of people")
    commands = people.add_subparsers(title="commands", metavar="COMMAND", required=True)
    erase = commands.add_parser("erase", help="forget the personal data of somebody who left")
    erase.add_argument("person", help="their e-mail, or their id")
    erase.add_argument("--as", dest="as_", metavar="EMAIL", help="who does it")
    erase.add_argument("--json", action="store_true", help="say what was done as JSON")
    erase.set_defaults(run=with_django(run_erase))


def run_erase(given: argparse.Namespace) -> int:
    """Erase one person."""
    from gouvernail.cli.accounts import acting_person
    from gouvernail.foundation.clock import now
    from gouvernail.people.actions import erase_person
    from gouvernail.people.models import Person

    named = Person.objects.filter(email__iexact=given.person).first()
    person = erase_person(
        person_id=named.pk if named else given.person, by=acting_person(given.as_), at=now()
    )
    if given.json:
        print(json.dumps({"erased": str(person.pk)}))
    else:
        print(f"erased: {person.pk}; entries of the journal about them stay, and still verify")
    return OK
