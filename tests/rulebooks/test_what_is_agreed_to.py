"""Whoever agrees to a version sees each rule, its level and its trial beside the button."""

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from gouvernail.people.models import Person, Unit
from gouvernail.records.models import Record
from gouvernail.rulebooks.actions import Submission, submit_version, write_version
from gouvernail.rulebooks.models import PackVersion
from tests.make.rulebooks import PACK, make_pack
from tests.make.trials import tried

WHY = Submission(purpose="Rebates too.", untried_reason="Nothing is archived yet.")
CHANGED = PACK.replace("[discount]", "[discount, rebate]").replace(
    "  - id: discount\n", "  - id: discount\n    when: {network: mastodon, unit: care}\n"
)


def submitted(source: str, unit: Unit, by: Person, at: datetime) -> PackVersion:
    first = make_pack(unit=unit, by=by)
    draft = write_version(pack_id=first.pack_id, source=source, by=by, at=at)
    return submit_version(version_id=draft.pk, submission=WHY, by=by, at=at)


def seen(client: Client, reader: Person, number: int = 2) -> str:
    client.force_login(reader)
    return client.get(reverse("rulebooks:version-detail", args=["nordet", number])).text


def test_each_changed_rule_is_told_in_words_with_its_conditions_and_examples(
    client: Client, nordet: Unit, care: Unit, claire: Person, amina: Person, noon: datetime
) -> None:
    care.code = "care"
    care.save()
    submitted(CHANGED, nordet, claire, noon)

    page = seen(client, amina)

    for told in ("discount, rebate", "Networks: Mastodon", care.label, "charter#", "raises it"):
        assert told in page
    assert "No trial was run." in page
    assert "Nothing is archived yet." in page
    assert "Price comparison" not in page.split("Review it")[0]


def test_a_first_version_is_told_rule_by_rule(
    client: Client, nordet: Unit, claire: Person, amina: Person
) -> None:
    make_pack(unit=nordet, by=claire)

    page = seen(client, amina, 1)

    assert "the cheapest in France" in page
    assert "The post cannot be submitted as it is." in page


@pytest.mark.parametrize("control", ["observe", "enforce"])
def test_a_version_that_only_observes_says_that_it_stops_nothing(
    client: Client, nordet: Unit, claire: Person, amina: Person, noon: datetime, control: str
) -> None:
    source = PACK.replace("[discount]", "[discount, rebate]")
    submitted(source.replace("control: enforce", f"control: {control}"), nordet, claire, noon)
    page = seen(client, amina)
    agreed = reverse("rulebooks:version-agree", args=["nordet", 2])

    told = client.post(agreed, {"comment": ""}, follow=True).text

    assert ("it stops no post" in page) is (control == "observe")
    assert ("it observes and stops nothing" in told) is (control == "observe")
    assert ("judges every text from now on" in told) is (control == "enforce")
    assert ("Next step: its levels" in told) is (control == "observe")


def test_the_figure_of_the_trial_stands_beside_the_button(
    client: Client, draft: PackVersion, archive: list[Record], claire: Person, noon: datetime
) -> None:
    tried(draft, claire, noon)

    page = seen(client, claire)

    assert archive
    assert "Over 4 past posts: 2 more stopped" in page
    assert "raised on 3 posts, 1 before" in page
