"""Being allowed to act for an account of a Mastodon server, and what it says of itself."""

from datetime import UTC, datetime

import pytest

from gouvernail.kernel.text import Limits
from gouvernail.networks.contract import (
    Fields,
    Profile,
    Refused,
    Resolved,
    Secret,
    Session,
)
from gouvernail.networks.mastodon.connector import MastodonConnector
from gouvernail.networks.mastodon.oauth import App
from tests.networks.conftest import REDIRECT, VERIFIER
from tests.servers.mastodon_fake import Account, MastodonFake

TEXT = (
    "Été à Brest <b>&amp; 🌊 : merci @ana@exemple.social !\n\nLe programme, ligne 1\nligne 2 "
    "https://exemple.org/un/chemin/assez/long/pour/etre/coupe?x=1&y=2 #Alizé"
)


def now() -> datetime:
    return datetime.now(tz=UTC)


def test_signing_in_gives_a_session_that_names_the_account(
    fake_session: Session, fake_account: Account
) -> None:
    assert fake_session.account_id == fake_account.id
    assert fake_session.handle == "alize@fake.test"
    assert fake_session.facts == {
        "version": "4.5.2",
        "software": "mastodon",
        "domain": "fake.test",
    }


def test_a_code_is_worth_nothing_without_its_verifier(
    mastodon: MastodonConnector, mastodon_fake: MastodonFake, fake_account: Account
) -> None:
    app = mastodon.register_app(base_url=mastodon_fake.url, redirect_uri=REDIRECT)
    assert isinstance(app, App)
    url = mastodon.authorize_url(app, state="s", verifier=VERIFIER)
    code, _ = mastodon_fake.sign_in(url, fake_account)

    outcome = mastodon.exchange(app, code=code, verifier=Secret("w" * 43))

    assert isinstance(outcome, Refused)
    assert (outcome.code, outcome.permanent) == ("invalid", True)


def test_a_registration_is_kept_sealed_and_read_again(
    mastodon: MastodonConnector, mastodon_fake: MastodonFake
) -> None:
    app = mastodon.register_app(base_url=mastodon_fake.url, redirect_uri=REDIRECT)

    assert isinstance(app, App)
    assert App.load(app.dump()) == app
    assert app.client_secret.reveal() not in repr(app)
    with pytest.raises(ValueError, match="not a stored application"):
        App.load(Secret('{"client_id": 1}'))


@pytest.mark.parametrize("typed", ["", "https://", "user@host", "ftp://host", "https://u:p@host"])
def test_what_is_not_a_server_is_refused(mastodon: MastodonConnector, typed: str) -> None:
    outcome = mastodon.register_app(base_url=typed, redirect_uri=REDIRECT)

    assert isinstance(outcome, Refused)
    assert outcome.permanent


@pytest.mark.parametrize("newer", [True, False])
def test_limits_are_those_the_server_announces(
    mastodon: MastodonConnector,
    fake_session: Session,
    mastodon_fake: MastodonFake,
    newer: bool,  # noqa: FBT001 - both kinds of servers
) -> None:
    mastodon_fake.settings.max_characters = 1234
    mastodon_fake.settings.has_newer_instance = newer

    limits = mastodon.limits(fake_session)

    assert isinstance(limits, Limits)
    assert (limits.characters, limits.url_length, limits.media) == (1234, 23, 4)


def test_limits_that_make_no_sense_are_not_believed(
    mastodon: MastodonConnector, fake_session: Session, mastodon_fake: MastodonFake
) -> None:
    mastodon_fake.settings.max_characters = -5

    limits = mastodon.limits(fake_session)

    assert isinstance(limits, Limits)
    assert limits.characters == 500


def test_the_profile_is_what_the_server_shows(
    mastodon: MastodonConnector, fake_session: Session, mastodon_fake: MastodonFake
) -> None:
    assert mastodon.profile(fake_session) == Profile(
        handle="alize@fake.test",
        display_name="Alize",
        description="Au service de tous",
        url=f"{mastodon_fake.url}/@alize",
        followers=42,
    )


def test_a_session_of_this_network_needs_no_renewal(
    mastodon: MastodonConnector, fake_session: Session
) -> None:
    assert mastodon.renew(fake_session, at=now()) is fake_session
    assert mastodon.resolve(fake_session, Fields(text=TEXT)) == Resolved(
        author=fake_session.account_id
    )
