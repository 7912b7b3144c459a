"""The way of a version: tried, submitted, agreed to by a second person, in force from a date."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gouvernail.charter.models import Charter
from gouvernail.foundation.actors import acting
from gouvernail.kernel.rules import Outcome
from gouvernail.notifications.models import Notification
from gouvernail.people.errors import MachineMayNotError, RightMissingError
from gouvernail.people.models import Person, Unit
from gouvernail.rulebooks.actions import (
    Submission,
    agree_version,
    edit_version,
    note_tried,
    put_version_in_force,
    reject_version,
    restore_version,
    submit_version,
    withdraw_version,
    write_version,
)
from gouvernail.rulebooks.errors import (
    ExamplesFailError,
    ReasonMissingError,
    SecondPersonNeededError,
    VersionAlreadyComingError,
    VersionNotDraftError,
    VersionNotWaitingError,
    VersionUntriedError,
    WhenOutOfReachError,
)
from gouvernail.rulebooks.models import PackVersion
from gouvernail.rulebooks.queries import comparison, judge_text
from gouvernail.rulebooks.tasks import put_in_force
from tests.make.ledger import leaves
from tests.make.rulebooks import PACK, adopted, make_pack

CHANGED = PACK.replace("[discount]", "[discount, rebate]")
WHY = Submission(purpose="Rebates too.", untried_reason="Nothing is archived yet.")


@pytest.fixture
def draft(claire: Person, nordet: Unit, noon: datetime) -> PackVersion:
    first = make_pack(unit=nordet, by=claire)
    return write_version(pack_id=first.pack_id, source=CHANGED, by=claire, at=noon)


def rebate(unit: Unit, at: datetime) -> Outcome:
    return judge_text("A rebate.", account=None, unit=unit, at=at).outcome


def test_a_draft_is_tried_or_says_why_not(
    draft: PackVersion, claire: Person, noon: datetime
) -> None:
    asked: dict[str, Any] = {"version_id": draft.pk, "by": claire, "at": noon}

    with pytest.raises(VersionUntriedError):
        submit_version(submission=Submission(purpose="Rebates too."), **asked)
    with pytest.raises(ReasonMissingError):
        submit_version(submission=Submission(purpose=" "), **asked)
    note_tried(**asked)
    submitted = submit_version(submission=Submission(purpose="Rebates too."), **asked)

    assert (submitted.status, submitted.untried_reason) == ("in_review", "")


def test_another_text_has_to_be_tried_again(
    draft: PackVersion, claire: Person, noon: datetime
) -> None:
    note_tried(version_id=draft.pk, by=claire, at=noon)

    edited = edit_version(
        version_id=draft.pk, source=CHANGED.replace("rebate", "voucher"), by=claire, at=noon
    )

    assert edited.tried_at is None
    assert edited.edited_by == claire


@pytest.mark.parametrize("hand", ["author", "editor", "submitter"])
def test_nobody_agrees_to_what_they_had_a_hand_in(
    draft: PackVersion, claire: Person, amina: Person, noon: datetime, hand: str
) -> None:
    submit_version(version_id=draft.pk, submission=WHY, by=claire, at=noon)
    field = {"author": "written_by", "editor": "edited_by", "submitter": "submitted_by"}[hand]
    PackVersion.objects.filter(pk=draft.pk).update(**{field: amina})

    with pytest.raises(SecondPersonNeededError):
        agree_version(version_id=draft.pk, by=amina, at=noon)


def test_a_small_team_agrees_alone_and_it_is_written_down(
    draft: PackVersion, claire: Person, charter: Charter, noon: datetime
) -> None:
    charter.separation = Charter.Separation.SMALL
    charter.save()
    submit_version(version_id=draft.pk, submission=WHY, by=claire, at=noon)

    with pytest.raises(ReasonMissingError):
        agree_version(version_id=draft.pk, by=claire, at=noon)
    agreed = agree_version(version_id=draft.pk, comment="I am alone.", by=claire, at=noon)

    assert agreed.alone
    assert [leaf["type"] for leaf in leaves()][-3:] == [
        "pack_version.agreed",
        "pack_version.superseded",
        "pack_version.adopted",
    ]


@pytest.mark.parametrize("name", ["camille", "hugo", "karim", "yann"])
def test_only_a_lead_or_an_expert_of_that_unit_agrees(
    draft: PackVersion, claire: Person, noon: datetime, name: str, request: pytest.FixtureRequest
) -> None:
    submit_version(version_id=draft.pk, submission=WHY, by=claire, at=noon)

    with pytest.raises(RightMissingError):
        agree_version(version_id=draft.pk, by=request.getfixturevalue(name), at=noon)


def test_a_machine_agrees_to_nothing(
    draft: PackVersion, claire: Person, amina: Person, noon: datetime
) -> None:
    submit_version(version_id=draft.pk, submission=WHY, by=claire, at=noon)

    with acting(auth="key:abc"), pytest.raises(MachineMayNotError):
        agree_version(version_id=draft.pk, by=amina, at=noon)


def test_a_version_binds_from_its_date_whenever_the_task_runs(
    draft: PackVersion, claire: Person, amina: Person, nordet: Unit, noon: datetime
) -> None:
    tomorrow = noon + timedelta(days=1)
    submission = Submission(purpose="Rebates too.", wanted_at=tomorrow, untried_reason="New.")
    submit_version(version_id=draft.pk, submission=submission, by=claire, at=noon)

    agreed = agree_version(version_id=draft.pk, by=amina, at=noon)

    assert (agreed.status, agreed.in_force_at) == ("scheduled", tomorrow)
    assert rebate(nordet, noon) == Outcome.PASS
    assert rebate(nordet, tomorrow) == Outcome.REVIEW
    assert put_version_in_force(version_id=draft.pk, at=noon) is False
    with pytest.raises(VersionNotWaitingError):  # it judged posts since
        withdraw_version(version_id=draft.pk, by=claire, at=tomorrow)
    put_in_force(tomorrow + timedelta(minutes=1))
    draft.refresh_from_db()
    assert (draft.status, draft.in_force_at) == ("in_force", tomorrow)
    assert rebate(nordet, noon) == Outcome.PASS, "what was published before is judged as before"


def test_a_date_is_after_now_and_within_a_year(
    draft: PackVersion, claire: Person, noon: datetime
) -> None:
    for days in (0, 400):
        late = Submission(purpose="A", wanted_at=noon + timedelta(days=days), untried_reason="New.")
        with pytest.raises(WhenOutOfReachError):
            submit_version(version_id=draft.pk, submission=late, by=claire, at=noon)


def test_one_version_is_on_its_way_at_a_time_and_can_be_withdrawn(
    draft: PackVersion, claire: Person, amina: Person, noon: datetime
) -> None:
    other = write_version(
        pack_id=draft.pack_id,
        source=CHANGED.replace("rebate", "voucher"),
        by=claire,
        at=noon,
    )
    submit_version(version_id=draft.pk, submission=WHY, by=claire, at=noon)

    with pytest.raises(VersionAlreadyComingError):
        submit_version(version_id=other.pk, submission=WHY, by=claire, at=noon)
    withdraw_version(version_id=draft.pk, by=claire, at=noon)
    adopted(other, by=claire, second=amina, at=noon)

    with pytest.raises(VersionNotWaitingError):
        withdraw_version(version_id=other.pk, by=claire, at=noon)


def test_what_is_submitted_is_not_changed_any_more(
    draft: PackVersion, claire: Person, noon: datetime
) -> None:
    submit_version(version_id=draft.pk, submission=WHY, by=claire, at=noon)

    with pytest.raises(VersionNotDraftError):
        edit_version(version_id=draft.pk, source=PACK, by=claire, at=noon)


def test_a_rule_that_fails_its_own_examples_is_not_submitted(
    draft: PackVersion, claire: Person, noon: datetime
) -> None:
    wrong = CHANGED.replace("[A discount of 20 %.]", "[A gift of 20 %.]")
    edit_version(version_id=draft.pk, source=wrong, by=claire, at=noon)

    with pytest.raises(ExamplesFailError, match="discount"):
        submit_version(version_id=draft.pk, submission=WHY, by=claire, at=noon)


def test_a_rejected_version_says_why_to_its_author(
    draft: PackVersion, claire: Person, amina: Person, noon: datetime
) -> None:
    submit_version(version_id=draft.pk, submission=WHY, by=claire, at=noon)
    with pytest.raises(ReasonMissingError):
        reject_version(version_id=draft.pk, comment="", by=amina, at=noon)

    reject_version(version_id=draft.pk, comment="Vouchers too.", by=amina, at=noon)

    told = Notification.objects.get(person=claire, kind="rules.rejected")
    assert told.path == reverse("rulebooks:version-detail", args=["nordet", 2])
    assert Notification.objects.filter(person=amina, kind="rules.to_review").exists()


def test_returning_to_an_earlier_version_goes_the_way_of_every_draft(
    draft: PackVersion, claire: Person, amina: Person, nordet: Unit, noon: datetime
) -> None:
    adopted(draft, by=claire, second=amina, at=noon)

    back = restore_version(version_id=draft.pack.versions.get(number=1).pk, by=claire, at=noon)
    assert (back.number, back.status, back.restores_id is not None) == (3, "draft", True)
    adopted(back, by=claire, second=amina, at=noon + timedelta(hours=1))

    assert rebate(nordet, noon + timedelta(hours=2)) == Outcome.PASS


def test_two_versions_are_compared_rule_by_rule(draft: PackVersion, claire: Person) -> None:
    first = draft.pack.versions.get(number=1)
    more = CHANGED.replace("    control: observe\n", "").replace("id: superlative", "id: best")
    PackVersion.objects.filter(pk=draft.pk).update(source=more, digest="1" * 64)
    draft.refresh_from_db()

    told = comparison(first, draft)

    assert [(one.kind, one.rule) for one in told.rules] == [
        ("changed", "discount"),
        ("added", "best"),
        ("removed", "superlative"),
        ("level", "secret"),
    ]
    assert ("+", "    check: {terms: {any: [discount, rebate]}}") in told.rules[0].lines
    assert told.rules[3].level == ("observe", "enforce")
    assert (told.changed, told.relevelled, told.same, told.frame) == (1, 1, 1, ())


def test_the_page_of_a_version_offers_what_its_reader_may_do(
    client: Client, draft: PackVersion, claire: Person, amina: Person, hugo: Person, noon: datetime
) -> None:
    address = reverse("rulebooks:version-detail", args=["nordet", 2])
    client.force_login(claire)
    refused = client.post(reverse("rulebooks:version-submit", args=["nordet", 2]), {"purpose": "A"})
    submit_version(version_id=draft.pk, submission=WHY, by=claire, at=noon)
    own = client.get(address).text
    client.force_login(amina)
    second = client.get(address).text
    client.force_login(hugo)
    other = client.get(address).text

    assert refused.status_code == 422
    assert "or say why not" in refused.text
    assert "somebody else reviews it" in own
    assert "Review it" in second
    assert "Review it" not in other
    assert "discount, rebate" in other
    compared = client.get(reverse("rulebooks:version-compare", args=["nordet", 2])).text
    assert "From version 1 to version 2" in compared
