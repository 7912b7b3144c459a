"""Who may send, until when, and what is left of those who held on too long."""

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import Error, OperationalError, connection

from gouvernail.ledger.models import Leaf
from gouvernail.networks.contract import Refused, Sent
from gouvernail.people.models import Person, Unit
from gouvernail.practice.models import Post
from gouvernail.publishing.actions import claim_delivery, engage_freeze, settle_refused
from gouvernail.publishing.models import Delivery, Freeze
from gouvernail.publishing.sender import locks, spool
from gouvernail.publishing.tasks import seal_engaged, turn
from gouvernail.publishing.tasks import sending as steps
from gouvernail.publishing.tasks.sending import send_one
from tests.make.publishing import make_delivery, make_practice_account, status_of
from tests.publishing.proof.stage import end, is_gone, wait_for

HOLDER = """
import fcntl, os, sys, time
handle = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT, 0o600)
fcntl.flock(handle, fcntl.LOCK_SH)
print("held", flush=True)
time.sleep(60)
"""

WRITER = """
import sqlite3, sys, time
writing = sqlite3.connect(sys.argv[1], isolation_level=None)
writing.execute("BEGIN IMMEDIATE")
print("writing", flush=True)
time.sleep(60)
"""


@pytest.fixture
def delivery(energy: Unit, hugo: Person) -> Delivery:
    return make_delivery(make_practice_account(unit=energy, by=hugo), by=hugo)


@pytest.fixture
def holder() -> Iterator[int]:
    """Return a process that holds the permit to send, and does not let go."""
    folder = Path(settings.GOUVERNAIL_HOME) / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder / "freeze.lock")], stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield process.pid
        end(process.pid)


# --- the freeze does not wait for ever ------------------------------------------------------------


def test_who_holds_a_freeze_up_for_five_seconds_is_killed(
    holder: int, hugo: Person, noon: datetime
) -> None:
    engage_freeze(by=hugo, at=noon)

    assert seal_engaged(wait_seconds=0, clock=lambda: noon + timedelta(seconds=4)) == 0
    assert not is_gone(holder)
    assert seal_engaged(wait_seconds=0, clock=lambda: noon + timedelta(seconds=5)) == 1

    assert wait_for(lambda: is_gone(holder))
    assert Freeze.objects.get().status == Freeze.Status.SEALED


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_who_was_stopped_while_writing_does_not_keep_a_freeze_waiting(
    hugo: Person, noon: datetime
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 200")
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(connection.settings_dict["NAME"])],
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        with pytest.raises(OperationalError, match="locked"):
            engage_freeze(by=hugo, at=noon)  # it works: it is left alone
        process.send_signal(signal.SIGSTOP)
        engage_freeze(by=hugo, at=noon)

        assert wait_for(lambda: is_gone(process.pid))
    assert Freeze.objects.count() == 1


def test_without_a_freeze_nobody_is_killed(holder: int, hugo: Person, noon: datetime) -> None:
    assert seal_engaged(wait_seconds=0, clock=lambda: noon) == 0
    assert not is_gone(holder)


def test_what_another_machine_sends_is_waited_for_as_long_as_a_call_may_last(
    delivery: Delivery, hugo: Person, noon: datetime
) -> None:
    claim_delivery(delivery_id=delivery.pk, owner="elsewhere:1", at=noon)
    engage_freeze(by=hugo, at=noon)
    longest = timedelta(seconds=settings.SEND_TIMEOUT_SECONDS + 5)

    assert seal_engaged(wait_seconds=0, clock=lambda: noon + longest - timedelta(seconds=1)) == 0
    assert seal_engaged(wait_seconds=0, clock=lambda: noon + longest) == 1


# --- locks ----------------------------------------------------------------------------------------


