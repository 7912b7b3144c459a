"""The status page: who may see it, what it says, and what machines read."""

import json
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from gouvernail import __version__
from gouvernail.continuity.actions import settle_restore
from gouvernail.continuity.models import Backup, Drill
from gouvernail.continuity.queries import Level, site_status
from gouvernail.continuity.queries import machine as machine_queries
from gouvernail.continuity.queries.site import Status
from gouvernail.continuity.tasks.saving import is_due
from gouvernail.foundation import clock
from gouvernail.foundation.models import Heartbeat, Schedule
from gouvernail.listening.models import Position
from gouvernail.people.models import Person
from gouvernail.publishing.actions import engage_freeze
from gouvernail.publishing.models import Delivery
from tests.make.listening import make_source
from tests.make.publishing import make_delivery, make_practice_account

HOUR = timedelta(hours=1)


def make_backup(at: datetime, **fields: object) -> Backup:
    told = {
        "name": "20261117T100000Z", "folder": "/elsewhere", "started_at": at, "ended_at": at,
        "size_bytes": 2_000_000, "ledger_size": 12, **fields,
    }  # fmt: skip
    return Backup.objects.create(**told)


def make_drill(at: datetime, **fields: object) -> Drill:
    told = {
        "started_at": at - timedelta(minutes=3), "ended_at": at, "outcome": "passed",
        "backup_name": "20261117T100000Z", "checks": [], **fields,
    }  # fmt: skip
    return Drill.objects.create(**told)


def levels(status: Status) -> dict[str, Level]:
    return {item.code: item.level for item in status.items}


def test_lead_security_and_auditor_see_it_and_others_do_not(
    client: Client, claire: Person, yann: Person, odile: Person, karim: Person, hugo: Person
) -> None:
    for person, expected in ((claire, 200), (yann, 200), (odile, 200), (karim, 403), (hugo, 403)):
        client.force_login(person)
        for name in ("continuity:status", "continuity:status-json"):
            assert client.get(reverse(name)).status_code == expected, (person.name, name)
    client.logout()
    assert client.get(reverse("continuity:status")).status_code == 302


def test_signs_of_life_need_nobody_and_tell_nothing(client: Client, db: None) -> None:
    alive, ready = client.get("/healthz"), client.get("/healthz/ready")

    assert alive.json() == {"alive": True}
    assert ready.json() == {"ready": True, "reason": ""}
    assert __version__ not in alive.text + ready.text


def test_a_site_that_is_being_restored_is_not_ready(
    client: Client, db: None, settings: Settings, tmp_path: object
) -> None:
    settings.GOUVERNAIL_HOME = tmp_path
    (settings.GOUVERNAIL_HOME / "restore.under-way").write_text("x")

    answer = client.get("/healthz/ready")

    assert answer.status_code == 503
    assert answer.json()["reason"] == "restoring"


def test_it_is_never_green_without_a_restore(claire: Person, noon: datetime) -> None:
    make_backup(noon)
    assert levels(site_status(at=noon))["drill"] == Level.STOP

    checks: list[dict[str, object]] = [{"code": "canary", "ok": None, "facts": {}}]
    make_drill(noon, outcome="unproven", checks=checks)
    assert levels(site_status(at=noon))["drill"] == Level.WARN

    make_drill(noon + HOUR, outcome="failed", checks=[{"code": "ledger", "ok": False, "facts": {}}])
    failed = site_status(at=noon + HOUR)
    assert levels(failed)["drill"] == Level.STOP
    assert "verification of the journal" in next(
        item.said for item in failed.problems if item.code == "drill"
    )

    make_drill(noon + 2 * HOUR)
    assert levels(site_status(at=noon + 2 * HOUR))["drill"] == Level.OK
    assert levels(site_status(at=noon + timedelta(days=3)))["drill"] == Level.WARN


def test_a_restored_site_says_so_and_counts_no_backup_of_another_machine(
    claire: Person, noon: datetime, settings: Settings
) -> None:
    settings.BACKUP_EVERY_HOURS = 24
    engage_freeze(by=claire, at=noon - HOUR)
    make_backup(noon - timedelta(minutes=4))
    make_drill(noon - timedelta(minutes=3))
    assert not is_due(at=noon)

    settle_restore(made_at=noon - timedelta(minutes=5), by=claire, at=noon)

    status = {item.code: item for item in site_status(at=noon).problems}
    assert "The site was restored on " in status["freeze"].said
    assert (status["backup"].level, status["drill"].level) == (Level.STOP, Level.STOP)
    assert status["backup"].said == status["drill"].said == "There is none on this machine yet."
    assert is_due(at=noon)
    make_backup(noon + HOUR)
    make_drill(noon + HOUR)
    found = levels(site_status(at=noon + HOUR))
    assert (found["backup"], found["drill"]) == (Level.OK, Level.OK)
    assert not is_due(at=noon + HOUR)


