"""Is this ours? Every answer, and what a made-up address must never be answered."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gouvernail.foundation.clock import now
from gouvernail.people.models import Person, Unit
from gouvernail.registry.models import Account
from gouvernail.registry.permissions import visible_accounts
from gouvernail.verification.actions.changes import note_changes
from gouvernail.verification.models import Directory, Listing
from gouvernail.verification.queries.addresses import shape_of
from gouvernail.verification.queries.answers import Answer, answer_to, register_answers
from gouvernail.verification.queries.words import words_of
from tests.make.registry import make_account
from tests.make.verification import make_listing


def said(raw: str, directory: Directory, network: str = "") -> Answer:
    return answer_to(raw, network=network, directory=directory)


@pytest.mark.parametrize(
    "raw",
    [
        "https://x.com/NordetEnergie",
        "http://www.twitter.com/nordetenergie?s=20",
        "x.com/NordetEnergie/",
        "  https://mobile.twitter.com/NORDETENERGIE  ",
    ],
)
def test_an_account_told_is_official_however_it_is_written(
    raw: str, ours: Listing, directory: Directory
) -> None:
    answer = said(raw, directory)

    assert (answer.verdict, answer.detail, answer.listing) == ("official", "in_use", ours)
    assert answer.is_official


def test_a_post_is_said_to_be_one(ours: Listing, directory: Directory) -> None:
    answer = said("https://x.com/NordetEnergie/status/123", directory)

    assert (answer.verdict, answer.is_post) == ("official", True)


@pytest.mark.parametrize(
    "raw",
    [
        "https://evil.example/https://x.com/NordetEnergie",
        "https://evil.example\\@x.com/NordetEnergie",
        "https://evil.example@x.com/NordetEnergie",
        "https://x.com@evil.example/NordetEnergie",
        "https://x.com.evil.example/NordetEnergie",
        "https://x.com:8443/NordetEnergie",
        "https://x.com/Nordet\u200bEnergie",
        "https://x.com/Nordet\nEnergie",
        "https://\u0445.com/NordetEnergie",
        "javascript://x.com/NordetEnergie",
        "https://x.com/Nordet\u202eEnergie",
        "evil.example/https://x.com/NordetEnergie",
        "//x.com/NordetEnergie",
        "<script>alert(1)</script>",
        "https://[::1]/NordetEnergie",
        "https://x.com/" + "a" * 3000,
        "",
        "\x00",
        "x.com",
        "https://x.com/nordetenergie/../evil",
        "https://x.com/nordetenergie/%2e%2E/evil",
        "x.com/nordetenergie/.%2e/evil",
        "https://x.com/evil#!/nordetenergie",
        "https://x.com/nordetenergie#!/evil",
        "https://evil.x.com/nordetenergie",
        "https://x.com/nordetenergie/evil",
        "https://x.com/nordetenergie?next=https://evil.example",
        "https://x.com/nordetenergie\ufe0f",
    ],
)
def test_an_address_made_to_deceive_is_never_ours(
    raw: str, ours: Listing, directory: Directory
) -> None:
    assert said(raw, directory).verdict == "unknown"


def test_an_address_that_says_more_is_not_vouched_for_and_shows_the_account(
    ours: Listing, directory: Directory
) -> None:
    answer = said("https://x.com/nordetenergie/evil", directory)
    assert (answer.detail, list(answer.near), answer.listing) == ("not_the_profile", [ours], None)

    Account.objects.filter(pk=ours.account_id).update(status="impostor")
    Listing.objects.update(says="not_ours")
    assert said("https://x.com/nordetenergie/evil", directory).detail == "impostor"


@pytest.mark.parametrize(
    "raw",
    [
        "https://www.facebook.com/nordet/posts/123",
        "https://www.instagram.com/nordet/p/abc",
        "https://www.instagram.com/nordet/reel/abc",
        "https://x.com/nordet/article/1",
        "https://social.nordet.example/@nordet/123",
        "https://www.tiktok.com/@nordet/video/1",
        "https://www.threads.net/@nordet/post/abc",
        "https://t.me/nordet/12",
        "https://medium.com/@nordet/story-abc",
    ],
)
def test_a_post_of_any_network_is_said_to_be_one(
    raw: str, directory: Directory, energy: Unit
) -> None:
    make_listing(make_account(unit=energy, address=raw))

    assert said(raw, directory).is_post


def test_an_account_shown_through_another_server_is_not_at_home(
    directory: Directory, energy: Unit
) -> None:
    make_listing(make_account(unit=energy, address="https://social.nordet.example/@nordet"))

    assert said("https://social.nordet.example/@nordet", directory).is_official
    assert said("@nordet@social.nordet.example", directory).is_official
    elsewhere = said("https://evil.example/@nordet@social.nordet.example", directory)
    assert (elsewhere.verdict, elsewhere.detail) == ("unknown", "leads_elsewhere")


@pytest.mark.parametrize(
    ("status", "verdict", "detail"),
    [
        ("official", "official", "in_use"),
        ("dormant", "official", "in_use"),
        ("under_review", "official", "in_use"),
        ("closing", "official", "in_use"),
        ("suspended", "official", "suspended"),
        ("closed", "not_ours", "closed"),
        ("rogue", "not_ours", "unauthorised"),
        ("impostor", "not_ours", "impostor"),
        ("parody", "not_ours", "parody"),
        ("fan", "not_ours", "fan"),
    ],
)
def test_what_the_register_says_is_what_the_public_is_told(
    status: str, verdict: str, detail: str, directory: Directory, energy: Unit
) -> None:
    make_listing(make_account(unit=energy, address="https://x.com/nordet", status=status))

    answer = said("https://x.com/nordet", directory)

    assert (answer.verdict, answer.detail) == (verdict, detail)


@pytest.mark.parametrize("status", Account.Status.values)
def test_what_nobody_chose_to_tell_is_unknown(
    status: str, directory: Directory, energy: Unit
) -> None:
    account = make_account(unit=energy, address="https://x.com/nordet", status=status)
    assert said("https://x.com/nordet", directory).verdict == "unknown"
    make_listing(account, is_public=False)
    assert said("https://x.com/nordet", directory).verdict == "unknown"


@pytest.mark.parametrize("status", ["impostor", "rogue", "to_confirm", "opening", "dismissed"])
def test_an_account_that_is_no_longer_what_was_chosen_is_unknown(
    status: str, ours: Listing, directory: Directory
) -> None:
    Account.objects.filter(pk=ours.account_id).update(status=status)

    assert said("https://x.com/NordetEnergie", directory).verdict == "unknown"


def test_a_handle_alone_asks_on_which_network(ours: Listing, directory: Directory) -> None:
    answer = said("@nordetenergie", directory)

    assert (answer.verdict, answer.detail, list(answer.near)) == (
        "unknown",
        "which_network",
        [ours],
    )
    assert said("nordetenergie", directory, network="x").is_official
    assert said("nordetenergie", directory, network="instagram").verdict == "unknown"


@pytest.mark.parametrize(
    "raw",
    [
        "https://x.com/N0rdetEnergie",
        "https://x.com/NordetEnergi",
        "https://x.com/NordetEnergie_",
        "https://x.com/Nordet_Energie",
        "https://www.instagram.com/nordet.energie",
        "https://x.com/NordetEnergieSA",
        "https://www.facebook.com/N\u043erdet\u0415nergie",
    ],
)
def test_a_lookalike_is_unknown_and_ours_is_shown_beside(
    raw: str, ours: Listing, directory: Directory
) -> None:
    answer = said(raw, directory)

    assert answer.verdict == "unknown"
    assert ours in answer.near


def test_the_hint_never_names_what_is_not_told(untold: Account, directory: Directory) -> None:
    assert list(said(f"https://x.com/{untold.handle}x", directory).near) == []


def test_the_hint_follows_what_is_told(ours: Listing, directory: Directory) -> None:
    assert said("https://x.com/N0rdetEnergie", directory).near
    Listing.objects.filter(pk=ours.pk).update(is_public=False)

    assert not said("https://x.com/N0rdetEnergie", directory).near


def test_an_answer_costs_the_same_among_many(directory: Directory, energy: Unit) -> None:
    for number in range(30):
        make_listing(make_account(unit=energy, address=f"https://x.com/nordet_city{number}"))
    said("https://x.com/nordet_citi7", directory)

    with CaptureQueriesContext(connection) as known:
        said("https://x.com/nordet_city7", directory)
    with CaptureQueriesContext(connection) as unknown:
        said("https://x.com/nordet_citi7", directory)

    assert (len(known), len(unknown)) == (1, 2)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("NordetEnergie", "N0RDET-ENERGIE"),
        ("modern", "rnodern"),
        ("alize", "\u0430lize"),
        ("alize@social.example", "alize"),
    ],
)
def test_handles_that_readers_confuse_have_one_shape(one: str, other: str) -> None:
    assert shape_of(one) == shape_of(other)


def test_a_name_that_was_ours_is_said_to_have_changed_and_never_to_be_official(
    client: Client, claire: Person, ours: Listing, directory: Directory
) -> None:
    note_changes(at=now())
    account = ours.account
    renamed = make_account(unit=account.unit, address="https://x.com/NordetToday")
    handle, url, key = renamed.handle, renamed.url, renamed.handle_key
    renamed.delete()
    Account.objects.filter(pk=account.pk).update(handle=handle, url=url, handle_key=key)
    note_changes(at=now())
    directory.refresh_from_db()

    answer = said("https://x.com/NordetEnergie", directory)
    assert (answer.verdict, answer.detail, list(answer.near)) == ("unknown", "renamed", [ours])
    assert said("https://x.com/nordettoday", directory).is_official
    page = client.get("/verify/?q=x.com/NordetEnergie", headers={"Accept-Language": "en"}).text
    assert "This name was ours, and is not any more" in page
    assert "@NordetToday" in page
    client.force_login(claire)
    found = client.get("/search/?q=https%3A%2F%2Fx.com%2FNordetEnergie%2F").text
    assert "It was that of Nordet Énergie until" in found
    assert "now @NordetToday" in found
    [kept] = register_answers(["x.com/nordetenergie"], accounts=visible_accounts(claire))
    assert (kept.verdict, kept.detail, kept.account) == ("unknown", "renamed", account)
    assert kept.until is not None

    fake = make_account(unit=account.unit, address="https://x.com/nordetenergie", status="impostor")
    make_listing(fake)
    assert said("https://x.com/NordetEnergie", directory).detail == "impostor"
    fake.listing.delete()
    Listing.objects.filter(pk=ours.pk).update(is_public=False)
    assert said("https://x.com/NordetEnergie", directory).detail == "not_listed"


@pytest.mark.parametrize(
    ("raw", "detail"),
    [
        ("https://nordet.example", "our_website"),
        ("https://www.nordet.example/", "our_website"),
        ("HTTPS://Nordet.Example/aide/contact.html", "our_website"),
        ("https://nordet.example.evil.example", "unknown_host"),
        ("https://aide.nordet.example", "unknown_host"),
        ("https://nordet.example:8443/", "leads_elsewhere"),
        ("https://nordet.example?to=evil.example", "unknown_host"),
        ("https://nord\u0435t.example", "imitates"),
        ("https://xn--nordt-2we.example/aide", "imitates"),
        ("https://n0rdet.example", "imitates"),
    ],
)
def test_our_own_website_is_ours_and_what_resembles_it_is_not(
    raw: str, detail: str, directory: Directory
) -> None:
    answer = said(raw, directory)

    assert answer.detail == detail
    assert answer.verdict == ("official" if detail == "our_website" else "unknown")


@pytest.mark.parametrize(
    ("raw", "detail"),
    [
        ("https://xn--aliz-epa.example", "our_website"),
        ("https://www.Aliz\u00e9.example", "unknown_host"),
        ("https://aliz\u00e9.example/aide", "unknown_host"),
        ("https://alize.example", "imitates"),
    ],
)
def test_our_website_is_no_imitation_of_itself_however_it_is_written(
    raw: str, detail: str, directory: Directory
) -> None:
    directory.website = "https://xn--aliz-epa.example"

    assert said(raw, directory).detail == detail


@pytest.mark.parametrize(
    "raw", ["https://nordet.example@evil.example", "https://evil.example\\@nordet.example"]
)
def test_an_address_that_hides_its_host_is_never_our_website(
    raw: str, directory: Directory
) -> None:
    assert said(raw, directory).verdict == "unknown"


@pytest.mark.parametrize(
    ("raw", "detail"),
    [
        ("https://\u0445.com/NordetEnergie", "imitates"),
        ("www.faceb\u043e\u043ek.com/nordet", "imitates"),
        ("https://xn--bcher-kva.example/", "unknown_host"),
        ("https://t.co/abc", "short_link"),
        ("bit.ly/abc", "short_link"),
        ("contact@nordet.example", "mail"),
        ("mailto:contact@nordet.example", "mail"),
        ("Nordet Rien", "which_network"),
        ("Nordet\u200b Énergie", "leads_elsewhere"),
    ],
)
def test_what_is_no_account_is_called_what_it_is(
    raw: str, detail: str, directory: Directory
) -> None:
    answer = said(raw, directory)

    assert (answer.verdict, answer.detail) == ("unknown", detail)
    assert str(words_of(answer).title)
    assert answer.is_reportable == (detail in {"imitates", "unknown_host", "short_link"})


def test_a_name_finds_ours_that_bear_it_and_warns_of_who_passes_for_us(
    client: Client, ours: Listing, directory: Directory
) -> None:
    fake = make_account(
        unit=ours.account.unit, address="https://x.com/NordetEnergie_", status="impostor"
    )
    make_listing(fake)
    for typed in ("Nordet Énergie", "nordet energie", "@NordetEnergie"):
        answer = said(typed, directory)
        assert (answer.detail, list(answer.near)) == ("which_network", [ours])
        assert [one.account for one in answer.beware] == [fake]
    page = client.get("/verify/", {"q": "Nordet Énergie"}).text
    assert "NordetEnergie_" in page
    assert f'href="{fake.url}"' not in page
    told = client.get("/api/v1/public/verify", {"url": "Nordet Énergie"}).json()
    assert [one["handle"] for one in told["beware"]] == ["NordetEnergie_"]


def test_a_name_of_one_word_finds_ours_that_bear_it(ours: Listing, directory: Directory) -> None:
    Account.objects.filter(pk=ours.account_id).update(name="Alizé")
    for typed in ("Alizé", "alizé"):
        answer = said(typed, directory)
        assert (answer.detail, list(answer.near)) == ("which_network", [ours])
    assert not said("Ali", directory).near


def test_a_network_is_known_by_its_former_name(
    client: Client, ours: Listing, directory: Directory
) -> None:
    assert said("NordetEnergie", directory, network="Twitter").is_official
    listed = client.get("/api/v1/public/accounts", {"network": "twitter"}).json()["items"]
    assert [one["handle"] for one in listed] == [ours.account.handle]
