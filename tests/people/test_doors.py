"""What happens at the door is kept for those who watch it, and never what was typed."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http import HTTPStatus

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from gouvernail.foundation.clock import now
from gouvernail.ledger.models import Leaf
from gouvernail.people.actions import Door, erase_person, forget_doors, mark_left, note_at_door
from gouvernail.people.actions.doors import masked
from gouvernail.people.models import Person, Role, SignIn, Unit
from gouvernail.people.queries.doors import visible_doors
from gouvernail.people.tasks import PERIODIC
from gouvernail.web.proof import PROVED_AT, SEEN_AT
from tests.make.people import make_grant, make_person
from tests.web.test_sign_in import PASSWORD, code_of

What = SignIn.What
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"
FROM = "203.0.113.77"


@pytest.fixture(autouse=True)
def counters() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def keyholder(karim: Person) -> Person:
    karim.set_password(PASSWORD)
    karim.save()
    return karim


def browser() -> Client:
    return Client(REMOTE_ADDR=FROM, headers={"user-agent": FIREFOX})


def tries(client: Client, login: str | None, password: str) -> str:
    data = {"login": login or "", "password": password}
    return client.post(reverse("account_login"), data).text


def kept() -> list[tuple[str, str]]:
    return [(row.what, row.means) for row in SignIn.objects.order_by("at", "pk")]


def test_who_came_in_how_and_from_where_is_kept_and_written_on_one_line(
    keyholder: Person, caplog: pytest.LogCaptureFixture
) -> None:
    client = browser()
    with caplog.at_level(logging.INFO, "gouvernail.people.doors"):
        tries(client, keyholder.email, PASSWORD)
        client.post(reverse("account_logout"))

    first = SignIn.objects.earliest("at")
    assert kept() == [("in", "password"), ("out", "")]
    assert (first.person, first.address, first.device) == (
        keyholder, "203.0.113.0/24", "Firefox, Windows",
    )  # fmt: skip
    assert caplog.messages[0] == (
        f"door in means=password person={keyholder.pk} from=203.0.113.0/24"
    )
    assert FROM not in caplog.text
    assert not Leaf.objects.filter(leaf__contains="door").exists()


def test_a_failure_names_somebody_of_ours_or_nobody_and_never_what_was_typed(
    keyholder: Person, caplog: pytest.LogCaptureFixture
) -> None:
    client = browser()
    with caplog.at_level(logging.DEBUG):
        tries(client, keyholder.email, "wrong-horse-battery")
        tries(client, "my-password-in-the-wrong-field", "x")
        tries(client, "stranger@elsewhere.example", "another-wrong-one")

    people = list(SignIn.objects.order_by("at").values_list("what", "person_id"))
    assert people == [("refused", keyholder.pk), ("refused", None)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM people_signin")
        table = str(cursor.fetchall())
    for typed in ("wrong-horse", "my-password-in", "stranger@", "another-wrong"):
        assert typed not in table
        assert typed not in caplog.text


def test_being_shut_out_is_kept_once_and_said_with_the_time_to_wait(
    keyholder: Person, settings: Settings
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/300s/key"}
    client = browser()
    pages = [tries(client, keyholder.email, "wrong") for _ in range(8)]

    assert [what for what, _means in kept()] == ["refused"] * 5 + ["locked"]
    assert "Too many attempts. Try again in 5\u00a0min." in pages[-1]
    assert SignIn.objects.get(what="locked").person == keyholder


def test_a_second_factor_given_refused_added_and_removed_is_kept(
    keyholder: Person, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    seed = generate_totp_secret()
    TOTP.activate(keyholder, seed)
    client = browser()
    tries(client, keyholder.email, PASSWORD)
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    client.post(reverse("mfa_authenticate"), {"code": code_of(seed)})
    client.post(reverse("mfa_deactivate_totp"))
    page = client.get(reverse("mfa_activate_totp"))
    code = code_of(page.context["form"].secret)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_activate_totp"), {"code": code})

    assert kept() == [
        ("factor_refused", "totp"), ("factor", "totp"), ("in", "password"),
        ("factor_removed", "totp"), ("factor_added", "totp"), ("factor_added", "recovery_codes"),
    ]  # fmt: skip


@pytest.mark.parametrize("answer", ['{"id": "x"}', "[1]", '"x"', '{"id": {}, "rawId": []}'])
def test_a_passkey_that_answers_nonsense_is_refused_kept_and_no_fault(
    keyholder: Person, answer: str
) -> None:
    client = browser()
    tries(client, keyholder.email, PASSWORD)
    added = client.post(reverse("mfa_add_webauthn"), {"credential": answer})
    client.post(reverse("account_logout"))
    alone = client.post(reverse("mfa_login_webauthn"), {"credential": answer})
    TOTP.activate(keyholder, generate_totp_secret())
    tries(client, keyholder.email, PASSWORD)
    second = client.post(reverse("mfa_authenticate"), {"credential": answer})

    assert added.status_code == second.status_code == HTTPStatus.OK
    assert alone.status_code < HTTPStatus.INTERNAL_SERVER_ERROR
    assert kept()[2:] == [("factor_refused", "webauthn"), ("factor_refused", "webauthn")]
    assert SignIn.objects.filter(person=None).count() == 1


def test_a_forgotten_password_is_kept_when_asked_and_when_chosen(keyholder: Person) -> None:
    client = browser()
    client.post(reverse("account_reset_password"), {"email": keyholder.email})
    client.post(reverse("account_reset_password"), {"email": "stranger@elsewhere.example"})
    link = next(word for word in mail.outbox[0].body.split() if word.startswith("http"))
    page = client.get(link, follow=True)
    chosen = {"password1": "another good one", "password2": "another good one"}
    client.post(page.request["PATH_INFO"], chosen)

    assert kept() == [("reset_asked", ""), ("password", "")]


def test_a_confirmation_and_a_session_that_lasted_too_long_are_kept(keyholder: Person) -> None:
    client = browser()
    tries(client, keyholder.email, PASSWORD)
    client.post(reverse("account_reauthenticate"), {"password": "wrong"})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    session = client.session
    session[SEEN_AT] = (now() - timedelta(days=2)).timestamp()
    session.save()
    client.get("/")

    assert kept() == [
        ("in", "password"), ("refused", "password"), ("confirmed", "password"), ("over", ""),
    ]  # fmt: skip


def test_in_the_demo_one_click_is_kept_as_that(keyholder: Person) -> None:
    client = browser()
    client.post(reverse("web:demo-sign-in", args=[keyholder.pk]))
    client.post(reverse("web:prove"))

    assert kept() == [("in", "demo"), ("confirmed", "demo")]


def at_the_door(person: Person | None, *, what: str = "in", at: datetime | None = None) -> SignIn:
    door = Door(what=What(what), means="password", address=FROM, device="Firefox, Windows")
    return note_at_door(door=door, by=person, at=at or now())


def test_security_reads_its_units_and_what_names_nobody_only_over_everything(
    claire: Person, hugo: Person, nordet: Unit, energy: Unit, care: Unit
) -> None:
    watcher = make_person(name="Watcher", home_unit=energy)
    make_grant(person=watcher, unit=energy, role=Role.SECURITY)
    auditor = make_person(name="Auditor", home_unit=nordet)
    make_grant(person=auditor, unit=nordet, role=Role.AUDITOR)
    here, there = make_person(name="Here", home_unit=energy), make_person(home_unit=care)
    rows = [at_the_door(here), at_the_door(there), at_the_door(None, what="refused")]

    assert set(visible_doors(watcher)) == {rows[0]}
    assert set(visible_doors(auditor)) == set(rows)
    assert not visible_doors(hugo).exists()


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    session = client.session
    session[PROVED_AT] = now().timestamp()
    session.save()
    SignIn.objects.filter(person=person).delete()
    return client


def test_the_page_is_narrowed_and_leaves_as_a_table(
    claire: Person, hugo: Person, nordet: Unit
) -> None:
    make_grant(person=claire, unit=nordet, role=Role.SECURITY)
    client = signed_in(claire)
    at_the_door(hugo)
    at_the_door(hugo, what="factor_refused", at=now() - timedelta(days=3))
    at_the_door(None, what="refused")

    def shown(**query: str) -> list[str]:
        page = client.get(reverse("people:door-list"), query).context["page"]
        return [row.what for row in page.rows]

    assert shown() == ["refused", "in", "factor_refused"]
    assert shown(what="refusals") == ["refused", "factor_refused"]
    assert shown(q="hugo", days="1") == ["in"]
    assert shown(means="webauthn") == []
    assert shown(what="nonsense", days="x", means="y") == ["refused", "in", "factor_refused"]
    table = client.get(reverse("people:door-export"), {"q": "hugo"})
    assert table["Content-Type"].startswith("text/csv")
    assert table.streaming
    content = table.getvalue().decode()
    assert content.startswith("\ufeffat,person,")
    assert content.count("Hugo") == 2


def test_the_page_is_for_those_who_watch_not_for_those_who_lead(
    claire: Person, hugo: Person
) -> None:
    for client in (signed_in(claire), signed_in(hugo)):
        for name in ("people:door-list", "people:door-export"):
            assert client.get(reverse(name)).status_code == HTTPStatus.FORBIDDEN


def test_everybody_sees_their_own_last_ones(claire: Person, hugo: Person) -> None:
    client = signed_in(hugo)
    at_the_door(hugo, what="refused")
    at_the_door(claire, what="locked")

    page = client.get(reverse("people:profile")).text

    assert "My last sign-ins" in page
    assert "203.0.113.0/24" in page
    assert "shut out" not in page


def test_what_is_old_is_forgotten_each_day(hugo: Person, settings: Settings) -> None:
    settings.SIGN_IN_DAYS = 30
    at = datetime(2026, 11, 17, tzinfo=UTC)
    at_the_door(hugo, at=at - timedelta(days=31))
    young = at_the_door(hugo, at=at - timedelta(days=29))

    [task] = PERIODIC
    task.run(at)

    assert task.every == timedelta(days=1)
    assert list(SignIn.objects.all()) == [young]
    assert forget_doors(at=at) == 0


def test_what_is_known_of_somebody_who_is_erased_goes_too(claire: Person, hugo: Person) -> None:
    at_the_door(hugo)
    mark_left(person_id=hugo.pk, by=claire, at=now())

    erase_person(person_id=hugo.pk, by=claire, at=now())

    assert not SignIn.objects.exists()


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"),
        ("::1", "::/48"),
        ("not an address", ""),
        ("", ""),
    ],
)
def test_an_address_is_cut_to_its_network(address: str, network: str) -> None:
    assert masked(address) == network


@given(text=st.text(max_size=60))
def test_no_text_is_kept_as_an_address(text: str) -> None:
    found = masked(text)
    assert found == "" or "/" in found
