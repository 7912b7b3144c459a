"""The doctor sees each illness it knows, and says how to mend it."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.test import override_settings

from gouvernail.cli.examinations import machine, site, users
from gouvernail.cli.examinations.finding import Finding, Level
from gouvernail.foundation.models import Heartbeat, Schedule
from gouvernail.ledger.models import Head
from gouvernail.project.preparation import keep_from_others
from tests.smtp import mailbox


def doctor(home: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    wanted = {
        **os.environ,
        "GOUVERNAIL_HOME": str(home),
        "DATABASE_URL": f"sqlite:///{home}/site.sqlite3",
        "DJANGO_SETTINGS_MODULE": "gouvernail.project.settings.production",
        **environment,
    }
    command = [sys.executable, "-m", "gouvernail.cli.main", "doctor", "--json"]
    return subprocess.run(command, env=wanted, capture_output=True, text=True, check=False)


def broken(done: subprocess.CompletedProcess[str]) -> set[str]:
    findings = json.loads(done.stdout)["findings"]
    assert all(each["mend"] for each in findings if each["level"] != "ok")
    return {each["subject"] for each in findings if each["level"] == "broken"}


def levels(findings: list[Finding]) -> list[Level]:
    return [each.level for each in findings]


def test_an_empty_home_lacks_its_tables_and_nothing_else(tmp_path: Path) -> None:
    done = doctor(tmp_path)

    assert done.returncode == 1
    assert broken(done) == {"migrations"}


def test_a_database_that_is_away_is_said_without_a_traceback(tmp_path: Path) -> None:
    done = doctor(tmp_path, DATABASE_URL=f"postgresql:///none?host={tmp_path}")

    assert done.returncode == 1
    assert "database" in broken(done)
    assert "Traceback" not in done.stderr


def test_a_bucket_without_its_keys_is_said_by_the_name_of_what_lacks(tmp_path: Path) -> None:
    place = {"GOUVERNAIL_S3_ENDPOINT": "https://s3.example", "GOUVERNAIL_S3_BUCKET": "media"}
    done = doctor(tmp_path, GOUVERNAIL_MEDIA_STORE="s3", **place)

    assert "settings" in broken(done)
    assert "GOUVERNAIL_S3_ACCESS_KEY must be set" in done.stdout


def test_a_setting_that_cannot_be_read_is_said_without_a_traceback(tmp_path: Path) -> None:
    done = doctor(tmp_path, GOUVERNAIL_SMTP_PORT="twenty-five")

    assert broken(done) == {"settings"}
    assert "Traceback" not in done.stderr


def test_keys_that_others_can_read_are_broken(tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir(mode=0o700)
    (tmp_path / "keys" / "django").touch(mode=0o644)

    [finding] = users.key_files(tmp_path / "keys")

    assert finding.level == Level.BROKEN
    assert "chmod" in finding.mend


@pytest.fixture
def divided(tmp_path: Path) -> Path:
    """Return a home of several users as it must be, though all its files are of one here."""
    home = tmp_path / "home"
    for name in ("", "keys", "locks", "run", "scratch", "signer"):
        (home / name).mkdir()
        (home / name).chmod({"": 0o2750, "keys": 0o3770, "signer": 0o2750}.get(name, 0o2770))
    (home / "spool").mkdir(mode=0o700)
    for name in ("django", "vault.pub", "ledger.vkey"):
        (home / "keys" / name).touch(mode=0o640)
    return home


def said(home: Path) -> str:
    return "; ".join(each.said for each in users.examine(home) if each.level != Level.OK)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files to other users")
def test_where_each_process_has_a_user_each_fault_of_the_home_is_said(divided: Path) -> None:
    keys = divided / "keys"
    for name, uid in (("django", 61_300), ("vault.key", 61_301), ("ledger.key", 61_302)):
        (keys / name).touch(mode=0o600)
        os.chown(keys / name, uid, -1)
    assert said(divided) == ""
    assert [each.level for each in users.examine(divided)] == [Level.OK]

    faults: dict[str, Callable[[], None]] = {
        "can be read by the pages": lambda: (keys / "vault.key").chmod(0o640),
        "of the user of the pages": lambda: os.chown(keys / "vault.key", 61_300, -1),
        "of root": lambda: os.chown(keys / "vault.key", 0, -1),
        "are one user": lambda: os.chown(keys / "vault.key", 61_302, -1),
        "anyone here can read": lambda: (keys / "django").chmod(0o644),
        "replace every key": lambda: os.chown(keys, 61_300, -1),
        "locks is closed to some": lambda: (divided / "locks").chmod(0o2750),
        "run is missing": (divided / "run").rmdir,
        "others than its process write": lambda: (divided / "signer").chmod(0o2770),
        "anyone here can look": lambda: divided.chmod(0o2755),
    }
    for fault, make in faults.items():
        make()
        assert fault in said(divided)
        os.chown(keys / "vault.key", 61_301, -1)
        (keys / "vault.key").chmod(0o600)


def test_a_database_that_anyone_can_read_is_broken_and_a_closed_home_is_enough(
    tmp_path: Path,
) -> None:
    (tmp_path / "gouvernail.sqlite3").touch(mode=0o644)
    assert said(tmp_path) == ""

    tmp_path.chmod(0o755)
    (tmp_path / "gouvernail.sqlite3").chmod(0o644)
    [finding] = users.examine(tmp_path)
    assert finding.level == Level.BROKEN
    (tmp_path / "gouvernail.sqlite3").chmod(0o600)
    [finding] = users.examine(tmp_path)
    assert finding.level == Level.WARNING


def test_what_is_prepared_is_closed_to_others_be_it_new_or_old(tmp_path: Path) -> None:
    old, new = tmp_path / "old.sqlite3", tmp_path / "new.sqlite3"
    old.write_bytes(b"old")
    old.chmod(0o644)

    for file in (old, new):
        keep_from_others(file)

    assert (mode(old), mode(new), old.read_bytes()) == (0o600, 0o600, b"old")


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o7777


def test_a_library_of_the_browser_that_was_changed_is_broken(tmp_path: Path) -> None:
    manifest = tmp_path / "VENDOR.json"
    manifest.write_text(json.dumps([{"files": [{"path": "LICENSE", "sha256": "0" * 64}]}]))

    [finding] = machine.vendored(manifest)

    assert finding.level == Level.BROKEN
    assert "LICENSE" in finding.said


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"DEBUG": True}, "GOUVERNAIL_DEBUG"),
        ({"SITE_URL": "https://helm.nordet.example", "DEMO": True}, "demo signs anyone in"),
        ({"DEMO": False, "ALLOWED_HOSTS": ["*"]}, "any host name"),
        ({"SECRET_KEY": "short"}, "secret key"),
        ({"SITE_URL": "https://helm.nordet.example", "ALLOWED_HOSTS": ["a.example"]}, "not among"),
    ],
)
def test_unsafe_settings_are_broken(settings: dict[str, object], said: str) -> None:
    sound = {"DEBUG": False, "SECRET_KEY": "x" * 50, "SITE_URL": "http://localhost:8000"}

    with override_settings(**{**sound, **settings}):
        findings = [each for each in site.exposure() if each.level == Level.BROKEN]

    assert any(said in each.said for each in findings)


def test_a_mail_server_that_answers_is_well_and_one_that_does_not_is_broken() -> None:
    backend = "django.core.mail.backends.smtp.EmailBackend"
    with mailbox() as box:
        there = {"EMAIL_BACKEND": backend, "EMAIL_HOST": box.host, "EMAIL_PORT": box.port}
        with override_settings(**there):
            while_up = list(site.mail_server())
    with override_settings(**there):
        while_down = list(site.mail_server())

    assert levels(while_up) == [Level.OK]
    assert levels(while_down) == [Level.BROKEN]


@pytest.mark.django_db
def test_processes_are_told_apart_by_their_signs_of_life(noon: datetime) -> None:
    assert levels(list(site.processes(at=noon))) == [Level.WARNING]

    for name in ("worker", "sender", "signer", "listener"):
        Heartbeat.objects.create(process=name, pid=1, at=noon)
    assert levels(list(site.processes(at=noon + timedelta(seconds=30)))) == [Level.OK]

    Heartbeat.objects.filter(process="sender").update(at=noon - timedelta(hours=1))
    [finding] = site.processes(at=noon)
    assert finding.level == Level.BROKEN
    assert "sender" in finding.said


@pytest.mark.django_db
def test_a_periodic_task_that_failed_is_named(noon: datetime) -> None:
    Schedule.objects.create(name="digests", every_seconds=60, next_at=noon, last_error="OSError: x")

    [finding] = site.periodic_tasks()

    assert "digests: OSError: x" in finding.said


@pytest.mark.django_db
def test_a_ledger_whose_head_does_not_fit_is_broken(noon: datetime) -> None:
    Head.objects.update_or_create(id=1, defaults={"size": 3, "edge": b"too short"})

    [finding] = site.ledger(at=noon)

    assert finding.level == Level.BROKEN


REDIS = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://[::1]:1/0"}


@pytest.mark.parametrize("is_there", [False, True])
def test_counters_in_redis_need_its_package_and_its_server(
    monkeypatch: pytest.MonkeyPatch, *, is_there: bool
) -> None:
    monkeypatch.setattr(site, "find_spec", lambda _name: object() if is_there else None)

    with override_settings(CACHES={"default": REDIS}):
        (found,) = site.counters()

    assert found.level == Level.BROKEN
    assert found.subject == "limits"
    assert ("gouvernail[redis]" in found.mend) is not is_there


def test_counters_in_memory_are_well() -> None:
    assert [found.level for found in site.counters()] == [Level.OK]
