"""Changing values: tried before the old one goes, due by time and by what happens."""

from datetime import datetime, timedelta

import pytest

from gouvernail.credentials.actions import (
    confirm_renewal,
    end_reveal,
    follow_departure,
    note_breach,
    remind,
    renew_item,
    retire_item,
    undo_renewal,
    write_terms,
)
from gouvernail.credentials.errors import (
    ItemInvalidError,
    ItemRetiredError,
    NoRenewalError,
    RenewalChangedError,
    RenewalPendingError,
    TermsInvalidError,
)
from gouvernail.credentials.models import Item
from gouvernail.credentials.queries import DEFAULTS, times_of
from gouvernail.credentials.tasks import answer_waiting, follow_places
from gouvernail.custody.models import Rotation
from gouvernail.foundation.actors import acting
from gouvernail.networks.contract import Secret
from gouvernail.notifications.models import Notification
from gouvernail.people.actions import mark_left
from gouvernail.people.errors import ProofNeededError, RightMissingError, UnitNotFoundError
from gouvernail.people.models import Person, RoleGrant, Unit
from gouvernail.registry.models import Account
from gouvernail.vault.errors import SecretNotFoundError
from gouvernail.vault.keyring import open_secret
from tests.make.credentials import (
    PASSWORD,
    SEED,
    Tab,
    make_item,
    make_open_reveal,
    make_showing,
)
from tests.make.ledger import leaves

DAY = timedelta(days=1)
NEXT = "autre-canari-9d21-muet"


def kept(item: Item, number: int) -> str:
    return open_secret(owner_kind="item", owner_id=item.pk, field=f"v{number}").reveal()


def told(kind: str) -> list[str]:
    rows = Notification.objects.filter(kind=f"credential.{kind}")
    return sorted(rows.values_list("person__name", flat=True))


def test_a_new_value_is_tried_before_the_old_one_is_destroyed(
    item: Item, karim: Person, hugo: Person, noon: datetime
) -> None:
    renew_item(item_id=item.pk, value=Secret(NEXT), by=karim, at=noon + DAY)
    assert (kept(item, 1), kept(item, 2)) == (PASSWORD, NEXT)
    with pytest.raises(RenewalPendingError):
        renew_item(item_id=item.pk, value=Secret(NEXT), by=karim, at=noon + DAY)
    undo_renewal(item_id=item.pk, number=2, by=karim, at=noon + DAY)
    with pytest.raises(SecretNotFoundError):
        kept(item, 2)
    with pytest.raises(NoRenewalError):
        confirm_renewal(item_id=item.pk, number=2, by=karim, at=noon + DAY)
    with pytest.raises(RightMissingError):
        renew_item(item_id=item.pk, value=Secret(NEXT), by=hugo, at=noon + DAY)

    renew_item(item_id=item.pk, value=Secret(NEXT), by=karim, at=noon + 2 * DAY)
    with pytest.raises(RenewalChangedError):  # what was tried is not what waits now
        confirm_renewal(item_id=item.pk, number=2, by=karim, at=noon + 3 * DAY)
    confirmed = confirm_renewal(item_id=item.pk, number=3, by=karim, at=noon + 3 * DAY)

    assert (confirmed.version, confirmed.next_version, kept(item, 3)) == (3, None, NEXT)
    assert confirmed.due_on == (noon + 367 * DAY).date()
    with pytest.raises(SecretNotFoundError):
        kept(item, 1)
    noted = Rotation.objects.get(account=item.account_id)
    assert (noted.rotated_on, noted.why) == ((noon + 2 * DAY).date(), "calendar")


