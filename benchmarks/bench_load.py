"""Two hundred people at work on one site: seconds until each answer, and what went wrong.

    python benchmarks/bench_load.py                 one minute, SQLite
    python benchmarks/bench_load.py --minutes 30    as long as trust.md section 3 asks
    DATABASE_URL=postgresql://… python benchmarks/bench_load.py --rate 60    an empty database

The site of the demo with its web server (granian), worker, sender and signer, each a process, on
the machine that also asks: what is measured is both together. Requests start at the times of a
Poisson process whatever the answers take (an open loop), so that a slow moment is not forgiven:
a request that waited its turn is timed from when it was due. Of a hundred, 72 read a page, 18
check words while somebody types, 8 save them (one change with its entry in the journal) and 2
start a draft.
"""

import argparse
import asyncio
import contextlib
import math
import os
import random
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import django
import httpx

ROOT: Final = Path(__file__).resolve().parents[1]
SESSIONS: Final = 200
WARM_SECONDS: Final = 5.0
TARGET_P95_MS, TARGET_P99_MS = 400, 1200
READ, CHECK, SAVE, START = "read a page", "check words", "save words", "start a draft"
SHARES: Final = {READ: 72, CHECK: 18, SAVE: 8, START: 2}
LINK: Final = re.compile(r'href="(/[a-z0-9/-]*/?)"')
NOT_READ: Final = ("/static", "/media", "/exports", "/sign-out", "/logout", "/demo")
SENTENCES: Final = (
    "Nos équipes ouvrent leurs portes samedi.",
    "Venez poser vos questions sur le vélo cargo, le prix, l’entretien et la route.",
    "Inscription gratuite, places limitées.",
    "Le réseau sera coupé dimanche de 2 h à 5 h : nous écrirons quand il sera revenu.",
    "#MobilitéDouce",
)
TOKEN: Final = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass(slots=True)
class Desk:
    """One signed-in person: the cookies, and the draft they write, if they may write."""

    session: str
    draft: str = ""
    edits: int = 0
    token: str = ""
    unit: str = ""
    pages: list[str] = field(default_factory=list)
    busy: asyncio.Lock = field(default_factory=asyncio.Lock)


@dataclass(slots=True)
class Heard:
    """What was answered."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    statuses: Counter[str] = field(default_factory=Counter)


def main() -> int:
    """Start the site, ask, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--rate", type=float, default=20.0, help="requests a second")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="gouvernail-load-") as home:
        port = _free_port()
        os.environ["GOUVERNAIL_HOME"] = home
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{home}/gouvernail.sqlite3")
        os.environ["GOUVERNAIL_LOG_LEVEL"] = "ERROR"
        os.environ["DJANGO_SETTINGS_MODULE"] = "gouvernail.project.settings.demo"
        sys.path.insert(0, str(ROOT))
        from gouvernail.project import preparation

        with contextlib.redirect_stdout(sys.stderr):
            preparation.main(["alize"])
        django.setup()
        desks = seated()
        with running(port):
            heard = asyncio.run(asked(port, desks, rate=given.rate, seconds=given.minutes * 60))
    return told(heard, rate=given.rate, minutes=given.minutes)


def seated() -> list[Desk]:
    """Sign two hundred in, several to a person as with a telephone and a desk; give drafts."""
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.db import connection
    from django.test import Client

    from gouvernail.content.permissions import writable_units

    settings.ALLOWED_HOSTS = ["*"]
    people = list(get_user_model().objects.filter(is_active=True).order_by("pk"))
    units = {person.pk: writable_units(person).first() for person in people}
    desks = []
    for number in range(SESSIONS):
        person = people[number % len(people)]
        client = Client()
        client.force_login(person)
        desk = Desk(session=client.cookies[settings.SESSION_COOKIE_NAME].value)
        if unit := units[person.pk]:
            desk.unit = str(unit.pk)
        desks.append(desk)
    connection.close()
    return desks


@contextlib.contextmanager
def running(port: int) -> Iterator[None]:
    """Run the processes of a site for the duration of the block."""
    own = [sys.executable, "-m", "gouvernail.cli.main"]
    commands = [["web", "--port", str(port)], ["worker"], ["sender"], ["signer"]]
    children = [
        subprocess.Popen([*own, *command], cwd=ROOT, stdout=sys.stderr, start_new_session=True)
        for command in commands
    ]
    try:
        for _attempt in range(300):
            with contextlib.suppress(httpx.TransportError):
                if (
                    httpx.get(f"http://localhost:{port}/healthz/ready").status_code
                    == httpx.codes.OK
                ):
                    break
            time.sleep(0.2)
        else:
            raise SystemExit("the site did not start")
        yield
    finally:
        for child in children:
            os.killpg(child.pid, signal.SIGTERM)
        for child in children:
            child.wait(30)


async def asked(port: int, desks: list[Desk], *, rate: float, seconds: float) -> Heard:
    """Ask at `rate` for so many seconds after a short warming; return what was heard."""
    chance, heard = random.Random(20), Heard()  # noqa: S311 -- a load, not a secret
    limits = httpx.Limits(max_connections=SESSIONS, max_keepalive_connections=SESSIONS)
    async with httpx.AsyncClient(
        base_url=f"http://localhost:{port}", limits=limits, timeout=30
    ) as client:
        await _look_around(client, desks)
        await _take_places(client, desks)
        await _press(client, desks, Heard(), chance, rate=rate / 2, seconds=WARM_SECONDS)
        await _press(client, desks, heard, chance, rate=rate, seconds=seconds)
    return heard


