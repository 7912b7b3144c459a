"""A long file of completions is taken in by the worker, a few lines at a time, each line once."""

import csv
import json
from argparse import Namespace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from gouvernail.cli.main import FAILED
from gouvernail.cli.training import import_file
from gouvernail.foundation.clock import now
from gouvernail.ledger.queries import timeline
from gouvernail.ledger.queries.replay import model_differences
from gouvernail.notifications.models import Notification
from gouvernail.people.models import Person, RoleGrant, Unit
from gouvernail.training import actions, tasks
from gouvernail.training.actions import taking
from gouvernail.training.actions.erasing import redact_person
from gouvernail.training.actions.importing import (
    CompletionLine,
    lines_of,
    read_completions,
    record_lines,
)
from gouvernail.training.errors import ImportFileGoneError, ImportStateError
from gouvernail.training.models import Completion, CompletionImport, Course, ImportedFile
from tests.make.ledger import leaves
from tests.make.training import NOON, make_course

HEADER = "person,course,done_on,score,reference"
DAYS = 7


@pytest.fixture
def course(claire: Person, nordet: Unit) -> Course:
    return make_course(by=claire, unit=nordet)


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking, "SHORT", 3)
    monkeypatch.setattr(tasks, "AT_ONCE", 3)


def a_file(person: Person, *more: str) -> bytes:
    """Return a file in which somebody finished the course on seven days, with `more` lines."""
    days = (date(2026, 10, 1) + timedelta(days=day) for day in range(DAYS))
    lines = [f"{person.email},securite,{day},80,lot 1" for day in days]
    return "\n".join([HEADER, *lines, *more]).encode()


def sent(person: Person, *more: str, by: Person) -> CompletionImport:
    return actions.start_import(a_file(person, *more), name="lms.csv", by=by, at=NOON)


def address(run: CompletionImport, what: str = "detail") -> str:
    return reverse(f"training:import-{what}", args=[run.pk])


def test_a_long_file_is_followed_while_the_worker_takes_it_in(
    client: Client, course: Course, claire: Person, nina: Person
) -> None:
    data, page = a_file(nina), reverse("training:completion-import")
    client.force_login(claire)
    shown = client.post(page, {"file": SimpleUploadedFile("lms.csv", data)})
    assert "It is long" in shown.text
    answer = client.post(page, {"text": data.decode(), "name": "lms.csv"})
    run = CompletionImport.objects.get()
    assert answer["Location"] == address(run)
    assert not Completion.objects.exists()
    waiting = client.get(address(run)).text
    assert "every 3s" in waiting
    assert "0 lines of 7" in waiting

    tasks.take_in(now())

    done = client.get(address(run)).text
    assert "every 3s" not in done
    assert "Recorded: 7" in done
    assert "lms.csv" in client.get(page).text
    assert Completion.objects.filter(person=nina, recorded_by=claire).count() == DAYS
    assert not ImportedFile.objects.exists()
    assert Notification.objects.get(person=claire).kind == "training.import_done"
    assert [event.verb for event in timeline("completion_import", run.pk).events] == [
        *("completion_import.done", "completion_import.started")
    ]
    assert len(leaves(verb="course_completion.recorded")) == DAYS
    assert list(model_differences(CompletionImport, hidden=True)) == []


def test_the_refused_lines_of_a_file_are_a_file_to_correct_and_send_again(
    client: Client, course: Course, claire: Person, nina: Person
) -> None:
    bad = (f"{nina.email},securite,02/11/2026,,", "=a@b.example,securite,2026-11-02,,")
    run = sent(nina, *bad, by=claire)
    tasks.take_in(now())
    client.force_login(claire)
    assert "Its day is not written as 2026-11-17." in client.get(address(run)).text

    refused = client.get(address(run, "refused"))

    text = b"".join(refused.streaming_content).decode()  # type: ignore[attr-defined]  # streamed
    assert [row["line"] for row in csv.DictReader(text.splitlines())] == ["9", "10"]
    again = text.replace("02/11/2026", "2026-11-02").encode()
    found = read_completions(again, viewer=claire, at=now())
    assert [(line.who, line.problem) for line in found] == [
        *((nina.email, ""), ("=a@b.example", "person"))
    ]


class KilledError(BaseException):
    """What no handler of the worker stops."""


@pytest.mark.parametrize("moment", ["before it is written", "after it is written"])
def test_a_worker_that_is_killed_goes_on_where_it_was_and_records_nothing_twice(
    monkeypatch: pytest.MonkeyPatch, course: Course, claire: Person, nina: Person, moment: str
) -> None:
    run = sent(nina, by=claire)
    batches = []

    def killed(lines: list[CompletionLine], **said: Any) -> int:
        number = record_lines(lines, **said)
        batches.append(number)
        if len(batches) == 2 and moment == "before it is written":
            raise KilledError
        return number

    def killed_after() -> None:
        if len(batches) == 2 and moment == "after it is written":
            raise KilledError

    monkeypatch.setattr(taking, "record_lines", killed)
    monkeypatch.setattr(tasks, "still_at_work", killed_after)
    with pytest.raises(KilledError):
        tasks.take_in(now())
    run.refresh_from_db()
    written = 3 if moment == "before it is written" else 6
    assert (run.status, run.place, run.recorded) == ("waiting", written, written)
    assert Completion.objects.count() == written

    tasks.take_in(now())

    run.refresh_from_db()
    assert (run.status, run.place, run.recorded, run.known) == ("done", DAYS, DAYS, 0)
    assert Completion.objects.count() == len(leaves(verb="course_completion.recorded")) == DAYS


