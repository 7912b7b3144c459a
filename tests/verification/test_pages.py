"""The public pages: every answer in words, in the asker’s language, and nothing that is ours."""

from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gouvernail.people.models import Person, Unit
from gouvernail.registry.models import Account
from gouvernail.verification.models import Directory, Listing
from tests.make.registry import make_account
from tests.make.verification import make_listing
from tests.verification.conftest import CANARY

PUBLIC = (
    *("answer", "account-list", "fake-report", "fake-reported", "method", "feed", "badge"),
    *("document", "signature", "public-key", "key-list"),
)


def page(client: Client, name: str = "answer", **query: str) -> str:
    response = client.get(reverse(f"verification:{name}"), query, HTTP_ACCEPT_LANGUAGE="en")
    assert response.status_code == 200
    return unescape(response.content.decode())


@pytest.mark.parametrize("name", PUBLIC)
def test_nothing_is_open_before_a_lead_opens_it(
    client: Client, name: str, directory: Directory
) -> None:
    Directory.objects.update(is_open=False)

    assert client.get(reverse(f"verification:{name}")).status_code == 404
    assert client.get("/api/v1/public/verify?url=https://x.com/a").status_code == 404
    assert client.get("/api/v1/public/accounts").status_code == 404


def test_whoever_keeps_it_sees_it_before_the_others(
    client: Client, claire: Person, karim: Person, ours: Listing
) -> None:
    Directory.objects.update(is_open=False)
    client.force_login(karim)
    assert client.get(reverse("verification:answer")).status_code == 404
    client.force_login(claire)

    assert "Preview: nobody but you" in page(client)
    assert "Nordet Énergie" in page(client, "account-list")


def test_an_official_account_is_said_in_words_with_what_to_do(
    client: Client, ours: Listing
) -> None:
    text = page(client, q="https://x.com/nordetenergie")

    for words in ("Yes, this account is ours", "Nordet Énergie", "Energy", "@NordetEnergie"):
        assert words in text
    assert "2014" in text
    assert 'rel="me noopener" href="https://x.com/NordetEnergie"' in text
    assert "never give a password" in text


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("impostor", "No, this account is not ours"),
        ("rogue", "does not speak for us"),
        ("parody", "Parody is lawful, and we respect it"),
        ("fan", "others run it"),
        ("closed", "was ours, and it is closed"),
        ("suspended", "it is suspended"),
    ],
)
def test_what_is_not_ours_is_said_as_what_it_is(
    client: Client, directory: Directory, energy: Unit, status: str, words: str
) -> None:
    account = make_account(
        unit=energy, address="https://x.com/nordet_x", status=status, name=f"Name {CANARY}"
    )
    make_listing(account)

    text = page(client, q="https://x.com/nordet_x")

    assert words in text
    if status in {"impostor", "rogue", "parody", "fan"}:
        assert CANARY not in text
        assert "Energy" not in text
    assert 'href="https://x.com/nordet_x"' not in text
    assert ("Report this account" in text) == (status in {"impostor", "rogue"})


def test_unknown_is_not_false(client: Client, ours: Listing) -> None:
    text = page(client, q="https://x.com/N0rdetEnergie")

    assert "Unknown does not mean false" in text
    assert "Did you mean one of our accounts?" in text
    assert "That does not make the one you asked about ours" in text
    assert "/verify/report/?address=https%3A%2F%2Fx.com%2FN0rdetEnergie" in text


def test_the_language_follows_the_visitor_and_the_switch(client: Client, ours: Listing) -> None:
    address = reverse("verification:answer")
    french = client.get(address, HTTP_ACCEPT_LANGUAGE="fr-FR,fr;q=0.9")
    assert b'<html lang="fr"' in french.content
    assert "sessionid" not in french.cookies
    assert not french.cookies
    switched = client.get(address, {"lang": "en"}, HTTP_ACCEPT_LANGUAGE="fr")
    assert b'<html lang="en"' in switched.content
    kept = client.get(address, HTTP_ACCEPT_LANGUAGE="fr")
    assert b'<html lang="en"' in kept.content


def test_no_script_is_needed_or_loaded(client: Client, ours: Listing) -> None:
    for name in ("answer", "account-list", "fake-report", "fake-reported", "method"):
        assert "<script" not in page(client, name)


HOSTILE = (
    '"><script>alert(1)</script>',
    "' onfocus=alert(1) x='",
    "{{7*7}}",
    "\u202e<b>",
    "%00%0d",
)


