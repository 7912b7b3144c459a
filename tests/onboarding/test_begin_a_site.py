"""An empty site: who may begin it, with what, and what stands there afterwards."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from gouvernail.approvals.models import Route
from gouvernail.charter.models import Charter
from gouvernail.foundation import clock
from gouvernail.onboarding.actions import claim_setup_link, make_setup_link
from gouvernail.onboarding.errors import SetupLinkOverError, SiteBegunError
from gouvernail.onboarding.models import FirstHour, SetupToken
from gouvernail.people.models import Person

ANSWERS = {
    "organisation": "Ville de Lune",
    "organisation_en": "Moon Town",
    "country": "fr",
    "language": "fr",
    "time_zone": "Europe/Paris",
    "size": "tiny",
    "separation": "",
    "name": "Ana Roy",
    "email": "ana@lune.example",
    "password": "le phare du port éclaire",
    "again": "le phare du port éclaire",
}
pytestmark = pytest.mark.usefixtures("empty_site")


@pytest.fixture
def link() -> str:
    return make_setup_link(at=clock.now())


def test_every_address_of_an_empty_site_leads_to_its_beginning() -> None:
    client = Client()
    for name in ("web:today", "registry:account-list", "account_login", "people:profile"):
        assert client.get(reverse(name)).headers["Location"] == reverse("onboarding:begin")
    assert client.post(reverse("account_login"), {"login": "x"}).status_code == 302
    assert client.get(reverse("continuity:alive")).status_code == 200
    refused = client.get("/api/v1/accounts", headers={"accept": "application/json"})
    assert (refused.status_code, refused.json()["error"]["code"]) == (503, "site_empty")

    page = client.get(reverse("onboarding:begin"))

    assert "gouvernail setup-link" in page.text
    assert 'name="organisation"' not in page.text


def test_only_the_first_browser_that_takes_the_link_begins_the_site(link: str) -> None:
    first, second = Client(), Client()
    assert first.get(link).status_code == second.get(link).status_code == 200
    assert not SetupToken.objects.exclude(claim="").exists()  # looking takes nothing

    assert first.post(link).headers["Location"] == reverse("onboarding:begin")

    assert second.post(link).status_code == second.get(link).status_code == 403
    assert 'name="organisation"' not in second.get(reverse("onboarding:begin")).text
    assert second.post(reverse("onboarding:begin"), ANSWERS).status_code == 200
    assert not Person.objects.exists()
    assert first.get(link).headers["Location"] == reverse("onboarding:begin")

    made = first.post(reverse("onboarding:begin"), ANSWERS)

    assert made.headers["Location"] == reverse("onboarding:first-hour")
    lead = Person.objects.get()
    assert first.get(reverse("onboarding:first-hour")).context["shell"].reader == lead
    assert lead.check_password(ANSWERS["password"])
    assert Client().post(link).headers["Location"] == reverse(settings.LOGIN_REDIRECT_URL)
    with pytest.raises(SiteBegunError):
        make_setup_link(at=clock.now())


def test_a_link_ends_with_its_day_and_with_the_next_one(link: str) -> None:
    secret = link.rsplit("/", 1)[1]
    late = clock.now() + timedelta(hours=24, minutes=1)
    with pytest.raises(SetupLinkOverError):
        claim_setup_link(secret=secret, holder="me", at=late)

    make_setup_link(at=clock.now())

    with pytest.raises(SetupLinkOverError):
        claim_setup_link(secret=secret, holder="me", at=clock.now())
    with pytest.raises(SetupLinkOverError):
        claim_setup_link(secret="", holder="", at=clock.now())


@pytest.mark.parametrize(
    ("size", "chosen", "separation", "factor", "steps"),
    [
        ("tiny", "", "small", "optional", 1),
        ("small", "", "standard", "powers", 1),
        ("huge", "", "standard", "powers", 1),
        ("small", "regulated", "regulated", "everyone", 2),
    ],
)
def test_the_size_suggests_and_the_answer_decides(
    link: str, size: str, chosen: str, separation: str, factor: str, steps: int
) -> None:
    client = _holding(link)

    client.post(reverse("onboarding:begin"), {**ANSWERS, "size": size, "separation": chosen})

    charter = Charter.objects.get()
    assert (charter.separation, charter.second_factor) == (separation, factor)
    assert (charter.country, charter.name_en) == ("FR", "Moon Town")
    assert Route.objects.get(is_default=True).steps.count() == steps
    assert FirstHour.objects.get().size == size
    today = client.get(reverse("web:today"))
    assert today.headers.get("Location", "") == (
        "" if factor == "optional" else reverse("web:factor")
    )


def test_a_new_site_shows_five_entries_and_the_rest_waits(link: str) -> None:
    client = _holding(link)
    client.post(reverse("onboarding:begin"), {**ANSWERS, "size": "tiny"})

    shell = client.get(reverse("web:today")).context["shell"]

    assert [str(each.url) for each in shell.groups] == [
        reverse(name)
        for name in (
            *("web:today", "registry:account-list", "content:calendar"),
            *("policies:policy-list", "people:person-list"),
        )
    ]
    offered = {str(child.url) for each in shell.groups for child in each.children}
    for waits in ("custody:board", "records:record-list", "openings:opening-list"):
        assert reverse(waits) not in offered
    assert reverse("charter:modules") in client.get(reverse("onboarding:first-hour")).text


def test_with_a_passkey_no_password_is_asked(link: str) -> None:
    client = _holding(link)
    bare = {**ANSWERS, "password": "", "again": "", "passkey": "on"}

    made = client.post(reverse("onboarding:begin"), bare)

    assert made.headers["Location"] == reverse("mfa_add_webauthn")
    assert not Person.objects.get().has_usable_password()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("organisation", " "),
        ("country", "F1"),
        ("time_zone", "Moon/Sea"),
        ("email", "ana"),
        ("password", "court"),
        ("again", "autre chose encore"),
        ("size", "giant"),
    ],
)
def test_what_cannot_be_taken_is_said_beside_its_field_and_nothing_begins(
    link: str, field: str, value: str
) -> None:
    client = _holding(link)
    answers = {**ANSWERS, field: value} | ({"again": value} if field == "password" else {})

    page = client.post(reverse("onboarding:begin"), answers)

    assert page.status_code == 422
    assert page.context["form"].errors.keys() == {field}
    assert not Person.objects.exists()
    assert not Charter.objects.exists()


def _holding(link: str) -> Client:
    client = Client()
    client.post(link)
    return client
