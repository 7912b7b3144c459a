"""A suggestion offers what may be done with its accounts as they stand, to who may do it."""

from datetime import datetime

import pytest
from django.test import Client

from gouvernail.foundation.errors import InvalidInputError
from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Person, Role, Unit
from gouvernail.registry.actions.findings import (
    accept_finding,
    set_dormancy_rule,
    set_finding_aside,
)
from gouvernail.registry.models import Account, Finding
from tests.make.people import make_grant
from tests.make.registry import make_account

pytestmark = pytest.mark.django_db


def pair(first: Account, second: Account, *, at: datetime) -> Finding:
    facts = {"alike": [["name", 1.0]]}
    return Finding.objects.create(
        kind="duplicate", account=first, other=second, score=0.9, facts=facts, digest="a",
        found_at=at,
    )  # fmt: skip


def test_only_what_has_a_way_is_offered(
    energy: Unit, karim: Person, client: Client, noon: datetime
) -> None:
    accounts = [
        make_account(unit=energy, address=f"https://x.com/nordet_{number}", status=status)
        for number, status in enumerate(("official", "suspended", "opening"))
    ]
    one = pair(accounts[0], accounts[1], at=noon)
    none = pair(accounts[1], accounts[2], at=noon)
    client.force_login(karim)
    page = client.get("/accounts/findings/").text
    cards = {key.pk: page.split(f'id="finding-{key.pk}"')[1] for key in (one, none)}

    offered = cards[one.pk].split("</section>")[0]
    assert f'value="{accounts[1].pk}"' in offered  # the official one may repeat the suspended one
    assert f'value="{accounts[0].pk}"' not in offered
    refused = cards[none.pk].split("</section>")[0]
    assert 'name="keep"' not in refused
    assert "change its status first" in refused


def test_who_edits_the_one_that_moves_answers_and_nobody_else(
    nordet: Unit, energy: Unit, care: Unit, karim: Person, odile: Person, noon: datetime
) -> None:
    make_grant(person=karim, unit=nordet, role=Role.AUDITOR)  # who sees everything
    ours = make_account(unit=energy, address="https://x.com/nordet_ours")
    theirs = make_account(unit=care, address="https://x.com/nordet_theirs")
    finding = pair(theirs, ours, at=noon)
    with pytest.raises(RightMissingError):
        set_finding_aside(finding.pk, reason="Non.", by=odile, at=noon)
    with pytest.raises(RightMissingError):
        accept_finding(finding.pk, reason="Oui.", keep_id=ours.pk, by=karim, at=noon)

    moved = accept_finding(finding.pk, reason="Oui.", keep_id=theirs.pk, by=karim, at=noon)

    assert (moved, moved.status) == (ours, "duplicate")


def test_a_threshold_is_of_a_network_that_exists(claire: Person, noon: datetime) -> None:
    with pytest.raises(InvalidInputError):
        set_dormancy_rule("myspaze", days=90, source="", by=claire, at=noon)
    assert set_dormancy_rule("x", days=90, source="", by=claire, at=noon).days == 90
