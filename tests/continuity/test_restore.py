"""A site is copied while it works, lost, and put back from nothing but the copy.

The real commands, in processes of their own; what needs no whole site is in `test_backups`.
"""

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.make.sites import Site, new_database

pytestmark = [pytest.mark.timeout(400)]

PICTURE = """
import hashlib, sys
from gouvernail.media.pictures.store import keep
from gouvernail.media.models import Asset
from gouvernail.people.models import Person, Unit
from gouvernail.foundation.actions import action
from gouvernail.foundation.clock import now
from gouvernail.ledger.actions import record
person, unit = Person.objects.get(), Unit.objects.get()
def add(n):
    sha = keep(f"picture {n}".encode())
    asset = Asset.objects.create(sha256=sha, mime="image/png", size_bytes=9, width=1, height=1,
        original_name="p.png", original_sha256=sha, unit=unit, added_by=person, added_at=now())
    record(actor=person, verb="asset.added", subject=asset, at=now())
for n in range(int(sys.argv[1])):
    action("tests.add")(lambda: add(n))()
"""
KEPT = "canari-de-la-copie-51d0"
VAULT = f"""
from gouvernail.credentials.actions import ItemFacts, add_item
from gouvernail.kernel.text.addresses import parse_address
from gouvernail.networks.contract import Secret
from gouvernail.registry.actions.accounts import AccountFacts, register_account
facts = AccountFacts(address=parse_address("https://x.com/nordet"), unit_id=unit.pk)
account = register_account(facts=facts, by=person, at=now())
add_item(account_id=account.pk, kind="password", facts=ItemFacts(label="Mot de passe",
    place="x.com"), value=Secret("{KEPT}"), by=person, at=now())
"""
FACTOR = """
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from gouvernail.people.models import Person
TOTP.activate(Person.objects.get(), generate_totp_secret())
"""
# Writes units one by one, and says each number once it is committed.
WRITER = """
import time
import django; django.setup()
from gouvernail.foundation.clock import now
from gouvernail.people.actions import UnitFacts, create_unit
from gouvernail.people.models import Person, Unit
person, root = Person.objects.get(), Unit.objects.get(parent=None)
for n in range(10_000):
    create_unit(facts=UnitFacts(name=f"Unit {n}", name_en="", code=f"u{n}"), parent_id=root.pk,
        by=person, at=now())
    print(n, flush=True)
    time.sleep(0.05)
"""


