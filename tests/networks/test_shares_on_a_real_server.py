"""A story shared on a real Bluesky server is read back with consent, and nothing else is kept."""

from datetime import timedelta

import pytest

from gouvernail.advocacy.actions import declare_account, stop_reading
from gouvernail.advocacy.models import Share
from gouvernail.advocacy.queries.reading import profile_words
from gouvernail.advocacy.tasks import read_shares
from gouvernail.foundation.clock import now
from gouvernail.networks.bluesky.connector import BlueskyConnector
from gouvernail.networks.contract import Fields, Resolved, Sent, Session
from gouvernail.people.models import Person
from tests.make.advocacy import WORDS, make_kit, make_member, make_programme
from tests.networks.conftest import make_intent
from tests.servers.pds.server import Pds

pytestmark = [pytest.mark.servers, pytest.mark.django_db]


def post(bluesky: BlueskyConnector, session: Session, text: str) -> str:
    fields = Fields(text=text, lang="fr")
    resolved = bluesky.resolve(session, fields)
    assert isinstance(resolved, Resolved)
    sent = bluesky.send(session, bluesky.build(fields, make_intent(bluesky, resolved)))
    assert isinstance(sent, Sent), sent
    return sent.url


def test_a_share_is_read_back_with_its_disclosure_while_consent_stands(
    bluesky: BlueskyConnector, bluesky_session: Session, pds: Pds, karim: Person, claire: Person,
    nina: Person,
) -> None:  # fmt: skip
    assert karim.home_unit is not None
    programme = make_programme(by=karim, unit=karim.home_unit)
    kit = make_kit(programme, by=karim, second=claire, days=900)
    make_member(programme, nina)
    account = declare_account(
        programme.pk, network="bluesky", address=f"@{bluesky_session.handle}", server=pds.url,
        reads=True, by=nina, at=now(),
    )  # fmt: skip
    url = post(bluesky, bluesky_session, f"{WORDS}\n\n#JeTravailleChezNordet\n\n{kit.link}")
    post(bluesky, bluesky_session, "Belle balade à vélo dimanche avec les enfants.")

    read_shares(now())

    share = Share.objects.get()
    assert (share.kit, share.disclosure, share.how) == (kit, "found", "read")
    assert share.url.rpartition("/")[2] == url.rpartition("/")[2]
    assert profile_words(account, at=now()) is not None
    stop_reading(account.pk, by=nina, at=now())
    post(bluesky, bluesky_session, f"Encore : {kit.link}")
    read_shares(now() + timedelta(days=1))
    assert Share.objects.count() == 1
