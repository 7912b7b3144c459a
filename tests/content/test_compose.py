"""The composer's page: its one form, with and without scripts."""

import json
import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from gouvernail.content.actions import (
    Choice,
    Writing,
    decide_draft,
    follow_deliveries,
    save_draft,
)
from gouvernail.content.models import Draft
from gouvernail.people.models import Person, Unit
from gouvernail.publishing.models import Delivery
from gouvernail.registry.models import Account
from gouvernail.rulebooks.actions import WaiverRequest, ask_for_waiver, grant_waiver
from tests.make.content import make_draft, make_submitted
from tests.make.media import make_picture
from tests.make.registry import make_account, make_connection
from tests.make.rulebooks import STATIONS, make_pack


@pytest.fixture
def account(energy: Unit) -> Account:
    return make_account(unit=energy)


@pytest.fixture
def draft(hugo: Person, claire: Person, energy: Unit, nordet: Unit, account: Account) -> Draft:
    make_pack(unit=nordet, by=claire)
    return make_draft(author=hugo, unit=energy, accounts=(account,))


@pytest.fixture
def as_hugo(client: Client, hugo: Person) -> Client:
    client.force_login(hugo)
    return client


def post(client: Client, draft: Draft, do: str = "save", **fields: Any) -> Any:
    draft.refresh_from_db()
    typed = {
        "edit_count": draft.edit_count,
        "title": draft.title,
        "text": draft.text,
        "language": "en",
        "do": do,
    }
    return client.post(reverse("content:draft-edit", args=[draft.pk]), typed | fields)


def live(client: Client, draft: Draft, **fields: Any) -> Any:
    typed = {"edit_count": draft.edit_count, "title": draft.title, "language": "en"}
    return client.post(
        reverse("content:draft-live", args=[draft.pk]),
        typed | fields,
        headers={"HX-Request": "true", "Accept": "application/json"},
    )


def test_saving_without_scripts_keeps_everything_and_shows_the_findings(
    as_hugo: Client, draft: Draft
) -> None:
    response = post(as_hugo, draft, text="A discount\r\nand more.", tags="Price, autumn")

    assert response.status_code == 302
    draft.refresh_from_db()
    assert (draft.text, draft.tags) == ("A discount\nand more.", ["price", "autumn"])
    page = as_hugo.get(response["Location"]).text
    assert "An offer carries its dates." in page
    assert '<mark class="g-find warn">discount</mark>' in page
    assert "Charter, clause 5.4" in page


def test_submitting_goes_to_the_record(as_hugo: Client, draft: Draft) -> None:
    response = post(as_hugo, draft, "submit")

    draft.refresh_from_db()
    assert draft.status == "in_review"
    assert response["Location"] == reverse("content:draft-detail", args=[draft.pk])


def test_a_blocked_submission_keeps_the_words_and_says_why(as_hugo: Client, draft: Draft) -> None:
    response = post(as_hugo, draft, "submit", text="The cheapest in France, truly.")

    assert response.status_code == 422
    assert "A comparison needs dated proof." in response.text
    assert "The cheapest in France, truly.</textarea>" in response.text
    draft.refresh_from_db()
    assert (draft.status, draft.text) == ("drafting", "The cheapest in France, truly.")


def test_a_fix_is_one_click(as_hugo: Client, draft: Draft) -> None:
    post(as_hugo, draft, text="Open now. Charging is the cheapest in France, come.")
    page = as_hugo.get(reverse("content:draft-edit", args=[draft.pk])).text
    key = page.split('value="fix:')[1].split('"')[0]

    post(as_hugo, draft, f"fix:{key}", text="Open now. Charging is the cheapest in France, come.")

    draft.refresh_from_db()
    assert "cheapest" not in draft.text


