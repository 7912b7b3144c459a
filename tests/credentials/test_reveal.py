"""Asking to see a value, answering, opening: two people, a time box, and nothing anywhere else."""

from datetime import datetime, timedelta

import pytest
from cryptography.exceptions import InvalidTag
from django.db import IntegrityError, transaction

from gouvernail.charter.models import Charter
from gouvernail.credentials.actions import (
    approve_reveal,
    ask_showing,
    confirm_renewal,
    end_reveal,
    follow_time,
    forget_showings,
    note_shown,
    open_reveal,
    refuse_reveal,
    renew_item,
    retire_item,
    withdraw_reveal,
)
from gouvernail.credentials.errors import (
    AlreadyAskedError,
    BrowserKeyInvalidError,
    ItemNotFoundError,
    OwnRequestError,
    RequestOfAnotherError,
    RevealDecidedError,
    RevealInvalidError,
    RevealNotOpenError,
    RevealOverError,
    ValueReplacedError,
)
from gouvernail.credentials.models import Item, Reveal, Showing
from gouvernail.credentials.tasks import answer_waiting
from gouvernail.foundation.actors import acting
from gouvernail.networks.contract import Secret
from gouvernail.notifications.models import Notification
from gouvernail.people.actions import mark_left
from gouvernail.people.errors import MachineMayNotError, ProofNeededError, RightMissingError
from gouvernail.people.models import Person
from gouvernail.registry.models import Account
from gouvernail.vault.keyring.keys import private_key
from tests.make.credentials import (
    PASSWORD,
    SEED,
    Tab,
    make_item,
    make_open_reveal,
    make_reveal,
    make_showing,
)
from tests.make.ledger import leaves

NEXT = "autre-canari-9d21-muet"
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)


def told(kind: str) -> set[str]:
    rows = Notification.objects.filter(kind=f"credential.{kind}")
    return set(rows.values_list("person__name", flat=True))


def test_two_people_let_one_tab_read_a_value_for_a_while(
    item: Item, hugo: Person, karim: Person, claire: Person, yann: Person, noon: datetime
) -> None:
    reveal = make_reveal(item=item, by=hugo, at=noon)
    assert told("to_approve") == {karim.name, claire.name, yann.name}
    with pytest.raises(RevealNotOpenError):
        open_reveal(reveal_id=reveal.pk, by=hugo, at=noon)

    approve_reveal(reveal_id=reveal.pk, by=karim, at=noon + MINUTE)
    opened = open_reveal(reveal_id=reveal.pk, by=hugo, at=noon + HOUR)
    tab, other = Tab(), Tab()
    showing = make_showing(reveal=opened, tab=tab, at=noon + HOUR)
    make_showing(reveal=opened, tab=other, at=noon + HOUR)

    assert answer_waiting(at=noon + HOUR + SECOND) == 2
    assert tab.read(showing) == {"value": PASSWORD, "seconds": None}
    with pytest.raises(InvalidTag):
        other.read(showing)
    reveal.refresh_from_db()
    assert (reveal.shown, reveal.status) == (2, Reveal.Status.OPEN)
    assert told("shown") == {karim.name, claire.name}
    assert [leaf["type"] for leaf in leaves() if leaf["type"].startswith("reveal.")] == [
        *("reveal.asked", "reveal.approved", "reveal.opened", "reveal.shown", "reveal.shown")
    ]
    assert forget_showings(at=noon + HOUR + 2 * MINUTE) == 2
    assert follow_time(at=noon + HOUR + 11 * MINUTE) == 1
    reveal.refresh_from_db()
    item.refresh_from_db()
    assert reveal.status == Reveal.Status.ENDED
    assert (item.due_why, item.due_on) == ("reveal", (noon + timedelta(days=7)).date())


