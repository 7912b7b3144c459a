"""Declaration campaigns: asked by a personal link, signed, settled line by line, appealed."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from gouvernail.attestations.actions.answering import pages_of
from gouvernail.attestations.actions.campaigns import (
    CampaignFacts,
    close_campaign,
    extend_campaign,
    name_declarer,
    open_campaign,
    open_due_campaigns,
    prepare_campaign,
    remove_declarer,
)
from gouvernail.attestations.actions.declaring import (
    appeal_line,
    save_declaration,
    sign_declaration,
)
from gouvernail.attestations.actions.letters import reminds, send_letters
from gouvernail.attestations.actions.links import hand_over_link, resend_link
from gouvernail.attestations.actions.settling import (
    Settlement,
    accept_line,
    answer_appeal,
    refuse_line,
)
from gouvernail.attestations.errors import (
    CampaignMovedOnError,
    DeclarationNotFoundError,
    DeclarationOverError,
    LineSettledError,
    SecondPersonNeededError,
)
from gouvernail.attestations.models import (
    Campaign,
    Declaration,
    DeclarationDraft,
    DeclaredLine,
    Declarer,
    DeclarerLink,
)
from gouvernail.attestations.permissions import link_of_key
from gouvernail.attestations.queries.campaigns import last_declared_on, progress_of
from gouvernail.attestations.queries.declarers import asked_of
from gouvernail.foundation.errors import InvalidInputError
from gouvernail.ledger.models import Leaf
from gouvernail.people.errors import RightMissingError, UnitNotFoundError
from gouvernail.people.models import Person, Unit
from gouvernail.registry.errors import AccountExistsError
from gouvernail.registry.models import Account
from tests.make.people import make_grant, make_person
from tests.make.registry import make_account

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)
TODAY = AT.date()


@pytest.fixture
def accounts(energy: Unit, hugo: Person) -> list[Account]:
    """Four accounts of Energy, in the order in which the page lists them."""
    names = ("A right", "B wrong", "C foreign", "D gone")
    return [make_account(unit=energy, name=name, owner=hugo) for name in names]


def answers(accounts: list[Account], pages: str = "") -> dict[str, object]:
    told = [
        {"say": "confirm"},
        {"say": "correct", "purpose": "News", "owner": "Nina Cherif"},
        {"say": "not_ours", "note": "A fan runs it."},
        {"say": "closed"},
    ]
    keys = [str(one.pk) for one in accounts]
    return {"accounts": dict(zip(keys, told, strict=True)), "pages": pages}


def signed(declarer: Declarer, accounts: list[Account], pages: str = "") -> dict[str, DeclaredLine]:
    sign_declaration(
        declarer=declarer,
        answers=answers(accounts, pages),
        name="karim benali",
        by_link=True,
        at=AT,
    )
    return {one.what: one for one in DeclaredLine.objects.all()}


def test_each_unit_is_asked_through_its_own_delegates_or_plainly_nobody(
    campaign: Campaign, claire: Person, karim: Person, ines: Person, care: Unit
) -> None:
    assert [one.person for one in Declarer.objects.all()] == [karim]
    assert progress_of(campaign).nobody == 1
    of_care = Declaration.objects.get(unit=care)
    with pytest.raises(DeclarationNotFoundError):
        name_declarer(declaration_id=of_care.pk, person_id=ines.pk, by=karim, at=AT)
    named = name_declarer(declaration_id=of_care.pk, person_id=ines.pk, by=claire, at=AT)

    assert (named.named_by, progress_of(campaign).nobody) == (claire, 0)
    with pytest.raises(InvalidInputError):
        name_declarer(declaration_id=of_care.pk, person_id=ines.pk, by=claire, at=AT)
    _asked, key = hand_over_link(declarer_id=named.pk, by=claire, at=AT)
    remove_declarer(declarer_id=named.pk, by=claire, at=AT)
    with pytest.raises(DeclarationNotFoundError):
        link_of_key(key)


def test_a_campaign_is_prepared_opened_by_itself_extended_and_closed(
    nordet: Unit, energy: Unit, claire: Person, karim: Person, hugo: Person
) -> None:
    facts = CampaignFacts(
        unit_id=energy.pk, title="Energy", opens_on=TODAY + timedelta(days=2),
        closes_on=TODAY + timedelta(days=9),
    )  # fmt: skip
    with pytest.raises(RightMissingError):
        prepare_campaign(facts=facts, by=hugo, at=AT)
    wrong = CampaignFacts(unit_id=nordet.pk, title=" ", opens_on=TODAY, closes_on=TODAY)
    with pytest.raises(InvalidInputError) as refused:
        prepare_campaign(facts=wrong, by=claire, at=AT)
    assert set(refused.value.fields) == {"title", "closes_on"}
    with pytest.raises(UnitNotFoundError):
        prepare_campaign(facts=wrong, by=karim, at=AT)

    campaign = prepare_campaign(facts=facts, by=karim, at=AT)
    assert open_due_campaigns(at=AT) == 0
    assert open_due_campaigns(at=AT + timedelta(days=2)) == 1
    with pytest.raises(CampaignMovedOnError):
        open_campaign(campaign_id=campaign.pk, by=karim, at=AT)
    with pytest.raises(InvalidInputError):
        extend_campaign(campaign_id=campaign.pk, closes_on=TODAY, by=karim, at=AT)
    later = extend_campaign(
        campaign_id=campaign.pk, closes_on=TODAY + timedelta(days=30), by=karim, at=AT
    )
    assert later.closes_on == TODAY + timedelta(days=30)
    assert close_campaign(campaign_id=campaign.pk, by=karim, at=AT).closed_at == AT
    declarer = Declarer.objects.get()
    with pytest.raises(DeclarationOverError):
        hand_over_link(declarer_id=declarer.pk, by=karim, at=AT)
    with pytest.raises(DeclarationOverError):
        save_declaration(declarer=declarer, answers={}, at=AT)


def test_a_link_leaves_once_then_reminders_on_the_days_said(
    declarer: Declarer, claire: Person, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    assert send_letters(at=AT) == 0
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send_letters(at=AT) == 1
    assert send_letters(at=AT + timedelta(hours=3)) == 0

    letter = mail.outbox[0]
    found = re.search(r"/declare/([\w-]+)/", str(letter.body))
    assert found is not None
    assert letter.to == ["karim.benali@nordet.example"]
    assert link_of_key(found[1]).declarer == declarer
    assert found[1] not in DeclarerLink.objects.get().key_digest
    asked = declarer.declaration.campaign
    days = [day for day in range(1, 40) if reminds(asked, today=TODAY + timedelta(days=day))]
    assert days == [14, 19, 21, 28, 35]
    assert send_letters(at=AT + timedelta(days=14)) == 1
    assert send_letters(at=AT + timedelta(days=14, hours=2)) == 0
    assert not link_of_key(found[1]).is_over(AT + timedelta(days=15))  # two days more
    assert link_of_key(found[1]).is_over(AT + timedelta(days=16, hours=1))
    assert str(mail.outbox[1].subject).startswith("Reminder")
    resend_link(declarer_id=declarer.pk, by=claire)
    assert send_letters(at=AT + timedelta(days=15)) == 1
    assert not DeclarerLink.objects.filter(handed_over=True).exists()


def test_what_is_pasted_is_read_once_and_what_cannot_be_read_is_said() -> None:
    pages, unread = pages_of(
        "https://x.com/nordet\nx.com/Nordet?s=20\n\nhttps://www.instagram.com/nordet/\nnonsense"
    )

    assert list(pages.values()) == ["x", "instagram"]
    assert len(unread) == 1


def test_a_declaration_is_signed_whole_by_name_and_kept_by_its_digest(
    declarer: Declarer, accounts: list[Account]
) -> None:
    save_declaration(declarer=declarer, answers={"pages": "later"}, at=AT)
    told = answers(accounts, pages="nowhere at all")
    told["accounts"] = {}
    with pytest.raises(InvalidInputError) as refused:
        sign_declaration(declarer=declarer, answers=told, name="Karim", by_link=True, at=AT)
    assert set(refused.value.fields) == {f"say-{one.pk}" for one in accounts} | {"pages", "name"}

    known = f"{accounts[0].url}\nhttps://www.facebook.com/NordetOuest"
    lines = signed(declarer, accounts, pages=known)

    assert set(lines) == {"correction", "not_ours", "closed", "addition"}
    assert lines["correction"].changes["purpose"] == {"from": "", "to": "News"}
    declaration = Declaration.objects.get(pk=declarer.declaration_id)
    assert (declaration.status, len(declaration.digest)) == ("signed", 64)
    leaf = bytes(Leaf.objects.get(verb="declaration.signed").leaf).decode()
    assert declaration.digest in leaf
    assert "guest:declaration" in leaf
    assert not DeclarationDraft.objects.exists()
    assert not asked_of(declarer.person)
    with pytest.raises(DeclarationOverError):
        signed(declarer, accounts)


def test_each_difference_accepted_changes_the_register(
    declarer: Declarer, accounts: list[Account], karim: Person, claire: Person, nina: Person
) -> None:
    lines = signed(declarer, accounts, pages="https://www.facebook.com/NordetOuest")
    plain = Settlement()
    with pytest.raises(SecondPersonNeededError):
        accept_line(line_id=lines["correction"].pk, settlement=plain, by=karim, at=AT)
    for what in ("correction", "not_ours", "addition"):
        accept_line(line_id=lines[what].pk, settlement=plain, by=claire, at=AT)
    with pytest.raises(InvalidInputError):
        accept_line(line_id=lines["closed"].pk, settlement=plain, by=claire, at=AT)
    plan = Settlement(last_post="Goodbye.", elsewhere="https://nordet.example")
    accept_line(line_id=lines["closed"].pk, settlement=plan, by=claire, at=AT)

    wrong, foreign, gone = (Account.objects.get(pk=one.pk) for one in accounts[1:])
    assert (wrong.purpose, wrong.owner) == ("News", nina)
    assert foreign.status == Account.Status.TO_CONFIRM
    assert gone.status == Account.Status.CLOSING
    added = Account.objects.get(network="facebook")
    assert (added.unit, added.owner) == (declarer.declaration.unit, karim)
    with pytest.raises(LineSettledError):
        refuse_line(line_id=lines["closed"].pk, answer="No.", by=claire, at=AT)
    assert last_declared_on(claire) == AT


def test_a_page_that_is_in_the_register_elsewhere_is_not_registered_twice(
    declarer: Declarer, accounts: list[Account], care: Unit, claire: Person
) -> None:
    make_account(unit=care, address="https://www.facebook.com/NordetOuest")
    lines = signed(declarer, accounts, pages="https://www.facebook.com/NordetOuest")

    with pytest.raises(AccountExistsError):
        accept_line(line_id=lines["addition"].pk, settlement=Settlement(), by=claire, at=AT)
    assert DeclaredLine.objects.get(what="addition").status == "waiting"


def test_a_refusal_is_answered_and_appealed_once_to_another_person(
    declarer: Declarer, accounts: list[Account], nordet: Unit, claire: Person
) -> None:
    line = signed(declarer, accounts)["not_ours"]
    with pytest.raises(InvalidInputError):
        refuse_line(line_id=line.pk, answer=" ", by=claire, at=AT)
    refuse_line(line_id=line.pk, answer="It bears our name.", by=claire, at=AT)
    with pytest.raises(InvalidInputError):
        appeal_line(declarer=declarer, line_id=line.pk, text="", by_link=True, at=AT)
    appeal_line(declarer=declarer, line_id=line.pk, text="Ask them.", by_link=True, at=AT)
    with pytest.raises(LineSettledError):
        appeal_line(declarer=declarer, line_id=line.pk, text="Again.", by_link=True, at=AT)
    other = make_person(name="Other Lead", home_unit=nordet)
    make_grant(person=other, unit=nordet, role="lead")
    with pytest.raises(SecondPersonNeededError):
        answer_appeal(line_id=line.pk, answer="No.", accepted=False, by=claire, at=AT)
    done = answer_appeal(line_id=line.pk, answer="You are right.", accepted=True, by=other, at=AT)

    assert (done.status, done.appeal_by) == ("accepted", other)
    assert Account.objects.get(name="C foreign").status == Account.Status.TO_CONFIRM
    with pytest.raises(LineSettledError):
        answer_appeal(line_id=line.pk, answer="No.", accepted=False, by=other, at=AT)


def test_where_nobody_else_can_answer_an_appeal_who_refused_does(
    declarer: Declarer, accounts: list[Account], claire: Person
) -> None:
    line = signed(declarer, accounts)["closed"]
    refuse_line(line_id=line.pk, answer="It is online.", by=claire, at=AT)
    appeal_line(declarer=declarer, line_id=line.pk, text="Since Monday.", by_link=True, at=AT)
    done = answer_appeal(
        line_id=line.pk, answer="Seen online today.", accepted=False, by=claire, at=AT
    )

    assert done.status == "upheld"


def test_a_link_opens_a_page_that_writes_nothing_until_it_is_posted(
    client: Client, declarer: Declarer, accounts: list[Account], claire: Person
) -> None:
    _asked, key = hand_over_link(declarer_id=declarer.pk, by=claire, at=AT)
    page = reverse("attestations:declare", args=[key])
    leaves = Leaf.objects.count()
    shown = client.get(page)

    assert shown.status_code == 200
    assert shown["Referrer-Policy"] == "no-referrer"
    assert "B wrong" in shown.text
    assert Leaf.objects.count() == leaves
    assert client.post(page, {"do": "sign"}).status_code == 403
    found = re.search(r'name="page" value="([^"]+)"', shown.text)
    assert found is not None
    posted = {"page": found[1], f"say-{accounts[0].pk}": "confirm", "pages": "x.com/new_one"}
    assert client.post(page, posted | {"do": "save"}).status_code == 302
    assert "x.com/new_one" in client.get(page).text
    refused = client.post(page, posted | {"do": "sign", "name": "Karim Benali"})
    assert refused.status_code == 422
    posted |= {f"say-{one.pk}": "confirm" for one in accounts}
    assert client.post(page, posted | {"do": "sign", "name": "Karim Benali"}).status_code == 302
    assert Declaration.objects.get(pk=declarer.declaration_id).digest in client.get(page).text
    assert client.get(reverse("attestations:declare", args=["nothing"])).status_code == 404
    DeclarerLink.objects.update(expires_at=AT - timedelta(days=1))
    assert "data-code" not in client.get(page).text


def test_the_lead_follows_settles_exports_and_prints(
    client: Client, declarer: Declarer, accounts: list[Account], claire: Person, karim: Person
) -> None:
    lines = signed(declarer, accounts)
    campaign = reverse("attestations:campaign-detail", args=[declarer.declaration.campaign_id])
    client.force_login(claire)
    for state in ("", "asked", "signed", "nobody", "failed", "to_settle"):
        assert client.get(f"{campaign}?state={state}&q=e").status_code == 200
    page = reverse("attestations:declaration-detail", args=[declarer.declaration_id])
    assert "A fan runs it." in client.get(page).text
    line = reverse("attestations:line-settle", args=[declarer.declaration_id, lines["not_ours"].pk])
    assert client.post(line, {"do": "refuse"}).status_code == 422
    assert client.post(line, {"do": "refuse", "answer": "It is ours."}).status_code == 302
    report = client.get(f"{campaign}report/").text
    assert "It is ours." in report
    assert client.get(reverse("attestations:campaign-list")).status_code == 200
    assert "2026" in client.get(reverse("attestations:last-declaration")).text

    client.force_login(karim)
    own = reverse("attestations:my-declaration", args=[declarer.pk])
    key = lines["not_ours"].pk
    assert client.post(own, {"do": f"appeal:{key}"}).status_code == 422
    told = {"do": f"appeal:{key}", f"appeal-{key}": "It is not."}
    assert client.post(own, told).status_code == 302
    assert DeclaredLine.objects.get(pk=key).status == "appealed"
    client.force_login(claire)
    assert client.get(own).status_code == 404


def test_a_campaign_is_prepared_on_its_page(
    client: Client, nordet: Unit, energy: Unit, claire: Person, hugo: Person
) -> None:
    page = reverse("attestations:campaign-create")
    client.force_login(hugo)
    assert client.get(page).status_code == 403
    client.force_login(claire)
    told = {
        "title": "Printemps", "opens_on": "2099-03-01", "closes_on": "2099-03-20",
        "remind_days": "7, two", "unit": nordet.pk, "units": [energy.pk],
    }  # fmt: skip
    assert client.post(page, told).status_code == 422
    assert client.post(page, told | {"remind_days": "7, 2"}).status_code == 302
    campaign = Campaign.objects.get()
    assert (campaign.remind_days, campaign.opens_on) == ([7, 2], date(2099, 3, 1))
    assert campaign.declarations.count() == 1


def test_what_is_asked_of_a_delegate_stands_in_today(
    client: Client, declarer: Declarer, accounts: list[Account], karim: Person
) -> None:
    client.force_login(karim)
    own = reverse("attestations:my-declaration", args=[declarer.pk])

    assert own in client.get(reverse("web:today")).text
    signed(declarer, accounts)
    assert own not in client.get(reverse("web:today")).text
