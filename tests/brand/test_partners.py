"""Partners: what the contract asks is looked for, corrections are asked, breaches stay counted."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from gouvernail.brand.actions.influencers import (
    Seen,
    ask_follow_up,
    close_post,
    expect_post,
    note_judgement,
    read_post,
    remind_contracts,
)
from gouvernail.brand.errors.library import LibraryRefusedError, PartnerPostSettledError
from gouvernail.brand.models import Contract, PartnerPost
from gouvernail.brand.queries.influencers import (
    contract_findings,
    partners_page,
    posts_to_check,
)
from gouvernail.brand.tasks import write_partners
from gouvernail.foundation.actors import machine
from gouvernail.foundation.ids import uuid7
from gouvernail.notifications.models import Notification
from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Person, Role, Unit
from tests.make.library import make_contract, make_partner
from tests.make.people import make_grant, make_person

NOON = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)
TODAY = NOON.date()
URL = "https://www.instagram.com/p/C1/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(energy: Unit) -> Person:
    person = make_person(name="Lead", home_unit=energy)
    make_grant(person=person, unit=energy, role=Role.DELEGATE)
    return person


@pytest.fixture
def contract(energy: Unit, lead: Person) -> Contract:
    partner = make_partner(
        unit=energy, by=lead, email="lou@example.org", addresses="https://www.instagram.com/lou"
    )
    return make_contract(partner=partner, by=lead, must_say="nordet.example")


@pytest.mark.parametrize(
    ("text", "country", "codes"),
    [
        ("#Publicité Our tram: nordet.example", "FR", []),
        ("PUBLICITE, nordet.example", "FR", []),
        ("Our tram: nordet.example", "FR", ["disclosure"]),
        ("Great address, nordet.example", "CA", ["disclosure"]),  # `ad` is a word, not its letters
        ("#ad nordet.example", "CA", []),
        ("#ad", "CA", ["must_say"]),
        ("publicité nordet.example", "", ["disclosure"]),  # every country is asked for
        ("#ad denordet.example", "CA", ["must_say"]),  # a line is words, not their letters
    ],
)
def test_what_the_contract_asks_is_looked_for(
    contract: Contract, text: str, country: str, codes: list[str]
) -> None:
    found = contract_findings(contract, text, country=country)

    assert [one["code"] for one in found] == codes


def test_a_breach_is_asked_about_by_letter_corrected_and_still_counted(
    contract: Contract, lead: Person
) -> None:
    seen = Seen(url=URL, text="Lovely tram, nordet.example", country="FR")
    post = expect_post(contract.pk, seen=seen, by=lead, at=NOON)
    assert post.status == PartnerPost.Status.BREACH

    ask_follow_up(post.pk, note="Add #publicité, please.", by=lead, at=NOON)
    write_partners(NOON)

    letter = mail.outbox[0]
    assert letter.to == ["lou@example.org"]
    assert URL in letter.body
    corrected = Seen(text="#publicité Lovely tram, nordet.example")
    post = read_post(post.pk, seen=corrected, by=lead, at=NOON)
    assert (post.status, post.was_breach) == (PartnerPost.Status.FINE, True)
    close_post(post.pk, by=lead, at=NOON)
    with pytest.raises(PartnerPostSettledError):
        read_post(post.pk, seen=corrected, by=lead, at=NOON)


def test_what_the_rules_say_is_added_to_what_the_contract_says(
    contract: Contract, lead: Person
) -> None:
    seen = Seen(url=URL, text="#publicité nordet.example, cures everything", country="FR")
    post = expect_post(contract.pk, seen=seen, by=lead, at=NOON)
    findings = [{"code": "health.claim", "words": "No cure is promised.", "source": "rules"}]

    for _again in range(2):
        post = note_judgement(
            post.pk, verdict_id=uuid7(), findings=findings, by=machine("worker"), at=NOON
        )

    assert post.findings == findings
    assert post.status == PartnerPost.Status.BREACH


def test_an_address_that_leads_to_no_profile_is_refused_at_its_field(
    energy: Unit, lead: Person
) -> None:
    with pytest.raises(LibraryRefusedError) as refused:
        make_partner(unit=energy, by=lead, addresses="not an address at all !")

    assert "addresses" in refused.value.fields


def test_who_does_not_edit_the_brand_adds_no_partner(energy: Unit) -> None:
    person = make_person(name="Author", home_unit=energy)
    make_grant(person=person, unit=energy, role=Role.CONTRIBUTOR)

    with pytest.raises(RightMissingError):
        make_partner(unit=energy, by=person)


def test_a_post_is_late_the_day_after_its_day_on_today_as_in_reminders(
    contract: Contract, lead: Person
) -> None:
    post = expect_post(contract.pk, seen=Seen(due_on=TODAY), by=lead, at=NOON)
    remind_contracts(at=NOON)

    assert not posts_to_check(lead, today=TODAY)
    assert not Notification.objects.filter(kind="partner.post_late").exists()
    remind_contracts(at=NOON + timedelta(days=1))
    assert list(posts_to_check(lead, today=TODAY + timedelta(days=1))) == [post]
    assert Notification.objects.filter(kind="partner.post_late").exists()


def test_the_end_of_a_contract_and_a_late_post_are_told_once(
    contract: Contract, lead: Person
) -> None:
    expect_post(contract.pk, seen=Seen(due_on=date(2026, 11, 1)), by=lead, at=NOON)

    for _again in range(2):
        remind_contracts(at=datetime(2026, 12, 5, 12, tzinfo=UTC))

    told = Notification.objects.filter(person=lead).values_list("kind", flat=True)
    assert sorted(told) == ["partner.contract_ending", "partner.post_late"]


def test_the_register_counts_and_exports(client: Client, contract: Contract, lead: Person) -> None:
    expect_post(contract.pk, seen=Seen(url=URL, text="Hello", country="FR"), by=lead, at=NOON)
    client.force_login(lead)

    expect_post(
        contract.pk,
        seen=Seen(url=URL, text="#publicité nordet.example", country="FR"),
        by=lead,
        at=NOON,
    )
    rows = [partners_page(lead, state=one, today=NOON.date()).rows for one in ("", "breach")]
    assert [[vars(one)["post_count"] for one in found] for found in rows] == [[2], [2]]

    page = client.get(reverse("brand:partner-list"), {"state": "breach"})
    detail = client.get(reverse("brand:partner-detail", args=[contract.partner_id]))

    assert "Lou Marchal" in page.text
    assert "publicité / collaboration commerciale" in detail.text


def test_a_contract_says_what_is_wrong_at_its_field(
    client: Client, contract: Contract, lead: Person
) -> None:
    client.force_login(lead)
    answer = client.post(
        reverse("brand:contract-create", args=[contract.partner_id]),
        {
            "title": "Autumn",
            "starts_on": "2026-11-01",
            "ends_on": "2026-10-01",
            "disclosures": "FR: publicité",
        },
    )

    assert answer.status_code == 422
    assert 'value="Autumn"' in answer.text
    assert "id_ends_on_error" in answer.text
