"""Several processes write at once: no gap, no lost entry, one tree; a killed writer leaves none."""

import os
import signal
import subprocess
import sys
import textwrap
import time

import pytest
from django.db import connection

from gouvernail.ledger import queries
from gouvernail.ledger.models import Leaf
from gouvernail.ledger.queries.verification import verify_database
from gouvernail.people.models import Unit

WRITERS = 4
ENTRIES = 12
SCRIPT = """
    import sys
    from datetime import UTC, datetime
    import django
    from django.conf import settings
    from django.db import connections
    settings.DATABASES["default"]["NAME"] = sys.argv[1]
    django.setup()
    from gouvernail.foundation.actions import action
    from gouvernail.foundation.actors import machine
    from gouvernail.ledger.actions import record
    from gouvernail.people.models import Unit

    @action("tests.write")
    def write():
        unit = Unit.objects.select_for_update().get()
        unit.position += 1
        unit.save()
        for _ in range(2):
            record(actor=machine("writer"), verb="unit.updated", subject=unit, at=datetime.now(UTC))

    count = int(sys.argv[2])
    while count:
        write()
        count -= 1
        print("written", flush=True)
"""


def writer(entries: int) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [
            sys.executable,
            "-c",
            textwrap.dedent(SCRIPT),
            str(connection.settings_dict["NAME"]),
            str(entries),
        ],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"]},
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.mark.django_db(transaction=True)
def test_processes_that_write_at_once_make_one_log_without_gaps(nordet: Unit) -> None:
    writers = [writer(ENTRIES) for _ in range(WRITERS)]

    assert [each.wait(timeout=120) for each in writers] == [0] * WRITERS

    total = WRITERS * ENTRIES * 2
    assert Unit.objects.get().position == WRITERS * ENTRIES
    assert list(Leaf.objects.order_by("seq").values_list("seq", flat=True)) == list(range(total))
    assert queries.head().size == total
    assert verify_database(None).problems == []
    for each in writers:
        assert each.stdout is not None
        each.stdout.close()


@pytest.mark.django_db(transaction=True)
def test_a_killed_writer_leaves_a_log_that_verifies(nordet: Unit) -> None:
    for pause in (0.0, 0.01, 0.02, 0.04):
        victim = writer(10_000)
        assert victim.stdout is not None
        victim.stdout.readline()
        time.sleep(pause)
        victim.send_signal(signal.SIGKILL)
        victim.wait(timeout=20)
        victim.stdout.close()

        assert verify_database(None).problems == []
        assert Leaf.objects.count() == Unit.objects.get().position * 2
