"""One site, its senders and its network, and what is counted at the end."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from gouvernail.foundation.actors import machine
from gouvernail.foundation.clock import now
from gouvernail.networks.contract import Secret, Session
from gouvernail.people.models import Person, Unit
from gouvernail.publishing.models import Delivery, Freeze, Pace
from gouvernail.registry.models import Account, Connection
from gouvernail.vault.actions import store_secret
from tests.make.publishing import make_delivery
from tests.servers.hostile import Call, Reply
from tests.servers.mastodon_fake import MastodonFake

POSTS = "/api/v1/statuses"
SETTLE_SECONDS = "0.3"
ENDED = frozenset({"sent", "verified", "altered"})
EXPLAINED = frozenset({"failed", "needs_human", "missed"})  # people were told
_ROOT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True, slots=True)
class Tally:
    """What the network holds, against what was asked for."""

    asked: int
    once: int
    double: int
    lost: int
    to_people: int = 0
    after_sealed: int = 0


class Stage:
    """A network that forgets keys, so that every post handed over twice is seen twice."""

    def __init__(self, *, unit: Unit, by: Person, second: Person, log: Path | None = None) -> None:
        self.unit, self.by, self.second, self.log = unit, by, second, log
        self.network = MastodonFake()
        self.network.settings.remembers_keys = False
        self.heard: list[tuple[datetime, str]] = []
        self.on_post: Callable[[], None] | None = None
        self._behind = self.network.line.behind
        self.network.line.behind = self._hear
        self.senders: list[int] = []
        self._nursery = subprocess.Popen(
            [sys.executable, "-m", "tests.publishing.proof.nursery"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=_ROOT,
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "gouvernail.project.settings.test",
                "GOUVERNAIL_HOME": str(settings.GOUVERNAIL_HOME),
                "GOUVERNAIL_SEND_SETTLE_SECONDS": SETTLE_SECONDS,
                "GOUVERNAIL_LOG_LEVEL": "ERROR",
                "PYTHONPATH": os.pathsep.join([str(_ROOT / "src"), str(_ROOT)]),
            },
        )
        self.expected: dict[str, Delivery] = {}

    def close(self) -> None:
        """End every process and the network."""
        for pid in self.senders:
            end(pid)
        self._nursery.kill()
        self._nursery.wait()
        for pipe in (self._nursery.stdin, self._nursery.stdout):
            if pipe is not None:
                pipe.close()
        self.network.stop()

    def _hear(self, call: Call) -> Reply:
        if call.method == "POST" and call.path == POSTS:
            self.heard.append((datetime.now(UTC), json.loads(call.body)["status"]))
            if self.on_post is not None:
                self.on_post()
        return self._behind(call)

    def account(self, name: str) -> Account:
        """Return an account connected to the network."""
        return connected(self.network, name, unit=self.unit, by=self.by)

    def post(self, account: Account, text: str) -> Delivery:
        """Queue one post, due now; its text is its name."""
        delivery = make_delivery(account, by=self.by, text=text, publish_at=now())
        self.expected[text] = delivery
        return delivery

    def sender(self, **environment: str) -> int:
        """Start one sender and return its process id."""
        keys = ("NAME", "HOST", "PORT", "USER", "PASSWORD")
        database = {key: str(connection.settings_dict.get(key) or "") for key in keys}
        given: dict[str, object] = {"database": database, "environment": environment}
        if self.log is not None:
            given["log"] = str(self.log)
        assert self._nursery.stdin is not None
        assert self._nursery.stdout is not None
        self._nursery.stdin.write(json.dumps(given) + "\n")
        self._nursery.stdin.flush()
        pid = int(self._nursery.stdout.readline())
        self.senders.append(pid)
        return pid

    @contextlib.contextmanager
    def sending(self, **environment: str) -> Iterator[int]:
        """Have one sender at work for the length of a block."""
        pid = self.sender(**environment)
        try:
            yield pid
        finally:
            end(pid)

    def hurry(self) -> None:
        """Let what waits for its next attempt leave now: the wait itself is proved elsewhere."""
        Delivery.objects.filter(status="queued").update(next_try_at=None)
        Pace.objects.all().delete()

    def states(self) -> Mapping[str, int]:
        """Return how many deliveries stand where."""
        return Counter(Delivery.objects.values_list("status", flat=True))

    def all_ended(self) -> bool:
        """Return whether every delivery is online, or people were told why not."""
        return set(self.states()) <= ENDED | EXPLAINED

    def tally(self) -> Tally:
        """Count what the network holds of what was asked for."""
        held = Counter(
            status["source"]
            for account in self.network.accounts.values()
            for status in account.statuses.values()
        )
        told = set(Delivery.objects.filter(status__in=EXPLAINED).values_list("pk", flat=True))
        missing = [row.pk for text, row in self.expected.items() if not held[text]]
        return Tally(
            asked=len(self.expected),
            once=sum(held[text] == 1 for text in self.expected),
            double=sum(max(0, count - 1) for count in held.values()),
            lost=sum(key not in told for key in missing),
            to_people=sum(key in told for key in missing),
            after_sealed=self.heard_while_sealed(),
        )

    def heard_while_sealed(self) -> int:
        """Return how many posts the network heard between a seal and its lift."""
        spans = [
            (freeze.sealed_at, freeze.lifted_at or datetime.max.replace(tzinfo=UTC))
            for freeze in Freeze.objects.filter(sealed_at__isnull=False)
            if freeze.sealed_at is not None
        ]
        return sum(
            any(sealed < at < lifted for sealed, lifted in spans) for at, _text in self.heard
        )


def connected(network: MastodonFake, name: str, *, unit: Unit, by: Person) -> Account:
    """Return an account connected to `network`."""
    remote = network.create_account(name)
    token = f"token-of-{name}"
    network._tokens[token] = remote.id  # what signing in would do, without its pages
    at = now()
    account = Account.objects.create(
        network="mastodon", handle=name, handle_key=name, name=name, unit=unit,
        registered_at=at, updated_at=at,
    )  # fmt: skip
    session = Session(
        network="mastodon", base_url=network.url, account_id=remote.id, handle=name,
        access=Secret(token), facts={"software": "mastodon"},
    )  # fmt: skip
    Connection.objects.create(
        account=account, service_url=network.url, remote_id=remote.id,
        connected_by=by, connected_at=at,
    )  # fmt: skip
    store_secret(
        owner_kind="account", owner_id=account.pk, field="session", value=session.dump(),
        by=machine("maker"), at=at,
    )  # fmt: skip
    return account


def end(pid: int) -> None:
    """Kill one process, and wait until it is gone."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    wait_for(lambda: is_gone(pid), seconds=10)


def is_gone(pid: int) -> bool:
    """Return whether a process has ended."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return True
    return state[0] == "Z"


def wait_for(condition: Callable[[], bool], *, seconds: float = 20) -> bool:
    """Wait until `condition` holds; return whether it did in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() >= deadline:
            return False
        time.sleep(0.01)
    return True