def test_the_preview_of_a_fix_shows_all_that_it_does(as_hugo: Client, draft: Draft) -> None:
    text = "It is the cheapest in France, come. Hello to you all. The cheapest in France, too."
    post(as_hugo, draft, text=text)
    page = as_hugo.get(reverse("content:draft-edit", args=[draft.pk])).text
    key = page.split('value="fix:')[1].split('"')[0]
    shown = page.split('class="g-fix"><span>')[1].split("</span>")[0]

    post(as_hugo, draft, f"fix:{key}", text=text)

    draft.refresh_from_db()
    kept = re.sub("<del>.*?</del> ?", "", shown).replace("<ins>", "").replace("</ins>", "")
    assert kept.split() == draft.text.split() == ["Hello", "to", "you", "all."]


def test_a_finding_is_set_aside_with_its_reason(as_hugo: Client, draft: Draft) -> None:
    post(as_hugo, draft, text="An unbeatable offer.")
    page = as_hugo.get(reverse("content:draft-edit", args=[draft.pk])).text
    key = page.split('value="dismiss:')[1].split('"')[0]

    refused = post(as_hugo, draft, f"dismiss:{key}")
    post(as_hugo, draft, f"dismiss:{key}", **{f"reason-{key}": "It is a quotation"})

    assert refused.status_code == 422
    page = as_hugo.get(reverse("content:draft-edit", args=[draft.pk])).text
    assert "Set aside by H. Petit: It is a quotation" in page


def test_two_editors_see_both_texts_and_lose_nothing(
    as_hugo: Client, karim: Person, draft: Draft, noon: datetime
) -> None:
    save_draft(draft_id=draft.pk, writing=Writing(text="Karim’s words."), by=karim, at=noon)

    response = post(as_hugo, draft, edit_count=0, text="Hugo’s words.")

    assert response.status_code == 409
    assert "Karim Benali changed this draft while you were writing" in response.text
    assert "Karim’s words." in response.text
    assert "Hugo’s words.</textarea>" in response.text
    assert 'name="edit_count" value="1"' in response.text
    draft.refresh_from_db()
    assert draft.text == "Karim’s words."


def test_a_file_that_is_no_picture_is_refused_beside_its_field_and_the_text_is_kept(
    as_hugo: Client, draft: Draft
) -> None:
    file = SimpleUploadedFile("photo.png", b"%PDF-1.7 surprise", content_type="image/png")

    response = post(as_hugo, draft, text="Kept words.", picture=file)

    assert response.status_code == 422
    assert 'id="picture-error">This file is not a picture we can publish' in response.text
    draft.refresh_from_db()
    assert draft.text == "Kept words."
    assert not draft.media.exists()


def test_a_picture_is_added_and_asks_for_its_alternative_text(
    as_hugo: Client, draft: Draft
) -> None:
    file = SimpleUploadedFile("mast.png", make_picture(), content_type="image/png")

    response = post(as_hugo, draft, picture=file)

    assert response.status_code == 302
    page = as_hugo.get(response["Location"]).text
    assert "Picture 1 has no alternative text" in page
    picture = draft.media.get()
    post(as_hugo, draft, **{f"alt-{picture.pk}": "A mast at dusk"})
    assert "has no alternative text" not in as_hugo.get(response["Location"]).text


def test_accounts_are_chosen_in_the_same_form(
    as_hugo: Client, draft: Draft, account: Account, energy: Unit
) -> None:
    other = make_account(unit=energy, address="https://bsky.app/profile/nordet.bsky.social")

    post(as_hugo, draft, accounts_shown="1", accounts=[account.pk, other.pk])
    assert draft.variants.count() == 2
    post(as_hugo, draft, accounts_shown="1", accounts=[other.pk])

    assert [variant.account for variant in draft.variants.all()] == [other]


def test_a_text_is_adapted_for_one_account_and_given_back(
    as_hugo: Client, draft: Draft, account: Account
) -> None:
    response = post(as_hugo, draft, f"adapt:{account.pk}")
    assert f'name="own-{account.pk}"' in as_hugo.get(response["Location"]).text
    post(as_hugo, draft, **{f"own-{account.pk}": "Only here."})
    assert draft.variants.get().text == "Only here."

    post(as_hugo, draft, f"share:{account.pk}", **{f"own-{account.pk}": "Only here."})

    assert not draft.variants.get().adapted


