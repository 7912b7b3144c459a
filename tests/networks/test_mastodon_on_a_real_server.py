"""The Mastodon API on a real server, snac2: sign in, publish with a picture, read back."""

import secrets
from datetime import UTC, datetime

import pytest
from mastodon import Mastodon

from gouvernail.kernel.text import Limits
from gouvernail.networks.contract import (
    Absent,
    Fields,
    Found,
    Intent,
    Profile,
    Refused,
    Sent,
    Session,
    Uploaded,
)
from gouvernail.networks.mastodon.connector import MastodonConnector
from tests.networks.conftest import make_picture
from tests.servers.asking import ask
from tests.servers.snac2 import Snac2

pytestmark = pytest.mark.servers


def test_a_person_signs_in_and_the_server_says_who_it_is(
    snac_session: Session, snac2: Snac2
) -> None:
    assert snac_session.handle.startswith(snac2.account.name + "@")
    assert snac_session.facts["software"] == "other"
    assert "snac" in snac_session.facts["version"]


def test_a_post_with_a_picture_is_published_found_and_read_back(
    mastodon: MastodonConnector, snac_session: Session
) -> None:
    media, data = make_picture(alt="Un voilier à l’aube ⛵")
    text = (
        f"Été à Brest {secrets.token_hex(4)} : merci @ana@exemple.social !\n\n"
        "Le programme https://exemple.org/fete?x=1&y=2 #Alizé"
    )
    fields = Fields(text=text, lang="fr", media=(media,))
    upload = mastodon.upload(snac_session, media, data)
    assert isinstance(upload, Uploaded), upload
    intent = Intent(key="d1", created_at=datetime.now(tz=UTC), delivery_id="d1")

    sent = mastodon.send(snac_session, mastodon.build(fields, intent, (upload,)))
    found = mastodon.find(snac_session, intent, fields, at=datetime.now(tz=UTC))

    assert isinstance(sent, Sent), sent
    assert isinstance(found, Found), found
    assert (found.remote_id, found.matches, found.text) == (sent.remote_id, True, text)
    assert mastodon.read(snac_session, sent.remote_id, fields) == found


def test_absence_there_never_proves_that_sending_again_is_safe(
    mastodon: MastodonConnector, snac_session: Session
) -> None:
    at = datetime.now(tz=UTC)
    intent = Intent(key="d2", created_at=at, delivery_id="d2")

    outcome = mastodon.find(snac_session, intent, Fields(text=secrets.token_hex(8)), at=at)

    assert outcome == Absent(conclusive=False)


def test_its_own_limits_are_read(mastodon: MastodonConnector, snac_session: Session) -> None:
    limits = mastodon.limits(snac_session)

    assert isinstance(limits, Limits)
    assert (limits.characters, limits.url_length, limits.media) == (100_000, 32, 4)


def test_its_profile_is_read(mastodon: MastodonConnector, snac_session: Session) -> None:
    profile = mastodon.profile(snac_session)

    assert isinstance(profile, Profile)
    assert profile.handle == snac_session.handle
    assert profile.followers == 0


def test_a_server_that_cannot_withdraw_says_so(
    mastodon: MastodonConnector, snac_session: Session
) -> None:
    fields = Fields(text=f"Reste {secrets.token_hex(4)}")
    intent = Intent(key="d3", created_at=datetime.now(tz=UTC), delivery_id="d3")
    sent = mastodon.send(snac_session, mastodon.build(fields, intent))
    assert isinstance(sent, Sent), sent

    outcome = mastodon.delete(snac_session, sent.remote_id)

    assert isinstance(outcome, Refused)
    assert (outcome.code, outcome.permanent) == ("not_supported", True)


def test_another_library_reads_what_we_published(
    mastodon: MastodonConnector, snac_session: Session
) -> None:
    media, data = make_picture(alt="Un phare la nuit")
    text = f"Témoin {secrets.token_hex(4)} https://exemple.org/fete #Alizé"
    fields = Fields(text=text, media=(media,))
    upload = mastodon.upload(snac_session, media, data)
    assert isinstance(upload, Uploaded), upload
    intent = Intent(key="d4", created_at=datetime.now(tz=UTC), delivery_id="d4")
    sent = mastodon.send(snac_session, mastodon.build(fields, intent, (upload,)))
    assert isinstance(sent, Sent), sent

    witness = Mastodon(
        access_token=snac_session.access.reveal(),
        api_base_url=snac_session.base_url,
        version_check_mode="none",
    ).status(sent.remote_id)

    assert (witness.id, witness.url, witness.visibility) == (sent.remote_id, sent.url, "public")
    assert [tag.name for tag in witness.tags] == ["alizé"]
    assert [one.description for one in witness.media_attachments] == ["Un phare la nuit"]
    assert ask("GET", witness.media_attachments[0].url).body == data