def test_nobody_approves_their_own(
    item: Item, karim: Person, claire: Person, noon: datetime
) -> None:
    reveal = make_reveal(item=item, by=karim, at=noon)

    with pytest.raises(OwnRequestError):
        approve_reveal(reveal_id=reveal.pk, by=karim, at=noon)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reveal.objects.filter(pk=reveal.pk).update(decided_by=karim)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reveal.objects.filter(pk=reveal.pk).update(status="approved")

    approve_reveal(reveal_id=reveal.pk, by=claire, at=noon)


def test_who_may_not_ask_or_approve_is_refused(
    item: Item, hugo: Person, ines: Person, julie: Person, odile: Person, noon: datetime
) -> None:
    reveal = make_reveal(item=item, by=hugo, at=noon)

    with pytest.raises(ItemNotFoundError):
        make_reveal(item=item, by=ines, at=noon)
    with pytest.raises(ItemNotFoundError):
        make_reveal(item=item, by=julie, at=noon)
    with pytest.raises(RightMissingError):
        make_reveal(item=item, by=odile, at=noon)
    with pytest.raises(RightMissingError):
        approve_reveal(reveal_id=reveal.pk, by=odile, at=noon)
    with pytest.raises(RequestOfAnotherError):
        open_reveal(reveal_id=reveal.pk, by=odile, at=noon)


def test_asking_approving_and_opening_ask_for_a_proof(
    item: Item, hugo: Person, karim: Person, noon: datetime
) -> None:
    def fresh() -> datetime:
        return noon

    def stale() -> datetime:
        return noon - HOUR

    with acting(auth="session:x", proved=stale), pytest.raises(ProofNeededError):
        make_reveal(item=item, by=hugo, at=noon)
    with acting(auth="key:x"), pytest.raises(MachineMayNotError):
        make_reveal(item=item, by=hugo, at=noon)
    with acting(auth="session:x", proved=fresh):
        reveal = make_reveal(item=item, by=hugo, at=noon)
    with acting(auth="session:y", proved=stale), pytest.raises(ProofNeededError):
        approve_reveal(reveal_id=reveal.pk, by=karim, at=noon)
    approve_reveal(reveal_id=reveal.pk, by=karim, at=noon)
    with acting(auth="session:x", proved=stale), pytest.raises(ProofNeededError):
        open_reveal(reveal_id=reveal.pk, by=hugo, at=noon)
    open_reveal(reveal_id=reveal.pk, by=hugo, at=noon)
    with acting(auth="session:y", proved=stale), pytest.raises(ProofNeededError):
        make_showing(reveal=reveal, tab=Tab(), at=noon)  # in a session left open elsewhere


def test_either_value_is_shown_until_somebody_says_which_works(
    item: Item, hugo: Person, karim: Person, noon: datetime
) -> None:
    reveal = make_open_reveal(item=item, by=hugo, approver=karim, at=noon)
    with pytest.raises(ValueReplacedError):  # nothing new waits
        make_showing(reveal=reveal, tab=Tab(), newest=True, at=noon)
    renew_item(item_id=item.pk, value=Secret(NEXT), by=karim, at=noon)
    tabs = Tab(), Tab()
    shown = [
        make_showing(reveal=reveal, tab=tab, newest=newest, at=noon)
        for tab, newest in zip(tabs, (False, True), strict=True)
    ]
    answer_waiting(at=noon)
    assert [tab.read(one)["value"] for tab, one in zip(tabs, shown, strict=True)] == [
        *(PASSWORD, NEXT)
    ]

    late = make_showing(reveal=reveal, tab=Tab(), at=noon)
    confirm_renewal(item_id=item.pk, number=2, by=karim, at=noon)

    assert answer_waiting(at=noon) == 0
    late.refresh_from_db()
    assert late.state == Showing.State.FAILED
    with pytest.raises(ValueReplacedError):
        make_showing(reveal=reveal, tab=Tab(), at=noon)
    end_reveal(reveal_id=reveal.pk, by=hugo, at=noon)
    item.refresh_from_db()
    assert item.due_why == "reveal"  # the value in force was seen


