"""A trial whose turn is cut short: stopped, altered, failed, taken up again, given up."""

from datetime import datetime, timedelta
from itertools import count

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from gouvernail.people.models import Person
from gouvernail.records.actions.filing import close_segments
from gouvernail.records.models import Record, Segment
from gouvernail.rulebooks.actions.trials import (
    LOST,
    MOST_TAKES,
    ask_for_trial,
    cancel_trial,
    run_waiting,
)
from gouvernail.rulebooks.errors import (
    TrialMovedOnError,
)
from gouvernail.rulebooks.models import PackVersion, Trial
from tests.make.records import make_record
from tests.make.trials import tried


def test_a_trial_that_is_stopped_keeps_no_figures(
    draft: PackVersion, archive: list[Record], claire: Person, noon: datetime
) -> None:
    trial = ask_for_trial(version_id=draft.pk, by=claire, at=noon)

    def stopped_meanwhile() -> dict[str, int]:
        cancel_trial(trial_id=trial.pk, by=claire, at=noon)
        return {}

    run_waiting(approvals=stopped_meanwhile, clock=lambda: noon)

    trial.refresh_from_db()
    assert (trial.status, trial.figures) == (Trial.Status.CANCELLED, {})
    with pytest.raises(TrialMovedOnError):
        cancel_trial(trial_id=trial.pk, by=claire, at=noon)


def test_an_archive_that_was_altered_gives_no_figures_and_says_so(
    client: Client, draft: PackVersion, archive: list[Record], claire: Person, noon: datetime
) -> None:
    close_segments(at=noon, size_bytes=10)
    kept = Segment.objects.get(words__record=archive[0])
    flipped = bytearray(kept.content)
    flipped[-1] ^= 1
    Segment.objects.filter(pk=kept.pk).update(content=bytes(flipped))
    client.force_login(claire)

    trial = tried(draft, claire, noon)

    assert (trial.status, trial.problem, trial.figures) == ("failed", "segment_damaged", {})
    page = client.get(reverse("rulebooks:trial-detail", args=[trial.pk])).text
    assert "A part of the archive could not be read." in page


def test_a_trial_that_meets_a_fault_is_over_and_not_taken_up_for_ever(
    draft: PackVersion, claire: Person, noon: datetime
) -> None:
    trial = ask_for_trial(version_id=draft.pk, by=claire, at=noon)

    def faulty() -> dict[str, int]:
        raise KeyError("approval")

    with pytest.raises(KeyError):
        run_waiting(approvals=faulty, clock=lambda: noon)

    trial.refresh_from_db()
    assert (trial.status, trial.problem, trial.figures) == ("failed", "fault", {})
    assert run_waiting(approvals=dict, clock=lambda: noon + 2 * LOST) is None


def test_a_trial_whose_database_was_away_is_taken_up_again(
    draft: PackVersion, claire: Person, noon: datetime
) -> None:
    ask_for_trial(version_id=draft.pk, by=claire, at=noon)

    def away() -> dict[str, int]:
        raise OperationalError

    with pytest.raises(OperationalError):
        run_waiting(approvals=away, clock=lambda: noon)

    taken = run_waiting(approvals=dict, clock=lambda: noon + 2 * LOST)
    assert taken is not None
    assert taken.status == Trial.Status.DONE


def test_a_trial_whose_worker_died_is_taken_up_again(
    draft: PackVersion, claire: Person, noon: datetime
) -> None:
    trial = ask_for_trial(version_id=draft.pk, by=claire, at=noon)
    Trial.objects.filter(pk=trial.pk).update(taken_at=noon)

    assert run_waiting(approvals=dict, clock=lambda: noon) is None
    taken = run_waiting(approvals=dict, clock=lambda: noon + LOST + timedelta(seconds=1))
    assert taken is not None
    assert taken.status == Trial.Status.DONE


def test_a_trial_goes_on_from_where_its_last_turn_left_it(
    draft: PackVersion,
    archive: list[Record],
    claire: Person,
    noon: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    close_segments(at=noon, size_bytes=10)
    make_record(archive[0].account, text="A free discount.")
    whole = tried(draft, claire, noon).figures
    ask_for_trial(version_id=draft.pk, by=claire, at=noon)
    monkeypatch.setattr("gouvernail.rulebooks.queries.slices.BATCH_POSTS", 1)
    ticks = (noon + timedelta(minutes=each) for each in count())
    turns: list[Trial] = []

    while not turns or not turns[-1].is_over:
        taken = run_waiting(approvals=dict, clock=lambda: next(ticks))
        assert taken is not None
        turns.append(Trial.objects.get(pk=taken.pk))
        if len(turns) == 1:  # the tail is done: what closes it does not count it twice
            close_segments(at=noon, size_bytes=10)

    assert [one.done for one in turns] == [1, 2, 3, 4, 5]
    assert {one.takes for one in turns} == {0}
    assert turns[-1].figures == whole
    assert (turns[-1].plan, turns[-1].so_far) == ([], {})


def test_a_trial_that_no_turn_brings_further_ends_and_may_be_started_again(
    client: Client, draft: PackVersion, archive: list[Record], claire: Person, noon: datetime
) -> None:
    trial = ask_for_trial(version_id=draft.pk, by=claire, at=noon)
    Trial.objects.filter(pk=trial.pk).update(taken_at=noon, takes=MOST_TAKES)

    taken = run_waiting(approvals=dict, clock=lambda: noon + 2 * LOST)

    assert taken is not None
    assert (taken.status, taken.problem, taken.figures) == ("failed", "no_progress", {})
    client.force_login(claire)
    page = client.get(reverse("rulebooks:trial-detail", args=[trial.pk])).text
    assert "was stopped each time before it got any further" in page
    assert "Start again" in page
    client.post(reverse("rulebooks:trial-start", args=["nordet", 2]))
    assert Trial.objects.filter(status="waiting").count() == 1


def test_a_part_of_the_archive_that_is_gone_meanwhile_is_told(
    draft: PackVersion, archive: list[Record], claire: Person, noon: datetime
) -> None:
    trial = ask_for_trial(version_id=draft.pk, by=claire, at=noon)
    Trial.objects.filter(pk=trial.pk).update(plan=[["tail", 1], ["gone", 2]], place=1)

    taken = run_waiting(approvals=dict, clock=lambda: noon)

    assert taken is not None
    assert (taken.status, taken.problem) == ("failed", "archive_changed")
