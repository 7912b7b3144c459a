"""The machine is lost under load, and the site comes back from its last backup (trust.md, part 3).

    make soak PART=restore_under_load

Posts are approved and published while a backup is taken every few seconds; then every process is
killed at once and the home is taken away. In an empty home the last backup is restored, with the
copy of the keys. What the network holds is counted against what the site had said it had.
"""

import os
import random
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection

from gouvernail.continuity.archives import manifest
from tests.publishing.proof.stage import Tally, wait_for
from tests.publishing.proof.whole_site import Beside, WholeSite
from tests.publishing.test_database_away import free_port
from tests.servers.own_postgres import own_postgres

pytestmark = [pytest.mark.soak, pytest.mark.timeout(1800)]
PAGE = Path(__file__).resolve().parents[2] / "benchmarks" / "results" / "restore.md"


@dataclass
class Lost:
    """What was known when the machine was lost."""

    backups: int
    said: dict[str, bool] = field(default_factory=dict)
    at: float = 0.0  # monotonic


@pytest.fixture
def urls(tmp_path: Path) -> Iterator[tuple[str, str]]:
    """Give the database of the site that will be lost, and the empty one it is restored into."""
    if connection.vendor == "sqlite":
        old, new = (f"sqlite:///{tmp_path}/{name}/gouvernail.sqlite3" for name in ("old", "new"))
        yield old, new
        return
    with own_postgres() as server:
        yield server.url, server.add("again")


def lose(site: WholeSite, kept: Path, *, every: float, count: int) -> Lost:
    """Approve posts and take backups until the machine is gone, at a moment nobody chose."""
    chance = random.Random(count)  # noqa: S311 - a seed
    lost, made = Lost(backups=0), 0
    until = chance.uniform(0.3, 0.9)
    due = time.monotonic() + every
    while True:
        made += 1
        site.post(("one", "two")[made % 2], f"Said before the loss {made}.")
        if made % 5 == 0:
            site.tell("hurry")
        time.sleep(0.15)
        if time.monotonic() < due:
            continue
        if lost.backups == count and time.monotonic() > due + until * every:
            break
        if lost.backups < count:
            site.command("backup", "--to", str(kept), "--keep-all")
            lost.backups += 1
            due = time.monotonic() + every
    site.kill()
    lost.at = time.monotonic()
    lost.said = dict(site.asked)
    return lost


def begun(home: Path, url: str, beside: Beside) -> WholeSite:
    """Start a site with two people and two accounts."""
    site = WholeSite(home, url, port=free_port())
    for what in ("migrate", "found"):
        site.do(what)
    for name in ("one", "two"):
        site.do("account", **beside.account(name))
    site.start()
    assert is_ready(site)
    return site


def is_ready(site: WholeSite) -> bool:
    return wait_for(lambda: site.ask("/healthz/ready")[0] == 200, seconds=120)


def test_restore_under_load(tmp_path: Path, urls: tuple[str, str]) -> None:
    every = float(os.environ.get("GOUVERNAIL_SOAK_EVERY", "20"))
    count = int(os.environ.get("GOUVERNAIL_SOAK_ROUNDS", "6"))
    beside, kept, word = Beside(), tmp_path / "kept", tmp_path / "word"
    word.write_text("a passphrase kept elsewhere", encoding="utf-8")
    escrow = ("--escrow", str(tmp_path / "copy.txt"), "--passphrase-file", str(word))
    with ExitStack() as stack:
        stack.callback(beside.network.stop)
        old = begun(tmp_path / "old", urls[0], beside)
        stack.callback(old.close)
        old.command("keys", "export", *escrow)
        lost = lose(old, kept, every=every, count=count)
        (tmp_path / "old").rename(tmp_path / "gone")

        last = manifest.backups_in(kept)[0]
        new = WholeSite(tmp_path / "new", urls[1], port=free_port())
        stack.callback(new.close)
        new.command("restore", str(kept / last.name), "--as", "claire@nordet.test")
        new.command("keys", "import", *escrow)
        new.start()
        assert is_ready(new)
        recovered = time.monotonic() - lost.at
        wait_for(lambda: "unknown" not in new.do("states"), seconds=120)
        let_out = new.do("lift")
        assert new.settled(seconds=180), new.do("states")
        told_after(new, beside, lost, last.made_at, recovered, let_out, every=every)
        assert new.do("verify") == []


def told_after(
    new: WholeSite, beside: Beside, lost: Lost, made_at: datetime, recovered: float,
    let_out: int, *, every: float,
) -> None:  # fmt: skip
    """Write the figures down, then hold the site to its promises."""
    rows, held = new.do("deliveries"), beside.held()
    tally = new.tally(beside, asked=dict.fromkeys(rows, True))
    later = [text for text, kept in lost.said.items() if kept and text not in rows]
    at = datetime.now(UTC) - timedelta(seconds=time.monotonic() - lost.at)
    point = (at - made_at).total_seconds()
    cells = (
        f"{datetime.now(UTC):%Y-%m-%d %H:%M}", connection.vendor, f"{every:.0f} s", lost.backups,
        sum(lost.said.values()), len(rows), tally.once, tally.double, tally.lost, tally.to_people,
        len(later), sum(bool(held[text]) for text in later), let_out, f"{point:.0f}",
        f"{recovered:.0f}",
    )  # fmt: skip
    with PAGE.open("a", encoding="utf-8") as page:  # its table is the last of the page
        page.write(f"| {' | '.join(map(str, cells))} |\n")
    assert replace(tally, once=0, to_people=0) == Tally(tally.asked, once=0, double=0, lost=0)
    assert tally.once + tally.to_people == tally.asked
    assert rows
    assert later