def test_a_time_in_the_gap_is_refused_with_its_two_neighbours(
    as_hugo: Client, draft: Draft
) -> None:
    asked = {"when": "time", "on_day": "2099-03-29", "at_time": "02:30", "zone": "Europe/Paris"}

    refused = post(as_hugo, draft, **asked)

    assert refused.status_code == 422
    assert "this time does not exist" in refused.text
    assert 'value="at:2099-03-29T01:30/0"' in refused.text
    chosen = post(as_hugo, draft, "at:2099-03-29T03:30/0", **asked)
    assert chosen.status_code == 302
    draft.refresh_from_db()
    assert draft.wall_time == "2099-03-29T03:30"


def test_a_time_that_happens_twice_is_asked(as_hugo: Client, draft: Draft) -> None:
    asked = {"when": "time", "on_day": "2099-10-25", "at_time": "02:30", "zone": "Europe/Paris"}

    refused = post(as_hugo, draft, **asked)

    assert "this time happens twice" in refused.text
    assert "02:30 (UTC+2)" in refused.text
    assert "02:30 (UTC+1)" in refused.text
    post(as_hugo, draft, "at:2099-10-25T02:30/1", **asked)
    draft.refresh_from_db()
    assert (draft.wall_time, draft.fold) == ("2099-10-25T02:30", 1)
    assert post(as_hugo, draft, text="Saved again.", **asked).status_code == 302
    draft.refresh_from_db()
    assert draft.fold == 1


def test_checking_while_typing_answers_with_places_and_stores_nothing(
    as_hugo: Client, draft: Draft
) -> None:
    answer = live(as_hugo, draft, text="🎉 An unbeatable discount").json()

    assert answer["marks"]["text"] == [[5, 15, "stop"], [16, 24, "warn"]]
    assert "A superlative is proved." in answer["parts"]["composer-findings"]
    assert "1 block forbids submission" in answer["parts"]["composer-bar"]
    draft.refresh_from_db()
    assert draft.edit_count == 0


def test_saving_while_typing_answers_with_the_new_count(as_hugo: Client, draft: Draft) -> None:
    answer = live(as_hugo, draft, text="Saved words.", keep="1").json()

    assert (answer["saved"], answer["edit_count"]) == (True, 1)
    draft.refresh_from_db()
    assert draft.text == "Saved words."


def test_saving_while_typing_tells_of_the_other_editor(
    as_hugo: Client, karim: Person, draft: Draft, noon: datetime
) -> None:
    save_draft(draft_id=draft.pk, writing=Writing(text="Karim’s words."), by=karim, at=noon)

    response = live(as_hugo, draft, edit_count=0, text="Hugo’s words.", keep="1")

    assert response.status_code == 409
    assert "Karim’s words." in response.json()["parts"]["composer-conflict"]
    assert "Hugo’s words." in response.json()["parts"]["composer-conflict"]


def test_a_session_that_ended_is_told_as_such_to_the_script(client: Client, draft: Draft) -> None:
    response = live(client, draft, text="Words.", keep="1")

    assert response.status_code == 401
    assert json.loads(response.content)["error"]["code"] == "signed_out"


def test_what_is_under_review_is_not_edited_by_accident(
    as_hugo: Client, hugo: Person, energy: Unit, noon: datetime
) -> None:
    draft, request = make_submitted(author=hugo, unit=energy, at=noon)

    response = as_hugo.get(reverse("content:draft-edit", args=[draft.pk]))
    assert response["Location"] == reverse("content:draft-detail", args=[draft.pk])
    page = as_hugo.get(response["Location"]).text
    assert "Any change voids the approval" in page
    as_hugo.post(reverse("content:draft-reopen", args=[draft.pk]))

    request.refresh_from_db()
    assert request.status == "void"


def test_what_the_reviewer_asked_stands_above_the_text(
    as_hugo: Client, hugo: Person, camille: Person, energy: Unit, noon: datetime
) -> None:
    draft, request = make_submitted(author=hugo, unit=energy, at=noon)
    choice = Choice(verdict="changes", digest=request.digest, comment="Date the offer.")
    decide_draft(request_id=request.pk, choice=choice, by=camille, at=noon)

    page = as_hugo.get(reverse("content:draft-edit", args=[draft.pk])).text

    assert "Camille Roux: changes requested" in page
    assert "Date the offer." in page


