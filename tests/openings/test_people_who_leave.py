"""Nobody's departure ends a request, an opening or what was agreed to in another's place."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from gouvernail.openings.actions import (
    finish_opening,
    give_up_opening,
    merge_opening,
    remind_people,
    submit_opening,
    tick_check,
    write_opening,
)
from gouvernail.openings.errors import (
    CheckNotYoursError,
    MergeRefusedError,
    OpeningInvalidError,
    OpeningNotYoursError,
)
from gouvernail.openings.models import Opening
from gouvernail.openings.permissions import visible_opening
from gouvernail.openings.queries import advice_for, checklist_of, gaps_of
from gouvernail.openings.queries.pages import page_of
from gouvernail.people.actions import mark_left
from gouvernail.people.models import Person, Unit
from gouvernail.registry.actions import update_account, write_sheet
from tests.make.openings import decided, make_begun, make_named, make_opening, make_requested
from tests.make.registry import make_account
from tests.openings.conftest import Cast, told


def test_the_owner_leaves_during_the_opening_and_the_next_one_vouches(
    cast: Cast, noon: datetime
) -> None:
    opening = make_begun(**cast.begun)
    account = opening.account
    assert account is not None
    for check in opening.checks.all():
        person = {"owner": cast.hugo, "backup": cast.karim}.get(check.code.split("_")[0])
        tick_check(check.pk, by=person or cast.karim, at=noon)
    sheet = {"recovery": "Codes au coffre du site."}
    write_sheet(account.pk, facts=sheet, checked_on=noon.date(), by=cast.hugo, at=noon)

    mark_left(person_id=cast.hugo.pk, by=cast.claire, at=noon)
    update_account(account.pk, changes={"owner_id": cast.claire.pk}, by=cast.claire, at=noon)

    now = visible_opening(opening.pk, viewer=cast.claire)
    again = [line.check for line in checklist_of(now) if not line.is_done]
    assert {check.code for check in again} == {"owner_factor", "owner_in"}
    with pytest.raises(CheckNotYoursError):
        tick_check(again[0].pk, by=cast.karim, at=noon)
    assert remind_people(at=noon + timedelta(days=30)) > 0
    assert "opening.late" in told(cast.claire)
    assert "opening.late" not in told(cast.hugo)
    for check in again:
        tick_check(check.pk, by=cast.claire, at=noon)
    finished = finish_opening(opening.pk, by=cast.claire, at=noon)
    assert finished.status == Opening.Status.ACTIVE


def test_whoever_left_is_missing_from_a_request_and_another_goes_on_with_it(
    cast: Cast, noon: datetime
) -> None:
    opening = make_named(**cast.named)
    returned = decided(
        make_requested(**{**cast.named, "title": "Nordet Ateliers"}),
        "changes",
        by=cast.camille,
        comment="Moins de vidéos.",
    )
    mark_left(person_id=cast.hugo.pk, by=cast.claire, at=noon)

    opening = visible_opening(opening.pk, viewer=cast.nina)
    assert [gap.field for gap in gaps_of(opening)] == ["owner_id"]
    with pytest.raises(OpeningInvalidError) as refused:
        submit_opening(opening.pk, by=cast.nina, at=noon)
    assert cast.hugo.name in refused.value.fields["owner_id"]
    with pytest.raises(OpeningNotYoursError):
        give_up_opening(returned.pk, by=cast.karim, at=noon)
    mark_left(person_id=cast.nina.pk, by=cast.claire, at=noon)

    changes = {"owner_id": cast.claire.pk, "subjects": "Ateliers."}
    taken = write_opening(returned.pk, changes=changes, by=cast.karim, at=noon)

    assert taken.requested_by == cast.karim  # whose own work it is from now on
    assert page_of(taken, viewer=cast.karim, at=noon).may_write
    gone = give_up_opening(returned.pk, by=cast.karim, at=noon)
    assert gone.status == Opening.Status.GIVEN_UP


def test_what_people_accepted_to_run_is_not_changed_under_them(cast: Cast, noon: datetime) -> None:
    opening = make_named(**cast.named)
    later = noon + timedelta(hours=1)

    other = write_opening(opening.pk, changes={"network": "x"}, by=cast.nina, at=later)

    assert (other.owner_accepted_at, other.backup_accepted_at) == (None, None)
    named = "opening.named"
    assert cast.hugo.notifications.filter(kind=named).count() == 2
    same = write_opening(opening.pk, changes={"subjects": "Tout."}, by=cast.nina, at=later)
    assert same.owner_accepted_at is None


def test_what_a_column_cannot_hold_is_said_beside_its_field(cast: Cast, noon: datetime) -> None:
    opening = make_opening(by=cast.nina, unit=cast.unit)
    for changes, field in (
        ({"title": "N" * 161}, "title"),
        ({"audience": "a" * 201}, "audience"),
        ({"owner_minutes": 10**12}, "owner_minutes"),
        ({"handle": "nordet apprentis"}, "handle"),
    ):
        with pytest.raises(OpeningInvalidError) as refused:
            write_opening(opening.pk, changes=changes, by=cast.nina, at=noon)
        assert set(refused.value.fields) == {field}


def test_work_is_asked_only_on_an_account_that_one_sees_or_was_shown(
    cast: Cast, care: Unit, ines: Person, noon: datetime
) -> None:
    opening = make_opening(by=cast.nina, unit=cast.unit)
    hidden = make_account(unit=care, owner=ines, name="Clients", purpose="Répondre aux clients")
    aim = {"purpose": opening.purpose, "audience": opening.audience, "tags": opening.tags}
    shown = make_account(unit=care, owner=ines, name="Apprentis du groupe", handle="app", **aim)

    with pytest.raises(MergeRefusedError):
        merge_opening(opening.pk, account_id=hidden.pk, reason="Là.", by=cast.nina, at=noon)
    merged = merge_opening(opening.pk, account_id=shown.pk, reason="Là.", by=cast.nina, at=noon)

    assert merged.assigned_to == ines


def test_an_account_that_says_nothing_but_its_name_is_found_by_its_name(
    cast: Cast, noon: datetime
) -> None:
    opening = make_opening(by=cast.nina, unit=cast.unit)
    said: dict[str, Any] = {"unit": cast.unit, "network": "tiktok", "purpose": "", "audience": ""}
    twin = make_account(**said, name="Nordet Apprentis Sud", handle="nordet_apprentis_sud")
    make_account(**said, name="Nordet Recharge", handle="nordet_recharge")

    matches = advice_for(opening, today=noon.date()).matches

    assert [one.account.id for one in matches] == [twin.pk]
