"""The pages of a request, in both languages: what each reader finds there and may do."""

from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gouvernail.openings.models import Opening
from gouvernail.people.actions import create_key
from gouvernail.people.models import Person, Unit
from tests.make.media import make_picture
from tests.make.openings import decided, make_begun, make_opening, make_requested
from tests.make.registry import make_account


@pytest.fixture(autouse=True)
def people(
    nina: Person, hugo: Person, karim: Person, camille: Person, claire: Person
) -> dict[str, Person]:
    return {"nina": nina, "hugo": hugo, "karim": karim, "camille": camille, "claire": claire}


def as_(client: Client, person: Person, language: str = "en") -> Client:
    person.language = language
    person.save(update_fields=("language",))
    client.force_login(person)
    return client


def test_a_request_is_written_page_by_page_and_nothing_is_lost(
    client: Client, hugo: Person, karim: Person, energy: Unit
) -> None:
    as_(client, hugo)
    refused = client.post("/openings/new/", {"title": "", "network": "x", "unit": energy.pk})
    assert refused.status_code == 422
    begun = client.post(
        "/openings/new/", {"title": "Nordet Apprentis", "network": "tiktok", "unit": energy.pk}
    )
    opening = Opening.objects.get()
    at = f"/openings/{opening.pk}/edit"
    assert begun.headers["Location"] == f"{at}/aim/"
    aim = {"title": "Nordet Apprentis", "unit": energy.pk, "purpose": "Recruter", "audience": ""}

    assert client.post(f"{at}/aim/", aim).headers["Location"] == f"{at}/network/"
    picture = SimpleUploadedFile("a.png", make_picture())
    network = {"network": "tiktok", "handle": "@nordet", "why_network": "Là.", "avatar": picture}
    assert client.post(f"{at}/network/", network).headers["Location"] == f"{at}/people/"
    nobody = client.post(f"{at}/people/", {"owner": "Personne", "owner_minutes": "5"})
    assert (nobody.status_code, "Personne" in nobody.text) == (422, True)
    same = client.post(f"{at}/people/", {"owner": hugo.email, "backup": hugo.email})
    assert (same.status_code, "someone other than the owner" in same.text) == (422, True)
    named = {"owner": hugo.email, "owner_minutes": "4.5", "backup": karim.name}
    client.post(f"{at}/people/", named)
    rows: dict[str, object] = {"rhythm-TOTAL_FORMS": 2, "rhythm-INITIAL_FORMS": 0}
    rows |= {"rhythm-0-kind": "video", "rhythm-0-times": 2, "rhythm-0-per": "month"}
    rows |= {"rhythm-1-kind": "text", "rhythm-1-times": "", "rhythm-1-per": "week"}
    bad = client.post(f"{at}/plan/", {**rows, "rhythm-0-times": 900})
    assert bad.status_code == 422
    stop = client.post(f"{at}/plan/", {**rows, "subjects": "Ateliers", "stop": "1"})
    assert stop.headers["Location"] == f"/openings/{opening.pk}/"
    _check_kept(client, opening)


def _check_kept(client: Client, opening: Opening) -> None:
    opening.refresh_from_db()
    assert (opening.purpose, opening.handle, opening.owner_minutes) == ("Recruter", "nordet", 270)
    assert opening.plan == [{"kind": "video", "times": 2, "per": "month"}]
    assert opening.avatar is not None
    assert client.get(f"/openings/{opening.pk}/avatar/").headers["Content-Type"] == "image/png"
    for section in ("aim", "network", "people", "plan", "end"):
        assert client.get(f"/openings/{opening.pk}/edit/{section}/").status_code == 200
    page = client.get(f"/openings/{opening.pk}/").text
    assert "Say when you would close it." in page
    assert client.get(f"/openings/{opening.pk}/edit/nothing/").status_code == 404


@pytest.mark.parametrize(
    ("language", "same", "why", "unknown"),
    [
        ("en", "Accounts with the same aim", "out of 100", "We do not know."),
        ("fr", "Comptes au même objet", "sur 100", "Nous ne le savons pas."),
    ],
)
def test_the_review_page_shows_the_adviser_beside_the_request(
    client: Client, people: dict[str, Person], energy: Unit,
    language: str, same: str, why: str, unknown: str,
) -> None:  # fmt: skip
    make_account(
        unit=energy, name="Nordet Emploi", purpose="Recruter des apprentis", audience="Apprentis",
        owner=people["hugo"],
    )  # fmt: skip
    opening = make_requested(
        by=people["nina"], unit=energy, owner=people["hugo"], backup=people["karim"]
    )
    at = f"/openings/reviews/{opening.approval_id}"
    as_(client, people["camille"], language)

    page = client.get(f"{at}/").text

    assert all(words in page for words in (same, why, unknown, "Nordet Emploi"))
    digest = page.partition('name="digest" value="')[2][:64]
    blank = client.post(f"{at}/decide/", {"verdict": "refuse", "digest": digest, "comment": ""})
    assert blank.status_code == 422
    decision = {"verdict": "approve", "digest": digest}
    for _click in range(2):
        assert client.post(f"{at}/decide/", decision).status_code == 302
    opening.refresh_from_db()
    assert opening.status == Opening.Status.APPROVED
    assert client.get(f"{at}/").headers["Location"] == f"/openings/{opening.pk}/"
    as_(client, people["nina"], language)
    assert client.get(f"{at}/").status_code == 302


