"""Bringing history in: once, to the end, and undone without losing a trace."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet

from gouvernail.foundation.errors import DomainError
from gouvernail.foundation.models import OutboxEvent
from gouvernail.ledger.queries import timeline
from gouvernail.ledger.queries.replay import replay_differences
from gouvernail.people.models import Person, Unit
from gouvernail.records import tasks
from gouvernail.records.actions import filing
from gouvernail.records.actions.filing import close_segments
from gouvernail.records.actions.history import (
    abandon_history,
    bring_history_back,
    confirm_history,
    set_history_aside,
)
from gouvernail.records.archives import Item, Options, read
from gouvernail.records.archives.store import place_of
from gouvernail.records.models import HistoryBatch, HistoryImport, Record, Segment
from gouvernail.records.permissions import visible_record, visible_records
from gouvernail.records.queries.segments import RecordArchive
from gouvernail.registry.models import Account
from tests.make import archives as make
from tests.make.history import NOON, make_history, make_imported, take_in
from tests.make.records import make_record
from tests.make.registry import make_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(energy: Unit) -> Account:
    return make_account(
        unit=energy, name="Ville", network="mastodon", handle="@ville@social.example"
    )


@pytest.fixture
def outbox(tmp_path: Path) -> Path:
    notes: list[object] = [make.make_note(n, f"<p>Message {n}</p>") for n in range(1, 8)]
    notes[3:3] = [
        {"type": "Announce", "object": "https://o.example/1"},
        make.make_note(9, published="?"),
    ]
    return make.make_mastodon(tmp_path / "archive.tar.gz", notes)


def faults() -> list[tuple[str, str]]:
    """Return how the archive and the ledger disagree; the cast of the tests is in no ledger."""
    kinds = ("history", "record")
    return [
        (one.subject_kind, one.field)
        for one in replay_differences()
        if one.subject_kind.startswith(kinds)
    ]


def texts(account: Account) -> list[str]:
    rows: QuerySet[Record] = Record.objects.filter(account=account).order_by("published_at", "pk")
    return list(rows.values_list("text", flat=True))


def test_an_archive_is_taken_in_with_one_entry_a_batch_and_its_file_is_forgotten(
    city: Account, claire: Person, outbox: Path
) -> None:
    history = make_imported(city, outbox, by=claire)

    assert history.status == HistoryImport.Status.DONE
    assert texts(city) == [f"Message {n}" for n in range(1, 8)]
    assert history.counts == {
        "archived": 7, "known": 0, "aside": 0, "bad": 1, "left": {"repost": 1}
    }  # fmt: skip
    assert [(one.place, one.reason) for one in history.bad.all()] == [(5, "no_date")]
    assert HistoryBatch.objects.get().count == 7
    assert OutboxEvent.objects.filter(topic="records.batch").count() == 1
    assert not place_of(history.sha256).exists()
    assert [event.verb for event in timeline("history_import", history.pk).events] == [
        "history.done",
        "history.confirmed",
        "history.received",
    ]
    assert faults() == []


def test_what_is_changed_behind_the_back_of_the_ledger_shows_in_its_batch(
    city: Account, claire: Person, outbox: Path
) -> None:
    make_imported(city, outbox, by=claire)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE records_record SET text = 'Autre' WHERE text = 'Message 2'")

    assert faults() == [("history_batch", "members")]


def test_the_same_file_twice_adds_nothing(city: Account, claire: Person, outbox: Path) -> None:
    make_imported(city, outbox, by=claire)

    again = make_imported(city, outbox, by=claire)

    assert len(texts(city)) == 7
    assert (again.counts["archived"], again.counts["known"]) == (0, 7)
    assert HistoryBatch.objects.count() == 1


def test_a_post_that_was_read_by_api_is_the_same_record(
    city: Account, claire: Person, outbox: Path
) -> None:
    make_record(city, text="Message 2", remote_id="2", url="https://social.example/@ville/2")

    history = make_imported(city, outbox, by=claire)

    assert history.counts["known"] == 1
    assert len(texts(city)) == 7


def test_without_a_number_the_same_words_at_the_same_time_are_the_same_post(
    city: Account, claire: Person, outbox: Path, tmp_path: Path
) -> None:
    make_imported(city, outbox, by=claire)
    rows = [("2025-03-03 10:35", "Message  2"), ("2025-03-03 18:00", "Message 2")]
    table = tmp_path / "a.csv"
    table.write_bytes(make.make_csv(["date", "text"], rows))

    history = make_imported(city, table, by=claire)

    assert (history.counts["archived"], history.counts["known"]) == (1, 1)
    assert make_imported(city, table, by=claire).counts["known"] == 2


def test_a_killed_worker_goes_on_where_it_was(
    city: Account, claire: Person, outbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "AT_ONCE", 4)
    history = make_history(city, outbox, by=claire)
    confirm_history(history.pk, by=claire, at=NOON)
    done: list[int] = []

    def beat() -> None:
        done.append(1)
        if len(done) == 1:
            raise KeyboardInterrupt

    monkeypatch.setattr(tasks, "still_at_work", beat)
    history.refresh_from_db()
    with pytest.raises(KeyboardInterrupt):
        tasks.go_on(history)
    history.refresh_from_db()
    assert (history.place, len(texts(city))) == (4, 3)

    take_in(history)

    history.refresh_from_db()
    assert history.status == HistoryImport.Status.DONE
    assert texts(city) == [f"Message {n}" for n in range(1, 8)]
    assert history.counts["known"] == 0


def test_an_archive_is_read_once_whatever_the_number_of_turns(
    city: Account, claire: Person, outbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "AT_ONCE", 2)
    history = make_history(city, outbox, by=claire)
    confirm_history(history.pk, by=claire, at=NOON)
    begun: list[str] = []

    def reading(path: Path, form: str, options: Options) -> Iterator[Item]:
        begun.append(form)
        return read(path, form, options)

    monkeypatch.setattr(tasks, "read", reading)
    for _turn in range(6):
        history.refresh_from_db()
        tasks.go_on(history, clock=lambda: NOON, turn=timedelta())

    history.refresh_from_db()
    assert (history.status, history.place) == (HistoryImport.Status.DONE, 9)
    assert len(begun) == 1


def test_a_turn_begins_when_what_was_done_is_passed_and_it_shows_signs_of_life(
    city: Account, claire: Person, outbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "AT_ONCE", 2)
    history = make_history(city, outbox, by=claire)
    confirm_history(history.pk, by=claire, at=NOON)
    history.refresh_from_db()
    tasks.go_on(history, clock=lambda: NOON, turn=timedelta())
    history.refresh_from_db()
    history.place = 6
    history.save()
    happened: list[str] = []
    monkeypatch.setattr(tasks, "still_at_work", lambda: happened.append("alive"))

    def clock() -> datetime:
        happened.append("clock")
        return NOON

    tasks.go_on(history, clock=clock, turn=timedelta())

    assert happened[:4] == ["alive", "alive", "alive", "clock"]
    history.refresh_from_db()
    assert history.place == 8


def test_a_worker_that_is_behind_another_archives_nothing_twice(
    city: Account, claire: Person, outbox: Path
) -> None:
    history = make_history(city, outbox, by=claire)
    confirm_history(history.pk, by=claire, at=NOON)
    behind = HistoryImport.objects.get(pk=history.pk)
    take_in(history)

    tasks.go_on(behind)

    assert len(texts(city)) == 7


@pytest.mark.parametrize(
    ("odd", "reason"),
    [(b"https://[broken/1", "{}"), (b"https://o.example/1", '{"\\ud800": "x"}')],
)
def test_an_odd_address_or_language_stops_no_import(
    city: Account, claire: Person, tmp_path: Path, odd: bytes, reason: str
) -> None:
    note = make.make_note(1, url="ADDRESS", contentMap={"LANGUAGE": "x"})
    data = make.make_outbox([note, make.make_note(2)]).replace(b"ADDRESS", odd)
    path = tmp_path / "outbox.json"
    path.write_bytes(data.replace(b'{"LANGUAGE": "x"}', reason.encode()))

    history = make_imported(city, path, by=claire)

    assert (history.status, history.counts["archived"]) == (HistoryImport.Status.DONE, 2)


def test_what_cannot_be_read_further_ends_its_import_with_a_reason(
    city: Account, claire: Person, outbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:

    def reading(*given: Any) -> Iterator[Item]:
        yield from islice(read(*given), 3)
        raise UnicodeDecodeError("utf-16-le", b"A", 0, 1, "truncated data")

    monkeypatch.setattr(tasks, "read", reading)

    history = make_imported(city, outbox, by=claire)

    assert (history.status, history.explanation) == (HistoryImport.Status.FAILED, "unreadable")
    assert history.counts["archived"] == 3


def test_an_import_that_cannot_go_on_lets_the_others_pass(
    city: Account, claire: Person, outbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = make.make_mastodon(tmp_path / "b.tar.gz", [make.make_note(20)])
    first, second = (make_history(city, path, by=claire) for path in (outbox, other))
    for one in (first, second):
        confirm_history(one.pk, by=claire, at=NOON)

    def reading(path: Path, form: str, options: Options) -> Iterator[Item]:
        if path == place_of(first.sha256):
            raise OSError
        return read(path, form, options)

    monkeypatch.setattr(tasks, "read", reading)
    with pytest.raises(OSError):  # noqa: PT011 - whatever the disk says
        tasks.take_in(NOON + timedelta(seconds=2))
    tasks.take_in(NOON + timedelta(seconds=4))

    second.refresh_from_db()
    assert second.status == HistoryImport.Status.DONE


def test_an_import_that_is_being_taken_in_can_be_stopped(
    city: Account, claire: Person, outbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "AT_ONCE", 4)
    history = make_history(city, outbox, by=claire)
    confirm_history(history.pk, by=claire, at=NOON)
    history.refresh_from_db()
    tasks.go_on(history, clock=lambda: NOON, turn=timedelta())

    abandon_history(history.pk, by=claire, at=NOON)
    tasks.take_in(NOON)

    history.refresh_from_db()
    assert (history.status, history.explanation) == (HistoryImport.Status.FAILED, "stopped")
    assert len(texts(city)) == 3
    assert not place_of(history.sha256).exists()
    assert faults() == []


def test_an_archive_cut_short_keeps_what_came_before_and_says_why(
    city: Account, claire: Person, tmp_path: Path
) -> None:
    data = make.make_outbox([make.make_note(n, f"<p>Message {n}</p>") for n in range(1, 8)])
    path = tmp_path / "outbox.json"
    path.write_bytes(data[: int(len(data) * 0.8)])

    history = make_imported(city, path, by=claire)

    assert (history.status, history.explanation) == (HistoryImport.Status.FAILED, "truncated")
    assert texts(city)[0] == "Message 1"


def test_a_file_that_is_gone_says_so(city: Account, claire: Person, outbox: Path) -> None:
    history = make_history(city, outbox, by=claire)
    confirm_history(history.pk, by=claire, at=NOON)
    place_of(history.sha256).unlink()

    take_in(history)

    history.refresh_from_db()
    assert (history.status, history.explanation) == (HistoryImport.Status.FAILED, "file_gone")


def test_an_import_set_aside_is_neither_searched_nor_replayed_and_comes_back(
    city: Account, claire: Person, outbox: Path
) -> None:
    history = make_imported(city, outbox, by=claire)
    close_segments(at=NOON, size_bytes=800)
    kept = Record.objects.filter(account=city).order_by("pk")[0]
    assert sum(count for _name, count in RecordArchive().segments()) == 7

    set_history_aside(history.pk, reason="Mauvais compte", by=claire, at=NOON)

    assert not visible_records(claire).filter(account=city).exists()
    assert visible_record(kept.pk, viewer=claire) == kept
    assert list(RecordArchive().segments()) == []
    assert faults() == []
    bring_history_back(history.pk, by=claire, at=NOON)
    assert visible_records(claire).filter(account=city).count() == 7
    assert sum(count for _name, count in RecordArchive().segments()) == 7


@pytest.mark.parametrize("reason", ["", "  "])
def test_setting_aside_is_explained(
    city: Account, claire: Person, outbox: Path, reason: str
) -> None:
    history = make_imported(city, outbox, by=claire)

    with pytest.raises(DomainError, match="why"):
        set_history_aside(history.pk, reason=reason, by=claire, at=NOON)


def test_only_who_imports_for_the_unit_of_the_account_may(
    city: Account, hugo: Person, claire: Person, outbox: Path
) -> None:
    with pytest.raises(DomainError):
        make_history(city, outbox, by=hugo)


def test_segments_close_when_they_are_full_and_are_never_written_again(
    city: Account, claire: Person, outbox: Path
) -> None:
    make_imported(city, outbox, by=claire)

    made = close_segments(at=NOON, size_bytes=800)
    before = {one.pk: (one.digest, bytes(one.content)) for one in Segment.objects.all()}
    make_record(city, text="Encore")
    close_segments(at=NOON, size_bytes=800)

    assert made == len(before) == 2
    after = {one.pk: (one.digest, bytes(one.content)) for one in Segment.objects.all()}
    assert after == before
    assert [count for _name, count in RecordArchive().segments()] == [4, 3, 1]


def test_what_imports_leave_over_holds_up_no_other_segment(
    city: Account, claire: Person, outbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filing, "MOST_AT_ONCE", 8)
    for number in range(10):
        make_record(city, text=f"Ici {number}")
    make_imported(city, outbox, by=claire)
    more = [make.make_note(n, f"<p>Grand {n}</p>") for n in range(100, 120)]
    make_imported(city, make.make_mastodon(tmp_path / "b.tar.gz", more), by=claire)

    made = [close_segments(at=NOON, size_bytes=1_200) for _ in range(5)]

    assert made[-1] == 0
    left = dict(RecordArchive().segments())["tail"]
    assert (left, sum(Segment.objects.values_list("count", flat=True))) == (4, 33)
