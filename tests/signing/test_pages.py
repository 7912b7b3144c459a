"""The pages of signatures: to sign, to follow, to export; and what they refuse."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from gouvernail.foundation import clock
from gouvernail.ledger.queries import commitment_opening, replay_differences
from gouvernail.ledger.queries.timelines import timeline
from gouvernail.notifications.models import Notification
from gouvernail.people.actions import erase_person
from gouvernail.people.models import Person
from gouvernail.policies.models import PolicyVersion, Signature
from gouvernail.policies.queries import policies_for_list, to_sign, version_in_force
from gouvernail.signing.actions import carry_over, end_carry_over, redact_person, sign
from gouvernail.signing.models import Line, Objection
from gouvernail.signing.queries import holds
from gouvernail.signing.queries.reading import freedoms_of
from gouvernail.signing.queries.receipts import receipt_bytes
from tests.make.ledger import make_checkpoint
from tests.make.policies import make_charter, make_version
from tests.make.signing import make_campaign

MINUTE = timedelta(minutes=1)
SOURCE = """## 1 Vos comptes

Vos comptes sont à vous. Vous pouvez dire où vous travaillez.

## 2 Secrets

Vous ne pouvez pas publier un secret.
"""
SOURCE_EN = """## 1 Your accounts

Your accounts are yours. You may say where you work.

## 2 Secrets