def test_locks_of_deliveries_leave_no_files(delivery: Delivery, noon: datetime) -> None:
    send_one(delivery.pk, clock=lambda: noon)

    assert status_of(delivery.pk) == "sent"
    assert not list((Path(settings.GOUVERNAIL_HOME) / "locks").glob(f"*{delivery.pk}*"))


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_permit_whose_session_was_cut_is_no_permit() -> None:
    ready, cut = threading.Event(), threading.Event()
    seen: list[object] = []

    def hold() -> None:
        try:
            with locks.held(locks.FREEZE, shared=True):
                seen.append(locks.still_held(locks.FREEZE))
                seen.append(connection.connection.info.backend_pid)
                ready.set()
                cut.wait(10)
                seen.append(locks.still_held(locks.FREEZE))
        except Error:
            seen.append("cut")
        finally:
            connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    assert ready.wait(10)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s::int)", [str(seen[1])])
    cut.set()
    holder.join(10)

    assert (seen[0], seen[-1]) == (True, "cut")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_freeze_of_one_installation_leaves_its_neighbours_on_the_server_alone() -> None:
    ours = connection.get_connection_params()
    with (
        psycopg.connect(**{**_plain(ours), "dbname": "postgres"}) as neighbour,
        psycopg.connect(**_plain(ours)) as sender,
    ):
        for session in (neighbour, sender):
            session.execute("SELECT pg_advisory_lock_shared(%s)", [locks._number(locks.FREEZE)])

        locks.end_holders(locks.FREEZE)

        assert neighbour.execute("SELECT 1").fetchone() == (1,)
        with pytest.raises(psycopg.errors.AdminShutdown):
            sender.execute("SELECT 1")


def _plain(parameters: dict[str, Any]) -> dict[str, Any]:
    """Return what reaches the server, without what Django asks of its own sessions."""
    return {
        name: parameters[name]
        for name in ("dbname", "user", "password", "host", "port")
        if name in parameters
    }


# --- what comes late, what cannot be written ------------------------------------------------------


def test_an_owner_that_comes_back_late_writes_nothing_and_leaves_a_leaf(
    delivery: Delivery, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_the_wire = steps._on_the_wire

    def taken_over(*given: object) -> object:
        answer = on_the_wire(*given)  # type: ignore[arg-type]
        Delivery.objects.filter(pk=delivery.pk).update(fence=9, status="unknown", owner="")
        return answer

    monkeypatch.setattr(steps, "_on_the_wire", taken_over)
    send_one(delivery.pk, clock=lambda: noon)

    assert status_of(delivery.pk) == "unknown"
    assert Leaf.objects.filter(verb="delivery.stale_write", subject_id=str(delivery.pk)).exists()


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_an_answer_outlives_a_disk_that_is_full_when_it_comes(
    energy: Unit, hugo: Person, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gouvernail.practice.connector.adapter.MAX_CHARACTERS", 20_000)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")  # pages that other tests left free would be written first
    account = make_practice_account(unit=energy, by=hugo)
    delivery = make_delivery(account, by=hugo, text="Bonjour. " * 2_000)
    on_the_wire = steps._on_the_wire

    def and_the_disk_is_full(*given: object) -> object:
        answer = on_the_wire(*given)  # type: ignore[arg-type]
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA page_count")
            cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
        return answer

    monkeypatch.setattr(steps, "_on_the_wire", and_the_disk_is_full)
    with pytest.raises(OperationalError, match="full"):
        send_one(delivery.pk, clock=lambda: noon)
    monkeypatch.undo()
    assert status_of(delivery.pk) == "sending"

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count = 1073741823")
    remote = str(Post.objects.get().pk)
    Post.objects.all().delete()  # the network would say that it is not there
    turn(clock=lambda: noon + timedelta(seconds=1))
    turn(clock=lambda: noon + timedelta(minutes=1))

    delivery.refresh_from_db()
    assert delivery.remote_id == remote
    assert delivery.status in {"sent", "verified"}


def test_an_answer_to_another_intent_is_not_this_one_s(delivery: Delivery) -> None:
    sent = Sent(remote_id="1", url="https://a.example/1", response_sha256="", reference="r")
    spool.keep(delivery.pk, key="first", sent=sent)

    assert spool.answer_for(delivery.pk, key="first") == sent
    assert spool.answer_for(delivery.pk, key="second") is None
    assert spool.answer_for(delivery.pk, key="") is None


# --- refused, or not reached ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "verb"),
    [
        ("connection_refused", "delivery.put_off"),
        ("name_not_found", "delivery.put_off"),
        ("unavailable", "delivery.put_off"),
        ("rate_limited", "delivery.refused"),
        ("conflict", "delivery.refused"),
    ],
)
def test_the_journal_tells_a_refusal_from_a_server_that_was_down(
    delivery: Delivery, noon: datetime, code: str, verb: str
) -> None:
    claimed = claim_delivery(delivery_id=delivery.pk, owner="one:1", at=noon)
    assert claimed is not None
    refused = Refused(code=code, message="", permanent=False)

    settle_refused(delivery_id=delivery.pk, fence=claimed.fence, refused=refused, at=noon)

    assert Leaf.objects.filter(subject_kind="delivery").order_by("-seq")[0].verb == verb
