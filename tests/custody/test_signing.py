"""Two signatures of a handover: by one person when there is nobody else, and what they bring."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from gouvernail.charter.models import Charter
from gouvernail.custody.actions import name_successor, open_handover, sign_handover, tick_step
from gouvernail.custody.errors import (
    HandoverNotYoursError,
    HandoverOvertakenError,
    SignatureTooEarlyError,
)
from gouvernail.custody.models import Access, Handover, HandoverStep
from gouvernail.foundation.outbox import deliver
from gouvernail.ledger.queries.replay import replay_differences
from gouvernail.ledger.queries.timelines import timeline
from gouvernail.notifications.models import Notification
from gouvernail.people.actions import mark_left
from gouvernail.people.models import Person, RoleGrant, Unit
from gouvernail.project.schedule import readers
from gouvernail.registry.actions import set_holder
from gouvernail.registry.models import Account
from tests.make.custody import make_access
from tests.make.registry import make_account

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)
DAY, DUE = timedelta(days=1), date(2026, 12, 1)


@pytest.fixture
def account(energy: Unit, hugo: Person) -> Account:
    return make_account(unit=energy, name="Recharge", owner=hugo)


def hear() -> None:
    while deliver(readers(), at=NOON):
        pass


def do_all(case: Handover, by: Person, **not_needed: str) -> None:
    for kind in HandoverStep.Kind.values:
        note = not_needed.get(kind, "")
        outcome = "not_needed" if note else "done"
        tick_step(case.pk, kind=kind, outcome=outcome, note=note, by=by, at=NOON)


def left_to(claire: Person, hugo: Person) -> Handover:
    """Return the case of Hugo, who left, that Claire takes over herself, all of it done."""
    mark_left(person_id=hugo.pk, by=claire, at=NOON)
    hear()
    case = Handover.objects.get()
    name_successor(case.pk, successor_id=claire.pk, due_on=DUE, by=claire, at=NOON)
    do_all(case, claire)
    return sign_handover(case.pk, by=claire, at=NOON)


def test_a_lone_lead_who_takes_over_signs_twice_a_day_apart_and_the_journal_says_so(
    account: Account, claire: Person, hugo: Person, client: Client
) -> None:
    case = left_to(claire, hugo)
    with pytest.raises(SignatureTooEarlyError):
        sign_handover(case.pk, by=claire, at=NOON + DAY - timedelta(minutes=1))
    client.force_login(claire)
    Handover.objects.update(successor_signed_at=NOON - 2 * DAY)
    page = client.get(reverse("custody:handover-detail", args=[case.pk])).text
    assert "one person signed twice" in page
    Handover.objects.update(successor_signed_at=NOON)

    case = sign_handover(case.pk, by=claire, at=NOON + DAY)

    account.refresh_from_db()
    assert (case.state, case.giver_signed_by, account.owner) == ("done", claire, claire)
    said = [event.sentence for event in timeline("handover", case.pk).events]
    assert "Handover signed a second time by the same person, a day later" in said
    assert not {one.subject_kind for one in replay_differences()} & {"handover", "handover_step"}


def test_somebody_else_signs_where_there_is_somebody_but_in_a_small_team_and_never_in_a_regulated(
    account: Account,
    claire: Person,
    karim: Person,
    hugo: Person,
    charter: Charter,
    client: Client,
) -> None:
    case = left_to(claire, hugo)
    page = reverse("custody:handover-detail", args=[case.pk])
    with pytest.raises(HandoverNotYoursError):
        sign_handover(case.pk, by=claire, at=NOON + 9 * DAY)
    client.force_login(claire)
    assert "Karim Benali signs in their place." in client.get(page).text

    charter.separation = Charter.Separation.REGULATED
    charter.save()
    RoleGrant.objects.filter(person=karim).update(revoked_at=NOON)
    with pytest.raises(HandoverNotYoursError):
        sign_handover(case.pk, by=claire, at=NOON + 9 * DAY)
    assert "somebody is to be given the role" in client.get(page).text

    RoleGrant.objects.filter(person=karim).update(revoked_at=None)
    charter.separation = Charter.Separation.SMALL
    charter.save()
    assert sign_handover(case.pk, by=claire, at=NOON + 9 * DAY).state == "done"


def test_whoever_else_reads_the_case_is_told_that_the_successor_may_sign_again(
    account: Account, claire: Person, karim: Person, hugo: Person, client: Client
) -> None:
    case = left_to(claire, hugo)
    RoleGrant.objects.filter(person=karim).update(role="auditor")
    client.force_login(karim)
    text = client.get(reverse("custody:handover-detail", args=[case.pk])).text
    assert "Claire Morvan, who follows, may from" in text
    assert "somebody is to be given the role" not in text


def test_what_the_giver_still_has_is_to_be_taken_away_unless_it_was_said_that_they_keep_it(
    account: Account, claire: Person, hugo: Person, ines: Person
) -> None:
    access = make_access(account=account, by=hugo)
    make_access(account=account, by=ines)
    case = open_handover(
        account.pk, place="owner", successor_id=ines.pk, due_on=DUE, by=claire, at=NOON
    )
    do_all(case, ines)
    sign_handover(case.pk, by=hugo, at=NOON)
    sign_handover(case.pk, by=ines, at=NOON)

    access.refresh_from_db()
    assert (access.state, access.why, access.due_on) == ("to_revoke", "handover", NOON.date())
    assert Access.objects.filter(state="open").count() == 1
    assert Notification.objects.filter(kind="access.to_revoke", person=claire).exists()


def test_a_giver_said_to_keep_their_access_keeps_it(
    account: Account, claire: Person, hugo: Person, ines: Person
) -> None:
    access = make_access(account=account, by=hugo)
    case = open_handover(
        account.pk, place="owner", successor_id=ines.pk, due_on=DUE, by=claire, at=NOON
    )
    do_all(case, ines, revoked="Il publie encore.")
    for one in (hugo, ines):
        sign_handover(case.pk, by=one, at=NOON)

    access.refresh_from_db()
    assert access.state == "open"


def test_a_step_that_changes_takes_signatures_back(
    account: Account, claire: Person, hugo: Person, ines: Person
) -> None:
    case = open_handover(
        account.pk, place="owner", successor_id=ines.pk, due_on=DUE, by=claire, at=NOON
    )
    do_all(case, ines)
    sign_handover(case.pk, by=hugo, at=NOON)
    tick_step(case.pk, kind="password", outcome="not_needed", note="Bof.", by=ines, at=NOON)

    told = Notification.objects.filter(kind="handover.unsigned")
    assert [one.person for one in told] == [hugo]
    assert sign_handover(case.pk, by=ines, at=NOON).state == "open"
    assert sign_handover(case.pk, by=hugo, at=NOON).state == "done"
    assert not {one.subject_kind for one in replay_differences()} & {"handover", "handover_step"}


def test_two_signatures_never_undo_who_was_named_meanwhile(
    account: Account, claire: Person, hugo: Person, ines: Person
) -> None:
    case = open_handover(
        account.pk, place="owner", successor_id=ines.pk, due_on=DUE, by=claire, at=NOON
    )
    do_all(case, ines)
    sign_handover(case.pk, by=hugo, at=NOON)
    set_holder(account.pk, place="owner", person_id=claire.pk, by=claire, at=NOON)
    with pytest.raises(HandoverOvertakenError):
        sign_handover(case.pk, by=ines, at=NOON)

    hear()

    case.refresh_from_db()
    account.refresh_from_db()
    assert (case.state, account.owner) == ("cancelled", claire)
    told = Notification.objects.filter(kind="handover.overtaken")
    assert {one.person for one in told} == {hugo, ines}


def test_both_signed_and_nobody_to_move_the_place_is_said(
    account: Account, claire: Person, hugo: Person, ines: Person, client: Client
) -> None:
    case = open_handover(
        account.pk, place="owner", successor_id=ines.pk, due_on=DUE, by=claire, at=NOON
    )
    do_all(case, ines)
    sign_handover(case.pk, by=hugo, at=NOON)
    RoleGrant.objects.filter(person=claire).update(revoked_at=NOON)
    client.force_login(ines)
    page = client.post(reverse("custody:handover-sign", args=[case.pk]), follow=True).text

    assert Handover.objects.get().state == "signed"
    assert "still has to move the place" in page
