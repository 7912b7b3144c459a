"""What the outbox promises its readers: nothing is skipped, and nothing stops everything."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from gouvernail.foundation.actions import action
from gouvernail.foundation.errors import DomainError
from gouvernail.foundation.models import OutboxEvent, OutboxMark, SetAside
from gouvernail.foundation.outbox import GIVE_UP_AFTER, Reader, announce, deliver

AT = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)
TOPIC = "tests.told"


@action("tests.announce")
def _announce(word: str, *, then: threading.Event | None = None) -> None:
    announce(TOPIC, {"word": word}, at=AT)
    if then is not None:
        then.wait(5)


def _hearing(heard: list[str]) -> Reader:
    def handle(event: OutboxEvent, _at: datetime) -> None:
        heard.append(event.payload["word"])

    return Reader(name="tests.hear", topics=frozenset({TOPIC}), handle=handle)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_fact_whose_transaction_ends_late_is_not_skipped() -> None:
    heard: list[str] = []
    go = threading.Event()
    slow = threading.Thread(target=_in_a_connection_of_its_own, args=("slow", go))
    slow.start()
    _wait_for_another_transaction()
    _announce("quick")
    deliver([_hearing(heard)], at=AT)

    go.set()
    slow.join(10)
    deliver([_hearing(heard)], at=AT)

    assert sorted(heard) == ["quick", "slow"]


def _in_a_connection_of_its_own(word: str, go: threading.Event) -> None:
    _announce(word, then=go)
    connection.close()


def _wait_for_another_transaction() -> None:
    for _attempt in range(100):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in transaction%%'"
                " AND pid <> pg_backend_pid() AND datname = current_database()"
            )
            if cursor.fetchone()[0]:
                return
        threading.Event().wait(0.05)


@pytest.mark.django_db
def test_a_fact_of_an_action_that_was_refused_is_never_told() -> None:
    with pytest.raises(DomainError):
        _announce_and_refuse()

    assert not OutboxEvent.objects.exists()


@action("tests.announce_and_refuse")
def _announce_and_refuse() -> None:
    announce(TOPIC, {"word": "no"}, at=AT)
    raise DomainError


@pytest.mark.django_db
def test_a_fact_nobody_can_handle_is_set_aside_and_the_others_are_heard() -> None:
    heard: list[str] = []

    def handle(event: OutboxEvent, _at: datetime) -> None:
        if event.payload["word"] == "poison":
            raise TypeError("what is this?")
        heard.append(event.payload["word"])

    reader = Reader(name="tests.hear", topics=frozenset({TOPIC}), handle=handle)
    _announce("poison")
    _announce("wholesome")

    at = AT
    for _turn in range(GIVE_UP_AFTER):
        assert heard == []
        deliver([reader], at=at)
        at += timedelta(hours=2)
    deliver([reader], at=at)

    assert heard == ["wholesome"]
    aside = SetAside.objects.get()
    assert (aside.reader, aside.event.payload["word"]) == ("tests.hear", "poison")
    assert "TypeError" in aside.error
    assert OutboxMark.objects.get().failures == 0
