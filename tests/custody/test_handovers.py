"""Handing over: step by step, signed by both, refused to a human, late, and after a departure."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from gouvernail.custody.actions import (
    cancel_handover,
    finish_handover,
    hand_over_everything,
    keep_up,
    name_successor,
    open_handover,
    refuse_handover,
    sign_handover,
    tick_step,
)
from gouvernail.custody.errors import (
    HandoverInvalidError,
    HandoverNotYoursError,
    HandoverStateError,
    HandoverUnderWayError,
    StepsLeftError,
)
from gouvernail.custody.models import Handover, HandoverStep
from gouvernail.foundation.outbox import deliver
from gouvernail.ledger.queries.replay import replay_differences
from gouvernail.notifications.models import Notification
from gouvernail.people.actions import mark_left
from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Person, RoleGrant, Unit
from gouvernail.project.schedule import readers
from gouvernail.registry.models import Account
from tests.make.custody import make_access
from tests.make.people import make_person
from tests.make.registry import make_account

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 17)
SOON = TODAY + timedelta(days=14)


@pytest.fixture
def account(energy: Unit, hugo: Person, karim: Person) -> Account:
    return make_account(unit=energy, name="Recharge", owner=hugo)


@pytest.fixture
def maelle(energy: Unit) -> Person:
    return make_person(name="Maëlle Kerbrat", home_unit=energy, email="maelle@nordet.example")


def opened(account: Account, by: Person, to: Person | None) -> Handover:
    return open_handover(
        account.pk,
        place="owner",
        successor_id=to.pk if to else None,
        due_on=SOON,
        by=by,
        at=NOON,
    )


def do_all(case: Handover, by: Person) -> None:
    for kind in HandoverStep.Kind.values:
        tick_step(case.pk, kind=kind, outcome="done", note="", by=by, at=NOON)


def told(kind: str) -> set[Person]:
    return {one.person for one in Notification.objects.filter(kind=f"handover.{kind}")}


def test_a_handover_is_done_step_by_step_signed_by_both_and_moves_the_place(
    account: Account, karim: Person, hugo: Person, maelle: Person
) -> None:
    case = opened(account, karim, maelle)
    assert told("opened") == {maelle}
    with pytest.raises(HandoverUnderWayError):
        opened(account, karim, maelle)
    with pytest.raises(StepsLeftError):
        sign_handover(case.pk, by=maelle, at=NOON)
    with pytest.raises(HandoverNotYoursError):
        tick_step(case.pk, kind="tried", outcome="done", note="", by=hugo, at=NOON)
    with pytest.raises(HandoverInvalidError):
        tick_step(case.pk, kind="factor", outcome="not_needed", note=" ", by=hugo, at=NOON)
    do_all(case, maelle)
    sign_handover(case.pk, by=hugo, at=NOON)
    with pytest.raises(HandoverNotYoursError):
        sign_handover(case.pk, by=hugo, at=NOON)
    case = sign_handover(case.pk, by=maelle, at=NOON)

    account.refresh_from_db()
    assert (case.state, account.owner) == ("done", maelle)
    assert told("finished") == {maelle, hugo}
    kinds = {"handover", "handover_step"}
    assert not {one.subject_kind for one in replay_differences()} & kinds
    with pytest.raises(HandoverStateError):
        cancel_handover(case.pk, by=karim, at=NOON)


def test_a_refusal_goes_with_its_reason_to_a_human_who_names_somebody_else(
    account: Account, karim: Person, hugo: Person, maelle: Person, julie: Person
) -> None:
    case = opened(account, karim, maelle)
    do_all(case, maelle)
    with pytest.raises(HandoverNotYoursError):
        refuse_handover(case.pk, reason="Non.", by=hugo, at=NOON)
    with pytest.raises(HandoverInvalidError):
        refuse_handover(case.pk, reason=" ", by=maelle, at=NOON)
    refuse_handover(case.pk, reason="Je pars en congé long.", by=maelle, at=NOON)

    assert karim in told("refused")
    nadia = make_person(name="Nadia Cherif", home_unit=account.unit)
    with pytest.raises(RightMissingError):
        name_successor(case.pk, successor_id=nadia.pk, due_on=SOON, by=maelle, at=NOON)
    case = name_successor(case.pk, successor_id=nadia.pk, due_on=SOON, by=karim, at=NOON)
    left = set(case.steps.filter(outcome="").values_list("kind", flat=True))
    assert (case.state, left) == ("open", {"access", "tried", "briefing"})


@pytest.mark.parametrize(
    ("place", "who", "days", "field"),
    [
        ("owner", "hugo", 1, "successor"),
        ("owner", "backup", 1, "successor"),
        ("owner", "maelle", -1, "due_on"),
        ("custodian", "maelle", 1, "place"),
        ("guest", "maelle", 1, "place"),
    ],
)
def test_what_cannot_be_handed_over_is_refused_at_its_field(
    account: Account,
    karim: Person,
    hugo: Person,
    maelle: Person,
    place: str,
    who: str,
    days: int,
    field: str,
) -> None:
    account.backup = karim
    account.save()
    people = {"hugo": hugo, "backup": karim, "maelle": maelle}
    with pytest.raises(HandoverInvalidError) as refused:
        open_handover(
            account.pk,
            place=place,
            successor_id=people[who].pk,
            due_on=TODAY + timedelta(days=days),
            by=karim,
            at=NOON,
        )

    assert set(refused.value.fields) == {field}


def test_a_departure_opens_a_case_by_itself_and_who_decides_signs_for_who_left(
    account: Account, claire: Person, karim: Person, hugo: Person, maelle: Person
) -> None:
    mark_left(person_id=hugo.pk, by=claire, at=NOON)
    for _twice in range(2):
        while deliver(readers(), at=NOON):
            pass
    case = Handover.objects.get()
    assert (case.cause, case.successor, case.due_on) == (
        "departure",
        None,
        TODAY + timedelta(days=7),
    )
    assert {karim, claire} <= told("to_assign")

    name_successor(case.pk, successor_id=maelle.pk, due_on=SOON, by=karim, at=NOON)
    do_all(case, maelle)
    sign_handover(case.pk, by=karim, at=NOON)
    case = sign_handover(case.pk, by=maelle, at=NOON)
    account.refresh_from_db()
    assert (case.state, case.giver_signed_by, account.owner) == ("done", karim, maelle)


def test_a_successor_who_leaves_is_taken_off_and_somebody_is_asked(
    account: Account, claire: Person, karim: Person, hugo: Person, ines: Person
) -> None:
    Account.objects.filter(pk=account.pk).update(owner=karim)
    account.refresh_from_db()
    case = opened(account, claire, hugo)
    mark_left(person_id=hugo.pk, by=claire, at=NOON)
    while deliver(readers(), at=NOON):
        pass

    case.refresh_from_db()
    assert (case.state, case.successor) == ("open", None)


def test_a_handover_is_recalled_before_its_day_and_every_week_it_is_late(
    account: Account, karim: Person, hugo: Person, maelle: Person
) -> None:
    opened(account, karim, maelle)
    for days in (0, 12, 13, 15, 16, 23):
        keep_up(at=NOON + timedelta(days=days))

    assert told("soon") == {maelle, hugo}
    assert Notification.objects.filter(kind="handover.soon", person=maelle).count() == 1
    assert Notification.objects.filter(kind="handover.late", person=karim).count() == 2


def test_both_signed_and_nobody_may_move_the_place_is_finished_by_who_may(
    account: Account, karim: Person, claire: Person, hugo: Person, maelle: Person
) -> None:
    case = opened(account, karim, maelle)
    do_all(case, maelle)
    sign_handover(case.pk, by=hugo, at=NOON)
    RoleGrant.objects.filter(person=karim).update(revoked_at=NOON)
    case = sign_handover(case.pk, by=maelle, at=NOON)
    assert case.state == "signed"

    assert finish_handover(case.pk, by=claire, at=NOON).state == "done"


def test_the_pages_walk_a_handover_to_its_end(
    account: Account, client: Client, karim: Person, hugo: Person, maelle: Person
) -> None:
    make_access(account=account, by=hugo)
    client.force_login(karim)
    start = reverse("custody:handover-open", args=[account.pk])
    assert client.post(start, {"place": "owner", "due_on": "2020-01-01"}).status_code == 422
    client.post(start, {"place": "owner", "successor": maelle.email, "due_on": "2099-01-01"})
    case = Handover.objects.get()
    page = reverse("custody:handover-detail", args=[case.pk])
    assert "Maëlle Kerbrat" in client.get(reverse("custody:handover-list")).text
    assert (
        "is handing over to"
        in client.get(reverse("custody:account-custody", args=[account.pk])).text
    )

    client.force_login(maelle)
    assert "You would rather not" in client.get(page).text
    refuse = reverse("custody:handover-refuse", args=[case.pk])
    assert client.post(refuse, {"refusal-reason": ""}).status_code == 422
    client.post(refuse, {"refusal-reason": "Trop de comptes."})
    client.force_login(karim)
    assert "Trop de comptes." in client.get(page).text
    client.post(
        reverse("custody:handover-successor", args=[case.pk]),
        {"successor-successor": maelle.email, "successor-due_on": "2099-01-01"},
    )
    client.force_login(maelle)
    for kind in HandoverStep.Kind.values:
        step = reverse("custody:handover-step", args=[case.pk, kind])
        told = {f"step-{kind}-outcome": "not_needed", f"step-{kind}-note": ""}
        assert client.post(step, told).status_code == 422
        client.post(step, told | {f"step-{kind}-note": "Par un rôle."})
    client.post(reverse("custody:handover-sign", args=[case.pk]))
    client.force_login(hugo)
    client.post(reverse("custody:handover-sign", args=[case.pk]))

    case.refresh_from_db()
    assert case.state == "done"
    done = client.get(reverse("custody:handover-list"), {"state": "done"})
    assert "Recharge" in done.text


def test_the_briefing_tells_a_successor_every_page_that_exists(
    account: Account, client: Client, karim: Person, hugo: Person, maelle: Person, julie: Person
) -> None:
    make_access(account=account, by=hugo)
    opened(account, karim, maelle)
    client.force_login(maelle)
    page = client.get(reverse("custody:briefing", args=[maelle.pk])).text

    assert "Recharge" in page
    assert "handed over by Hugo Petit" in page
    client.force_login(julie)
    assert client.get(reverse("custody:briefing", args=[maelle.pk])).status_code == 403


def test_the_briefing_names_nobody_else_to_whoever_only_gets_in(
    account: Account, client: Client, karim: Person, hugo: Person, maelle: Person
) -> None:
    def read() -> str:
        return client.get(reverse("custody:briefing", args=[maelle.pk])).text

    make_access(account=account, by=karim, person=maelle, means="role", level="analyst")
    make_access(account=account, by=karim, person=karim)
    phone = {"means": "recovery_phone", "belongs": "private", "detail": "+33600000000"}
    make_access(account=account, by=karim, person=karim, **phone)
    client.force_login(maelle)
    alone = read()
    case = opened(account, karim, maelle)
    taking = read()
    refuse_handover(case.pk, reason="Non.", by=maelle, at=NOON)
    refused = read()

    assert "Recharge" in alone
    assert [("Karim" in page, "+33600000000" in page) for page in (alone, taking, refused)] == [
        (False, False),
        (True, False),  # whoever takes over is told who gets in, not their private number
        (False, False),
    ]
    client.force_login(karim)
    assert "+33600000000" in read()


def test_everything_of_a_person_is_handed_over_at_once_but_what_cannot_be(
    account: Account, client: Client, karim: Person, hugo: Person, maelle: Person, care: Unit
) -> None:
    make_account(unit=account.unit, owner=maelle, backup=hugo)
    make_account(unit=care, owner=hugo)
    opened, left_out = hand_over_everything(
        hugo.pk, successor_id=maelle.pk, due_on=SOON, by=karim, at=NOON
    )

    assert ([one.account for one in opened], left_out) == ([account], 1)
    client.force_login(karim)
    page = reverse("custody:person-hand-over", args=[hugo.pk])
    told = {"successor-successor": str(maelle.email), "successor-due_on": "2099-01-01"}
    again = client.post(page, told)
    assert again.status_code == 422
    assert "No place of theirs can be handed over" in again.text