def test_what_is_asked_has_a_reason_and_an_end(
    item: Item, hugo: Person, karim: Person, noon: datetime
) -> None:
    with pytest.raises(RevealInvalidError) as refused:
        make_reveal(item=item, by=hugo, at=noon, reason=" ", minutes=31)
    assert set(refused.value.fields) == {"reason", "minutes"}

    reveal = make_reveal(item=item, by=hugo, at=noon)
    with pytest.raises(AlreadyAskedError):
        make_reveal(item=item, by=hugo, at=noon)

    assert follow_time(at=noon + 24 * HOUR) == 1
    with pytest.raises(RevealOverError):
        approve_reveal(reveal_id=reveal.pk, by=karim, at=noon + 24 * HOUR)
    again = make_reveal(item=item, by=hugo, at=noon + 25 * HOUR)
    approve_reveal(reveal_id=again.pk, by=karim, at=noon + 26 * HOUR)
    with pytest.raises(RevealDecidedError):
        approve_reveal(reveal_id=again.pk, by=karim, at=noon + 26 * HOUR)
    with pytest.raises(RevealOverError):
        open_reveal(reveal_id=again.pk, by=hugo, at=noon + 39 * HOUR)


def test_refused_withdrawn_and_ended_show_nothing(
    item: Item, hugo: Person, karim: Person, claire: Person, noon: datetime
) -> None:
    reveal = make_open_reveal(item=item, by=hugo, approver=karim, at=noon)
    showing = make_showing(reveal=reveal, tab=Tab(), at=noon)

    refuse_reveal(reveal_id=reveal.pk, note="Compte en alerte.", by=claire, at=noon)

    assert answer_waiting(at=noon) == 0
    assert not Showing.objects.filter(pk=showing.pk).exists()
    with pytest.raises(RevealOverError):
        ask_showing(reveal_id=reveal.pk, point=Tab().point, by=hugo, at=noon)
    assert told("refused") == {hugo.name}
    withdrawn = make_reveal(item=item, by=hugo, at=noon)
    withdraw_reveal(reveal_id=withdrawn.pk, by=hugo, at=noon)
    ended = make_open_reveal(item=item, by=hugo, approver=karim, at=noon)
    end_reveal(reveal_id=ended.pk, by=hugo, at=noon)
    with pytest.raises(RevealOverError):
        open_reveal(reveal_id=ended.pk, by=hugo, at=noon)
    item.refresh_from_db()
    assert item.due_why == Item.Why.CALENDAR  # nothing was ever shown


def test_a_second_click_changes_nothing_and_the_time_box_is_kept(
    item: Item, hugo: Person, karim: Person, noon: datetime
) -> None:
    reveal = make_open_reveal(item=item, by=hugo, approver=karim, at=noon)

    again = open_reveal(reveal_id=reveal.pk, by=hugo, at=noon + 5 * MINUTE)

    assert again.open_until == noon + 10 * MINUTE
    with pytest.raises(BrowserKeyInvalidError):
        ask_showing(reveal_id=reveal.pk, point=b"\x04" + bytes(64), by=hugo, at=noon)
    for _tab in range(5):
        make_showing(reveal=reveal, tab=Tab(), at=noon)
    with pytest.raises(RevealNotOpenError):
        make_showing(reveal=reveal, tab=Tab(), at=noon)
    with pytest.raises(RevealOverError):
        make_showing(reveal=reveal, tab=Tab(), at=noon + 10 * MINUTE)


def test_who_left_meanwhile_is_shown_nothing(
    item: Item, hugo: Person, karim: Person, claire: Person, noon: datetime
) -> None:
    reveal = make_open_reveal(item=item, by=hugo, approver=karim, at=noon)
    showing = make_showing(reveal=reveal, tab=Tab(), at=noon)
    mark_left(person_id=hugo.pk, by=claire, at=noon)

    assert answer_waiting(at=noon + SECOND) == 0

    showing.refresh_from_db()
    assert (showing.state, bytes(showing.sealed)) == (Showing.State.FAILED, b"")


