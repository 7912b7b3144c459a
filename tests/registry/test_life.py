"""An account through its life: what leads where, what must be in order, what it brings with it."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from gouvernail.content.queries.accounts import accounts_for_choice
from gouvernail.foundation.errors import InvalidInputError
from gouvernail.ledger.models import Leaf
from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Person, Unit
from gouvernail.registry.actions import (
    ClosingPlan,
    Move,
    change_status,
    tick_step,
    undo_status,
)
from gouvernail.registry.errors import (
    AccountNotFoundError,
    ClosingNotFoundError,
    ConditionsUnmetError,
    NoWayThereError,
    StatusUnchangedError,
    UndoTooLateError,
)
from gouvernail.registry.models import Account, Closing
from gouvernail.registry.queries import Filters, account_matrix, tally
from gouvernail.registry.queries.life import LIFE, passage
from tests.make.ledger import leaves
from tests.make.registry import make_account, make_sheet

Status = Account.Status
WHY = Move(reason="Said in the meeting of the second.")


def test_the_table_leads_from_every_status_to_another_and_says_each_way_once() -> None:
    ways = [(origin, way.to) for way in LIFE for origin in way.origins]

    assert len(ways) == len(set(ways))
    assert {origin for origin, _to in ways} == set(Status.values)
    assert {to for _origin, to in ways} == set(Status.values) - {Status.OPENING}
    assert all(origin != to for origin, to in ways)
    assert passage(Status.CLOSED, Status.DORMANT) is None


def test_an_opening_becomes_official_once_somebody_answers_and_a_way_back_in_is_written(
    client: Client, claire: Person, karim: Person, energy: Unit, noon: datetime
) -> None:
    account = make_account(unit=energy, status=Status.OPENING)
    client.force_login(karim)

    page = client.get(f"/accounts/{account.pk}/life/").text
    with pytest.raises(ConditionsUnmetError) as refused:
        change_status(account.pk, status=Status.OFFICIAL, by=karim, at=noon)

    assert len(refused.value.facts["missing"]) == 3  # type: ignore[arg-type]
    assert f'href="/accounts/{account.pk}/repair/owner/"' in page
    assert f'href="/accounts/{account.pk}/sheet/edit/"' in page
    assert f'href="/accounts/{account.pk}/life/official/"' not in page

    Account.objects.filter(pk=account.pk).update(owner=karim, backup=claire)
    make_sheet(account=account, by=karim)
    moved = change_status(account.pk, status=Status.OFFICIAL, by=karim, at=noon)

    assert (moved.status, moved.status_before, moved.status_by) == ("official", "opening", karim)
    assert leaves(verb="account.status_changed")[-1]["data"]["before"] == "opening"


def test_a_reason_is_asked_where_one_is_owed_and_is_shown_with_the_account(
    client: Client, claire: Person, nordet: Unit, noon: datetime
) -> None:
    account = make_account(unit=nordet)
    client.force_login(claire)
    there = f"/accounts/{account.pk}/life/suspended/"

    refused = client.post(there, {"reason": " "})
    with pytest.raises(InvalidInputError):
        change_status(account.pk, status=Status.SUSPENDED, by=claire, at=noon)
    done = client.post(there, {"reason": "Password seen in a chat."})

    assert (refused.status_code, done.status_code) == (422, 302)
    page = client.get(f"/accounts/{account.pk}/").text
    assert "Password seen in a chat." in page
    assert "Take it back" in page


def test_what_the_table_does_not_know_is_refused_by_name(
    claire: Person, hugo: Person, energy: Unit, noon: datetime
) -> None:
    account = make_account(unit=energy)

    with pytest.raises(NoWayThereError):
        change_status(account.pk, status=Status.FAN, move=WHY, by=claire, at=noon)
    with pytest.raises(StatusUnchangedError):
        change_status(account.pk, status=Status.OFFICIAL, by=claire, at=noon)
    with pytest.raises(InvalidInputError):
        change_status(account.pk, status="lost", by=claire, at=noon)
    with pytest.raises(RightMissingError):
        change_status(account.pk, status=Status.DORMANT, move=WHY, by=hugo, at=noon)
    with pytest.raises(InvalidInputError):
        change_status(account.pk, status=Status.CLOSING, move=WHY, by=claire, at=noon)
    with pytest.raises(ClosingNotFoundError):
        tick_step(account.pk, step="told", done=True, by=claire, at=noon)

    assert leaves() == []


def test_a_duplicate_names_the_account_it_repeats(
    client: Client, claire: Person, karim: Person, energy: Unit, care: Unit, noon: datetime
) -> None:
    kept = make_account(unit=energy, name="Kept", address="https://x.com/nordet_kept")
    again = make_account(unit=energy, name="Again")
    hidden = make_account(unit=care)
    client.force_login(karim)
    there = f"/accounts/{again.pk}/life/duplicate/"

    unknown = client.post(there, {"original": "@nobody_here", "reason": "Same."})
    itself = client.post(there, {"original": again.url, "reason": "Same."})
    done = client.post(there, {"original": "@nordet_kept", "reason": "Same news."})

    assert (unknown.status_code, itself.status_code, done.status_code) == (422, 422, 302)
    again.refresh_from_db()
    assert again.duplicate_of == kept
    move = Move(reason="Round", original_id=again.pk)
    with pytest.raises(InvalidInputError):
        change_status(kept.pk, status=Status.DUPLICATE, move=move, by=claire, at=noon)
    move = Move(reason="Hidden", original_id=hidden.pk)
    with pytest.raises(AccountNotFoundError):
        change_status(kept.pk, status=Status.DUPLICATE, move=move, by=karim, at=noon)


def test_a_change_is_taken_back_by_whoever_made_it_for_a_quarter_of_an_hour(
    claire: Person, karim: Person, energy: Unit, noon: datetime
) -> None:
    account = make_account(unit=energy)
    change_status(account.pk, status=Status.SUSPENDED, move=WHY, by=karim, at=noon)
    late, soon = noon + timedelta(minutes=16), noon + timedelta(minutes=5)

    for person, at in ((claire, soon), (karim, late)):
        with pytest.raises(UndoTooLateError):
            undo_status(account.pk, by=person, at=at)
    undone = undo_status(account.pk, by=karim, at=soon)

    assert (undone.status, undone.status_reason) == (Status.OFFICIAL, "")
    assert leaves(verb="account.status_undone")[-1]["data"]["before"] == "suspended"
    with pytest.raises(UndoTooLateError):
        undo_status(account.pk, by=karim, at=soon)


def test_a_closing_is_planned_then_ticked_step_by_step_then_ended(
    client: Client, claire: Person, karim: Person, energy: Unit, noon: datetime
) -> None:
    heir = make_account(unit=energy, name="Heir", address="https://x.com/nordet_heir")
    account = make_account(unit=energy, owner=karim, backup=claire)
    client.force_login(karim)
    there = f"/accounts/{account.pk}/life/closing/"

    bare = client.post(there, {"reason": "Nobody reads it.", "ends_on": "2020-01-01"})
    told = {"heir": "@nordet_heir", "last_post": "Follow us there.", "fate": "kept"}
    done = client.post(there, told | {"ends_on": "2099-01-01", "reason": "Nobody reads it."})

    assert bare.status_code == 422
    assert done["Location"] == f"/accounts/{account.pk}/closing/"
    with pytest.raises(ConditionsUnmetError):
        change_status(account.pk, status=Status.CLOSED, by=karim, at=noon)
    for step in Closing.Step.values:
        client.post(f"/accounts/{account.pk}/closing/{step}/", {"done": "1", "note": "seen"})
    client.post(f"/accounts/{account.pk}/closing/told/", {"done": "0"})
    assert "1 step left" in client.get(done["Location"]).text
    client.post(f"/accounts/{account.pk}/closing/told/", {"done": "1"})
    closed = change_status(account.pk, status=Status.CLOSED, by=karim, at=noon)

    assert closed.status == Status.CLOSED
    closing = Closing.objects.get()
    assert (closing.heir, closing.outcome, closing.steps.count()) == (heir, "ended", 5)
    verbs = [
        verb
        for verb in Leaf.objects.order_by("seq").values_list("verb", flat=True)
        if verb.startswith("closing.")
    ]
    assert verbs == [
        "closing.planned",
        *["closing.step_done"] * 5,
        "closing.step_reopened",
        "closing.step_done",
        "closing.ended",
    ]
    opened = change_status(account.pk, status=Status.OFFICIAL, move=WHY, by=karim, at=noon)
    assert opened.status == Status.OFFICIAL


def test_a_handle_that_was_released_cannot_be_opened_again(
    claire: Person, karim: Person, energy: Unit, noon: datetime
) -> None:
    account = make_account(unit=energy, owner=karim, backup=claire)
    plan = ClosingPlan(last_post="Bye.", ends_on=date(2099, 1, 1), elsewhere="-", fate="released")
    move = Move(reason="Over.", plan=plan)
    change_status(account.pk, status=Status.CLOSING, move=move, by=karim, at=noon)
    change_status(account.pk, status=Status.OFFICIAL, move=WHY, by=karim, at=noon)
    assert Closing.objects.get().outcome == Closing.Outcome.GIVEN_UP
    change_status(account.pk, status=Status.CLOSING, move=move, by=karim, at=noon)
    for step in Closing.Step.values:
        tick_step(account.pk, step=step, done=True, by=karim, at=noon)
        tick_step(account.pk, step=step, done=True, by=karim, at=noon)
    change_status(account.pk, status=Status.CLOSED, by=karim, at=noon)

    with pytest.raises(ConditionsUnmetError):
        change_status(account.pk, status=Status.OFFICIAL, move=WHY, by=karim, at=noon)


def test_what_is_not_ours_counts_nowhere_as_ours(
    client: Client, claire: Person, nordet: Unit, noon: datetime
) -> None:
    make_account(unit=nordet, name="Ours")
    for status in ("rogue", "fan", "parody", "impostor", "dismissed"):
        make_account(unit=nordet, name=f"A {status}", status=status)
    found = make_account(unit=nordet, name="Unknown", status="to_confirm")
    make_account(unit=nordet, name="Sleeping", status="dormant")
    client.force_login(claire)
    today = noon.date()

    assert tally(claire, Filters(), today=today).total == 2  # nor what waits to be judged
    assert account_matrix(claire, today=today).total == 2
    writable = accounts_for_choice(nordet, viewer=claire)
    assert {each.name for each in writable} == {"Ours", "Sleeping"}
    listed = [row.account.name for row in client.get("/accounts/").context["rows"]]
    assert set(listed) == {"Ours", "Sleeping"}
    page = client.get("/accounts/found/")
    assert {row.name for row in page.context["page"].rows} == {
        "Unknown", "A rogue", "A fan", "A parody", "A impostor", "A dismissed",
    }  # fmt: skip
    only = client.get("/accounts/found/?status=fan").context["page"].rows
    assert [row.name for row in only] == ["A fan"]
    change_status(found.pk, status="impostor", move=WHY, by=claire, at=noon)
    again = change_status(found.pk, status="to_confirm", move=WHY, by=claire, at=noon)
    assert again.status == Status.TO_CONFIRM


def test_a_personal_account_is_not_watched(client: Client, claire: Person, nordet: Unit) -> None:
    account = make_account(unit=nordet, kind="personal", owner=claire)
    client.force_login(claire)

    page = client.get(f"/accounts/{account.pk}/").text
    read = client.post(
        f"/accounts/{account.pk}/reading/", {"read_on": "2026-11-02", "followers": 3}
    )
    sheet = client.get(f"/accounts/{account.pk}/sheet/")

    assert "nothing of it is read" in page
    assert 'id="readings"' not in page
    assert (read.status_code, sheet.status_code) == (422, 409)
    assert account.readings.count() == 0