@pytest.mark.parametrize("words", HOSTILE)
def test_what_is_asked_stays_text(client: Client, ours: Listing, words: str) -> None:
    for name in ("answer", "account-list"):
        response = client.get(reverse(f"verification:{name}"), {"q": words})
        assert response.status_code == 200
        assert b"<script>alert" not in response.content
        assert b"<b>" + b"x" not in response.content
        assert b" onfocus=alert(1) x='" not in response.content
    assert client.get(reverse("verification:fake-report"), {"address": words}).status_code == 200


def test_a_hostile_name_stays_text_everywhere(
    client: Client, directory: Directory, energy: Unit
) -> None:
    account = make_account(
        unit=energy,
        address="https://x.com/nordet_h",
        name='<img src=x onerror="alert(1)">\x08',
        opened_on=None,
    )
    Account.objects.filter(pk=account.pk).update(url="javascript:alert(1)")
    listing = make_listing(account)
    listing.changes.create(kind="opened", handle="<x>&", url="javascript:1", at=account.updated_at)

    for path in (
        reverse("verification:account-list"),
        reverse("verification:account-page", args=[listing.pk]),
        reverse("verification:feed"),
        reverse("verification:answer") + "?q=https://x.com/nordet_h",
    ):
        body = client.get(path).content
        assert b"<img src=x" not in body
        assert b'href="javascript:' not in body or path.endswith(".atom")


def test_the_list_is_narrowed_and_paged(
    client: Client, directory: Directory, ours: Listing, care: Unit
) -> None:
    for number in range(51):
        make_listing(
            make_account(
                unit=care,
                address=f"https://www.instagram.com/nordet{number:02}",
                name=f"Care {number:02}",
                language="en",
            )
        )

    first = page(client, "account-list", network="instagram")
    assert "Care 49" in first
    assert "Care 50" not in first
    assert 'rel="next"' in first
    following = first.split('rel="next" href="?')[1].split('"')[0]
    second = unescape(
        client.get(reverse("verification:account-list") + "?" + following).content.decode()
    )
    assert "Care 50" in second
    assert "Nordet Énergie" not in second
    for query in ({"tag": "jobs"}, {"unit": "energy"}, {"language": "fr"}, {"q": "énergie"}):
        narrowed = page(client, "account-list", **query)
        assert "Nordet Énergie" in narrowed
        assert "Care 01" not in narrowed


def test_a_page_costs_the_same_for_one_account_and_for_fifty(
    client: Client, ours: Listing, care: Unit
) -> None:
    address = reverse("verification:account-list")
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for number in range(40):
        make_listing(make_account(unit=care, address=f"https://x.com/care{number}"))
    with CaptureQueriesContext(connection) as many:
        client.get(address)

    assert len(many) == len(one)


def test_what_is_nobodys_business_never_comes_out(
    client: Client, ours: Listing, unspoken: Listing, untold: Account
) -> None:
    """Owners, notes, hidden units and tags, accounts not told: on no page, in no format."""
    paths = [reverse(f"verification:{name}") for name in PUBLIC]
    paths += [reverse("verification:account-page", args=[one.pk]) for one in (ours, unspoken)]
    for asked in (ours.account.url, unspoken.account.url, "@nordet.solaire", "nordet"):
        paths += [f"/verify/?q={asked}", f"/api/v1/public/verify?url={asked}"]
    paths += ["/api/v1/public/accounts", f"/api/v1/public/accounts?unit=code-{CANARY}"]
    paths += [f"/api/v1/public/accounts?tag=tag-{CANARY}", "/verify/accounts/?lang=en"]

    for path in paths:
        body = client.get(path).content.decode()
        assert CANARY not in body, path
        assert CANARY.replace("-", "_") not in body, path

    for path in ("/verify/?q=", "/api/v1/public/verify?url="):
        known, unheard = untold.url, "https://x.com/zzzz_zzzz"
        said = [client.get(path + url).content.decode() for url in (known, unheard)]
        assert said[0].replace(untold.handle, "zzzz_zzzz") == said[1]
    narrowed = client.get(f"/api/v1/public/accounts?tag=tag-{CANARY}").json()
    assert narrowed["items"] == []
    assert client.get(f"/api/v1/public/accounts?unit=code-{CANARY}").json()["items"] == []
    assert "nordet.solaire" in client.get("/api/v1/public/accounts").content.decode()


def test_an_account_that_is_not_told_has_no_page(client: Client, ours: Listing) -> None:
    address = reverse("verification:account-page", args=[ours.pk])
    assert client.get(address).status_code == 200
    Listing.objects.update(is_public=False)

    assert client.get(address).status_code == 404
