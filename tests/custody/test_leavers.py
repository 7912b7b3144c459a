"""Who leaves: their accesses are to be revoked the same day, and people are told."""

from datetime import UTC, date, datetime, timedelta

import pytest

from gouvernail.custody.actions import close_access, keep_access, keep_up
from gouvernail.custody.errors import HolderHasLeftError
from gouvernail.custody.models import Access, Handover, Standing
from gouvernail.foundation.outbox import deliver
from gouvernail.notifications.models import Notification
from gouvernail.people.actions import bring_back, erase_person, mark_left
from gouvernail.people.models import Person, Unit
from gouvernail.project.schedule import readers
from gouvernail.registry.models import Agreement
from tests.make.custody import make_access, make_rotation
from tests.make.registry import make_account

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 17)


def test_a_departure_makes_each_access_a_line_due_today_and_tells_who_acts(
    energy: Unit, claire: Person, karim: Person, hugo: Person, yann: Person, ines: Person
) -> None:
    account = make_account(unit=energy, owner=karim, custodian=ines)
    mine = make_access(account=account, by=hugo)
    other = make_access(account=account, by=karim)
    mark_left(person_id=hugo.pk, by=claire, at=NOON)
    while deliver(readers(), at=NOON):
        pass

    mine.refresh_from_db()
    other.refresh_from_db()
    assert (mine.state, mine.why, mine.due_on) == ("to_revoke", "left", TODAY)
    assert other.state == "open"
    told = Notification.objects.filter(kind="access.to_revoke")
    assert {one.person for one in told} == {karim, ines, yann, claire}
    account.refresh_from_db()
    assert account.ways_in == 1
    assert Standing.objects.get(account=account).to_revoke == 1

    with pytest.raises(HolderHasLeftError):
        keep_access(mine.pk, by=karim, at=NOON)
    close_access(mine.pk, by=ines, at=NOON + timedelta(hours=2))
    assert Standing.objects.get(account=account).to_revoke == 0


def test_who_comes_back_may_keep_what_was_to_be_revoked(
    energy: Unit, claire: Person, karim: Person, hugo: Person
) -> None:
    access = make_access(account=make_account(unit=energy), by=hugo)
    mark_left(person_id=hugo.pk, by=claire, at=NOON)
    keep_up(at=NOON)
    bring_back(person_id=hugo.pk, by=claire, at=NOON)

    assert keep_access(access.pk, by=karim, at=NOON).state == "open"


def test_time_ends_accesses_and_lowers_levels(energy: Unit, karim: Person) -> None:
    account = make_account(unit=energy)
    access = make_access(account=account, by=karim, means="vault", tried_on=TODAY)
    make_rotation(account=account, by=karim, rotated_on=TODAY)
    ended = make_access(
        account=account, by=karim, name="Agence Lumen", means="role", until_on=TODAY
    )
    keep_up(at=NOON)
    assert Standing.objects.get(account=account).level == 4

    keep_up(at=NOON + timedelta(days=1))
    ended.refresh_from_db()
    assert (ended.state, ended.why) == ("to_revoke", "ended")
    keep_up(at=NOON + timedelta(days=181))

    standing = Standing.objects.get(account=account)
    assert (standing.credentials, standing.rotation, standing.level) == ("lost", "lost", 2)
    assert Access.objects.get(pk=access.pk).state == "open"


def test_what_was_kept_of_somebody_erased_is_forgotten_and_the_access_stays(
    energy: Unit, claire: Person, hugo: Person
) -> None:
    account = make_account(unit=energy)
    access = make_access(
        account=account, by=hugo, means="recovery_email", belongs="private", detail="hugo@home"
    )
    mark_left(person_id=hugo.pk, by=claire, at=NOON)
    erase_person(person_id=hugo.pk, by=claire, at=NOON)
    while deliver(readers(), at=NOON):
        pass

    access.refresh_from_db()
    assert (access.detail, access.belongs, access.state) == ("", "private", "to_revoke")


def test_an_account_that_goes_with_its_person_or_closes_is_not_handed_over(
    energy: Unit, claire: Person, hugo: Person
) -> None:
    ends = {}
    for what in ("goes", "closes", "stays"):
        account = make_account(
            unit=energy, owner=hugo, kind="named", address=f"https://x.com/hugo_{what}"
        )
        Agreement.objects.create(
            account=account, person=hugo, handle_of="person", followers_of="person",
            at_departure=what, signed_on=TODAY, filed_by=claire, filed_at=NOON,
        )  # fmt: skip
        ends[what] = account
    mark_left(person_id=hugo.pk, by=claire, at=NOON)
    while deliver(readers(), at=NOON):
        pass

    assert [one.account for one in Handover.objects.all()] == [ends["stays"]]
    for what in ("goes", "closes"):
        told = Notification.objects.get(kind=f"agreement.{what}", person=claire)
        assert str(ends[what].pk) in told.path
