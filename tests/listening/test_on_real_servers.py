"""The listener on the event stream of a real personal data server."""

import time

import pytest

from gouvernail.egress import Egress
from gouvernail.listening.models import Mention, Position
from gouvernail.listening.tasks.listener import Listener
from gouvernail.networks.bluesky.connector import BlueskyConnector
from gouvernail.people.models import Person, Unit
from tests.make.listening import make_source, make_topic
from tests.networks.conftest import LOOPBACK, sign_in
from tests.networks.test_listening_on_a_real_server import publish
from tests.servers.pds.server import Pds

pytestmark = [pytest.mark.servers, pytest.mark.django_db]


def test_what_people_write_and_withdraw_on_a_real_server_is_kept_and_withdrawn(
    pds: Pds, nordet: Unit, claire: Person
) -> None:
    make_topic(unit=nordet, owner=claire)
    source = make_source(unit=nordet, by=claire, kind="repos", address=pds.url)
    Position.objects.filter(source=source).update(cursor="0")
    bluesky = BlueskyConnector(Egress(LOOPBACK))
    session = sign_in(bluesky, pds)
    sent = publish(bluesky, session, "Le Nordet est à l’heure ce matin")
    listener = Listener()
    listener.look()
    deadline = time.monotonic() + 30
    while not Mention.objects.exists() and time.monotonic() < deadline:
        listener.turn()
        listener.rest(0.05)
    kept = Mention.objects.get()

    bluesky.delete(session, sent.remote_id)
    while Mention.objects.filter(withdrawn_at=None).exists() and time.monotonic() < deadline:
        listener.turn()
        listener.rest(0.05)
    listener.stop()

    assert (kept.key, kept.author_key, kept.lang) == (sent.remote_id, session.account_id, "fr")
    assert Mention.objects.get().text == ""
