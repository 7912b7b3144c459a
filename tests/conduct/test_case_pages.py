"""The pages of cases: each part sees its own, what is typed is kept when it is refused."""

from datetime import datetime

import pytest
from django.test import Client

from gouvernail.conduct.actions import appeal_case, give_account, lift_early
from gouvernail.conduct.models import Basis, Case
from gouvernail.foundation.ids import uuid7
from gouvernail.people.models import Person
from tests.make.conduct import NOON, make_case, make_decided


@pytest.fixture
def case(basis: Basis, clause: str, karim: Person, hugo: Person, claire: Person) -> Case:
    return make_case(by=karim, about=hugo, clause=clause, decider=claire)


def test_a_case_is_opened_from_a_page_that_keeps_what_was_typed(
    client: Client, basis: Basis, clause: str, karim: Person, hugo: Person
) -> None:
    client.force_login(karim)
    sent = {
        "key": uuid7(), "origin": "person", "report": "", "person": hugo.email,
        "title": "Un prix annoncé trop tôt", "facts": "Paru deux jours avant.",
        "happened_on": "2026-11-17", "clause": "", "seriousness": "minor",
        "proof_kind": "words", "proof_label": "Relevé le 17.", "decider": "",
    }  # fmt: skip

    refused = client.post("/conduct/new/", sent)

    assert refused.status_code == 422
    assert "Paru deux jours avant." in refused.content.decode()
    assert client.post("/conduct/new/", sent | {"clause": clause}).status_code == 302
    assert Case.objects.get().proofs.get().label == "Relevé le 17."


def test_each_part_is_offered_its_own_acts(
    client: Client, case: Case, hugo: Person, claire: Person, amina: Person, karim: Person
) -> None:
    def acts(person: Person) -> set[str]:
        client.force_login(person)
        page = client.get(f"/conduct/cases/{case.pk}/").content.decode()
        names = ("account", "another", "proof", "time", "weigh", "decide", "aside", "appoint",
                 "appeal", "judge", "lift", "take")  # fmt: skip
        return {one for one in names if f'action="/conduct/cases/{case.pk}/{one}/"' in page}

    assert acts(hugo) == {"account", "another", "proof"}
    assert acts(claire) == {"proof", "time", "weigh", "decide", "aside"}
    assert acts(amina) == {"appoint"}
    assert acts(karim) == set()
    make_decided(case, by=claire)
    assert acts(hugo) == {"appeal"}
    assert acts(claire) == {"lift"}
    appeal_case(case.pk, text="C’est trop.", by=hugo, at=NOON)
    assert acts(amina) == {"appoint", "take"}


def test_lists_exports_and_today_show_each_what_is_theirs(
    client: Client, case: Case, hugo: Person, claire: Person, karim: Person
) -> None:
    address = f"/conduct/cases/{case.pk}/"
    for person, shown in ((hugo, False), (claire, True), (karim, False)):
        client.force_login(person)
        assert (address in client.get("/conduct/?status=hearing").content.decode()) is shown
        assert address not in client.get("/conduct/?status=ended").content.decode()
    client.force_login(hugo)
    assert address in client.get("/conduct/mine/").content.decode()
    assert address in client.get("/").content.decode()


def test_the_form_of_a_refused_decision_comes_back_with_its_words(
    client: Client, case: Case, claire: Person, hugo: Person, noon: datetime
) -> None:
    client.force_login(claire)

    refused = client.post(
        f"/conduct/cases/{case.pk}/decide/",
        {"outcome": "restricted", "reason": "Vu les faits relevés.", "months": 2},
    )

    assert refused.status_code == 409  # the person has not spoken yet
    give_account(case.pk, text="Je croyais l’annonce faite.", by=hugo, at=noon)
    again = client.post(
        f"/conduct/cases/{case.pk}/decide/",
        {"outcome": "restricted", "reason": "Vu les faits relevés.", "months": 2},
    )
    page = again.content.decode()
    assert again.status_code == 422
    assert "Vu les faits relevés." in page
    assert page.count('aria-invalid="true"') >= 1