def test_a_draft_that_stricter_rules_sent_back_says_so(
    as_hugo: Client, hugo: Person, camille: Person, claire: Person, energy: Unit, noon: datetime
) -> None:
    draft, request = make_submitted(author=hugo, unit=energy, at=noon)
    choice = Choice(verdict="approve", digest=request.digest)
    decide_draft(request_id=request.pk, choice=choice, by=camille, at=noon)
    make_pack(unit=energy, by=claire, source=STATIONS)
    Delivery.objects.update(status="void", explanation="stricter")
    follow_deliveries(draft_id=draft.pk, revision=1, at=noon)

    page = as_hugo.get(reverse("content:draft-edit", args=[draft.pk])).text

    assert "The rules became stricter after the approval" in page


def test_text_is_never_taken_for_markup(as_hugo: Client, draft: Draft) -> None:
    hostile = "<script>alert(1)</script> & “unbeatable” </textarea><img src=x onerror=alert(2)>"

    post(as_hugo, draft, text=hostile, title="<b>Title</b>")
    page = as_hugo.get(reverse("content:draft-edit", args=[draft.pk])).text
    parts = live(as_hugo, draft, text=hostile).json()["parts"]

    for html in (page, *parts.values()):
        assert "<script>alert" not in html
        assert "<img src=x" not in html
    assert "<b>Title</b>" not in page


@pytest.mark.parametrize("who", ["ines", "nina"])
def test_another_department_is_told_there_is_nothing(
    client: Client, request: pytest.FixtureRequest, draft: Draft, who: str
) -> None:
    client.force_login(request.getfixturevalue(who))

    for name in ("draft-edit", "draft-detail", "draft-move"):
        assert client.get(reverse(f"content:{name}", args=[draft.pk])).status_code == 404
    assert live(client, draft, text="Words.").status_code == 404


@pytest.mark.parametrize("number", [1, 6])
def test_the_composer_costs_the_same_whatever_the_number_of_accounts(
    as_hugo: Client,
    hugo: Person,
    claire: Person,
    energy: Unit,
    nordet: Unit,
    number: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    make_pack(unit=nordet, by=claire)
    accounts = tuple(make_account(unit=energy) for _each in range(number))
    for account in accounts:
        make_connection(account=account, by=claire)
    draft = make_draft(author=hugo, unit=energy, accounts=accounts, text="A discount.")
    address = reverse("content:draft-edit", args=[draft.pk])
    as_hugo.get(address)

    with django_assert_max_num_queries(32):
        as_hugo.get(address)


@pytest.mark.parametrize("number", [1, 6])
def test_a_finding_let_off_says_until_when_and_why(
    as_hugo: Client,
    hugo: Person,
    amina: Person,
    claire: Person,
    energy: Unit,
    nordet: Unit,
    noon: datetime,
    number: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    pack = make_pack(unit=nordet, by=claire).pack
    accounts = tuple(make_account(unit=energy) for _each in range(number))
    said = "The cheapest in France. A discount."
    draft = make_draft(author=hugo, unit=energy, accounts=accounts, text=said)
    asked = WaiverRequest(
        rule="cheapest", reason="A court allowed it.", until=noon + timedelta(20), unit_id=energy.pk
    )
    waiver = ask_for_waiver(pack_id=pack.pk, request=asked, by=hugo, at=noon)
    grant_waiver(waiver_id=waiver.pk, by=amina, at=noon)
    address = reverse("content:draft-edit", args=[draft.pk])
    as_hugo.get(address)

    with django_assert_max_num_queries(33):
        page = as_hugo.get(address).text

    assert f'href="{reverse("rulebooks:waiver-detail", args=[waiver.pk])}"' in page
    assert page.count("A court allowed it.") == 1, "the other finding still counts"
    assert "Waived until" in page
