"""When the background work stops, the web process tells people: a real worker, really stopped."""

import os
import signal
import sqlite3
import time
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.request import urlopen  # noqa: TID251 - the test is an outside monitor here

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from gouvernail.continuity.models import Alarm
from gouvernail.continuity.tasks import watching
from gouvernail.continuity.tasks.outside import ping_outside
from gouvernail.continuity.tasks.saving import is_due
from gouvernail.foundation.models import Heartbeat
from gouvernail.people.models import Person
from tests.continuity.test_status import make_backup
from tests.make.sites import Site, wait_until
from tests.smtp import mailbox


def beat(at: datetime, *names: str) -> None:
    for name in names:
        Heartbeat.objects.update_or_create(process=name, defaults={"pid": 1, "at": at})


@pytest.fixture(autouse=True)
def nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "_silent", [])
    monkeypatch.setattr(watching, "close_old_connections", lambda: None)


def test_silence_is_told_once_to_those_who_can_act_and_so_is_its_end(
    claire: Person, yann: Person, hugo: Person, noon: datetime
) -> None:
    beat(noon, "sender", "signer", "listener")
    beat(noon - timedelta(minutes=6), "worker")

    watching.look(at=noon)
    watching.look(at=noon)
    beat(noon, "worker")
    watching.look(at=noon)
    watching.look(at=noon)

    told = [(message.to, "no sign of life" in message.subject) for message in mail.outbox]
    assert sorted(told) == sorted(
        (who, silent) for who in ([claire.email], [yann.email]) for silent in (True, False)
    )
    assert "/status/" in mail.outbox[0].body
    assert not Alarm.objects.exists()


def test_a_mail_that_could_not_leave_is_tried_again(
    claire: Person, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as refused:
        refused.setattr(watching, "_write", lambda *_args, **_more: False)
        watching.look(at=noon)
    assert not Alarm.objects.exists()

    watching.look(at=noon)

    assert len(mail.outbox) == 1


def test_those_who_can_act_see_a_banner_and_nobody_else(
    client: Client, claire: Person, hugo: Person, noon: datetime
) -> None:
    watching.look(at=noon)

    client.force_login(claire)
    assert "The background work has stopped." in client.get(reverse("web:today")).text
    client.force_login(hugo)
    assert "The background work has stopped." not in client.get(reverse("web:today")).text


def test_the_monitor_outside_hears_nothing_while_a_process_is_silent(
    claire: Person, noon: datetime, settings: Settings
) -> None:
    settings.PING_URL = "http://127.0.0.1:1/ping"
    beat(noon, "sender", "signer", "listener")
    ping_outside(noon)  # the worker is silent: nothing is called, and nothing fails

    beat(noon, "worker")
    with pytest.raises(OSError, match="127"):
        ping_outside(noon)


def test_a_backup_is_due_every_day_an_hour_after_a_failure_and_never_where_others_make_it(
    db: None, noon: datetime, settings: Settings
) -> None:
    settings.BACKUP_EVERY_HOURS = 24
    hour = timedelta(hours=1)
    assert is_due(at=noon)
    make_backup(noon)
    assert not is_due(at=noon + 23 * hour)
    assert is_due(at=noon + 24 * hour)
    make_backup(noon + 24 * hour, error="disk full")
    assert not is_due(at=noon + 24.5 * hour)
    assert is_due(at=noon + 25 * hour)
    settings.BACKUP_EVERY_HOURS = 0
    assert not is_due(at=noon + 99 * hour)


def stop_between_writes(pid: int, database: Path) -> None:
    """Stop a process while it holds no lock: nobody writes to SQLite past one who does."""
    while True:
        os.kill(pid, signal.SIGSTOP)
        with closing(sqlite3.connect(database, timeout=1, isolation_level=None)) as asked:
            try:
                asked.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                os.kill(pid, signal.SIGCONT)
                time.sleep(0.1)
            else:
                asked.execute("ROLLBACK")
                return


@pytest.mark.sqlite
@pytest.mark.timeout(120)
def test_a_worker_that_is_stopped_is_told_by_mail_from_the_web_process(
    tmp_path: Path, free_port: int
) -> None:
    with mailbox() as box:
        site = Site(
            tmp_path / "home",
            {
                "GOUVERNAIL_LANGUAGE": "en",
                "GOUVERNAIL_SILENCE_SECONDS": "3",
                "GOUVERNAIL_BACKUP_EVERY_HOURS": "0",
                "GOUVERNAIL_OPERATORS": "operators@nordet.test",
                "GOUVERNAIL_SMTP_HOST": box.host,
                "GOUVERNAIL_SMTP_PORT": str(box.port),
                "GOUVERNAIL_EGRESS_PRIVATE_HOSTS": "127.0.0.1",
            },
        )
        site.set_up()
        web = ("web", "--port", str(free_port), "--server", "waitress")
        with site.process("worker") as worker, site.process(*web):
            wait_until(lambda: beats(site), seconds=60, what="the worker's first beat")
            wait_until(lambda: answers(free_port), seconds=60, what="the web's first answer")
            stop_between_writes(worker.pid, tmp_path / "home" / "gouvernail.sqlite3")
            stopped = time.monotonic()

            wait_until(lambda: told(box.messages, "worker"), seconds=60, what="the mail")
            seconds = time.monotonic() - stopped
            os.kill(worker.pid, signal.SIGCONT)
            wait_until(lambda: told(box.messages, "works again"), seconds=60, what="its end")

    assert seconds < 30
    assert {message["To"] for message in box.messages} == {"operators@nordet.test"}


def told(messages: Sequence[Any], word: str) -> bool:
    return any(word in str(message["Subject"]) for message in messages)


def beats(site: Site) -> bool:
    with sqlite3.connect(site.home / "gouvernail.sqlite3") as opened:
        return bool(opened.execute("SELECT 1 FROM foundation_heartbeat").fetchall())


def answers(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False