def test_each_state_says_what_holds_meanwhile(
    client: Client, case: Case, claire: Person, hugo: Person
) -> None:
    make_decided(case, by=claire, outcome="suspended", months=3)
    client.force_login(hugo)
    address = f"/conduct/cases/{case.pk}/"
    suspended, over = "If you do, what was decided is suspended", "is over already"
    page = client.get(address).content.decode()
    assert suspended in page
    assert over not in page
    lift_early(case.pk, reason="Il a tout repris.", by=claire, at=NOON)
    page = client.get(address).content.decode()
    assert over in page
    assert suspended not in page

    appeal_case(case.pk, text="C’est trop.", by=hugo, at=NOON)

    page = client.get(address).content.decode()
    assert over in page
    titles = ("decision-first", "decision-lift", "appeal-said")
    assert sorted(titles, key=lambda one: page.index(f'id="{one}"')) == list(titles)


def test_the_time_to_answer_is_not_promised_once_it_is_over(
    client: Client, case: Case, hugo: Person
) -> None:
    Case.objects.update(answer_by_at=NOON, status=Case.Status.DECIDING)
    client.force_login(hugo)

    page = client.get(f"/conduct/cases/{case.pk}/").content.decode()

    assert "The time to answer is over and nothing is decided" in page
    assert "you have until" not in page


def test_a_restriction_waits_until_good_faith_is_settled_and_says_what_is_too_short(
    client: Client, case: Case, claire: Person, hugo: Person, noon: datetime
) -> None:
    give_account(case.pk, text="Je croyais l’annonce faite.", by=hugo, at=noon)
    client.force_login(claire)
    sent = {
        "outcome": "restricted", "reason": "Vu les faits relevés.", "months": 2,
        "acts": ["publish"], "why_not_less": "Deuxième fois.",
    }  # fmt: skip

    page = client.post(f"/conduct/cases/{case.pk}/decide/", sent).content.decode()

    assert "Say first whether they acted in good faith" in page
    assert "at least 20 characters" in page
    assert page.count('data-for="restricted"') == 1


def test_a_decision_is_reached_from_today_and_from_the_licence_with_its_deadline(
    client: Client, case: Case, claire: Person, hugo: Person
) -> None:
    make_decided(case, by=claire, outcome="restricted", acts=("publish",), months=2)
    case.refresh_from_db()
    client.force_login(hugo)

    today, licence = (client.get(path).content.decode() for path in ("/", "/licence/"))

    assert f"/conduct/cases/{case.pk}/" in today
    assert "A decision concerns you" in today
    assert f"/conduct/cases/{case.pk}/" in licence
    assert "You may appeal until the end of" in licence
    assert case.pk.hex not in licence.replace(f"/conduct/cases/{case.pk}/", "")


def test_ones_own_account_is_read_on_the_page_and_the_menu_leads_there(
    client: Client, case: Case, hugo: Person
) -> None:
    give_account(case.pk, text="Je croyais l’annonce faite.", by=hugo, at=NOON)
    client.force_login(hugo)

    page = client.get(f"/conduct/cases/{case.pk}/").content.decode()

    assert "<p>Je croyais l’annonce faite.</p>" in page
    assert "Change my account" in page
    assert "the person has time to answer" not in page
    assert 'href="/conduct/mine/"' in client.get("/report/").content.decode().split("<main")[0]


def test_a_time_to_come_is_said_as_one_to_act_before(
    client: Client, case: Case, hugo: Person
) -> None:
    client.force_login(hugo)

    page = client.get("/").content.decode()

    row = page.split("Something concerns you")[1].split("</li>")[0]
    assert "before <time" in row
    assert "0:00" not in row.split("</time>")[0]
