"""A version is written by one person, approved by another, and binds from its day by itself."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from gouvernail.charter.models import Charter
from gouvernail.ledger.models import Leaf
from gouvernail.notifications.models import Notification
from gouvernail.people.models import Person, Role, Seat, Unit
from gouvernail.policies.actions import (
    PolicyFacts,
    agree_version,
    archive_policy,
    ask_archive,
    draft_version,
    return_version,
    submit_version,
    take_over_version,
    update_policy,
    withdraw_archive,
    withdraw_version,
    write_clauses,
)
from gouvernail.policies.errors import (
    NobodyElseError,
    NotAnApproverError,
    PolicyInvalidError,
    PolicyNotFoundError,
    ReadAgainError,
    SecondPersonNeededError,
    VersionComingError,
    VersionNotWaitingError,
    VersionPublishedError,
    WordsMissingError,
)
from gouvernail.policies.models import Policy, PolicyVersion
from gouvernail.policies.queries import (
    clause_line,
    to_sign,
    version_in_force,
    waiting_for_approval,
    waiting_to_archive,
)
from gouvernail.policies.tasks import put_in_force
from tests.make.people import make_grant, make_person
from tests.make.policies import make_charter, make_draft_version

Status = PolicyVersion.Status
TEXT = "## 1 Prices\n\nNew words."


@pytest.fixture
def juliette(nordet: Unit, claire: Person) -> Person:
    """Return a reviewer of the whole group in the legal seat."""
    person = make_person(name="Juliette Roy", home_unit=nordet)
    make_grant(person=person, unit=nordet, role=Role.REVIEWER, seat=Seat.LEGAL)
    return person


@pytest.fixture
def policy(claire: Person) -> Policy:
    old = "## 1 Prices\n\nOld words."
    return make_charter(by=claire, source=old, source_en=old)


def submitted(policy: Policy, by: Person, at: datetime, *, days: int = 0) -> PolicyVersion:
    draft = make_draft_version(policy, by=by, source=TEXT)
    on = at.date() + timedelta(days=days)
    return submit_version(
        version_id=draft.pk, in_force_on=on, changes="Prices carry a date.", by=by, at=at
    )


def agreed(version: PolicyVersion, by: Person, at: datetime, comment: str = "") -> PolicyVersion:
    return agree_version(
        version_id=version.pk, digest=version.digest, comment=comment, by=by, at=at
    )


def test_a_second_person_approves_and_the_version_binds_from_its_day(
    policy: Policy, claire: Person, juliette: Person, hugo: Person, noon: datetime
) -> None:
    version = submitted(policy, claire, noon, days=10)
    told = Notification.objects.get(person=juliette, kind="policy.to_approve")
    assert told.path == reverse("policies:policy-version", args=["charter", 2])
    assert waiting_for_approval(juliette) == [version]
    assert waiting_for_approval(claire) == []

    agreed(version, juliette, noon)

    before = noon.replace(day=26, hour=22, minute=30)  # 23 h 30 of that day where the site is
    put_in_force(before)
    assert version_in_force(policy).number == 1  # type: ignore[union-attr]  # there is one
    put_in_force(before + timedelta(hours=1))
    now = version_in_force(policy)
    assert now is not None
    assert (now.number, now.in_force_on, now.published_by) == (2, date(2026, 11, 27), juliette)
    assert list(to_sign(hugo)) == [policy]
    policy.refresh_from_db()
    assert policy.review_on == date(2027, 11, 27)
    verbs = list(Leaf.objects.filter(subject_id=str(version.pk)).values_list("verb", flat=True))
    assert verbs == [
        f"policy_version.{one}" for one in ("drafted", "submitted", "agreed", "published")
    ]
    assert Notification.objects.filter(person=claire, kind="policy.in_force").exists()


def test_nobody_approves_what_they_wrote(
    policy: Policy, claire: Person, juliette: Person, noon: datetime
) -> None:
    version = submitted(policy, claire, noon)

    with pytest.raises(SecondPersonNeededError):
        agreed(version, claire, noon, "Mine.")
    assert agreed(version, juliette, noon).status == Status.IN_FORCE


def test_a_small_team_approves_alone_and_says_why(
    policy: Policy, claire: Person, charter: Charter, noon: datetime
) -> None:
    Charter.objects.update(separation=Charter.Separation.SMALL)
    version = submitted(policy, claire, noon)
    assert waiting_for_approval(claire) == [version]

    with pytest.raises(WordsMissingError):
        agreed(version, claire, noon)
    assert agreed(version, claire, noon, "We are two.").alone


def test_a_version_nobody_else_may_approve_is_not_submitted(
    policy: Policy, claire: Person, noon: datetime
) -> None:
    with pytest.raises(NobodyElseError):
        submitted(policy, claire, noon)


def test_where_approvers_are_named_nobody_else_approves(
    policy: Policy, claire: Person, juliette: Person, hugo: Person, noon: datetime
) -> None:
    facts = PolicyFacts(
        slug="charter", title="Charte", unit_id=policy.unit_id, owner_id=claire.pk,
        approver_ids=(hugo.pk,),
    )  # fmt: skip
    update_policy(policy_id=policy.pk, facts=facts, by=claire, at=noon)
    version = submitted(policy, claire, noon)

    assert (waiting_for_approval(juliette), waiting_for_approval(hugo)) == ([], [version])
    with pytest.raises(NotAnApproverError):
        agreed(version, juliette, noon)
    assert agreed(version, hugo, noon).agreed_by == hugo


def test_what_waits_is_not_written_in_and_can_be_taken_back(
    policy: Policy, claire: Person, juliette: Person, noon: datetime
) -> None:
    version = submitted(policy, claire, noon, days=3)
    with pytest.raises(VersionPublishedError):
        write_clauses(version_id=version.pk, source=TEXT, source_en="", by=claire, at=noon)
    with pytest.raises(VersionComingError):
        draft_version(policy_id=policy.pk, by=claire, at=noon)
    agreed(version, juliette, noon)

    withdraw_version(version_id=version.pk, by=claire, at=noon)

    version.refresh_from_db()
    assert (version.status, version.agreed_by) == (Status.DRAFT, None)
    assert Notification.objects.filter(person=juliette, kind="policy.withdrawn").exists()
    write_clauses(version_id=version.pk, source=TEXT, source_en="", by=claire, at=noon)
    with pytest.raises(VersionNotWaitingError):
        agreed(version, juliette, noon)


def test_what_has_come_into_force_is_not_taken_back(
    policy: Policy, claire: Person, juliette: Person, noon: datetime
) -> None:
    version = agreed(submitted(policy, claire, noon, days=3), juliette, noon)

    with pytest.raises(VersionNotWaitingError):  # its day has come, the task has not run yet
        withdraw_version(version_id=version.pk, by=claire, at=noon + timedelta(days=3))


def test_a_version_is_sent_back_with_words(
    policy: Policy, claire: Person, juliette: Person, noon: datetime
) -> None:
    version = submitted(policy, claire, noon)
    with pytest.raises(WordsMissingError):
        return_version(version_id=version.pk, reason=" ", by=juliette, at=noon)

    return_version(version_id=version.pk, reason="Clause 1 is vague.", by=juliette, at=noon)

    version.refresh_from_db()
    assert (version.status, version.returned_reason) == (Status.DRAFT, "Clause 1 is vague.")
    assert Notification.objects.filter(person=claire, kind="policy.returned").exists()


def test_only_the_text_that_was_read_is_approved(
    policy: Policy, claire: Person, juliette: Person, noon: datetime
) -> None:
    first = submitted(policy, claire, noon)
    read = first.digest
    withdraw_version(version_id=first.pk, by=claire, at=noon)
    write_clauses(version_id=first.pk, source="## 1 A\n\nOther.", source_en="", by=claire, at=noon)
    submit_version(version_id=first.pk, in_force_on=noon.date(), changes="A", by=claire, at=noon)

    with pytest.raises(ReadAgainError):
        agree_version(version_id=first.pk, digest=read, by=juliette, at=noon)


def test_a_version_approved_after_its_day_binds_from_today_not_before(
    policy: Policy, claire: Person, juliette: Person, noon: datetime
) -> None:
    version = submitted(policy, claire, noon, days=2)

    later = noon + timedelta(days=5)
    assert agreed(version, juliette, later).in_force_on == later.date()


@pytest.mark.parametrize(
    ("days", "changes", "field"),
    [(-1, "A", "in_force_on"), (4000, "A", "in_force_on"), (0, " ", "changes")],
)  # fmt: skip
def test_a_submission_says_from_when_and_what_changes(
    policy: Policy, claire: Person, juliette: Person, noon: datetime,
    days: int, changes: str, field: str,
) -> None:  # fmt: skip
    draft = make_draft_version(policy, by=claire, source=TEXT)
    on = noon.date() + timedelta(days=days)

    with pytest.raises(PolicyInvalidError) as refused:
        submit_version(version_id=draft.pk, in_force_on=on, changes=changes, by=claire, at=noon)

    assert set(refused.value.fields) == {field}


def test_a_text_written_here_is_never_taken_over_as_adopted_elsewhere(
    policy: Policy, claire: Person, noon: datetime
) -> None:
    draft = make_draft_version(policy, by=claire, source=TEXT)

    with pytest.raises(PolicyInvalidError):
        take_over_version(version_id=draft.pk, in_force_on=noon.date(), by=claire, at=noon)


def test_a_policy_is_archived_by_a_second_person_and_stays_readable(
    policy: Policy, claire: Person, juliette: Person, hugo: Person, client: Client, noon: datetime
) -> None:
    ask_archive(policy_id=policy.pk, reason="Replaced by the group’s.", by=claire, at=noon)
    assert (waiting_to_archive(juliette), waiting_to_archive(claire)) == ([policy], [])
    with pytest.raises(SecondPersonNeededError):
        archive_policy(policy_id=policy.pk, by=claire, at=noon)
    assert clause_line("charter#1") is not None

    archive_policy(policy_id=policy.pk, by=juliette, at=noon)

    assert list(to_sign(hugo)) == []
    assert clause_line("charter#1") is None
    with pytest.raises(PolicyNotFoundError):
        draft_version(policy_id=policy.pk, by=claire, at=noon)
    client.force_login(hugo)
    assert "Old words." in client.get("/policies/charter/").text
    assert "/policies/charter/" not in client.get("/policies/").text
    assert "/policies/charter/" in client.get("/policies/?archived=1").text


def test_a_policy_asked_to_be_archived_is_kept_after_all(
    policy: Policy, claire: Person, juliette: Person, noon: datetime
) -> None:
    ask_archive(policy_id=policy.pk, reason="Old.", by=claire, at=noon)

    withdraw_archive(policy_id=policy.pk, by=juliette, at=noon)

    with pytest.raises(VersionNotWaitingError):
        archive_policy(policy_id=policy.pk, by=juliette, at=noon)
    assert Notification.objects.filter(person=claire, kind="policy.kept").exists()


def test_the_pages_lead_from_the_draft_to_the_approval(
    policy: Policy, claire: Person, juliette: Person, hugo: Person, client: Client
) -> None:
    make_draft_version(policy, by=claire, source=TEXT)
    client.force_login(claire)
    url = reverse("policies:version-submit", args=["charter", 2])
    refused = client.post(url, {"in_force_on": "", "changes": "Kept words"})
    assert (refused.status_code, "Kept words" in refused.text) == (422, True)
    client.post(url, {"in_force_on": date.max.replace(year=2027).isoformat(), "changes": "Prices"})

    client.force_login(hugo)
    hidden, missing = (client.get(f"/policies/charter/{number}/") for number in (2, 99))
    assert (hidden.status_code, missing.status_code) == (404, 404)  # nobody learns of a draft
    client.force_login(juliette)
    page = client.get("/policies/charter/2/")
    assert "New words." in page.text
    today = client.get(reverse("web:to-do") + "?what=decide").text
    assert "/policies/charter/2/" in today
    digest = PolicyVersion.objects.get(number=2).digest
    client.post(reverse("policies:version-agree", args=["charter", 2]), {"digest": digest})

    client.force_login(hugo)
    assert "/policies/charter/2/" in client.get("/policies/charter/").text
    assert "New words." in client.get("/policies/charter/2/").text


def test_who_approves_sees_which_words_come_and_go(
    policy: Policy, claire: Person, juliette: Person, client: Client, noon: datetime
) -> None:
    version = submitted(policy, claire, noon)
    client.force_login(juliette)
    assert "/policies/charter/2/compare" in client.get("/policies/charter/2/").text

    page = client.get(reverse("policies:policy-compare", args=["charter", version.number])).text

    assert ("<del>Old</del>" in page, "<ins>New</ins>" in page) == (True, True)
    assert "From version 1 to version 2" in page
