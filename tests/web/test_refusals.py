"""What is refused or breaks is said once, with its code: as a page, a fragment or JSON."""

from http import HTTPStatus

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from gouvernail.people.models import Person, Role, Unit
from tests.make.people import make_grant, make_person

pytestmark = [pytest.mark.urls("tests.web.refusing_urls"), pytest.mark.django_db]


@pytest.fixture
def browser_like(client: Client, claire: Person) -> Client:
    client.force_login(claire)
    return client


def test_a_refusal_is_a_409_with_its_code(browser_like: Client) -> None:
    response = browser_like.get("/suspended")

    assert response.status_code == HTTPStatus.CONFLICT
    assert 'data-code="account_already_suspended"' in response.text
    assert "@alize is already suspended." in response.text


def test_htmx_gets_the_refusal_as_a_toast(browser_like: Client) -> None:
    response = browser_like.post("/suspended", headers={"HX-Request": "true"})

    assert response.status_code == HTTPStatus.CONFLICT
    assert response["HX-Retarget"] == "#toasts"
    assert 'data-code="account_already_suspended"' in response.text
    assert "<html" not in response.text


def test_json_is_answered_when_json_is_asked_for(browser_like: Client) -> None:
    response = browser_like.get("/invalid", headers={"Accept": "application/json"})

    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert response.json() == {
        "error": {
            "code": "invalid_input",
            "message": "Look again.",
            "fields": {"handle": "Too long."},
        }
    }


def test_a_refused_form_says_which_fields_and_how_to_go_back(browser_like: Client) -> None:
    response = browser_like.post("/invalid", headers={"Referer": "http://testserver/form"})

    assert "Too long." in response.text
    assert 'href="http://testserver/form"' in response.text


def test_missing_and_hidden_look_alike(browser_like: Client) -> None:
    assert 'data-code="not_found"' in browser_like.get("/missing").text
    assert 'data-code="not_found"' in browser_like.get("/no-such-page").text
    assert browser_like.get("/missing").status_code == HTTPStatus.NOT_FOUND


def test_a_refused_right_is_a_403(browser_like: Client) -> None:
    response = browser_like.get("/denied")

    assert response.status_code == HTTPStatus.FORBIDDEN
    assert 'data-code="forbidden"' in response.text


def test_who_lacks_a_right_reads_which_roles_have_it_and_who_gives_them(
    client: Client, claire: Person, hugo: Person, nordet: Unit
) -> None:
    employee = make_person(name="Eve", home_unit=nordet)
    make_grant(person=employee, unit=nordet, role=Role.EMPLOYEE)
    seen = {}
    for reader in (hugo, employee):
        client.force_login(reader)
        seen[reader.name] = client.get("/right").text

    assert all("lead, delegate, contributor" in page for page in seen.values())
    assert claire.name in seen[hugo.name]
    assert claire.name not in seen["Eve"]
    assert "ask whoever leads your unit" in seen["Eve"]


@pytest.mark.parametrize(
    ("language", "words"), [("en", "There is nothing here"), ("fr", "Il n’y a rien ici")]
)
def test_pages_of_refusal_speak_both_languages(client: Client, language: str, words: str) -> None:
    client.cookies["django_language"] = language

    response = client.get("/no-such-page")

    assert words in response.text
    assert f'lang="{language}"' in response.text


def test_a_fault_of_ours_asks_nothing_of_the_database(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.raise_request_exception = False

    with django_assert_num_queries(0):
        response = client.get("/broken")

    assert response.status_code == HTTPStatus.INTERNAL_SERVER_ERROR
    assert 'data-code="server_error"' in response.text
    assert "ZeroDivisionError" not in response.text


def test_a_fault_during_htmx_is_a_toast(client: Client) -> None:
    client.raise_request_exception = False

    response = client.get("/broken", headers={"HX-Request": "true"})

    assert response["HX-Retarget"] == "#toasts"


def test_a_form_from_elsewhere_is_refused(claire: Person) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(claire)

    response = client.post("/_/theme", {"theme": "dark"})

    assert response.status_code == HTTPStatus.FORBIDDEN
    assert 'data-code="csrf_failed"' in response.text


def test_an_ended_session_during_htmx_says_so_and_leaves_the_page(client: Client) -> None:
    response = client.get("/private", headers={"HX-Request": "true"})

    assert response.status_code == HTTPStatus.UNAUTHORIZED
    assert 'data-code="signed_out"' in response.text
    assert response["HX-Retarget"] == "#toasts"


def test_an_ended_session_on_a_page_leads_to_sign_in(client: Client) -> None:
    response = client.get("/private")

    assert response.status_code == HTTPStatus.FOUND
    assert response["Location"] == "/account/login/?next=/private"


def test_messages_reach_an_htmx_answer(browser_like: Client) -> None:
    response = browser_like.post("/said", headers={"HX-Request": "true"})

    assert response.text.startswith("<p>row</p>")
    assert 'hx-swap-oob="beforeend:#toasts"' in response.text
    assert "Kept." in response.text


def test_the_way_back_of_a_refusal_never_leaves_the_site(client: Client, claire: Person) -> None:
    client.force_login(claire)
    address = "/freeze/engage"

    ours = client.post(address, {"reason": "\x00"}, headers={"Referer": "http://testserver/x"})
    other = client.post(address, {"reason": "\x00"}, headers={"Referer": "https://evil.example/"})

    assert 'href="http://testserver/x"' in ours.text
    assert "evil.example" not in other.text
