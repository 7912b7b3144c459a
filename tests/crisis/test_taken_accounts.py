"""Hijacked accounts: named, cut from what we hold, ours again."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from gouvernail.credentials.actions import confirm_renewal, renew_item
from gouvernail.credentials.models import Item
from gouvernail.crisis import actions
from gouvernail.crisis.errors import IncidentInvalidError, SettledError
from gouvernail.crisis.models import Entry, Incident, TakenAccount, Task
from gouvernail.crisis.queries.taken import takings_of
from gouvernail.crisis.queries.timeline import timeline_of
from gouvernail.networks.contract import Secret
from gouvernail.notifications.models import Notification
from gouvernail.people.errors import RightMissingError
from gouvernail.people.models import Person, Unit
from gouvernail.publishing.models import Freeze
from gouvernail.registry.models import Account, Connection
from tests.make.credentials import make_item
from tests.make.crisis import make_incident, make_plan
from tests.make.publishing import make_practice_account
from tests.make.registry import make_account, make_connection

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def hijack(claire: Person, noon: datetime) -> Incident:
    make_plan(by=claire, kind="hijack", at=noon)
    return make_incident(by=claire, at=noon, kind="hijack", title="Somebody posts as us")


@pytest.fixture
def account(energy: Unit) -> Account:
    return make_account(unit=energy, address="https://x.com/nordet_energie")


def test_the_steps_of_a_network_wait_until_an_account_of_it_is_named(
    claire: Person, hijack: Incident, account: Account, noon: datetime
) -> None:
    assert not Task.objects.filter(incident=hijack).exclude(stage="").exists()

    actions.name_account(
        incident_id=hijack.pk, account_id=account.pk, sign="A lie, 14:05", by=claire, at=noon
    )

    tasks = list(Task.objects.filter(incident=hijack, account=account).order_by("due_at"))
    assert [task.stage for task in tasks] == ["revoke", "rotate", "announce", "recover"]
    assert {task.network for task in tasks} == {"x"}
    assert "delegate accounts" in tasks[0].words_en
    assert tasks[3].page == "https://help.x.com/en/safety-and-security/x-account-compromised"
    assert tasks[0].due_at == noon + 10 * MINUTE
    words = [line.words for line in timeline_of(hijack).rows]
    assert f"Hijacked: {account.name}" in words


def test_a_network_that_no_plan_knows_has_four_steps_too(
    claire: Person, energy: Unit, hijack: Incident, noon: datetime
) -> None:
    account = make_practice_account(unit=energy, by=claire)

    actions.name_account(incident_id=hijack.pk, account_id=account.pk, by=claire, at=noon)

    tasks = Task.objects.filter(incident=hijack, account=account)
    assert tasks.filter(stage="recover", words__startswith="Écrire").count() == 1
    assert tasks.count() == 4


def test_an_account_is_named_once_and_in_a_hijack_only(
    claire: Person, hijack: Incident, account: Account, noon: datetime
) -> None:
    taken = actions.name_account(incident_id=hijack.pk, account_id=account.pk, by=claire, at=noon)
    with pytest.raises(IncidentInvalidError) as again:
        actions.name_account(incident_id=hijack.pk, account_id=account.pk, by=claire, at=noon)
    rumour = make_incident(by=claire, at=noon)
    with pytest.raises(IncidentInvalidError) as elsewhere:
        actions.name_account(incident_id=rumour.pk, account_id=account.pk, by=claire, at=noon)
    assert {*again.value.fields, *elsewhere.value.fields} == {"account"}

    actions.clear_account(taken_id=taken.pk, by=claire, at=noon + MINUTE)

    assert set(Task.objects.filter(account=account).values_list("status", flat=True)) == {"dropped"}
    actions.name_account(incident_id=hijack.pk, account_id=account.pk, by=claire, at=noon + MINUTE)
    assert TakenAccount.objects.filter(account=account).count() == 2


def test_one_gesture_cuts_all_we_hold_and_renewing_is_followed(
    claire: Person, hijack: Incident, account: Account, noon: datetime
) -> None:
    make_connection(account=account, by=claire)
    item = make_item(account=account, by=claire, at=noon - MINUTE)
    make_item(account=account, by=claire, at=noon - MINUTE, kind="note", label="A word")
    taken = actions.name_account(incident_id=hijack.pk, account_id=account.pk, by=claire, at=noon)
    (line,) = takings_of(hijack, viewer=claire).standing
    assert (line.frozen, line.connected, line.renewed, line.secrets) == (False, True, 0, 1)

    cut = actions.cut_account(taken_id=taken.pk, by=claire, at=noon + MINUTE)

    assert cut.closed
    assert cut.secrets == 1
    assert Freeze.objects.get().scope_value == str(account.pk)
    assert Connection.objects.get(account=account).status == "closed"
    item = Item.objects.get(pk=item.pk)
    assert item.due_why == "breach"
    assert Entry.objects.filter(incident=hijack, code="frozen").count() == 1
    assert Entry.objects.filter(incident=hijack, code="account_closed").count() == 1
    (line,) = takings_of(hijack, viewer=claire).standing
    assert (line.frozen, line.connected, line.is_cut) == (True, False, False)

    again = actions.cut_account(taken_id=taken.pk, by=claire, at=noon + 2 * MINUTE)
    assert again.is_empty
    assert Freeze.objects.count() == 1

    renew_item(item_id=item.pk, value=Secret("a new one, tried"), by=claire, at=noon + 3 * MINUTE)
    confirm_renewal(item_id=item.pk, number=2, by=claire, at=noon + 4 * MINUTE)
    (line,) = takings_of(hijack, viewer=claire).standing
    assert line.is_cut


def test_who_may_do_part_cuts_that_part(
    claire: Person, hugo: Person, hijack: Incident, account: Account, noon: datetime
) -> None:
    make_connection(account=account, by=claire)
    actions.take_seat(
        incident_id=hijack.pk, role="custodian", person_id=hugo.pk, by=claire, at=noon
    )
    taken = actions.name_account(incident_id=hijack.pk, account_id=account.pk, by=claire, at=noon)
    told = Notification.objects.filter(kind="incident.account_taken")
    assert [one.person for one in told] == [hugo]

    cut = actions.cut_account(taken_id=taken.pk, by=hugo, at=noon + MINUTE)

    assert cut.freeze is not None
    assert not cut.closed
    assert Connection.objects.get(account=account).status == "connected"


def test_in_a_drill_nothing_is_cut(claire: Person, account: Account, noon: datetime) -> None:
    drill = make_incident(by=claire, at=noon, kind="hijack", is_drill=True)
    make_connection(account=account, by=claire)
    taken = actions.name_account(incident_id=drill.pk, account_id=account.pk, by=claire, at=noon)

    with pytest.raises(IncidentInvalidError):
        actions.cut_account(taken_id=taken.pk, by=claire, at=noon)

    assert not Freeze.objects.exists()
    assert Connection.objects.get(account=account).status == "connected"


def test_what_is_settled_is_settled_once(
    karim: Person, hugo: Person, account: Account, noon: datetime
) -> None:
    hijack = make_incident(by=karim, at=noon, kind="hijack")
    taken = actions.name_account(incident_id=hijack.pk, account_id=account.pk, by=karim, at=noon)
    with pytest.raises(RightMissingError):
        actions.regain_account(taken_id=taken.pk, by=hugo, at=noon)

    actions.regain_account(taken_id=taken.pk, by=karim, at=noon + 40 * MINUTE)

    for act in (actions.regain_account, actions.clear_account, actions.cut_account):
        with pytest.raises(SettledError):
            act(taken_id=taken.pk, by=karim, at=noon + 41 * MINUTE)
    (line,) = takings_of(hijack, viewer=karim).settled
    assert line.taken.regained_at == noon + 40 * MINUTE


def test_accounts_are_named_cut_and_taken_back_from_the_pages(
    client: Client, claire: Person, hijack: Incident, account: Account
) -> None:
    client.force_login(claire)
    page = reverse("crisis:incident-accounts", args=[hijack.pk])
    assert "Name an account" in client.get(page, HTTP_ACCEPT_LANGUAGE="en").text
    wrong = client.post(page, {"account": "x.com/nobody-here", "sign": "A lie"})
    assert wrong.status_code == 422
    assert "A lie" in wrong.text

    client.post(page, {"account": account.url, "sign": "A lie"})

    taken = TakenAccount.objects.get()
    shown = client.get(page, HTTP_ACCEPT_LANGUAGE="en").text
    assert "remove delegate accounts" in shown
    room = reverse("crisis:incident-detail", args=[hijack.pk])
    assert "0 of 4 steps" in client.get(room, HTTP_ACCEPT_LANGUAGE="en").text
    step = Task.objects.filter(account=account, stage="revoke").get()
    settled = client.post(
        reverse("crisis:task-settle", args=[step.pk]), {"status": "done", "next": "accounts"}
    )
    assert settled["Location"] == page
    client.post(reverse("crisis:account-cut", args=[taken.pk]))
    assert Freeze.objects.get().scope_kind == "account"
    client.post(reverse("crisis:account-regain", args=[taken.pk]))
    assert "ours again" in client.get(page, HTTP_ACCEPT_LANGUAGE="en").text


def test_the_page_costs_the_same_for_one_account_and_for_many(
    claire: Person,
    hijack: Incident,
    energy: Unit,
    noon: datetime,
    django_assert_num_queries: object,
) -> None:
    for _ in range(3):
        account = make_account(unit=energy)
        make_item(account=account, by=claire, at=noon)
        actions.name_account(incident_id=hijack.pk, account_id=account.pk, by=claire, at=noon)

    with django_assert_num_queries(5):  # type: ignore[operator]
        lines = takings_of(hijack, viewer=claire).standing

    assert [len(line.steps) for line in lines] == [4, 4, 4]
