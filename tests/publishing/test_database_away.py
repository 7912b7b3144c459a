"""A whole site whose PostgreSQL crashes, restarts or is away while it publishes (trust.md, part 3).

    make soak PART=server_crashes          fifty crashes, in pieces of ten
    make soak PART=database_is_away        sixty seconds without a database

The server is one of its own. `make test` runs one crash and three seconds.
"""

import os
import random
import socket
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connection

from tests.publishing.proof.results import append
from tests.publishing.proof.stage import Tally, wait_for
from tests.publishing.proof.whole_site import Beside, Seen, WholeSite
from tests.servers.own_postgres import OwnPostgres, own_postgres

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
PAGE = "/accounts/"
ANSWERED = {200, 302}  # both ask the database who reads; the second asks for more proof first


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Scene:
    """The site, its server, its network and its one reader."""

    def __init__(self, server: OwnPostgres, home: Path, *, without: tuple[str, ...] = ()) -> None:
        self.server, self.beside = server, Beside()
        self.site = WholeSite(home, server.url, port=free_port())
        self.site.do("found")
        for name in ("one", "two", "three"):
            self.site.do("account", **self.beside.account(name))
        self.cookie = self.site.do("session")
        self.site.start(without=without)
        self.made = self.waiting = 0

    def begin(self) -> None:
        """Wait for the first page."""
        assert wait_for(self.answers, seconds=60), self.site.ask(PAGE, cookie=self.cookie)

    def answers(self) -> bool:
        return self.site.ask(PAGE, cookie=self.cookie)[0] in ANSWERED

    def post(self, count: int) -> None:
        for _each in range(count):
            self.made += 1
            account = ("one", "two", "three")[self.made % 3]
            self.site.post(account, f"Said under faults {self.made}.")

    def close(self) -> None:
        self.site.close()
        self.beside.network.stop()


@pytest.fixture
def scene(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Scene]:
    given = connection.get_connection_params()
    template = " ".join(f"{name}={given[name]}" for name in ("host", "user", "dbname"))
    with own_postgres(template) as server:
        is_short = request.node.get_closest_marker("soak") is None
        scene = Scene(server, tmp_path / "home", without=("signer",) if is_short else ())
        try:
            scene.begin()
            yield scene
        finally:
            scene.close()


def judged(scene: Scene, part: str, *, rounds: int, began: float, seen: list[Seen]) -> None:
    """Hold the site to its promises and write the figures down."""
    assert scene.site.settled(seconds=120), scene.site.tell("states")
    assert wait_for(scene.answers, seconds=60)
    tally = scene.site.tally(scene.beside)
    problems = scene.site.do("verify")
    words = scene.site.log.read_text(encoding="utf-8")
    ended = sum("starting again in" in line for line in words.splitlines())
    statuses = sorted({each.status for each in seen})
    away = [each for each in seen if each.status == 503]
    figure = f"{len(seen)} pages: {len(away)} x 503, 0 x 500; {ended} processes started again"
    figure += f"; {scene.waiting} posts waited at a crash" if scene.waiting else ""
    if part:
        append(part, rounds=rounds, tally=tally, seconds=time.monotonic() - began, figure=figure)
    assert set(statuses) <= {0, 503, *ANSWERED}, statuses
    assert all(each.told for each in away), "503 without words, or without when to come back"
    assert replace(tally, once=0, to_people=0) == Tally(tally.asked, once=0, double=0, lost=0)
    assert tally.once + tally.to_people == tally.asked
    assert problems == []


def crash(scene: Scene, *, rounds: int, part: str, chance: random.Random) -> None:
    began = time.monotonic()
    with scene.site.read(PAGE, cookie=scene.cookie) as seen:
        for _round in range(rounds):
            heard = len(scene.beside.heard)
            scene.post(6)
            scene.site.tell("hurry")
            assert wait_for(lambda heard=heard: len(scene.beside.heard) > heard, seconds=60)  # type: ignore[misc]
            time.sleep(chance.uniform(0.0, 0.2))
            scene.server.stop("immediate")  # some are out, one may be on the wire, others wait
            scene.waiting += scene.made - len(set(scene.beside.heard))
            time.sleep(chance.uniform(0.0, 0.5))
            scene.server.start()
            assert wait_for(scene.answers, seconds=60), "no page after the server came back"
    judged(scene, part, rounds=rounds, began=began, seen=seen)


def be_away(scene: Scene, *, seconds: float, part: str) -> None:
    began = time.monotonic()
    with scene.site.read(PAGE, cookie=scene.cookie) as seen:
        scene.post(12)
        time.sleep(0.3)
        scene.server.stop("fast")
        gone = time.monotonic()
        time.sleep(seconds)
        back = time.monotonic()
        scene.server.start()
        assert wait_for(scene.answers, seconds=60), "no page after the server came back"
        scene.post(3)
    while_away = [each.status for each in seen if gone + 0.5 < each.at < back]
    judged(scene, part, rounds=1, began=began, seen=seen)
    assert while_away
    assert while_away == [503] * len(while_away)


@pytest.mark.timeout(240)
def test_one_crash_and_three_seconds_away_are_lived_through(scene: Scene) -> None:
    crash(scene, rounds=1, part="", chance=random.Random(1))  # noqa: S311 - not a secret
    be_away(scene, seconds=3, part="")


@pytest.mark.soak
@pytest.mark.timeout(2700)
@pytest.mark.parametrize("piece", [1, 2, 3, 4, 5])
def test_server_crashes(scene: Scene, piece: int) -> None:
    rounds = int(os.environ.get("GOUVERNAIL_SOAK_ROUNDS", "10"))
    crash(scene, rounds=rounds, part=f"server crashes {piece}", chance=random.Random(piece))  # noqa: S311 - a seed


@pytest.mark.soak
@pytest.mark.timeout(600)
def test_database_is_away(scene: Scene) -> None:
    be_away(scene, seconds=60, part="database away for 60 s")
