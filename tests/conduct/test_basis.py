"""Breaches are followed up only once their legal basis is recorded, and agreed to by another."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from gouvernail.charter.models import Charter
from gouvernail.conduct.actions import agree_to_basis, decline_basis, end_basis, propose_basis
from gouvernail.conduct.errors import (
    BasisInvalidError,
    BasisSecondPersonError,
    BasisStateError,
    ConductClosedError,
)
from gouvernail.conduct.models import Basis
from gouvernail.conduct.queries import what_is_missing
from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Person
from tests.make.conduct import CHOICES, make_basis, make_case

PAGES = ("/conduct/", "/conduct/mine/", "/conduct/new/", "/conduct/figures/", "/conduct/export.csv")


def test_before_the_basis_no_page_opens_and_each_says_what_is_missing(
    client: Client, claire: Person, amina: Person, noon: datetime
) -> None:
    client.force_login(claire)

    def told() -> set[str]:
        pages = {path: client.get(path) for path in PAGES}
        assert {page.status_code for page in pages.values()} == {403}
        return {
            page.content.decode().split('data-missing="')[1].split('"')[0]
            for page in pages.values()
        }

    assert told() == {"module basis"}
    Charter.objects.update(modules=["conduct"])
    assert told() == {"basis"}
    propose_basis(choices=CHOICES, by=claire, at=noon)
    assert told() == {"second"}
    agree_to_basis(by=amina, at=noon)
    assert [client.get(path).status_code for path in PAGES[:4]] == [200] * 4


def test_who_records_it_does_not_agree_to_it_in_any_team(
    claire: Person, amina: Person, karim: Person, noon: datetime
) -> None:
    Charter.objects.update(separation="small")
    with pytest.raises(RightMissingError):
        propose_basis(choices=CHOICES, by=karim, at=noon)
    propose_basis(choices=CHOICES, by=claire, at=noon)

    with pytest.raises(BasisSecondPersonError):
        agree_to_basis(by=claire, at=noon)

    with pytest.raises(RightMissingError):
        agree_to_basis(by=karim, at=noon)
    assert agree_to_basis(by=amina, at=noon).status == "in_force"
    with pytest.raises(BasisStateError):
        agree_to_basis(by=amina, at=noon)


@pytest.mark.parametrize(
    ("field", "changed"),
    [
        ("regime", {"regime": "atlantis"}),
        ("adopted_on", {"adopted_on": None}),
        ("adopted_on", {"adopted_on": date(2027, 1, 1)}),
        ("consulted_on", {"consulted_on": None}),
        ("consulted_on", {"consulted_on": date(2026, 9, 2)}),
        ("reference", {"reference": "  "}),
        ("answer_days", {"answer_days": 1}),
        ("decide_days", {"decide_days": 61}),
        ("keep_months", {"keep_months": 37}),
        ("facts_limit", {"facts_limit": 4, "facts_unit": "years"}),
        ("facts_unit", {"facts_limit": 4, "facts_unit": "weeks"}),
    ],
)
def test_what_cannot_be_taken_is_said_at_its_field(
    claire: Person, noon: datetime, field: str, changed: dict[str, Any]
) -> None:
    with pytest.raises(BasisInvalidError) as refused:
        propose_basis(choices=replace(CHOICES, **changed), by=claire, at=noon)

    assert list(refused.value.fields) == [field]


def test_in_quebec_the_advice_of_counsel_needs_no_consultation(
    claire: Person, noon: datetime
) -> None:
    choices = replace(CHOICES, regime="qc", consulted_on=None)
    with pytest.raises(BasisInvalidError) as refused:  # the law names no age of facts there
        propose_basis(choices=choices, by=claire, at=noon)
    assert list(refused.value.fields) == ["facts_limit"]
    choices = replace(choices, facts_limit=6, facts_unit="months")

    assert propose_basis(choices=choices, by=claire, at=noon).status == "proposed"


def test_a_new_basis_replaces_the_former_and_an_ended_one_closes_the_door(
    claire: Person, amina: Person, karim: Person, hugo: Person, noon: datetime, clause: str
) -> None:
    first = make_basis(by=claire, second=amina)
    propose_basis(choices=replace(CHOICES, appeal_days=30), by=amina, at=noon)
    decline_basis(reason="Trop long.", by=claire, at=noon)
    propose_basis(choices=replace(CHOICES, appeal_days=20), by=amina, at=noon)
    agree_to_basis(by=claire, at=noon)

    first.refresh_from_db()
    assert first.status == "ended"
    assert Basis.objects.get(status="in_force").appeal_days == 20
    end_basis(reason="Le règlement est annulé.", by=amina, at=noon)
    assert what_is_missing() == ["basis"]
    with pytest.raises(ConductClosedError):
        make_case(by=karim, about=hugo, clause=clause)


@pytest.mark.parametrize(
    ("regime", "limit", "text"),
    [("fr_private", (2, "months"), "L1332-4"), ("fr_public", (3, "years"), "L532-2")],
)
def test_how_old_facts_may_be_follows_the_kind_of_organisation_and_its_texts_are_open(
    client: Client, claire: Person, noon: datetime, regime: str, limit: tuple[int, str], text: str
) -> None:
    basis = propose_basis(choices=replace(CHOICES, regime=regime), by=claire, at=noon)

    client.force_login(claire)
    page = client.get("/conduct/basis/").content.decode()

    assert (basis.facts_limit, basis.facts_unit) == limit
    opened = page.split("<details open>")[1].split("</details>")[0]
    assert text in opened


@pytest.mark.parametrize(("unit", "said"), [("years", "1 year"), ("months", "1 month")])
def test_an_age_of_one_is_written_as_one(
    client: Client, basis: Basis, claire: Person, unit: str, said: str
) -> None:
    Basis.objects.update(facts_limit=1, facts_unit=unit)
    client.force_login(claire)

    page = client.get("/conduct/basis/").content.decode()

    shown = page.split("Facts are too old after</dt><dd>")[1].split("</dd>")[0]
    assert shown.strip() == said


def test_the_page_says_who_may_agree_and_how_to_name_somebody(
    client: Client, claire: Person, amina: Person, hugo: Person, noon: datetime
) -> None:
    Charter.objects.update(modules=["conduct"])
    propose_basis(choices=CHOICES, by=claire, at=noon)
    client.force_login(hugo)

    for path in ("/conduct/basis/", "/conduct/"):
        page = client.get(path).content.decode()
        assert amina.name in page.split('id="who-agrees"')[1].split("</p>")[0]
        assert claire.name not in page.split('id="who-agrees"')[1].split("</p>")[0]
