"""Signing without a work e-mail: a code for one person, once; a tablet that keeps nothing."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gouvernail.foundation import clock
from gouvernail.people.models import Person, Role, Unit
from gouvernail.policies.models import PolicyScope, Signature
from gouvernail.signing.actions import follow_people
from gouvernail.signing.actions.answering import answer_with_code, ask_with_code
from gouvernail.signing.actions.codes import (
    close_tablet,
    make_codes,
    open_tablet,
    sign_with_code,
    tablet_of_key,
)
from gouvernail.signing.errors import CodeRefusedError, TabletClosedError
from gouvernail.signing.models import Campaign, Code
from gouvernail.training.models import Attempt
from tests.make.ledger import leaves, make_checkpoint
from tests.make.people import make_grant, make_person
from tests.make.policies import make_charter
from tests.make.signing import make_campaign
from tests.make.training import make_quiz


@pytest.fixture
def sam(energy: Unit) -> Person:
    """Return somebody of the workshop, without e-mail and without a role."""
    return make_person(name="Sam Atelier", email=None, home_unit=energy)


@pytest.fixture
def campaign(claire: Person, sam: Person) -> Campaign:
    """Return a campaign that asks them, open now."""
    return make_campaign(make_charter(by=claire), by=claire, at=clock.now())


def test_a_code_signs_once_for_its_person_and_says_who_handed_it_out(
    campaign: Campaign, claire: Person, hugo: Person, sam: Person
) -> None:
    at = clock.now()
    (slip,) = make_codes(campaign_id=campaign.pk, by=claire, at=at)
    assert slip.line.person == sam  # hugo has an e-mail: he signs in
    assert slip.code not in str(leaves())
    assert not Code.objects.filter(digest__contains=slip.code).exists()
    typed = f" {slip.code[:5].lower()}-{slip.code[5:]} "

    signature = sign_with_code(code=typed, digest=campaign.version.digest, at=at)

    assert (signature.person, signature.method) == (sam, "code")
    entry = leaves(verb="signature.given")[-1]
    assert entry["actor"]["auth"].startswith("code:")
    assert entry["data"]["code_made_by"] == str(claire.pk)
    with pytest.raises(CodeRefusedError):
        sign_with_code(code=slip.code, digest=campaign.version.digest, at=at)


def test_whoever_plans_hands_codes_out_to_their_own_people_only(
    claire: Person, sam: Person, energy: Unit, care: Unit
) -> None:
    lead = make_person(name="Ida Soins", home_unit=care)
    make_grant(person=lead, unit=care, role=Role.LEAD)
    theirs = make_person(name="Noé Soins", email=None, home_unit=care)
    policy = make_charter(by=lead)
    PolicyScope.objects.create(policy=policy, kind="unit", unit=energy)
    PolicyScope.objects.create(policy=policy, kind="unit", unit=care)
    asking = make_campaign(policy, by=lead, at=clock.now())
    assert asking.lines.filter(person=sam).exists()

    slips = make_codes(campaign_id=asking.pk, by=lead, at=clock.now())

    assert [one.line.person for one in slips] == [theirs]


@pytest.mark.parametrize("why", ["unknown", "expired", "replaced", "left"])
def test_a_code_that_opens_nothing_says_the_same_whatever_the_reason(
    why: str, campaign: Campaign, claire: Person, sam: Person
) -> None:
    at = clock.now()
    (slip,) = make_codes(campaign_id=campaign.pk, by=claire, at=at)
    code = "AAAAAAAAAA" if why == "unknown" else slip.code
    if why == "replaced":
        make_codes(campaign_id=campaign.pk, again=True, by=claire, at=at)
    if why == "left":
        Person.objects.filter(pk=sam.pk).update(status="left", is_active=False, left_at=at)
    later = at + timedelta(days=15) if why == "expired" else at

    with pytest.raises(CodeRefusedError):
        sign_with_code(code=code, digest=campaign.version.digest, at=later)


def test_a_tablet_signs_its_supervisor_out_takes_one_person_after_the_other_and_keeps_nothing(
    client: Client, campaign: Campaign, claire: Person, sam: Person, nordet: Unit
) -> None:
    (slip,) = make_codes(campaign_id=campaign.pk, by=claire, at=clock.now())
    client.force_login(claire)
    opened = client.post(
        reverse("signing:tablet-open", args=[campaign.pk]),
        {"unit": str(nordet.pk), "place": "Atelier"},
    )
    tablet = opened.headers["location"]
    assert client.get(reverse("signing:campaign-list")).status_code == 302  # signed out
    start = client.get(tablet)
    assert "no-store" in start.headers["cache-control"]

    refused = client.post(tablet, {"code": "WRONG"})
    text = client.post(tablet, {"code": slip.code})
    done = client.post(
        tablet, {"code": slip.code, "digest": campaign.version.digest, "has_read": "on"}
    )

    assert (refused.status_code, text.status_code, done.status_code) == (422, 200, 200)
    assert sam.name in text.text
    assert sam.name not in done.text
    assert done.headers["Refresh"] == f"12;url={tablet}"
    assert sam.name not in client.get(tablet).text
    assert Signature.objects.get(person=sam).method == "tablet"


def test_a_tablet_is_closed_from_elsewhere_and_by_the_end_of_its_day(
    campaign: Campaign, claire: Person, nordet: Unit
) -> None:
    at: datetime = clock.now()
    tablet, key = open_tablet(
        campaign_id=campaign.pk, unit_id=nordet.pk, place="", by=claire, at=at
    )
    assert tablet_of_key(key, at=at) == tablet
    with pytest.raises(TabletClosedError):
        tablet_of_key(key, at=at + timedelta(hours=13))

    close_tablet(tablet_id=tablet.pk, by=claire, at=at)

    with pytest.raises(TabletClosedError):
        tablet_of_key(key, at=at)


def test_slips_are_shown_once_with_their_picture(
    client: Client, campaign: Campaign, claire: Person, sam: Person
) -> None:
    client.force_login(claire)
    address = reverse("signing:code-slips", args=[campaign.pk])

    assert "1 person without e-mail" in client.get(address).text
    slips = client.post(address, {"name": ""}).text

    assert sam.name in slips
    assert "<svg" in slips
    none_left = client.post(address, {"name": ""})
    assert none_left.status_code == 422
    assert "They all have a code" in none_left.text
    assert "Nobody without e-mail" in client.post(address, {"name": "Zoé"}).text
    assert "<svg" in client.post(address, {"name": "sam", "again": "on"}).text


def test_whoever_has_no_code_yet_comes_first_and_everybody_gets_one(
    campaign: Campaign, claire: Person, sam: Person, energy: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gouvernail.signing.actions.codes.AT_ONCE", 1)
    ada = make_person(name="Ada Atelier", email=None, home_unit=energy)
    at = clock.now()
    follow_people(campaign_id=campaign.pk, at=at)

    made = [
        make_codes(campaign_id=campaign.pk, again=True, by=claire, at=at + timedelta(hours=hour))
        for hour in range(3)
    ]

    assert [slip.line.person for (slip,) in made] == [ada, sam, ada]


@pytest.fixture
def asking(claire: Person, sam: Person, nordet: Unit) -> Campaign:
    """Return a campaign with two questions before the signature, one attempt for both."""
    quiz = make_quiz(by=claire, unit=nordet, pass_percent=100, attempts_max=1)
    before = clock.now() - timedelta(minutes=1)
    return make_campaign(make_charter(by=claire), by=claire, at=before, quiz_id=quiz.pk)


def test_the_questions_come_first_with_a_code_too_and_its_receipt_is_checked_alone(
    client: Client, asking: Campaign, claire: Person, sam: Person, verifier: Any
) -> None:
    (slip,) = make_codes(campaign_id=asking.pk, by=claire, at=clock.now())
    page = reverse("signing:code")
    sign = {"code": slip.code, "digest": asking.version.digest, "has_read": "on"}
    assert client.post(page, sign).status_code == 409
    assert client.post(page, {"code": slip.code, "ask": "1"}).status_code == 200
    attempt = Attempt.objects.get(person=sam)
    told = {"code": slip.code, "attempt": str(attempt.pk)}
    right = {f"q{place}-answer": one["right"][0] for place, one in enumerate(attempt.questions)}
    lacking = client.post(page, told | {"q0-answer": right["q0-answer"]})
    assert lacking.status_code == 422
    assert "Answer this one too, please." in lacking.text
    assert lacking.text.count("checked") == 1  # what was chosen is still there

    passed = client.post(page, told | right)

    assert "I sign" in passed.text
    assert leaves(verb="quiz_attempt.ended")[-1]["actor"]["auth"].startswith("code:")
    assert "look again" in client.post(page, sign).text
    key = verifier.Key(make_checkpoint())
    assert sam.name in client.post(page, {"code": slip.code}).text
    kept = client.post(page, {"code": slip.code, "file": "1"})
    assert kept.headers["content-type"] == "application/json"
    assert str(sam.pk) in verifier.verify_receipt(kept.text, key)[1]


def test_wrong_answers_are_explained_and_do_not_open_the_signature(
    client: Client, asking: Campaign, claire: Person, sam: Person
) -> None:
    (slip,) = make_codes(campaign_id=asking.pk, by=claire, at=clock.now())
    attempt = ask_with_code(code=slip.code, at=clock.now())
    assert attempt is not None
    given = {
        place: [next(each["key"] for each in one["options"] if each["key"] not in one["right"])]
        for place, one in enumerate(attempt.questions)
    }
    answer_with_code(code=slip.code, attempt_id=attempt.pk, given=given, at=clock.now())
    page = reverse("signing:code")

    seen = client.post(page, {"code": slip.code, "attempt": str(attempt.pk)})
    again = client.post(page, {"code": slip.code, "ask": "1"})

    assert "Not enough right answers yet" in seen.text
    assert again.status_code == 409
    assert "Every attempt is used" in again.text
    assert not Signature.objects.filter(person=sam).exists()