def test_a_renewal_answers_only_what_came_before_it(
    account: Account, karim: Person, hugo: Person, claire: Person, noon: datetime
) -> None:
    """Who put the new value in left; the new one was seen; a breach came after it."""
    left, seen, doubted, mended = (
        make_item(account=account, by=claire, at=noon, label=label) for label in "abcd"
    )
    note_breach(item_id=mended.pk, by=claire, at=noon)
    for one, by in ((left, karim), (seen, claire), (doubted, claire), (mended, claire)):
        renew_item(item_id=one.pk, value=Secret(NEXT), by=by, at=noon + DAY)
    reveal = make_open_reveal(item=seen, by=hugo, approver=karim, at=noon + DAY)
    showing = make_showing(reveal=reveal, tab=Tab(), newest=True, at=noon + DAY)
    assert (answer_waiting(at=noon + DAY), showing.version) == (1, 2)
    end_reveal(reveal_id=reveal.pk, by=hugo, at=noon + DAY)
    note_breach(item_id=doubted.pk, by=claire, at=noon + 2 * DAY)
    mark_left(person_id=karim.pk, by=claire, at=noon + 2 * DAY)
    follow_departure(person_id=karim.pk, at=noon + 2 * DAY)

    found = [
        confirm_renewal(item_id=one.pk, number=2, by=claire, at=noon + 2 * DAY)
        for one in (left, seen, doubted, mended)
    ]

    today = (noon + 2 * DAY).date()
    assert [(one.due_why, (one.due_on - today).days) for one in found if one.due_on] == [
        ("departure", 0),
        ("reveal", 7),
        ("breach", 0),
        ("calendar", 364),
    ]


def test_who_stays_and_loses_their_right_has_what_they_knew_renewed(
    item: Item, account: Account, hugo: Person, karim: Person, claire: Person, noon: datetime
) -> None:
    unseen = make_item(account=account, by=claire, at=noon, label="Autre")
    reveal = make_open_reveal(item=item, by=hugo, approver=claire, at=noon)
    make_showing(reveal=reveal, tab=Tab(), at=noon)
    answer_waiting(at=noon)
    end_reveal(reveal_id=reveal.pk, by=hugo, at=noon)
    Item.objects.filter(pk=item.pk).update(due_on=None, due_why="")
    follow_places(noon + DAY)
    item.refresh_from_db()
    assert item.due_why == ""  # Karim, who put it in, and Hugo, who saw it, are still at work there

    account.backup = None
    account.save()
    RoleGrant.objects.filter(person=hugo).delete()
    for _turn in range(2):
        follow_places(noon + DAY)

    item.refresh_from_db()
    unseen.refresh_from_db()
    assert (item.due_why, item.due_on) == ("reveal", (noon + 8 * DAY).date())
    assert unseen.due_why == "calendar"


def test_destroying_a_value_asks_for_a_proof(item: Item, karim: Person, noon: datetime) -> None:
    renew_item(item_id=item.pk, value=Secret(NEXT), by=karim, at=noon)

    with acting(auth="session:x", proved=lambda: noon - DAY):
        for act in (confirm_renewal, undo_renewal):
            with pytest.raises(ProofNeededError):
                act(item_id=item.pk, number=2, by=karim, at=noon)
        with pytest.raises(ProofNeededError):
            retire_item(item_id=item.pk, by=karim, at=noon)
    assert (kept(item, 1), kept(item, 2)) == (PASSWORD, NEXT)


def test_what_cannot_be_a_value_is_refused_without_being_repeated(
    account: Account, karim: Person, noon: datetime
) -> None:
    with pytest.raises(ItemInvalidError) as refused:
        make_item(account=account, by=karim, at=noon, kind="totp", value="no seed at all!")
    assert set(refused.value.fields) == {"value"}
    assert "no seed" not in str(refused.value.fields)
    with pytest.raises(ItemInvalidError):
        make_item(account=account, by=karim, at=noon, value="   ")
    with pytest.raises(ItemInvalidError):
        make_item(account=account, by=karim, at=noon, label=" ")
    address = f"otpauth://totp/Nordet:x?secret={SEED}&issuer=X"
    assert make_item(account=account, by=karim, at=noon, kind="totp", value=address).due_on is None


