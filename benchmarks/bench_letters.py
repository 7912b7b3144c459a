# ruff: noqa: S101 - a measure that asserts it measured something
"""Letters a second: one turn of the sending task, to a mail server on loopback.

    python benchmarks/bench_letters.py
    PEOPLE=5000 python -m tests.database python benchmarks/bench_letters.py

Everybody has one notification. A turn lasts ten seconds at most, of each twenty; the mail server
runs in a thread of the same process, so it takes part of the processor that the task would have.
The floor is the same letter, written once, sent over one connection as often as there were letters.
"""

import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gouvernail.project.settings.test")

PEOPLE: Final = int(os.environ.get("PEOPLE", "5000"))
AT: Final = datetime(2026, 11, 17, 9, 0, tzinfo=UTC)


def main() -> int:
    """Measure on the database of the settings; print one table."""
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test.runner import DiscoverRunner
    from django.test.utils import override_settings

    from tests.smtp import mailbox

    runner = DiscoverRunner(verbosity=0, interactive=False)
    made = runner.setup_databases()
    try:
        with (
            mailbox() as box,
            override_settings(
                EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
                EMAIL_HOST=box.host,
                EMAIL_PORT=box.port,
            ),
        ):
            turn, sent = one_turn()
            assert len(box.messages) == sent > 0
            floor = copies(sent)
            assert len(box.messages) == 2 * sent
        assert settings.EMAIL_BACKEND
        vendor = connection.vendor
    finally:
        runner.teardown_databases(made)
    every = 20  # seconds from one turn to the next
    hours = 100_000 / sent * every / 3600
    print(f"{vendor}; load of the machine {os.getloadavg()[0]:.1f}\n")
    print("| what | letters | seconds | letters a second | 100,000 letters take |")
    print("|---|---:|---:|---:|---:|")
    print(f"| one turn | {sent} | {turn:.1f} | {sent / turn:.0f} | {hours:.1f} h |")
    print(f"| floor: the same letter each time | {sent} | {floor:.1f} | {sent / floor:.0f} | |")
    return 0


def one_turn() -> tuple[float, int]:
    """Return the seconds of one turn and how many letters left."""
    from django.core.mail.utils import DNS_NAME

    from gouvernail.notifications.models import Notification
    from gouvernail.notifications.tasks import send_letters
    from gouvernail.people.models import Person

    people = [
        Person(name=f"Person {n}", email=f"p{n}@group.example", language="fr")
        for n in range(PEOPLE)
    ]
    Person.objects.bulk_create(people, batch_size=2_000)
    Notification.objects.bulk_create(
        (
            Notification(
                person=one,
                kind="approval.to_decide",
                once=f"x:{n}",
                facts={"title": "Éoliennes"},
                path="/reviews/1/",
                at=AT,
            )
            for n, one in enumerate(people)
        ),
        batch_size=2_000,
    )
    str(DNS_NAME)  # the name of this machine is looked up once a process, here in seconds
    started = time.perf_counter()
    send_letters(AT)
    seconds = time.perf_counter() - started
    return seconds, Notification.objects.filter(emailed_at__isnull=False).count()


def copies(number: int) -> float:
    """Return the seconds that one letter takes, sent so many times over one connection."""
    from django.core.mail import get_connection

    from gouvernail.notifications.mail import letter
    from gouvernail.notifications.models import Notification

    told = Notification.objects.select_related("person")[0]
    message = letter(told.person, [told])
    started = time.perf_counter()
    with get_connection() as connection:
        for _n in range(number):
            connection.send_messages([message])
    return time.perf_counter() - started


if __name__ == "__main__":
    sys.exit(main())