You may not publish a secret.
"""


@pytest.fixture
def present() -> datetime:
    """Return the instant that pages read: sessions would not outlive another."""
    return clock.now()


def test_an_employee_reads_signs_and_a_second_click_finds_the_receipt(
    client: Client, claire: Person, hugo: Person, present: datetime
) -> None:
    policy = make_charter(by=claire, source=SOURCE, source_en=SOURCE_EN)
    campaign = make_campaign(policy, by=claire, at=present)
    client.force_login(hugo)

    page = client.get(reverse("signing:read", args=[campaign.pk])).text
    assert "First: what you may do" in page
    assert page.index("You may say where you work") < page.index("You may not publish")
    sign_url = reverse("signing:sign-text", args=[campaign.pk])
    unread = client.post(sign_url, {"digest": campaign.version.digest})
    assert unread.status_code == 422
    assert "Tick this once you have read it." in unread.text

    said = {"digest": campaign.version.digest, "has_read": "on"}
    first, second = client.post(sign_url, said), client.post(sign_url, said)

    signature = Signature.objects.get(person=hugo)
    receipt_url = reverse("signing:receipt", args=[signature.pk])
    assert (first.headers["location"], second.headers["location"]) == (receipt_url, receipt_url)
    receipt = client.get(receipt_url).text
    assert signature.digest in receipt
    assert "The file is ready within a minute" in receipt
    assert client.get(reverse("signing:mine")).status_code == 200


def test_the_text_of_another_version_is_refused_with_a_clear_word(
    client: Client, claire: Person, hugo: Person, present: datetime
) -> None:
    policy = make_charter(by=claire, source=SOURCE)
    campaign = make_campaign(policy, by=claire, at=present)
    client.force_login(hugo)
    make_version(policy, by=claire, source="## 1 A\n\nNew.")

    answer = client.post(
        reverse("signing:sign-text", args=[campaign.pk]),
        {"digest": campaign.version.digest, "has_read": "on"},
    )

    assert answer.status_code == 409
    assert 'data-code="version_replaced"' in answer.text
    assert not Signature.objects.filter(person=hugo).exists()


def test_the_receipt_is_accepted_by_the_verifier_and_by_nothing_that_was_altered(
    claire: Person, hugo: Person, noon: datetime, verifier: Any
) -> None:
    campaign = make_campaign(make_charter(by=claire, source=SOURCE), by=claire)
    signature = sign(campaign_id=campaign.pk, digest=campaign.version.digest, by=hugo, at=noon)
    key = verifier.Key(make_checkpoint())
    kept = receipt_bytes(signature).decode()

    _index, said = verifier.verify_receipt(kept, key)

    assert signature.statement in said
    assert signature.digest in said
    for name, value in (("says", "digest"), ("says", "person"), ("for_people", "statement")):
        altered = json.loads(kept)
        altered[name][value] = "0" * 64
        with pytest.raises(verifier.RefusedError):
            verifier.verify_receipt(json.dumps(altered), key)
    with pytest.raises(verifier.RefusedError):
        verifier.verify_receipt("[]", key)


def test_an_erased_signer_disappears_the_journal_and_the_receipt_they_kept_still_verify(
    claire: Person, hugo: Person, noon: datetime, verifier: Any
) -> None:
    campaign = make_campaign(make_charter(by=claire, source=SOURCE), by=claire)
    signature = sign(campaign_id=campaign.pk, digest=campaign.version.digest, by=hugo, at=noon)
    key = verifier.Key(make_checkpoint())
    kept = receipt_bytes(signature).decode()
    seq = timeline("signature", signature.pk).events[-1].seq
    assert commitment_opening(seq) is not None
    Person.objects.filter(pk=hugo.pk).update(status="left", is_active=False, left_at=noon)
    erase_person(person_id=hugo.pk, by=claire, at=noon)

    assert redact_person(person_id=hugo.pk, at=noon) == 1

    assert redact_person(person_id=hugo.pk, at=noon) == 0
    signature.refresh_from_db()
    assert (signature.statement, signature.digest) == ("", campaign.version.digest)
    assert commitment_opening(seq) is None
    assert "Hugo" not in receipt_bytes(signature).decode()
    assert verifier.verify_receipt(kept, key)
    kinds = {"signature", "signature_campaign", "objection"}
    assert [one for one in replay_differences() if one.subject_kind in kinds] == []


def test_signatures_carry_over_a_small_change_when_an_approver_says_why(
    client: Client, claire: Person, hugo: Person, amina: Person, present: datetime
) -> None:
    policy = make_charter(by=claire, source=SOURCE)
    first = version_in_force(policy)
    assert first is not None
    campaign = make_campaign(policy, by=claire, at=present)
    signature = sign(campaign_id=campaign.pk, digest=first.digest, by=hugo, at=present)
    make_version(policy, by=claire, source=SOURCE.replace("secret", "secret d’affaires"))
    second = version_in_force(policy)
    assert second is not None
    assert not holds(hugo, policy, at=present)
    following = make_campaign(policy, by=claire, at=present)

    carry_over(version_id=second.pk, reason="One word, same sense.", by=amina, at=present)

    assert holds(hugo, policy, at=present)
    assert not holds(amina, policy, at=present)
    assert list(to_sign(hugo)) == []
    assert policies_for_list(hugo)[0].signed_by_reader  # type: ignore[attr-defined]
    assert Line.objects.get(campaign=following, person=hugo).state == "carried"
    client.force_login(hugo)
    receipt = client.get(reverse("signing:receipt", args=[signature.pk])).text
    assert "One word, same sense." in receipt
    page = client.get(reverse("signing:read", args=[following.pk])).text
    assert "Your earlier signature counts for this version" in page

    end_carry_over(version_id=second.pk, by=amina, at=present)

    assert not holds(hugo, policy, at=present)
    assert Line.objects.get(campaign=following, person=hugo).state == "waiting"


def test_a_lead_follows_by_unit_and_person_exports_and_a_delegate_sees_their_own(
    client: Client, claire: Person, karim: Person, hugo: Person, ines: Person, present: datetime
) -> None:
    policy = make_charter(by=claire)
    campaign = make_campaign(policy, by=claire, at=present)
    sign(campaign_id=campaign.pk, digest=campaign.version.digest, by=hugo, at=campaign.planned_at)
    detail = reverse("signing:campaign-detail", args=[campaign.pk])
    people = reverse("signing:campaign-people", args=[campaign.pk])
    client.force_login(claire)

    page = client.get(detail).text
    assert "1 signatures out of 4" in page
    assert "Énergie" in page or "Energy" in page
    assert hugo.name in client.get(people, {"state": "signed"}).text
    assert hugo.name not in client.get(people, {"state": "waiting"}).text
    client.force_login(karim)
    theirs = client.get(people).text
    assert (hugo.name in theirs, ines.name in theirs) == (True, False)
    assert "1 signatures out of 2" in client.get(detail).text
    client.force_login(hugo)
    assert client.get(detail).status_code == 404


def test_a_campaign_is_planned_changed_and_closed_from_its_pages(
    client: Client, claire: Person, hugo: Person, present: datetime
) -> None:
    policy = make_charter(by=claire)
    version = PolicyVersion.objects.get(policy=policy)
    client.force_login(claire)
    create = reverse("signing:campaign-create", args=[version.pk])
    assert client.get(create).status_code == 200
    today = clock.today()
    days = {"opens_on": today, "due_on": today + timedelta(days=14), "reminds": "on"}
    wrong = client.post(create, days | {"due_on": today - timedelta(days=1)})
    assert wrong.status_code == 422

    made = client.post(create, days)

    assert made.status_code == 302
    campaign = version.campaigns.get()
    assert campaign.status == "open"
    edit = reverse("signing:campaign-edit", args=[campaign.pk])
    later = today + timedelta(days=21)
    client.post(edit, days | {"due_on": later})
    campaign.refresh_from_db()
    assert campaign.due_on == later
    client.post(reverse("signing:campaign-remind", args=[campaign.pk]))
    assert Notification.objects.filter(person=hugo, kind="signing.to_sign").exists()
    assert (
        "Ask for signatures"
        not in client.get(reverse("signing:of-version", args=[version.pk])).text
    )
    client.post(reverse("signing:campaign-close", args=[campaign.pk]))
    campaign.refresh_from_db()
    assert campaign.closed_because == "ended"
    assert client.get(reverse("signing:campaign-list")).status_code == 200


def test_what_one_may_do_is_read_in_either_language_and_a_ban_is_not(
    claire: Person,
) -> None:
    version = version_in_force(make_charter(by=claire, source=SOURCE, source_en=SOURCE_EN))
    assert version is not None

    with translation.override("fr"):
        french = [one.text for one in freedoms_of(version)]
    with translation.override("en"):
        english = [one.text for one in freedoms_of(version)]

    assert french == ["Vous pouvez dire où vous travaillez."]
    assert english == ["You may say where you work."]


def test_objections_come_page_by_page_and_a_refused_answer_stays_at_its_own(
    client: Client, claire: Person, present: datetime
) -> None:
    campaign = make_campaign(make_charter(by=claire), by=claire, at=present)
    people = Person.objects.bulk_create(
        Person(name=f"P{n:02}", home_unit=claire.home_unit) for n in range(26)
    )
    made = [
        Objection(
            campaign=campaign, person=one, words="No.", made_at=present + timedelta(minutes=n)
        )
        for n, one in enumerate(people)
    ]
    Objection.objects.bulk_create(made)
    client.force_login(claire)

    first = client.get(reverse("signing:campaign-detail", args=[campaign.pk]))
    refused = client.post(
        reverse("signing:objection-answer", args=[made[0].pk]), {"outcome": "kept", "answer": ""}
    )

    assert first.text.count("Objection of") == 25
    assert "cursor=" in first.text
    assert refused.status_code == 422
    assert refused.text.count("This field is required.") == 1
    assert "Objection of P00" in refused.text  # though it stands on the second page
