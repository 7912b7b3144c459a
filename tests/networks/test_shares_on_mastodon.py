"""A story shared on Mastodon is read back with consent, and nothing else is kept."""

import secrets
from datetime import timedelta

import pytest

from gouvernail.advocacy.actions import declare_account, stop_reading
from gouvernail.advocacy.models import Share
from gouvernail.advocacy.queries.reading import profile_words
from gouvernail.advocacy.tasks import read_shares
from gouvernail.foundation.clock import now
from gouvernail.networks.contract import Fields, Intent, Sent, Session
from gouvernail.networks.mastodon.connector import MastodonConnector
from gouvernail.people.models import Person
from tests.make.advocacy import WORDS, make_kit, make_member, make_programme
from tests.servers.mastodon_fake import Account, MastodonFake

pytestmark = pytest.mark.django_db


def test_a_share_is_read_back_with_its_disclosure_while_consent_stands(
    mastodon: MastodonConnector, fake_session: Session, fake_account: Account,
    mastodon_fake: MastodonFake, karim: Person, claire: Person, nina: Person,
) -> None:  # fmt: skip
    def post(text: str, **options: str) -> str:
        key = secrets.token_hex(4)
        intent = Intent(key=key, created_at=now(), delivery_id=key)
        fields = Fields(text=text, lang="fr", options=options)
        sent = mastodon.send(fake_session, mastodon.build(fields, intent))
        assert isinstance(sent, Sent), sent
        return sent.url

    assert karim.home_unit is not None
    programme = make_programme(by=karim, unit=karim.home_unit)
    kit = make_kit(programme, by=karim, second=claire, days=900)
    make_member(programme, nina)
    account = declare_account(
        programme.pk, network="mastodon", address=f"@{fake_account.username}@fake.test",
        server=mastodon_fake.url, reads=True, by=nina, at=now(),
    )  # fmt: skip
    url = post(f"{WORDS}\n\n#JeTravailleChezNordet\n\n{kit.link}")
    post("Belle balade à vélo dimanche avec les enfants.")
    post(f"Entre nous : {kit.link}", visibility="private")

    read_shares(now())

    share = Share.objects.get()
    assert (share.kit, share.disclosure, share.how) == (kit, "found", "read")
    assert share.url == url
    assert profile_words(account, at=now()) == "Alize\nAu service de tous"
    stop_reading(account.pk, by=nina, at=now())
    post(f"Encore : {kit.link}")
    read_shares(now() + timedelta(days=1))
    assert Share.objects.count() == 1