def test_the_list_is_narrowed_by_its_address_and_exported(
    client: Client, people: dict[str, Person], energy: Unit, care: Unit
) -> None:
    named = {"unit": energy, "owner": people["hugo"], "backup": people["karim"]}
    make_requested(by=people["nina"], title="=Nordet", **named)
    make_opening(by=people["nina"], unit=energy, title="Brouillon")
    as_(client, people["claire"])

    page = client.get("/openings/?status=requested&network=tiktok&q=nordet").text
    assert "=Nordet" in page
    assert "Brouillon" not in client.get("/openings/").text
    for nothing in (f"unit={care.pk}", "status=refused", "mine=1", "late=1", "network=x"):
        assert "No request like this" in client.get(f"/openings/?{nothing}").text
    table = b"".join(client.get("/openings/export.csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert "'=Nordet" in table
    as_(client, people["nina"])
    assert "Brouillon" in client.get("/openings/?mine=1").text


def test_the_people_named_answer_and_the_request_ends_as_its_writer_wants(
    client: Client, people: dict[str, Person], energy: Unit
) -> None:
    opening = make_opening(
        by=people["nina"], unit=energy, owner_id=people["hugo"].pk, backup_id=people["karim"].pk
    )
    at = f"/openings/{opening.pk}"
    for name in ("hugo", "karim"):
        as_(client, people[name])
        assert "I accept" in client.get(f"{at}/").text
        client.post(f"{at}/name/", {"answer": "accept"})
    as_(client, people["nina"])
    assert "Submit the request" in client.get(f"{at}/").text
    client.post(f"{at}/submit/")
    assert "Take it back" in client.get(f"{at}/").text
    client.post(f"{at}/withdraw/", {"do": "take_back"})
    as_(client, people["hugo"])
    assert client.post(f"{at}/name/", {"answer": "decline"}).headers["Location"] == "/"
    as_(client, people["nina"])
    assert client.post(f"{at}/submit/", follow=True).status_code == 200
    client.post(f"{at}/withdraw/", {"do": "give_up"})
    opening.refresh_from_db()
    assert opening.status == Opening.Status.GIVEN_UP
    assert client.get(f"{at}/edit/aim/").status_code == 409


def test_a_refusal_its_appeal_and_its_answer_on_the_page(
    client: Client, people: dict[str, Person], energy: Unit
) -> None:
    asked = {"unit": energy, "owner": people["hugo"], "backup": people["karim"]}
    opening = make_requested(by=people["nina"], **asked)
    decided(opening, "refuse", by=people["camille"], comment="Trop de comptes.")
    at = f"/openings/{opening.pk}"
    as_(client, people["nina"])
    assert "Trop de comptes." in client.get(f"{at}/").text
    assert client.post(f"{at}/appeal/", {"text": ""}).status_code == 422
    client.post(f"{at}/appeal/", {"text": "Relisez-nous."})
    assert client.post(f"{at}/appeal/", {"text": "Encore."}).status_code == 409
    as_(client, people["claire"])
    assert "Relisez-nous." in client.get(f"{at}/").text
    assert client.post(f"{at}/answer/", {"outcome": "upheld"}).status_code == 422
    client.post(f"{at}/answer/", {"outcome": "upheld", "answer": "Non."})
    assert client.post(f"{at}/answer/", {"outcome": "upheld", "answer": "N"}).status_code == 409
    as_(client, people["nina"])
    assert "the refusal stands" in client.get(f"{at}/").text


def test_a_request_is_merged_from_its_page_and_the_work_reported(
    client: Client, people: dict[str, Person], energy: Unit
) -> None:
    twin = make_account(
        unit=energy, purpose="Recruter des apprentis", audience="Apprentis", owner=people["hugo"]
    )
    opening = make_opening(by=people["nina"], unit=energy)
    at = f"/openings/{opening.pk}"
    as_(client, people["nina"])
    assert "Rework this account instead" in client.get(f"{at}/").text
    assert client.post(f"{at}/merge/", {"account": "x"}).status_code == 422
    client.post(f"{at}/merge/", {"account": twin.pk, "reason": "Une rubrique."})
    as_(client, people["hugo"])
    assert "Une rubrique." in client.get(f"{at}/").text
    assert "Decline this work" in client.get(f"{at}/").text
    assert client.post(f"{at}/rework/", {"note": "", "answer": "decline"}).status_code == 422
    assert client.post(f"{at}/rework/", {"note": ""}).status_code == 422
    client.post(f"{at}/rework/", {"note": "Rubrique ouverte."})
    as_(client, people["nina"])
    assert "Rubrique ouverte." in client.get(f"{at}/").text


def test_the_checklist_is_ticked_with_proof_and_says_what_the_register_asks(
    client: Client, people: dict[str, Person], energy: Unit, noon: datetime
) -> None:
    asked = {"unit": energy, "owner": people["hugo"], "backup": people["karim"]}
    approved = decided(make_requested(by=people["nina"], **asked), "approve", by=people["camille"])
    at = f"/openings/{approved.pk}"
    as_(client, people["karim"])
    assert client.get(f"{at}/begin/").status_code == 200
    wrong = {"address": "https://x.com/nordet", "due_on": "2099-01-01"}
    assert client.post(f"{at}/begin/", wrong).status_code == 422
    right = {"address": "nordet_apprentis", "due_on": "2099-01-01"}
    assert client.post(f"{at}/begin/", right).headers["Location"] == f"{at}/checklist/"
    check = approved.checks.get(code="profile")
    bad = SimpleUploadedFile("a.html", b"<html>")
    tick = f"/openings/steps/{check.pk}"
    page = client.post(f"{tick}/tick/", {"proof": bad}, follow=True).text
    assert "a JPEG or a PDF" in page
    good = SimpleUploadedFile("ecran.png", make_picture())
    page = client.post(f"{tick}/tick/", {"note": "Vu.", "proof": good}, follow=True).text
    assert "ecran.png" in page
    assert "says how to get back in" in page
    served = client.get(f"{tick}/proof/")
    assert (served.status_code, served.headers["Content-Type"]) == (200, "image/png")
    client.post(f"{tick}/tick/", {"undo": "1"})
    assert client.get(f"{tick}/proof/").status_code == 404
    assert client.post(f"{at}/finish/").status_code == 409
    assert client.post(f"{at}/abandon/", {"reason": ""}).status_code == 422
    client.post(f"{at}/abandon/", {"reason": "Pris par un autre."})
    assert "Pris par un autre." in client.get(f"{at}/checklist/").text


def test_the_figures_are_shown_to_all_and_replaced_by_a_lead(
    client: Client, people: dict[str, Person]
) -> None:
    as_(client, people["nina"])
    assert "Orbit Media Studios" in client.get("/openings/figures/").text
    sent = {"code": "video", "value": "90", "source": "Nos relevés"}
    assert client.post("/openings/figures/", sent).status_code == 403
    as_(client, people["claire"])
    assert client.post("/openings/figures/", {**sent, "value": "0"}).status_code == 422
    assert client.post("/openings/figures/", {**sent, "code": "song"}).status_code == 404
    assert "Nos relevés" in client.post("/openings/figures/", sent, follow=True).text


def test_a_late_checklist_says_so_and_a_stranger_sees_nothing(
    client: Client, people: dict[str, Person], energy: Unit, ines: Person
) -> None:
    asked = {"unit": energy, "owner": people["hugo"], "backup": people["karim"]}
    opening = make_begun(
        by=people["nina"], approver=people["camille"], opener=people["karim"], **asked
    )
    Opening.objects.filter(pk=opening.pk).update(due_on="2020-01-01")
    as_(client, people["hugo"])
    assert "expected on" in client.get(f"/openings/{opening.pk}/checklist/").text
    assert "Nordet Apprentis" in client.get("/openings/?late=1").text
    as_(client, ines)
    for page in ("", "checklist/", "avatar/"):
        assert client.get(f"/openings/{opening.pk}/{page}").status_code == 404


def test_the_api_reads_what_the_owner_of_the_key_may_see(
    client: Client, people: dict[str, Person], energy: Unit, care: Unit, noon: datetime
) -> None:
    asked = {"unit": energy, "owner": people["hugo"], "backup": people["karim"]}
    make_requested(by=people["nina"], **asked)
    make_opening(by=people["nina"], unit=energy, title="Brouillon")
    _key, secret = create_key(name="K", scopes=["accounts:read"], by=people["claire"], at=noon)
    headers = {"Authorization": f"Bearer {secret}"}

    found = client.get("/api/v1/openings?status=requested&unit=energy", headers=headers).json()

    assert [one["title"] for one in found["items"]] == ["Nordet Apprentis"]
    assert client.get("/api/v1/openings?unit=care", headers=headers).json()["items"] == []
    assert client.get("/api/v1/openings").status_code == 401
