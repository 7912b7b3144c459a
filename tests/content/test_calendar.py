"""The calendar: what appears where, in which state, and moving it."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from gouvernail.content.actions import Choice, decide_draft
from gouvernail.content.models import Draft
from gouvernail.content.queries import CalendarFilter, calendar_of, period_of
from gouvernail.content.queries.calendar import Calendar, Chip
from gouvernail.foundation.clock import now
from gouvernail.people.models import Person, Unit
from gouvernail.publishing.models import Delivery, Freeze
from tests.make.content import make_draft, make_submitted
from tests.make.registry import make_account

PARIS = ZoneInfo("Europe/Paris")
DAY = date(2026, 11, 17)
AT = datetime(2026, 11, 17, 23, 30, tzinfo=UTC)


def calendar(viewer: Person, *, view: str = "month", **wanted: object) -> Calendar:
    period = period_of(view, DAY, zone=PARIS)
    return calendar_of(viewer, period, CalendarFilter(**wanted), today=DAY)  # type: ignore[arg-type]  # as named


def chips_of(shown: Calendar) -> dict[tuple[str, date], list[Chip]]:
    return {
        (lane.unit.code, cell.day): list(cell.chips)
        for week in shown.weeks
        for lane in week.lanes
        for cell in lane.cells
        if cell.chips
    }


@given(anchor=st.dates(min_value=date(2024, 1, 1), max_value=date(2035, 12, 31)))
def test_a_month_is_five_weeks_with_the_day_in_the_middle_one(anchor: date) -> None:
    period = period_of("month", anchor, zone=PARIS)

    assert period.first.weekday() == 0
    assert len(period.days) == 35
    assert anchor in period.days[14:21]
    assert period_of("month", period.later, zone=PARIS).first == period.end
    assert period_of("month", period.earlier, zone=PARIS).end == period.first


@given(anchor=st.dates(min_value=date(2024, 1, 1), max_value=date(2035, 12, 31)))
def test_a_list_is_a_calendar_month(anchor: date) -> None:
    period = period_of("list", anchor, zone=PARIS)

    assert {(day.year, day.month) for day in period.days} == {(anchor.year, anchor.month)}
    assert period_of("list", period.later, zone=PARIS).first == period.end
    assert period_of("list", period.earlier, zone=PARIS).end == period.first


@given(anchor=st.dates(min_value=date(2024, 1, 1), max_value=date(2035, 12, 31)))
def test_a_week_is_seven_days_from_monday(anchor: date) -> None:
    period = period_of("week", anchor, zone=PARIS)

    assert (period.first.weekday(), len(period.days)) == (0, 7)
    assert anchor in period.days


def test_a_draft_stands_on_its_local_day_in_the_lane_of_its_unit(
    claire: Person, hugo: Person, energy: Unit, solar: Unit, care: Unit
) -> None:
    make_draft(author=hugo, unit=solar, publish_at=AT)

    places = chips_of(calendar(claire))

    assert list(places) == [("energy", date(2026, 11, 18))]
    assert places["energy", date(2026, 11, 18)][0].at.hour == 0


def test_lanes_are_the_departments_and_the_units_of_one_department(
    claire: Person, hugo: Person, energy: Unit, solar: Unit, care: Unit
) -> None:
    whole = [lane.unit.code for lane in calendar(claire).weeks[0].lanes]
    one = [lane.unit.code for lane in calendar(claire, unit=energy).weeks[0].lanes]
    mine = [lane.unit.code for lane in calendar(hugo).weeks[0].lanes]

    assert (whole, one, mine) == (["care", "energy"], ["solar"], ["solar"])


def test_the_group_has_a_lane_when_it_speaks(
    claire: Person, nordet: Unit, energy: Unit, care: Unit
) -> None:
    make_draft(author=claire, unit=nordet, publish_at=AT)

    assert [lane.unit.code for lane in calendar(claire).weeks[0].lanes] == [
        "nordet",
        "care",
        "energy",
    ]


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("drafting", "draft"),
        ("changes", "draft"),
        ("refused", "draft"),
        ("in_review", "wait"),
        ("approved", "ok"),
        ("published", "pub"),
        ("problem", "trouble"),
    ],
)
def test_every_state_is_drawn(hugo: Person, energy: Unit, status: str, state: str) -> None:
    make_draft(author=hugo, unit=energy, publish_at=AT, status=status)

    assert [chip.state for chip in calendar(hugo).chips] == [state]


def test_a_cancelled_draft_is_gone(hugo: Person, energy: Unit) -> None:
    make_draft(author=hugo, unit=energy, publish_at=AT, status="cancelled")

    assert calendar(hugo).chips == ()


def test_what_was_published_on_approval_stands_at_its_moment(
    hugo: Person, camille: Person, energy: Unit, noon: datetime
) -> None:
    _draft, request = make_submitted(author=hugo, unit=energy, at=noon)
    choice = Choice(verdict="approve", digest=request.digest)
    decide_draft(request_id=request.pk, choice=choice, by=camille, at=noon)

    assert [chip.at for chip in calendar(hugo).chips] == [noon]


def test_a_freeze_is_drawn_on_its_lanes_and_holds_what_was_approved(
    claire: Person, hugo: Person, camille: Person, energy: Unit, care: Unit, noon: datetime
) -> None:
    _draft, request = make_submitted(author=hugo, unit=energy, at=noon)
    choice = Choice(verdict="approve", digest=request.digest)
    decide_draft(request_id=request.pk, choice=choice, by=camille, at=noon)
    Freeze.objects.create(
        scope_kind="unit", scope_value=str(energy.pk), epoch=1, engaged_by=claire, engaged_at=noon
    )

    shown = calendar(claire)

    assert [chip.state for chip in shown.chips] == ["held"]
    frozen = {
        (lane.unit.code, cell.day)
        for week in shown.weeks
        for lane in week.lanes
        for cell in lane.cells
        if cell.is_frozen
    }
    assert ("energy", DAY) in frozen
    assert ("energy", DAY - timedelta(days=1)) not in frozen
    assert not any(code == "care" for code, _day in frozen)


def test_a_link_to_confirm_is_drawn_as_such(
    hugo: Person, camille: Person, energy: Unit, noon: datetime
) -> None:
    _draft, request = make_submitted(author=hugo, unit=energy, at=noon)
    choice = Choice(verdict="approve", digest=request.digest)
    decide_draft(request_id=request.pk, choice=choice, by=camille, at=noon)
    Delivery.objects.update(status="to_confirm")

    assert [chip.state for chip in calendar(hugo).chips] == ["conf"]


def test_another_department_does_not_see_it(hugo: Person, ines: Person, energy: Unit) -> None:
    make_draft(author=hugo, unit=energy, publish_at=AT)

    assert calendar(ines).chips == ()


def test_filters_are_in_the_address(
    client: Client, claire: Person, hugo: Person, energy: Unit, care: Unit
) -> None:
    at = now()
    account = make_account(unit=energy, address="https://bsky.app/profile/n.bsky.social")
    make_draft(author=hugo, unit=energy, accounts=(account,), publish_at=at, title="On Bluesky")
    make_draft(author=hugo, unit=care, publish_at=at, title="Of care", status="in_review")
    client.force_login(claire)

    def titles(query: str) -> tuple[bool, bool]:
        page = client.get(reverse("content:calendar") + query).text
        return "On Bluesky" in page, "Of care" in page

    assert titles("") == (True, True)
    assert titles("?network=bluesky") == (True, False)
    assert titles("?state=wait&view=list") == (False, True)
    assert titles(f"?unit={energy.pk}&view=week") == (True, False)
    assert titles("?on=not-a-day&view=anything") == (True, True)
    assert titles("?on=9999-12-31") == (True, True)


def test_moving_says_what_it_voids_and_voids_it(
    client: Client, hugo: Person, camille: Person, energy: Unit
) -> None:
    draft, request = make_submitted(author=hugo, unit=energy, at=now())
    client.force_login(hugo)
    address = reverse("content:draft-move", args=[draft.pk])

    page = client.get(f"{address}?on=2099-11-18").text
    client.post(
        address,
        {
            "when": "time",
            "on_day": "2099-11-18",
            "at_time": "09:00",
            "zone": "Europe/Paris",
            "do": "move",
        },
    )

    assert "moving it voids the approval" in page
    assert 'value="2099-11-18"' in page
    draft.refresh_from_db()
    request.refresh_from_db()
    assert (draft.wall_time, draft.status, request.status) == (
        "2099-11-18T09:00",
        "drafting",
        "void",
    )


def test_moving_into_a_gap_offers_the_neighbours(
    client: Client, hugo: Person, energy: Unit
) -> None:
    draft = make_draft(author=hugo, unit=energy)
    client.force_login(hugo)
    address = reverse("content:draft-move", args=[draft.pk])
    asked = {"when": "time", "on_day": "2099-03-29", "at_time": "02:30", "zone": "Europe/Paris"}

    refused = client.post(address, {**asked, "do": "move"})
    client.post(address, {**asked, "do": "at:2099-03-29T03:30/0"})

    assert refused.status_code == 422
    assert 'value="at:2099-03-29T01:30/0"' in refused.text
    draft.refresh_from_db()
    assert draft.wall_time == "2099-03-29T03:30"


@pytest.mark.parametrize("number", [1, 20])
def test_the_calendar_costs_the_same_whatever_it_holds(
    claire: Person,
    hugo: Person,
    energy: Unit,
    number: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _each in range(number):
        make_draft(author=hugo, unit=energy, publish_at=AT, accounts=(make_account(unit=energy),))
    calendar(claire)

    with django_assert_num_queries(5):
        assert len(calendar(claire).chips) == number


@pytest.mark.parametrize("number", [1, 20])
def test_the_list_of_drafts_costs_the_same_whatever_its_length(
    client: Client,
    hugo: Person,
    energy: Unit,
    number: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for _each in range(number):
        make_draft(author=hugo, unit=energy, accounts=(make_account(unit=energy),))
    client.force_login(hugo)
    client.get(reverse("content:draft-list"))

    with django_assert_max_num_queries(22):
        page = client.get(reverse("content:draft-list")).text

    assert page.count("g-draftrow") == number


def test_drafts_are_found_by_state_person_and_words(
    client: Client, hugo: Person, karim: Person, energy: Unit
) -> None:
    make_draft(author=hugo, unit=energy, title="Wind", text="A mast at sea")
    make_draft(author=karim, unit=energy, title="Sun", status="in_review")
    make_draft(author=hugo, unit=energy, title="Gone", status="cancelled")
    client.force_login(hugo)

    def titles(query: str) -> list[str]:
        page = client.get(reverse("content:draft-list") + query).text
        return [title for title in ("Wind", "Sun", "Gone") if f">{title}</a>" in page]

    assert titles("") == ["Wind", "Sun"]
    assert titles("?mine=1") == ["Wind"]
    assert titles("?state=in_review") == ["Sun"]
    assert titles("?state=cancelled") == ["Gone"]
    assert titles("?q=mast") == ["Wind"]


def test_a_draft_starts_from_its_form(client: Client, hugo: Person, energy: Unit) -> None:
    client.force_login(hugo)
    address = reverse("content:draft-create")

    refused = client.post(address, {"title": " ", "unit": energy.pk, "language": "fr"})
    response = client.post(address, {"title": "Wind", "unit": energy.pk, "language": "fr"})

    assert refused.status_code == 422
    draft = Draft.objects.get()
    assert response["Location"] == reverse("content:draft-edit", args=[draft.pk])