@pytest.mark.parametrize(
    ("fields", "age", "level"),
    [
        ({}, HOUR, Level.OK),
        ({}, timedelta(days=3), Level.STOP),
        ({"same_disk": True}, HOUR, Level.WARN),
        ({"error": "No space left on device"}, HOUR, Level.STOP),
    ],
)
def test_a_backup_is_judged_by_its_age_its_place_and_its_end(
    fields: dict[str, object], age: timedelta, level: Level, claire: Person, noon: datetime
) -> None:
    make_backup(noon, **fields)

    assert levels(site_status(at=noon + age))["backup"] == level


def test_a_silent_process_and_a_late_task_are_said_with_what_to_do(
    client: Client, claire: Person
) -> None:
    at = clock.now()
    for name, age in (("worker", 600), ("sender", 5), ("signer", 5), ("listener", 700)):
        Heartbeat.objects.create(
            process=name, pid=1, at=at - timedelta(seconds=age), version=__version__
        )
    Schedule.objects.create(name="people.digest", every_seconds=60, next_at=at - HOUR)
    client.force_login(claire)

    page = client.get(reverse("continuity:status")).text

    assert "systemctl restart gouvernail-worker" in page
    assert "systemctl restart gouvernail-listener" in page
    assert "systemctl restart gouvernail-sender" not in page
    assert "Late: people.digest" in page
    assert 'hx-trigger="every 30s"' in page


def test_a_source_that_needs_somebody_is_said(claire: Person, noon: datetime) -> None:
    assert claire.home_unit is not None
    source = make_source(unit=claire.home_unit, by=claire)
    heard = levels(site_status(at=noon))["sources"]

    Position.objects.filter(source=source).update(health="stopped")

    assert (heard, levels(site_status(at=noon))["sources"]) == (Level.OK, Level.WARN)


def test_a_publication_that_should_have_left_is_late_unless_frozen(
    claire: Person, noon: datetime
) -> None:
    assert claire.home_unit is not None
    account = make_practice_account(unit=claire.home_unit, by=claire)
    delivery = make_delivery(account, by=claire)
    Delivery.objects.filter(pk=delivery.pk).update(
        status="queued", publish_at=noon - timedelta(minutes=30), next_try_at=None
    )
    status = site_status(at=noon)
    assert levels(status)["queue"] == Level.STOP
    Delivery.objects.filter(pk=delivery.pk).update(status="needs_human")
    assert levels(site_status(at=noon))["needs_human"] == Level.WARN


def test_a_clock_that_was_moved_is_seen(
    claire: Person, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    site_status(at=noon)
    began = machine_queries._began["apart"]
    monkeypatch.setitem(machine_queries._began, "apart", began - 3600)

    [said] = [item for item in site_status(at=noon).items if item.code == "clock"]

    assert said.level == Level.STOP
    assert "moved by 60 minutes" in said.said


def test_machines_read_numbers_and_no_secret(client: Client, claire: Person) -> None:
    client.force_login(claire)

    told = json.loads(client.get("/status.json").text)

    assert told["level"] in {"stop", "warn", "ok"}
    assert told["version"] == __version__
    assert told["items"]["disk"]["facts"]["free_bytes"] > 0
    assert set(told["items"]) >= {
        "queue", "tokens", "freeze", "process_worker", "schedule", "backup", "drill", "journal",
        "anchor", "disk", "clock", "mail",
    }  # fmt: skip


def test_it_costs_the_same_whatever_the_size_of_the_site(
    claire: Person, noon: datetime, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    assert claire.home_unit is not None
    account = make_practice_account(unit=claire.home_unit, by=claire)
    for _ in range(3):
        make_delivery(account, by=claire)

    with django_assert_max_num_queries(32):
        site_status(at=noon)


def test_it_is_said_in_french(client: Client, claire: Person) -> None:
    claire.language = "fr"
    claire.save()
    client.force_login(claire)
    client.cookies["django_language"] = "fr"

    page = client.get(reverse("continuity:status")).text

    assert "État du site" in page
    assert "Aucune sauvegarde n’a encore été restaurée" in page