def test_who_left_and_knew_a_value_has_it_renewed_the_same_day(
    item: Item, account: Account, hugo: Person, karim: Person, claire: Person, noon: datetime
) -> None:
    unseen = make_item(account=account, by=karim, at=noon, label="Autre")
    seed = make_item(account=account, by=karim, at=noon, kind="totp", value=SEED)
    for one in (item, seed):
        reveal = make_open_reveal(item=one, by=hugo, approver=karim, at=noon)
        make_showing(reveal=reveal, tab=Tab(), at=noon)
    answer_waiting(at=noon)
    assert follow_departure(person_id=hugo.pk, at=noon) == 0  # still here
    mark_left(person_id=hugo.pk, by=claire, at=noon + DAY)

    assert follow_departure(person_id=hugo.pk, at=noon + DAY) == 1
    assert follow_departure(person_id=hugo.pk, at=noon + DAY) == 0

    item.refresh_from_db()
    assert (item.due_why, item.due_on) == ("departure", (noon + DAY).date())
    unseen.refresh_from_db()
    assert unseen.due_why == "calendar"
    assert told("left") == [karim.name]


def test_the_graver_reason_and_the_nearer_day_stand(
    item: Item, hugo: Person, karim: Person, noon: datetime
) -> None:
    reveal = make_open_reveal(item=item, by=hugo, approver=karim, at=noon)
    make_showing(reveal=reveal, tab=Tab(), at=noon)
    answer_waiting(at=noon)
    note_breach(item_id=item.pk, by=hugo, at=noon)
    end_reveal(reveal_id=reveal.pk, by=hugo, at=noon)

    item.refresh_from_db()

    assert (item.due_why, item.due_on) == ("breach", noon.date())
    assert told("breach") == [karim.name]


def test_reminders_come_a_week_ahead_on_the_day_and_once_a_week_while_late(
    item: Item, karim: Person, noon: datetime
) -> None:
    assert item.due_on == (noon + 365 * DAY).date()

    counts = []
    for days in (350, 358, 359, 365, 366, 367, 372, 380):
        remind(at=noon + days * DAY)
        counts.append((len(told("due")), len(told("overdue"))))

    assert counts == [(0, 0), (1, 0), (1, 0), (2, 0), (2, 1), (2, 1), (2, 2), (2, 3)]


def test_the_nearest_unit_says_how_often_and_the_network_before_it(
    account: Account, nordet: Unit, energy: Unit, claire: Person, karim: Person, noon: datetime
) -> None:
    assert times_of(account) == DEFAULTS
    write_terms(unit_id=nordet.pk, network="", times={"rotation_days": 180}, by=claire, at=noon)
    write_terms(unit_id=nordet.pk, network="x", times={"rotation_days": 90}, by=claire, at=noon)
    own = {"longest_minutes": 5, "rotation_days": None}
    write_terms(unit_id=energy.pk, network="", times=own, by=karim, at=noon)

    times = times_of(account)

    assert (times.rotation_days, times.longest_minutes, times.emergency_hours) == (90, 5, 4)
    with pytest.raises(TermsInvalidError) as refused:
        write_terms(unit_id=energy.pk, network="", times={"after_days": 91}, by=karim, at=noon)
    assert set(refused.value.fields) == {"after_days"}
    with pytest.raises(UnitNotFoundError):
        write_terms(unit_id=nordet.pk, network="", times={}, by=karim, at=noon)
    item = make_item(account=account, by=karim, at=noon)
    assert item.due_on == noon.date() + timedelta(days=90)


def test_what_is_taken_out_is_destroyed_and_the_journal_keeps_no_value(
    item: Item, karim: Person, noon: datetime
) -> None:
    renew_item(item_id=item.pk, value=Secret(NEXT), by=karim, at=noon)

    retire_item(item_id=item.pk, by=karim, at=noon)

    for number in (1, 2):
        with pytest.raises(SecretNotFoundError):
            kept(item, number)
    with pytest.raises(ItemRetiredError):
        note_breach(item_id=item.pk, by=karim, at=noon)
    assert not any(PASSWORD in str(leaf) or NEXT in str(leaf) for leaf in leaves())