async def _look_around(client: httpx.AsyncClient, desks: list[Desk]) -> None:
    """Let each see what Today links to: those are the pages they read, Today first of all."""
    for desk in desks:
        page = await client.get("/", headers=_cookies(desk))
        found = set(LINK.findall(page.text))
        linked = sorted(path for path in found if not path.startswith(NOT_READ))
        desk.pages = ["/"] * 3 + linked
        client.cookies.clear()


async def _take_places(client: httpx.AsyncClient, desks: list[Desk]) -> None:
    """Give each writer a token of their own and a draft."""
    for desk in desks:
        if not desk.unit:
            continue
        page = await client.get("/drafts/new/", headers=_cookies(desk))
        found = TOKEN.search(page.text)
        if page.status_code != httpx.codes.OK or not found:
            desk.unit = ""
            continue
        desk.token = found[1]
        desk.session += f"; {_csrf_name()}={page.cookies.get(_csrf_name(), '')}"
        client.cookies.clear()
        answer = await _start(client, desk)
        desk.draft = answer.headers.get("Location", "")
        client.cookies.clear()


def _csrf_name() -> str:
    from django.conf import settings

    return str(settings.CSRF_COOKIE_NAME)


def _cookies(desk: Desk) -> dict[str, str]:
    from django.conf import settings

    return {"Cookie": f"{settings.SESSION_COOKIE_NAME}={desk.session}"}


async def _press(
    client: httpx.AsyncClient,
    desks: list[Desk],
    heard: Heard,
    chance: random.Random,
    *,
    rate: float,
    seconds: float,
) -> None:
    loop = asyncio.get_running_loop()
    begun, due, under_way = loop.time(), 0.0, set[asyncio.Task[None]]()
    while (due := due + chance.expovariate(rate)) < seconds:
        await asyncio.sleep(max(0.0, begun + due - loop.time()))
        kind = chance.choices(list(SHARES), list(SHARES.values()))[0]
        desk = chance.choice([one for one in desks if one.draft] if kind != READ else desks)
        page = chance.choice(desk.pages)
        words = " ".join(chance.sample(SENTENCES, k=3))
        act = _act(client, desk, kind, page=page, words=words)
        task = asyncio.create_task(_timed(act, kind, heard, due=begun + due))
        under_way.add(task)
        task.add_done_callback(under_way.discard)
    await asyncio.gather(*under_way)


async def _timed(
    act: Callable[[], Awaitable[httpx.Response]], kind: str, heard: Heard, *, due: float
) -> None:
    try:
        answer = await act()
        status = str(answer.status_code)
    except httpx.TransportError as error:
        status = type(error).__name__
    heard.statuses[status] += 1
    heard.seconds[kind].append(asyncio.get_running_loop().time() - due)


def _act(
    client: httpx.AsyncClient, desk: Desk, kind: str, *, page: str, words: str
) -> Callable[[], Awaitable[httpx.Response]]:
    async def read() -> httpx.Response:
        return await client.get(page, headers=_cookies(desk))

    async def write() -> httpx.Response:
        async with desk.busy:  # one person types in one place at a time
            fields = {"title": "Portes ouvertes", "text": words, "language": "fr"}
            fields["edit_count"] = str(desk.edits)
            if kind == SAVE:
                fields["keep"] = "1"
            answer = await _post(client, desk, f"{desk.draft}live", fields)
            if answer.status_code == httpx.codes.OK:
                desk.edits = answer.json()["edit_count"]
            return answer

    async def start() -> httpx.Response:
        return await _start(client, desk)

    return {READ: read, CHECK: write, SAVE: write, START: start}[kind]


async def _start(client: httpx.AsyncClient, desk: Desk) -> httpx.Response:
    fields = {"title": "Portes ouvertes", "unit": desk.unit, "language": "fr"}
    return await _post(client, desk, "/drafts/new/", fields)


async def _post(
    client: httpx.AsyncClient, desk: Desk, path: str, fields: dict[str, str]
) -> httpx.Response:
    told = {**fields, "csrfmiddlewaretoken": desk.token}
    return await client.post(path, data=told, headers=_cookies(desk))


def told(heard: Heard, *, rate: float, minutes: float) -> int:
    """Print the tables; return 1 if a target was missed."""
    every = sorted(one for seconds in heard.seconds.values() for one in seconds)
    failed = sum(count for status, count in heard.statuses.items() if status not in {"200", "302"})
    print(f"{SESSIONS} people signed in, {rate:g} requests a second for {minutes:g} min.\n")
    print(
        "| act | requests | p50 ms | p95 ms | p99 ms | longest ms |\n|---|---:|---:|---:|---:|---:|"
    )
    for kind in SHARES:
        print(_line(kind, sorted(heard.seconds[kind])))
    print(_line("all", every))
    print(f"\nAnswers: {', '.join(f'{n} x {s}' for s, n in sorted(heard.statuses.items()))}.")
    missed = (
        failed > 0
        or _at(every, 0.95) * 1e3 >= TARGET_P95_MS
        or _at(every, 0.99) * 1e3 >= TARGET_P99_MS
    )
    verdict = "missed" if missed else "held"
    print(f"Asked: p95 < {TARGET_P95_MS} ms, p99 < {TARGET_P99_MS} ms, no error: {verdict}.")
    return int(missed)


def _line(name: str, seconds: list[float]) -> str:
    shares = " | ".join(f"{_at(seconds, share) * 1e3:.0f}" for share in (0.5, 0.95, 0.99, 1.0))
    return f"| {name} | {len(seconds)} | {shares} |"


def _at(seconds: list[float], share: float) -> float:
    """Return the value that `share` of the sorted list does not pass (nearest rank)."""
    return seconds[max(0, math.ceil(share * len(seconds)) - 1)] if seconds else math.nan


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main())
