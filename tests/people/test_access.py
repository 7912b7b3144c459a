"""Sessions and keys end at the next request after what should end them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http import HTTPStatus

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.test import Client
from django.urls import reverse

from gouvernail.ledger.models import Leaf
from gouvernail.people.actions import create_key, mark_left, revoke_key, revoke_role
from gouvernail.people.actions.access import close_sessions
from gouvernail.people.models import ApiKey, Person, Unit
from gouvernail.registry.permissions import visible_accounts
from gouvernail.web.proof import OPENED_AT, PROVED_AT, SEEN_AT
from tests.make.people import make_grant
from tests.make.registry import make_account

PASSWORD = "correct horse battery"
OTHER = "another good sentence"


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def karim_in(karim: Person) -> Person:
    """Return Karim with a password."""
    karim.set_password(PASSWORD)
    karim.save()
    return karim


def browser(person: Person) -> Client:
    """Return a browser signed in through the page."""
    client = Client()
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    assert is_in(client)
    return client


def is_in(client: Client) -> bool:
    return client.get(reverse("people:profile")).status_code == HTTPStatus.OK


def key_of(person: Person) -> tuple[ApiKey, Callable[[], int]]:
    """Return a key and what answers a call with it."""
    key, secret = create_key(
        name="Script", scopes=["accounts:read", "ledger:read"], by=person, at=now()
    )
    headers = {"authorization": f"Bearer {secret}"}
    return key, lambda: Client().get("/api/v1/accounts", headers=headers).status_code


def test_whoever_left_is_out_at_the_next_request(karim_in: Person, claire: Person) -> None:
    client, (_key, call) = browser(karim_in), key_of(karim_in)
    assert call() == HTTPStatus.OK

    mark_left(person_id=karim_in.pk, by=claire, at=now())

    assert not is_in(client)
    assert call() == HTTPStatus.UNAUTHORIZED


def test_an_account_closed_in_the_database_is_out_too(karim_in: Person) -> None:
    client, (_key, call) = browser(karim_in), key_of(karim_in)

    Person.objects.filter(pk=karim_in.pk).update(is_active=False)

    assert not is_in(client)
    assert call() == HTTPStatus.UNAUTHORIZED


def test_a_role_taken_back_opens_nothing_at_the_next_request(
    karim_in: Person, claire: Person, energy: Unit
) -> None:
    make_account(unit=energy)
    client, (key, _call) = browser(karim_in), key_of(karim_in)
    assert client.get(reverse("registry:account-list")).status_code == HTTPStatus.OK
    assert visible_accounts(ApiKey.objects.get(pk=key.pk).person).count() == 1

    revoke_role(grant_id=karim_in.grants.get().pk, by=claire, at=now())

    assert client.get(reverse("registry:account-list")).status_code == HTTPStatus.FORBIDDEN
    assert visible_accounts(ApiKey.objects.get(pk=key.pk).person).count() == 0


def test_a_role_that_ended_yesterday_opens_nothing(karim_in: Person) -> None:
    client = browser(karim_in)
    karim_in.grants.update(ends_on=(now() - timedelta(days=2)).date())

    assert client.get(reverse("registry:account-list")).status_code == HTTPStatus.FORBIDDEN


def test_a_revoked_key_is_refused_at_once(karim_in: Person) -> None:
    key, call = key_of(karim_in)
    assert call() == HTTPStatus.OK

    revoke_key(key_id=key.pk, by=karim_in, at=now())

    assert call() == HTTPStatus.UNAUTHORIZED


def test_another_password_ends_other_sessions_and_keys(karim_in: Person) -> None:
    client, other, (_key, call) = browser(karim_in), browser(karim_in), key_of(karim_in)

    client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": OTHER, "password2": OTHER},
    )

    assert not is_in(other)
    assert call() == HTTPStatus.UNAUTHORIZED
    assert b'"person.password_changed"' in all_leaves()


def all_leaves() -> bytes:
    return b"\n".join(bytes(leaf.leaf) for leaf in Leaf.objects.order_by("seq"))


def with_factor(person: Person) -> Person:
    Authenticator.objects.create(user=person, type="totp", data={"secret": "x"})
    return person


def test_lost_factors_are_removed_by_security_and_everything_ends(
    karim_in: Person, claire: Person
) -> None:
    client, (_key, call) = browser(karim_in), key_of(karim_in)
    with_factor(karim_in)
    lead = Client()
    lead.force_login(claire)

    response = lead.post(reverse("people:person-reset-factors", args=[karim_in.pk]), follow=True)

    assert "has no second factor any more" in response.text
    assert not Authenticator.objects.exists()
    assert not is_in(client)
    assert call() == HTTPStatus.UNAUTHORIZED
    assert b"all_removed" in all_leaves()


def test_factors_are_reset_only_after_a_fresh_proof(karim_in: Person, claire: Person) -> None:
    with_factor(karim_in)
    lead = Client()
    lead.force_login(claire)
    session = lead.session
    session[PROVED_AT] = (now() - timedelta(hours=1)).timestamp()
    session.save()

    lead.post(reverse("people:person-reset-factors", args=[karim_in.pk]))

    assert Authenticator.objects.exists()


def test_nobody_resets_the_factors_of_somebody_who_may_do_more(
    claire: Person, yann: Person
) -> None:
    with_factor(claire)
    client = Client()
    client.force_login(yann)

    response = client.post(reverse("people:person-reset-factors", args=[claire.pk]))

    assert response.status_code == HTTPStatus.FORBIDDEN
    assert Authenticator.objects.exists()


def test_a_factor_removed_by_its_owner_ends_the_other_sessions(karim_in: Person) -> None:
    client, other = browser(karim_in), browser(karim_in)
    with_factor(karim_in)

    client.post(reverse("mfa_deactivate_totp"))

    assert not Authenticator.objects.exists()
    assert is_in(client)
    assert not is_in(other)
    assert b"totp_removed" in all_leaves()


def test_security_signs_anyone_out_even_a_lead(claire: Person, yann: Person) -> None:
    claire.set_password(PASSWORD)
    claire.save()
    client = browser(claire)
    security = Client()
    security.force_login(yann)

    security.post(reverse("people:person-sign-out", args=[claire.pk]))

    assert not is_in(client)
    assert b"person.sessions_closed" in all_leaves()


def test_a_contributor_signs_nobody_else_out(karim_in: Person, hugo: Person) -> None:
    client, hugos = browser(karim_in), Client()
    hugos.force_login(hugo)

    response = hugos.post(reverse("people:person-sign-out", args=[karim_in.pk]))

    assert response.status_code == HTTPStatus.FORBIDDEN
    assert is_in(client)


def test_ones_sessions_are_listed_and_closed_one_by_one_or_all_others(karim_in: Person) -> None:
    here, phone, library = browser(karim_in), browser(karim_in), browser(karim_in)
    page = here.get(reverse("usersessions_list"))
    assert page.text.count("session-close") + page.text.count("/close") >= 2
    of_phone = UserSession.objects.get(session_key=phone.session.session_key)

    here.post(reverse("people:session-close", args=[of_phone.pk]))
    assert (is_in(here), is_in(phone), is_in(library)) == (True, False, True)

    here.post(reverse("people:person-sign-out", args=[karim_in.pk]))
    assert (is_in(here), is_in(library)) == (True, False)


def test_nobody_closes_the_session_of_another(karim_in: Person, hugo: Person) -> None:
    client, hugos = browser(karim_in), Client()
    hugos.force_login(hugo)
    session = UserSession.objects.get(user=karim_in)

    response = hugos.post(reverse("people:session-close", args=[session.pk]))

    assert response.status_code == HTTPStatus.NOT_FOUND
    assert is_in(client)


@pytest.mark.parametrize(
    ("kept", "since", "stays"),
    [
        (SEEN_AT, timedelta(minutes=settings.SESSION_IDLE_MINUTES - 1), True),
        (SEEN_AT, timedelta(minutes=settings.SESSION_IDLE_MINUTES + 1), False),
        (OPENED_AT, timedelta(hours=settings.SESSION_HOURS, minutes=-1), True),
        (OPENED_AT, timedelta(hours=settings.SESSION_HOURS, minutes=1), False),
    ],
)
def test_a_session_ends_when_left_alone_or_too_old(
    karim_in: Person, *, kept: str, since: timedelta, stays: bool
) -> None:
    client = browser(karim_in)
    session = client.session
    session[kept] = (now() - since).timestamp()
    session.save()

    assert is_in(client) is stays


def test_a_session_that_does_not_say_when_it_began_is_over(karim_in: Person) -> None:
    client = browser(karim_in)
    session = client.session
    del session[OPENED_AT]
    session.save()

    assert not is_in(client)


def test_being_here_counts(karim_in: Person) -> None:
    client = browser(karim_in)
    session = client.session
    session[SEEN_AT] = (now() - timedelta(minutes=30)).timestamp()
    session.save()

    assert is_in(client)

    assert client.session[SEEN_AT] > (now() - timedelta(minutes=1)).timestamp()


def test_closing_leaves_the_sessions_of_others(karim_in: Person, hugo: Person) -> None:
    hugos = Client()
    hugos.force_login(hugo)
    browser(karim_in)

    assert close_sessions(karim_in) == 1
    assert is_in(hugos)


def test_a_second_role_in_another_unit_stays_when_one_goes(
    karim_in: Person, claire: Person, care: Unit
) -> None:
    client = browser(karim_in)
    grant = karim_in.grants.get()
    make_grant(person=karim_in, unit=care, role="delegate")

    revoke_role(grant_id=grant.pk, by=claire, at=now())

    assert client.get(reverse("registry:account-list")).status_code == HTTPStatus.OK
