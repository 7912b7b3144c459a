"""A process of a whole site that does what it reads, a line each: the hand of its people.

    python -m tests.publishing.proof.feeder

A line is JSON with `do` and what that needs; the answer is JSON: `done`, or `failed` when the
database was away. What failed may have been done all the same: the texts tell.
"""

import json
import sys
from collections import Counter
from collections.abc import Callable
from typing import Any

import django
from django.db import Error, close_old_connections, connection

django.setup()

from django.conf import settings  # noqa: E402 - after the set-up
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402

from gouvernail.charter.models import Charter  # noqa: E402
from gouvernail.foundation.actors import machine  # noqa: E402
from gouvernail.foundation.clock import now  # noqa: E402
from gouvernail.ledger.queries.verification import verify_database  # noqa: E402
from gouvernail.ledger.signer.keys import published_keys  # noqa: E402
from gouvernail.ledger.signer.loop import places  # noqa: E402
from gouvernail.networks.contract import Secret, Session  # noqa: E402
from gouvernail.people.models import Person, Role, Unit  # noqa: E402
from gouvernail.publishing.actions import (  # noqa: E402
    ask_lift,
    confirm_lift,
    reschedule_missed,
)
from gouvernail.publishing.models import Delivery, Freeze, Pace  # noqa: E402
from gouvernail.registry.models import Account, Connection  # noqa: E402
from gouvernail.vault.actions import store_secret  # noqa: E402
from tests.make.people import make_grant, make_person, make_unit  # noqa: E402
from tests.make.publishing import make_delivery  # noqa: E402

Given = dict[str, Any]


def lead() -> Person:
    """Return the first of the two people."""
    return Person.objects.order_by("pk")[0]


def found(_given: Given) -> None:
    """Found the organisation and its first two people, who lead it."""
    unit = make_unit(name="Groupe Nordet", name_en="Nordet Group", code="nordet")
    Charter.objects.create(name="Groupe Nordet", name_en="Nordet Group")
    for name in ("Claire Morvan", "Yann Le Bras"):
        person = make_person(name=name, email=f"{name.split()[0].lower()}@nordet.test")
        make_grant(person=person, unit=unit, role=Role.LEAD)


def session(_given: Given) -> str:
    """Return the cookie of somebody who is signed in."""
    client = Client()
    client.force_login(lead())
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={client.cookies[name].value}"


def account(given: Given) -> None:
    """Connect an account of a network that runs beside."""
    at, name = now(), given["name"]
    row = Account.objects.create(
        network="mastodon", handle=name, handle_key=name, name=name,
        unit=Unit.objects.order_by("pk")[0], registered_at=at, updated_at=at,
    )  # fmt: skip
    access = Session(
        network="mastodon", base_url=given["url"], account_id=given["remote"], handle=name,
        access=Secret(given["token"]), facts={"software": "mastodon"},
    )  # fmt: skip
    Connection.objects.create(
        account=row, service_url=given["url"], remote_id=given["remote"],
        connected_by=lead(), connected_at=at,
    )  # fmt: skip
    store_secret(
        owner_kind="account", owner_id=row.pk, field="session", value=access.dump(),
        by=machine("maker"), at=at,
    )  # fmt: skip


def post(given: Given) -> str:
    """Queue an approved post, due now; its text is its name."""
    row = Account.objects.get(handle=given["account"])
    return str(make_delivery(row, by=lead(), text=given["text"], publish_at=now()).pk)


def hurry(_given: Given) -> None:
    """Let what waits for its next attempt leave now: the wait itself is proved elsewhere."""
    Delivery.objects.filter(status="queued").update(next_try_at=None)
    Pace.objects.all().delete()


def deliveries(_given: Given) -> dict[str, str]:
    """Return where every post stands, by its text."""
    return dict(Delivery.objects.values_list("fields__text", "status"))


def states(_given: Given) -> dict[str, int]:
    """Return how many posts stand where."""
    return Counter(Delivery.objects.values_list("status", flat=True))


def migrate(_given: Given) -> None:
    """Make the tables."""
    call_command("migrate", interactive=False, verbosity=0)


def lift(_given: Given) -> int:
    """Lift every freeze and let out what missed its time, as people do; return how many it was."""
    claire, yann = Person.objects.order_by("pk")[:2]
    for freeze in Freeze.objects.exclude(status="lifted"):
        ask_lift(freeze_id=freeze.pk, reason="The proof goes on.", by=claire, at=now())
        if Freeze.objects.get(pk=freeze.pk).status != "lifted":
            confirm_lift(freeze_id=freeze.pk, by=yann, at=now())
    missed = list(Delivery.objects.filter(status="missed").values_list("pk", flat=True))
    for key in missed:
        reschedule_missed(delivery_id=key, by=claire, at=now())
    return len(missed)


def verify(_given: Given) -> list[str]:
    """Verify the whole log; what the makers of the tests made is in the tables alone."""
    report = verify_database(*published_keys(places().keys), replay=False)
    return [f"{each.code} {each.detail}" for each in report.problems]


ACTS: dict[str, Callable[[Given], Any]] = {
    act.__name__: act
    for act in (migrate, found, session, account, post, hurry, deliveries, states, lift, verify)
}


def main() -> None:
    """Do a line after the other."""
    for line in sys.stdin:
        given = json.loads(line)
        close_old_connections()
        try:
            answer = {"done": ACTS[given["do"]](given)}
        except Error as error:
            connection.close()
            answer = {"failed": str(error)}
        print(json.dumps(answer), flush=True)  # noqa: T201 - the answer


if __name__ == "__main__":
    main()
