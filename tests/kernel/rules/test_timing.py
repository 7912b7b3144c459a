from datetime import datetime

import pytest

from gouvernail.kernel.rules import Context, PackError, Post, judge
from tests.make.rules import make_pack, quotes

SAY = {"fr": "{fault}", "en": "{fault}"}
ELECTION = {
    "from": "2026-03-13",
    "until": "2026-03-15T20:00",
    "name": {"fr": "silence électoral", "en": "election silence"},
}


def said(keys: dict[str, object], at: str | None, text: str = "x") -> list[str]:
    when = datetime.fromisoformat(at) if at is not None else None
    found = judge(make_pack({"timing": keys}, say=SAY), Post(text=text), Context(at=when)).findings
    return [finding.message["en"] for finding in found]


@pytest.mark.parametrize(
    ("at", "fault"),
    [
        ("2026-03-31T07:59:59+02:00", "embargo until 2026-03-31 08:00"),
        ("2026-03-31T06:00:00+00:00", ""),
        (None, ""),
    ],
)
def test_an_embargo_ends_at_its_instant(at: str | None, fault: str) -> None:
    keys: dict[str, object] = {"embargo": "2026-03-31T08:00", "zone": "Europe/Paris"}

    assert said(keys, at) == ([fault] if fault else [])


@pytest.mark.parametrize(
    ("at", "quiet"),
    [
        ("2026-03-12T23:59:00+01:00", False),
        ("2026-03-13T00:00:00+01:00", True),
        ("2026-03-15T19:59:00+01:00", True),
        ("2026-03-15T20:00:00+01:00", False),
        ("2026-03-12T23:30:00+00:00", True),
    ],
)
def test_a_quiet_period_follows_the_clock_of_its_zone(at: str, quiet: bool) -> None:  # noqa: FBT001 -- a parameter of the table
    keys: dict[str, object] = {"periods": [ELECTION], "zone": "Europe/Paris"}

    assert said(keys, at) == (["election silence, until 2026-03-15 20:00"] if quiet else [])


def test_days_of_a_period_are_both_included() -> None:
    keys: dict[str, object] = {"periods": {"from": "2026-03-13", "until": "2026-03-15"}}

    assert said(keys, "2026-03-15T23:59:59+00:00") == ["quiet period until 2026-03-15"]
    assert said(keys, "2026-03-16T00:00:00+00:00") == []


@pytest.mark.parametrize(
    ("at", "quiet"),
    [
        ("2026-03-06T21:59:00-05:00", False),  # a Friday
        ("2026-03-06T22:00:00-05:00", True),
        ("2026-03-07T06:59:00-05:00", True),  # still the night of Friday
        ("2026-03-07T07:00:00-05:00", False),
        ("2026-03-07T23:00:00-05:00", False),  # Saturday is not among the days
        ("2026-03-08T03:00:00-04:00", False),  # the clock has just moved on
    ],
)
def test_quiet_hours_past_midnight_go_with_the_eve(at: str, quiet: bool) -> None:  # noqa: FBT001 -- idem
    hours = {"from": "22:00", "until": "07:00", "days": ["fri"]}
    keys: dict[str, object] = {"hours": hours, "zone": "America/Toronto"}

    assert said(keys, at) == (["quiet hours, 22:00-07:00"] if quiet else [])


def test_hours_of_the_day_hold_every_day_without_days() -> None:
    keys: dict[str, object] = {"hours": {"from": "12:00", "until": "14:00"}}

    assert said(keys, "2026-03-04T12:00:00+00:00")
    assert said(keys, "2026-03-04T14:00:00+00:00") == []


def test_a_subject_may_be_under_embargo_alone() -> None:
    keys: dict[str, object] = {"embargo": "2026-03-31", "about": {"terms": {"any": ["résultats"]}}}

    assert said(keys, "2026-03-30T12:00:00+00:00", "Nos résultats")
    assert said(keys, "2026-03-30T12:00:00+00:00", "Notre marché de Noël") == []
    assert quotes({"timing": keys}, "Nos résultats") == []


@pytest.mark.parametrize(
    ("keys", "code"),
    [
        ({}, "nothing_to_find"),
        ({"embargo": "31/03/2026"}, "expected_moment"),
        ({"embargo": "9999-12-31", "zone": "Europe/Pari"}, "unknown_zone"),
        ({"embargo": "2026-03-31", "zone": "../../etc/passwd"}, "unknown_zone"),
        ({"hours": {"from": "25:00", "until": "07:00"}}, "expected_clock"),
        ({"hours": {"from": "22:00", "until": "07:00", "days": ["lundi"]}}, "expected_choice"),
        ({"periods": {"from": "2026-03-13", "until": "2026-03-12"}}, "dates_reversed"),
        ({"periods": {"from": "2026-03-13"}}, "missing_key"),
        ({"periods": {"from": "2026-03-13", "until": "9999-12-31"}}, "expected_moment"),
    ],
)
def test_what_cannot_be_read_is_a_fault(keys: dict[str, object], code: str) -> None:
    with pytest.raises(PackError) as caught:
        make_pack({"timing": keys})
    assert code in {problem.code for problem in caught.value.problems}
