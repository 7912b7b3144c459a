"""A reader that fails is heard of, tried again, and holds up nobody else."""

from datetime import datetime, timedelta

from gouvernail.foundation.actions import action
from gouvernail.foundation.models import OutboxEvent, OutboxMark
from gouvernail.foundation.outbox import Reader, announce, deliver
from tests.make.publishing import NOON


@action("tests.tell")
def tell(*numbers: int) -> None:
    for number in numbers:
        announce("tests.told", {"number": number}, at=NOON)


class Ear:
    """Hears facts; stumbles over some numbers until told not to."""

    def __init__(self, name: str, *, stumbles_at: int = 0) -> None:
        self.heard: list[int] = []
        self.stumbles_at = stumbles_at
        self.reader = Reader(name=name, topics=frozenset({"tests.told"}), handle=self.handle)

    def handle(self, event: OutboxEvent, _at: datetime) -> None:
        if event.payload["number"] == self.stumbles_at:
            raise ValueError("not yet")
        self.heard.append(event.payload["number"])


def test_each_reader_hears_each_fact_once_in_order(db: None) -> None:
    tell(1, 2, 3)
    one, two = Ear("one"), Ear("two")

    assert deliver([one.reader, two.reader], at=NOON) == 6
    assert deliver([one.reader, two.reader], at=NOON) == 0

    assert one.heard == two.heard == [1, 2, 3]


def test_a_reader_that_fails_is_tried_again_later_and_holds_up_nobody(db: None) -> None:
    tell(1, 2, 3)
    weak, strong = Ear("weak", stumbles_at=2), Ear("strong")

    deliver([weak.reader, strong.reader], at=NOON)
    assert (weak.heard, strong.heard) == ([1], [1, 2, 3])
    mark = OutboxMark.objects.get(reader="weak")
    assert "not yet" in mark.last_error
    assert mark.retry_at is not None
    assert mark.retry_at > NOON

    deliver([weak.reader], at=NOON)
    assert weak.heard == [1]

    weak.stumbles_at = 0
    deliver([weak.reader], at=NOON + timedelta(hours=2))
    assert weak.heard == [1, 2, 3]
    mark.refresh_from_db()
    assert (mark.failures, mark.last_error) == (0, "")


def test_the_pauses_grow_and_never_pass_an_hour(db: None) -> None:
    tell(1)
    weak, at, pauses = Ear("weak", stumbles_at=1), NOON, []

    for _turn in range(4):
        deliver([weak.reader], at=at)
        retry_at = OutboxMark.objects.get(reader="weak").retry_at
        assert retry_at is not None
        pauses.append(retry_at - at)
        at = retry_at

    assert pauses == sorted(pauses)
    assert pauses[0] < pauses[-1] <= timedelta(hours=1)


def test_topics_of_others_are_passed_over(db: None) -> None:
    tell(1)
    deaf = Reader(name="deaf", topics=frozenset({"tests.other"}), handle=Ear("x").handle)

    assert deliver([deaf], at=NOON) == 0
