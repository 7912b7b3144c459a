"""Everything due in the same minute: no account faster than its network allows, nothing lost.

The clock is the test's own, two seconds a turn, so that an hour of limits takes minutes; the
seconds of the machine are told beside it.

    make soak PART=rush
"""

import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType

import pytest
from django.db import connection

from gouvernail.networks.contract import Connector, Refused, Session, WireRequest
from gouvernail.people.models import Person, Unit
from gouvernail.practice.models import Post
from gouvernail.publishing.models import Delivery
from gouvernail.publishing.sender import pace
from gouvernail.publishing.tasks import sending as steps
from gouvernail.publishing.tasks.sending import send_due
from tests.make.publishing import make_delivery, make_practice_account

ACCOUNTS = 6
PAGE = Path(__file__).resolve().parents[2] / "benchmarks" / "results" / "pace.md"
COLUMNS = (
    "when (UTC)", "database", "posts", "acts a minute", "out", "fastest minute",
    "beyond the limit (s)", "last post (s)", "machine (s)",
)  # fmt: skip
HEAD = f"""# pace

`make soak PART=rush`: posts due in the same minute over six accounts, a limit each, one network
that asks to wait now and then (`tests/publishing/test_rush.py`). The clock is simulated; *machine*
is what it really took. *Fastest minute*: the most posts of one account in any 60 seconds, of the
twice `acts` that its bucket allows. *Beyond the limit*: the worst delay that neither the bucket nor
the network forced.

| {" | ".join(COLUMNS)} |
|{"---|" * len(COLUMNS)}
"""


@dataclass(frozen=True)
class Rush:
    """What a rush came to."""

    sent: dict[str, list[datetime]]
    allowed: Callable[[int], float]
    start: datetime
    machine_seconds: float

    @property
    def fastest(self) -> int:
        """Return the most posts of one account in any window of 60 seconds."""
        return max(self._fastest(times) for times in self.sent.values())

    @staticmethod
    def _fastest(times: list[datetime]) -> int:
        first, most = 0, 0
        for last, at in enumerate(times):
            while at - times[first] >= timedelta(seconds=60):
                first += 1
            most = max(most, last - first + 1)
        return most

    @property
    def beyond(self) -> float:
        """Return the worst delay beyond what the bucket forced, in seconds."""
        return max(
            (at - self.start).total_seconds() - self.allowed(place)
            for times in self.sent.values()
            for place, at in enumerate(times)
        )

    @property
    def last(self) -> float:
        return max((times[-1] - self.start).total_seconds() for times in self.sent.values())


def rush(
    posts: int, rate: pace.Rate, *, unit: Unit, by: Person, monkeypatch: pytest.MonkeyPatch
) -> Rush:
    """Queue `posts` over six accounts, and turn until none waits."""
    monkeypatch.setattr(pace, "RATES", MappingProxyType({"practice": rate}))
    accounts = [
        make_practice_account(unit=unit, by=by, handle=f"rush{number}")
        for number in range(ACCOUNTS)
    ]
    for number in range(posts):
        make_delivery(accounts[number % ACCOUNTS], by=by)
    start = Delivery.objects.order_by("publish_at").values_list("publish_at", flat=True)[0]
    sent, clock, real = defaultdict[str, list[datetime]](list), [start], steps._on_the_wire
    asked = Counter[str]()

    def wire(adapter: Connector, session: Session, request: WireRequest) -> object:
        asked[session.handle] += 1
        if session.handle == "rush0" and asked[session.handle] == rate.acts // 2:
            return Refused(
                code="rate_limited", message="wait", retry_after_seconds=20, permanent=False
            )
        outcome = real(adapter, session, request)
        sent[session.handle].append(clock[0])
        return outcome

    monkeypatch.setattr(steps, "_on_the_wire", wire)
    began = time.monotonic()
    waiting = Delivery.objects.exclude(status="sent")
    while waiting.exists():
        send_due(clock=lambda: clock[0])
        clock[0] += timedelta(seconds=2)
        assert clock[0] - start < timedelta(hours=2)
    return Rush(
        sent=dict(sent),
        allowed=lambda place: max(0, place + 1 - rate.acts) * rate.seconds / rate.acts,
        start=start,
        machine_seconds=time.monotonic() - began,
    )


def judge(done: Rush, posts: int, rate: pace.Rate) -> None:
    assert Post.objects.count() == sum(map(len, done.sent.values())) == posts
    assert Delivery.objects.filter(attempt__gt=2).count() == 0
    assert done.fastest <= 2 * rate.acts
    # One account was asked to wait 20 seconds; a turn takes two.
    assert done.beyond <= 60
    for times in done.sent.values():
        assert all(before <= after for before, after in pairwise(times))


def test_a_rush_of_two_hundred_keeps_to_every_limit(
    energy: Unit, hugo: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    rate = pace.Rate(acts=20, seconds=60, source="this test")

    judge(rush(200, rate, unit=energy, by=hugo, monkeypatch=monkeypatch), 200, rate)


@pytest.mark.soak
@pytest.mark.timeout(2700)
def test_a_rush_of_five_thousand_keeps_to_every_limit(
    energy: Unit, hugo: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    rate = pace.Rate(acts=60, seconds=60, source="this test")
    done = rush(5000, rate, unit=energy, by=hugo, monkeypatch=monkeypatch)

    if not PAGE.exists():
        PAGE.write_text(HEAD, encoding="utf-8")
    cells = (
        datetime.now(UTC).strftime("%Y-%m-%d %H:%M"), connection.vendor, 5000, rate.acts,
        Post.objects.count(), done.fastest, f"{done.beyond:.0f}", f"{done.last:.0f}",
        f"{done.machine_seconds:.0f}",
    )  # fmt: skip
    with PAGE.open("a", encoding="utf-8") as page:
        page.write("| " + " | ".join(str(cell) for cell in cells) + " |\n")
    judge(done, 5000, rate)
