"""Examinations of a site: settings, database, ledger, processes, mail."""

import smtplib
from collections.abc import Iterator
from datetime import datetime, timedelta
from importlib.util import find_spec
from urllib.parse import urlsplit

from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from gouvernail.cli.examinations.finding import Finding
from gouvernail.foundation.clock import now
from gouvernail.foundation.models import Heartbeat, OutboxMark, Schedule, SetAside
from gouvernail.ledger.errors import LedgerBrokenError
from gouvernail.ledger.queries.epochs import index_of
from gouvernail.ledger.queries.heads import head, last_checkpoint
from gouvernail.ledger.queries.proofs import leaf_of
from gouvernail.ledger.signer.loop import places
from gouvernail.ledger.signer.memory import refusals

PROCESSES = ("worker", "sender", "signer", "listener")
HEARTBEAT_AGE = timedelta(minutes=2)
CHECKPOINT_AGE = timedelta(minutes=10)
CLOCK_SLACK = timedelta(seconds=5)
LOCAL = {"localhost", "127.0.0.1", "::1"}
START = "start the site: make run (or its services, see deploy/)"


def examine() -> Iterator[Finding]:
    """Yield what each examination finds; without a database, only those that need none."""
    yield from exposure()
    yield from counters()
    yield from mail_server()
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        yield Finding.broken("database", f"{error}".strip(), "check DATABASE_URL and the server")
        return
    pending = pending_migrations()
    yield Finding.ok("database", f"{connection.vendor} answers")
    if pending:
        yield Finding.broken("migrations", f"{pending} not applied", "gouvernail prepare")
        return
    yield Finding.ok("migrations", "all applied")
    yield from ledger(at=now())
    yield from processes(at=now())
    yield from periodic_tasks()
    yield from readers()


def exposure() -> Iterator[Finding]:
    """Say whether the settings are safe for where the site answers."""
    host = urlsplit(settings.SITE_URL).hostname or ""
    public = host not in LOCAL
    faults = {
        "GOUVERNAIL_DEBUG is on: errors show the code": settings.DEBUG,
        "a demo signs anyone in, and this site is not on localhost": settings.DEMO and public,
        "any host name is answered (GOUVERNAIL_HOSTS)": "*" in settings.ALLOWED_HOSTS
        and not settings.DEMO,
        "the secret key is short (GOUVERNAIL_SECRET_KEY)": len(settings.SECRET_KEY) < 32,  # noqa: PLR2004 - 256 bits
        f"{host} is not among the hosts answered (GOUVERNAIL_HOSTS)": not answers(host),
    }
    found = [said for said, is_so in faults.items() if is_so]
    for said in found:
        yield Finding.broken("settings", said, "correct it; docs/reference/settings.md")
    if public and not settings.SITE_URL.startswith("https://"):
        yield Finding.warning(
            "settings", f"{settings.SITE_URL} is not https", "put a TLS proxy in front; see deploy/"
        )
    elif not found:
        yield Finding.ok("settings", f"{settings.SITE_URL}, {settings.SETTINGS_MODULE}")


def answers(host: str) -> bool:
    """Return whether requests for `host` would be answered."""
    allowed = settings.ALLOWED_HOSTS
    return any(
        each in {"*", host} or (each.startswith(".") and f".{host}".endswith(each))
        for each in allowed
    )


def counters() -> Iterator[Finding]:
    """Say whether requests can be counted where the settings say."""
    place = settings.CACHES["default"]["BACKEND"].rsplit(".", 2)[-2]
    if place == "redis" and find_spec("redis") is None:
        yield Finding.broken(
            "limits",
            "GOUVERNAIL_CACHE_URL names Redis, and the package `redis` is not installed",
            "pip install 'gouvernail[redis]', or unset GOUVERNAIL_CACHE_URL",
        )
        return
    try:
        cache.get("doctor")
    except Exception as error:  # noqa: BLE001 - each place has errors of its own
        yield Finding.broken("limits", f"{place}: {error}", "check GOUVERNAIL_CACHE_URL")
    else:
        yield Finding.ok("limits", f"requests are counted in {place}")


def mail_server() -> Iterator[Finding]:
    """Say whether mail can leave; opens a connection to the server and sends nothing."""
    if settings.EMAIL_BACKEND.endswith("dummy.EmailBackend"):
        yield Finding.warning(
            "mail", "no server is set: nobody is told by e-mail", "set GOUVERNAIL_SMTP_HOST"
        )
        return
    if not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        yield Finding.ok("mail", settings.EMAIL_BACKEND.rsplit(".", 2)[-2])
        return
    server = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    try:
        with mail.get_connection(timeout=5):
            yield Finding.ok("mail", f"{server} answers")
    except (OSError, smtplib.SMTPException) as error:
        yield Finding.broken(
            "mail",
            f"{server}: {error}",
            "check GOUVERNAIL_SMTP_HOST, _PORT, _USER, _PASSWORD, _TLS",
        )


def pending_migrations() -> int:
    """Return how many migrations are not applied."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def ledger(*, at: datetime) -> Iterator[Finding]:
    """Say whether the log's head holds together, and whether it was signed lately."""
    try:
        log = head()
    except LedgerBrokenError as error:
        yield Finding.broken("ledger", str(error), "gouvernail ledger verify; keep a copy first")
        return
    for reason in refusals(places().memory):
        yield Finding.broken(
            "signer", f"refuses to sign: {reason}", "gouvernail ledger verify; keep a copy first"
        )
    if log.size == 0:
        yield Finding.ok("ledger", "no entry yet")
        return
    last = leaf_of(log.end - 1)
    if last.at > at + CLOCK_SLACK:
        yield Finding.broken(
            "clock", f"the last entry is of {last.at:%F %T} UTC, in the future", "set the clock"
        )
    signed = last_checkpoint(log.epoch)
    under = index_of(signed.size) if signed else 0
    said = f"{log.size} entries, {under} of them under a signed checkpoint"
    waiting = under < log.size
    if waiting and last.at < at - CHECKPOINT_AGE:
        yield Finding.warning("ledger", said, f"the signer is not working: {START}")
    else:
        yield Finding.ok("ledger", said)


def processes(*, at: datetime) -> Iterator[Finding]:
    """Say which background processes gave a sign of life."""
    beats = {beat.process.partition("-")[0]: beat.at for beat in Heartbeat.objects.order_by("at")}
    stopped = [name for name in PROCESSES if name not in beats or beats[name] < at - HEARTBEAT_AGE]
    if not stopped:
        yield Finding.ok("processes", f"{', '.join(PROCESSES)} are alive")
    elif len(stopped) == len(PROCESSES):
        yield Finding.warning("processes", "none is running", START)
    else:
        yield Finding.broken("processes", f"no sign of life from {', '.join(stopped)}", START)


def periodic_tasks() -> Iterator[Finding]:
    """Say which periodic tasks failed at their last turn."""
    for task in Schedule.objects.exclude(last_error="").order_by("name"):
        yield Finding.warning("schedule", f"{task.name}: {task.last_error}", "see the worker’s log")


def readers() -> Iterator[Finding]:
    """Say which facts of the outbox could not be handled, and which readers wait."""
    for aside in SetAside.objects.select_related("event").order_by("at"):
        said = f"{aside.reader} could not handle {aside.event.topic}: {aside.error}"
        yield Finding.broken("outbox", said, "report it with the worker’s log")
    for mark in OutboxMark.objects.filter(failures__gt=0).order_by("reader"):
        said = f"{mark.reader} is stopped: {mark.last_error}"
        yield Finding.warning("outbox", said, "see the worker’s log")
