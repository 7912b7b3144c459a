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