def test_an_opener_that_is_cut_hands_over_nothing_and_the_next_one_does(
    item: Item, hugo: Person, karim: Person, noon: datetime
) -> None:
    reveal = make_open_reveal(item=item, by=hugo, approver=karim, at=noon)
    tab = Tab()
    showing = make_showing(reveal=reveal, tab=tab, at=noon)
    before = len(leaves())
    with transaction.atomic():
        note_shown(showing_id=showing.pk, sealed=b"x", facts=b"{}", at=noon)
        transaction.set_rollback(True)

    showing.refresh_from_db()
    assert (showing.state, bytes(showing.sealed), len(leaves())) == ("waiting", b"", before)
    assert answer_waiting(at=noon + SECOND) == 1
    assert tab.read(showing)["value"] == PASSWORD
    assert answer_waiting(at=noon + SECOND) == 0


def test_a_machine_without_the_key_says_that_nothing_comes(
    item: Item, hugo: Person, karim: Person, noon: datetime, settings: object
) -> None:
    reveal = make_open_reveal(item=item, by=hugo, approver=karim, at=noon)
    showing = make_showing(reveal=reveal, tab=Tab(), at=noon)
    private_key.cache_clear() if hasattr(private_key, "cache_clear") else None
    settings.VAULT_PRIVATE_KEY_FILE = "/nonexistent/vault.key"  # type: ignore[attr-defined]  # pytest-django's

    assert answer_waiting(at=noon + SECOND) == 0

    showing.refresh_from_db()
    assert showing.state == Showing.State.FAILED


def test_codes_of_the_moment_are_shown_and_never_the_seed(
    account: Account, hugo: Person, karim: Person, noon: datetime
) -> None:
    item = make_item(account=account, by=karim, at=noon, kind="totp", value=SEED)
    reveal = make_open_reveal(item=item, by=hugo, approver=karim, at=noon)
    tab = Tab()
    showing = make_showing(reveal=reveal, tab=tab, at=noon)
    answer_waiting(at=noon + 10 * SECOND)

    shown = tab.read(showing)

    assert len(shown["value"]) == 6
    assert shown["value"].isdecimal()
    assert shown["seconds"] == 20
    end_reveal(reveal_id=reveal.pk, by=hugo, at=noon)
    item.refresh_from_db()
    assert item.due_on is None


def test_a_small_team_opens_alone_after_a_wait_that_everybody_sees(
    item: Item, charter: Charter, karim: Person, hugo: Person, claire: Person, noon: datetime
) -> None:
    charter.separation = Charter.Separation.SMALL
    charter.save()
    alone = make_reveal(item=item, by=karim, at=noon)
    with_others = make_reveal(item=item, by=hugo, at=noon)

    with pytest.raises(RevealNotOpenError):
        open_reveal(reveal_id=alone.pk, by=karim, at=noon + 59 * MINUTE)
    opened = open_reveal(reveal_id=alone.pk, by=karim, at=noon + HOUR)

    assert (opened.way, opened.decided_by) == (Reveal.Way.ALONE, None)
    assert told("alone") == told("released") - {karim.name} == {claire.name}
    with pytest.raises(RevealNotOpenError):  # Hugo may approve nothing, and so opens nothing alone
        open_reveal(reveal_id=with_others.pk, by=hugo, at=noon + 2 * HOUR)


def test_an_item_taken_out_ends_what_was_open(
    item: Item, hugo: Person, karim: Person, noon: datetime
) -> None:
    reveal = make_open_reveal(item=item, by=hugo, approver=karim, at=noon)

    retire_item(item_id=item.pk, by=karim, at=noon)

    reveal.refresh_from_db()
    assert reveal.status == Reveal.Status.ENDED
    assert answer_waiting(at=noon) == 0