def rows(site: Site, statement: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(site.home / "gouvernail.sqlite3") as opened:
        return opened.execute(statement).fetchall()


def pictures(folder: Path) -> list[Path]:
    return [path for path in (folder / "media").rglob("*") if path.is_file()]


def assert_no_key_in(folder: Path, home: Path) -> None:
    public = (".pub", ".vkey")
    keys = [path for path in (home / "keys").iterdir() if path.suffix not in public]
    assert {path.name for path in keys} >= {"django", "vault.key", "ledger.key"}
    held = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    lines = b"\n".join(path.read_bytes() for path in keys).splitlines()
    secret = [line for line in lines if line and not line.startswith(b"-----")]
    assert len(secret) >= 3
    assert [line for line in secret if line in held or line.hex().encode() in held] == []
    assert b"canari" not in held  # sealed values are copied sealed


@pytest.mark.sqlite
def test_a_site_lost_while_it_writes_comes_back_whole_and_frozen_from_its_backup_alone(
    tmp_path: Path,
) -> None:
    site, elsewhere = Site(tmp_path / "home"), Site(tmp_path / "elsewhere")
    kept = tmp_path / "another disk"
    site.set_up()
    site.python(PICTURE + VAULT, "3")
    site.sign()
    with site.started([*site.command()[:1], "-c", WRITER]) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        site.json("backup", "--to", str(kept), "--keep-all")
        committed = int(writer.stdout.readline())
        made = Path(site.json("backup", "--to", str(kept), "--keep-all")["backup"])
    assert_no_key_in(kept, site.home)
    inodes = [path.stat().st_ino for folder in kept.iterdir() for path in pictures(folder)]
    assert len(inodes) == 2 * len(set(inodes)) == 6  # pictures are kept once
    shutil.rmtree(site.home)

    refused, *processes, told = elsewhere.run_all(
        ["restore", str(made), "--as", "nobody@nordet.test"],
        *([process] for process in ("sender", "worker", "web", "signer")),
        ["restore", str(made), "--json"],
    )
    assert refused[0] == 1
    assert "person_not_found" in refused[1]
    assert "nothing starts until the same command ends well" in refused[1]
    for code, said in processes:  # nothing starts on a restore that was cut
        assert code == 1
        assert "a restore has not ended" in said

    assert told[0] == 0, told[1]
    assert json.loads(told[1].splitlines()[-1])["log"] == "gouvernail.local/gov/2"
    there = {name for (name,) in rows(elsewhere, "SELECT code FROM people_unit")}
    assert {f"u{n}" for n in range(committed + 1)} <= there
    assert rows(elsewhere, "SELECT status, cause FROM publishing_freeze") == [
        ("engaged", "restore")
    ]
    assert len(pictures(elsewhere.home)) == 3
    assert not (elsewhere.home / "restore.under-way").exists()
    assert_the_log_goes_on(elsewhere, made)


def assert_the_log_goes_on(elsewhere: Site, made: Path) -> None:
    elsewhere.sign()
    verified, again, replaced = elsewhere.run_all(
        ["ledger", "verify"],
        ["restore", str(made)],
        ["restore", str(made), "--replace"],
    )
    assert verified[0] == 0, verified[1]
    earlier, present = (line for line in verified[1].splitlines() if "/gov/" in line)
    assert "/gov/1: " in earlier
    assert earlier.endswith("verified")
    assert "/gov/2: " in present
    assert "home_not_empty" in again[1]
    assert "site_running" in replaced[1]  # the signer beat a moment ago
    assert not list(elsewhere.home.glob("before-restore-*"))


@pytest.mark.sqlite
def test_a_drill_is_green_only_when_everything_was_restored_and_opened(tmp_path: Path) -> None:
    site, word = Site(tmp_path / "home"), tmp_path / "word"
    word.write_text("correct horse battery\n")
    copy = ["--escrow", str(tmp_path / "copy.txt"), "--passphrase-file", str(word)]
    site.set_up()
    site.python(PICTURE, "1")
    site.python(FACTOR)
    site.sign()

    good, _exported = site.run_all(["backup", "--drill", "--json"], ["keys", "export", *copy])
    for name in ("vault.key", "factors.key"):
        (site.home / "keys" / name).rename(tmp_path / name)
    without, escrowed = site.run_all(["drill", "--json"], ["drill", "--json", *copy])
    for name in ("vault.key", "factors.key"):
        (tmp_path / name).rename(site.home / "keys" / name)
    with sqlite3.connect(site.home / "gouvernail.sqlite3") as opened:
        _rewrite(opened)
    [rewritten] = site.run_all(["backup", "--drill", "--json"])

    results = [json.loads(each[1].splitlines()[-1]) for each in (good, without, escrowed)]
    assert [each["passed"] for each in results] == [True, None, True], results
    assert {check["code"] for check in results[0]["checks"]} == {
        "files", "integrity", "rows", "head", "ledger", "anchor", "media", "canary",
        "factors",
    }  # fmt: skip
    untried = [each["code"] for each in results[1]["checks"] if each["ok"] is None]
    assert untried == ["canary", "factors"]
    checks = json.loads(rewritten[1].splitlines()[-1])["checks"]
    assert [each["code"] for each in checks if each["ok"] is False] == ["ledger"]
    outcomes = rows(site, "SELECT outcome FROM continuity_drill ORDER BY started_at")
    assert [each for (each,) in outcomes] == ["passed", "unproven", "passed", "failed"]
    assert not list(site.home.glob("drill-*"))


def _rewrite(opened: sqlite3.Connection) -> None:
    """Play a database administrator who takes the fence down and changes history."""
    fence = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'ledger_leaf'"
    for (name,) in opened.execute(fence).fetchall():
        opened.execute(f"DROP TRIGGER {name}")
    opened.execute("UPDATE ledger_leaf SET leaf_hash = zeroblob(32) WHERE seq = 2")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_on_postgresql_a_site_comes_back_from_its_dump(tmp_path: Path) -> None:
    with new_database() as first, new_database() as second:
        site = Site(tmp_path / "home", {"DATABASE_URL": first})
        elsewhere = Site(tmp_path / "elsewhere", {"DATABASE_URL": second})
        site.set_up()
        site.python(PICTURE, "2")
        site.sign()
        [made] = site.run_all(["backup", "--drill"])
        assert made[0] == 0, made[1]
        [folder] = (site.home / "backups").glob("2*")

        restored, again, replaced, verified = elsewhere.run_all(
            ["restore", str(folder)],
            ["restore", str(folder)],
            ["restore", str(folder), "--replace"],
            ["ledger", "verify", "--json"],
        )

        assert restored[0] == 0, restored[1]
        assert "home_not_empty" in again[1]
        assert replaced[0] == 0, replaced[1]
        assert json.loads(verified[1].splitlines()[-1])["problems"] == []
