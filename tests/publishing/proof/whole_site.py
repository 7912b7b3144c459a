"""A whole site under faults: supervisor, web, worker, sender and signer, and a network beside."""

import contextlib
import http.client
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.make.sites import ROOT
from tests.publishing.proof.stage import ENDED, EXPLAINED, POSTS, Tally, wait_for
from tests.servers.hostile import Call, Reply
from tests.servers.mastodon_fake import MastodonFake

SUPERVISOR = """
import os, sys
from gouvernail.project.processes import Supervisor, commands
given = commands(host="127.0.0.1", port=int(sys.argv[1]), server="granian")
given["web"] += ["--workers", "1"]
for name in sys.argv[2:]:
    del given[name]
Supervisor(given, environment=os.environ).run()
"""


@dataclass
class Seen:
    """What a reader was answered: when (monotonic), the status, and whether words came with it."""

    at: float
    status: int
    told: bool


@dataclass
class Beside:
    """A network that forgets idempotency keys, so that what is handed over twice is seen twice."""

    network: MastodonFake = field(default_factory=MastodonFake)
    heard: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.network.settings.remembers_keys = False
        self._behind = self.network.line.behind
        self.network.line.behind = self._hear

    def _hear(self, call: Call) -> Reply:
        if call.method == "POST" and call.path == POSTS:
            self.heard.append(json.loads(call.body)["status"])
        return self._behind(call)

    def account(self, name: str) -> dict[str, str]:
        """Return what a site must know of a new account there."""
        remote, token = self.network.create_account(name), f"token-of-{name}"
        self.network._tokens[token] = remote.id  # what signing in would do, without its pages
        return {"name": name, "url": self.network.url, "remote": remote.id, "token": token}

    def held(self) -> Counter[str]:
        """Return how often each text is online."""
        accounts = self.network.accounts.values()
        return Counter(one["source"] for each in accounts for one in each.statuses.values())


class WholeSite:
    """One site in a home of its own, on a database that the test may take away."""

    def __init__(self, home: Path, url: str, *, port: int) -> None:
        self.home, self.port = home, port
        home.mkdir(parents=True, exist_ok=True)
        clean = {name: text for name, text in os.environ.items() if "GOUVERNAIL_" not in name}
        self.environment = {
            **clean,
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "tests.publishing.proof.site_settings",
            "GOUVERNAIL_HOME": str(home),
            "GOUVERNAIL_LOG_LEVEL": "ERROR",
            "GOUVERNAIL_SENDER_POLL_SECONDS": "0.05",
            "GOUVERNAIL_SEND_SETTLE_SECONDS": "0.3",
            "GOUVERNAIL_SIGNER_SECONDS": "2",
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        }
        self.log = home.with_suffix(".log")
        self.asked: dict[str, bool] = {}  # text: whether its commit was acknowledged
        self._feeder = self._start("-m", "tests.publishing.proof.feeder", talks=True)
        self._supervisor: subprocess.Popen[str] | None = None

    def _start(self, *command: str, talks: bool = False) -> subprocess.Popen[str]:
        with self.log.open("a") as log:
            return subprocess.Popen(
                [sys.executable, *command],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.PIPE if talks else subprocess.DEVNULL,
                stdout=subprocess.PIPE if talks else log,
                stderr=log,
                text=True,
                start_new_session=True,
            )

    def command(self, *arguments: str) -> str:
        """Run one command of the site to its end and return what it said."""
        done = subprocess.run(
            [sys.executable, "-m", "gouvernail.cli.main", *arguments],
            cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def do(self, what: str, **given: object) -> Any:
        """Have something done, and return what came of it; fail if the database was away."""
        answer = self.tell(what, **given)
        assert "done" in answer, answer
        return answer["done"]

    def tell(self, what: str, **given: object) -> dict[str, Any]:
        """Have something done and return the answer, whether or not it could be."""
        assert self._feeder.stdin is not None
        assert self._feeder.stdout is not None
        self._feeder.stdin.write(json.dumps({"do": what, **given}) + "\n")
        self._feeder.stdin.flush()
        line = self._feeder.stdout.readline()
        assert line, self.log.read_text(encoding="utf-8")[-2000:]
        answer: dict[str, Any] = json.loads(line)
        return answer

    def post(self, account: str, text: str) -> bool:
        """Approve one post, due now; return whether the site said that it has it."""
        kept = "done" in self.tell("post", account=account, text=text)
        self.asked[text] = kept
        return kept

    def start(self, *, without: tuple[str, ...] = ()) -> None:
        """Start all processes under their supervisor."""
        self._supervisor = self._start("-c", SUPERVISOR, str(self.port), *without)

    def kill(self) -> None:
        """Kill every process at once, as when the machine goes."""
        for process in (self._supervisor, self._feeder):
            if process is not None:
                _kill_session(process)
        self._supervisor = None

    def close(self) -> None:
        """End everything."""
        if self._supervisor is not None:
            self._supervisor.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._supervisor.wait(timeout=15)
        self.kill()
        for pipe in (self._feeder.stdin, self._feeder.stdout):
            if pipe is not None:
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()

    def ask(self, path: str, *, cookie: str = "") -> tuple[int, str, str]:
        """Ask a page; return status, text and when to come back; status 0 if nobody answers."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            line.request("GET", path, headers={"Cookie": cookie} if cookie else {})
            answer = line.getresponse()
            return answer.status, answer.read().decode(), answer.getheader("Retry-After", "")
        except (OSError, http.client.HTTPException):
            return 0, "", ""
        finally:
            line.close()

    @contextlib.contextmanager
    def read(self, path: str, *, cookie: str) -> Iterator[list[Seen]]:
        """Have a reader ask a page again and again for the length of a block."""
        seen: list[Seen] = []
        ended = threading.Event()

        def go_on() -> None:
            while not ended.wait(0.1):
                status, text, again = self.ask(path, cookie=cookie)
                seen.append(Seen(time.monotonic(), status, bool(again and "data-code" in text)))

        thread = threading.Thread(target=go_on)
        thread.start()
        try:
            yield seen
        finally:
            ended.set()
            thread.join()

    def settled(self, *, seconds: float) -> bool:
        """Let everything end; return whether it did."""

        def ended() -> bool:
            time.sleep(0.2)
            if "failed" in self.tell("hurry"):
                return False
            states = self.tell("states").get("done")
            return states is not None and set(states) <= ENDED | EXPLAINED

        return wait_for(ended, seconds=seconds)

    def tally(self, beside: Beside, *, asked: dict[str, bool] | None = None) -> Tally:
        """Count what the network holds of what the site said it had, or has."""
        held, rows = beside.held(), self.do("deliveries")
        asked = self.asked if asked is None else asked
        wanted = {text for text, kept in asked.items() if kept} | set(rows)
        missing = {text for text in wanted if not held[text]}
        told = {text for text in missing if rows.get(text) in EXPLAINED}
        return Tally(
            asked=len(wanted),
            once=sum(held[text] == 1 for text in wanted),
            double=sum(max(0, count - 1) for count in held.values()),
            lost=len(missing - told),
            to_people=len(told),
        )


def _kill_session(process: subprocess.Popen[str]) -> None:
    """Kill a process and all of its session and children, whose sessions are their own."""
    command = ["ps", "-o", "pid=", "--ppid", str(process.pid)]
    children = subprocess.run(command, capture_output=True, text=True, check=False).stdout.split()
    for pid in [process.pid, *map(int, children)]:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)
    process.wait()