def test_an_import_is_stopped_goes_on_and_waits_only_once(
    client: Client, course: Course, claire: Person, nina: Person, karim: Person
) -> None:
    run = sent(nina, by=claire)
    assert sent(nina, by=claire) == run
    lines = lines_of(a_file(nina))
    assert taking.take_batch(run.pk, lines=lines[:2], place=0, at=NOON) is not None
    assert taking.take_batch(run.pk, lines=lines[:2], place=0, at=NOON) is None

    client.force_login(karim)
    assert client.post(address(run, "stop")).status_code == 404
    client.force_login(claire)
    assert client.post(address(run, "stop")).status_code == 302
    assert taking.take_batch(run.pk, lines=lines[2:4], place=2, at=NOON) is None
    tasks.take_in(now())
    assert Completion.objects.count() == 2
    assert address(run, "resume") in client.get(address(run)).text
    with pytest.raises(ImportStateError):
        actions.stop_import(run.pk, by=claire, at=NOON)
    twin = sent(nina, by=claire)
    assert client.post(address(run, "resume")).status_code == 409
    actions.stop_import(twin.pk, by=claire, at=NOON)

    assert client.post(address(run, "resume")).status_code == 302
    tasks.take_in(now())

    run.refresh_from_db()
    assert (run.status, run.recorded, Completion.objects.count()) == ("done", DAYS, DAYS)


def test_the_command_takes_a_long_file_in_to_its_end_and_says_what_it_left_out(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, course: Course, claire: Person, nina: Person
) -> None:
    file = tmp_path / "lms.csv"
    file.write_bytes(a_file(nina, f"{nina.email},inconnu,2026-11-02,,"))
    given = Namespace(file=file, as_=claire.email, dry_run=False, json=True)

    assert import_file(given) == FAILED

    said = capsys.readouterr()
    assert json.loads(said.out) == {"new": DAYS, "known": 0, "wrong": 1}
    assert "lms.csv:9: No course has this short name." in said.err
    assert CompletionImport.objects.get().status == "done"


def test_who_lost_the_right_since_records_nothing_more(
    course: Course, claire: Person, nina: Person
) -> None:
    run = sent(nina, by=claire)
    RoleGrant.objects.filter(person=claire).update(revoked_at=NOON)

    tasks.take_in(now())

    run.refresh_from_db()
    assert (run.status, run.explanation, run.place) == ("failed", "right_lost", 0)
    assert not Completion.objects.exists()


def test_a_fault_lets_the_others_pass_and_ends_the_import_at_the_fifth(
    monkeypatch: pytest.MonkeyPatch, client: Client, course: Course, claire: Person, nina: Person
) -> None:
    run = sent(nina, by=claire)

    def fault(*said: object, **more: object) -> int:
        raise ValueError("a fault")

    with monkeypatch.context() as broken:
        broken.setattr(taking, "record_lines", fault)
        for _turn in range(taking.TRIES):
            with pytest.raises(ValueError, match="a fault"):
                tasks.take_in(now())
        tasks.take_in(now())  # nothing waits any more

    run.refresh_from_db()
    assert (run.status, run.explanation, run.place) == ("failed", "fault", 0)
    client.force_login(claire)
    assert 'data-problem="fault"' in client.get(address(run)).text
    assert Notification.objects.get(person=claire).kind == "training.import_failed"
    actions.resume_import(run.pk, by=claire, at=NOON)
    tasks.take_in(now())
    assert Completion.objects.count() == DAYS


def test_files_and_refused_lines_are_forgotten_in_time_and_with_who_they_name(
    course: Course, claire: Person, nina: Person
) -> None:
    bad = (f"{nina.email},securite,hier,,", "personne@ailleurs.example,securite,2026-11-02,,")
    run = sent(nina, *bad, by=claire)
    tasks.take_in(now())
    stopped = actions.stop_import(sent(nina, by=claire).pk, by=claire, at=NOON)
    assert run.refused_lines.count() == 2

    redact_person(person_id=nina.pk, at=now())

    assert [line.who for line in run.refused_lines.all()] == ["personne@ailleurs.example"]
    assert taking.forget_imports(at=NOON + timedelta(days=29)) == 0
    taking.forget_imports(at=NOON + timedelta(days=31))
    with pytest.raises(ImportFileGoneError):
        actions.resume_import(stopped.pk, by=claire, at=NOON)
    taking.forget_imports(at=now() + timedelta(days=91))
    assert not run.refused_lines.exists()
