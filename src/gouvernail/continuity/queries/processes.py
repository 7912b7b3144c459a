"""Whether the background work goes on: processes, periodic tasks, facts handed on, mail."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db.models import Count, Min, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_tasks_db.models import DBTaskResult

from gouvernail import __version__
from gouvernail.continuity.queries.items import Item, Level
from gouvernail.continuity.queries.wording import ago, length
from gouvernail.foundation.models import Heartbeat, OutboxMark, Schedule, SetAside
from gouvernail.listening.models import Position
from gouvernail.notifications.models import Notification

NAMES: Final = {
    "worker": gettext_lazy("Worker: tasks, reminders, e-mail"),
    "sender": gettext_lazy("Sender: the only one that publishes"),
    "signer": gettext_lazy("Signer: signs the journal"),
    "listener": gettext_lazy("Listener: hears the sources of listening"),
}
SLACK: Final = timedelta(minutes=5)
GUIDE: Final = "how-to/read-the-status-page"
START: Final = gettext_lazy(
    "Start it again: gouvernail run, or systemctl restart gouvernail-%(name)s."
)


def silent_processes(*, at: datetime) -> list[str]:
    """Return the processes that gave no sign of life for too long, or never. One query."""
    since = at - timedelta(seconds=settings.SILENCE_SECONDS)
    alive = {name.partition("-")[0] for name in _beating(since)}
    return [name for name in NAMES if name not in alive]


def _beating(since: datetime) -> list[str]:
    return list(Heartbeat.objects.filter(at__gte=since).values_list("process", flat=True))


def process_items(*, at: datetime) -> Iterator[Item]:
    """Yield how the background work stands. Seven queries."""
    beats = {beat.process.partition("-")[0]: beat for beat in Heartbeat.objects.order_by("at")}
    for name in NAMES:
        yield _process(name, beats.get(name), at=at)
    yield _sources()
    yield _schedule(at=at)
    yield _outbox()
    yield _tasks(at=at)
    yield _mail(at=at)


def _process(name: str, beat: Heartbeat | None, *, at: datetime) -> Item:
    limit = timedelta(seconds=settings.SILENCE_SECONDS)
    level, todo = Level.OK, ""
    if beat is None or at - beat.at > limit:
        level, todo = Level.STOP, START % {"name": name}
    elif beat.version and beat.version != __version__:
        level = Level.WARN
        todo = _("It runs version %(version)s: restart it.") % {"version": beat.version}
    said = _("Never seen.") if beat is None else _("Seen %(when)s.") % {"when": ago(beat.at, at)}
    seconds = None if beat is None else int((at - beat.at).total_seconds())
    return Item(
        code=f"process_{name}", title=str(NAMES[name]), level=level, said=said, todo=todo,
        guide=GUIDE if todo else "", facts={"silent_seconds": seconds},
    )  # fmt: skip


def _sources() -> Item:
    """Say whether the places that are listened to are heard. One query."""
    health = Position.Health
    counts = Position.objects.filter(
        source__paused_at__isnull=True, source__forgotten_at__isnull=True
    ).aggregate(
        all=Count("pk"),
        stopped=Count("pk", filter=Q(health=health.STOPPED)),
        waiting=Count("pk", filter=Q(health=health.WAITING)),
    )
    silent = counts["stopped"] + counts["waiting"]
    said = _("%(count)s listened to, %(silent)s not heard now.")
    return Item(
        code="sources",
        title=_("Sources of listening"),
        level=Level.WARN if counts["stopped"] else Level.OK,
        said=said % {"count": counts["all"], "silent": silent},
        todo=_("See which ones on the page of sources, and why.") if counts["stopped"] else "",
        guide="",
        facts={"sources": counts["all"], "stopped": counts["stopped"]},
    )


def schedule_rows(*, at: datetime) -> list[Schedule]:
    """Return the periodic tasks by name, each with how `late` it is. One query."""
    rows = list(Schedule.objects.order_by("name"))
    for row in rows:
        row.late = max(timedelta(), at - row.next_at)  # type: ignore[attr-defined]  # for the page
    return rows


def _schedule(*, at: datetime) -> Item:
    rows = schedule_rows(at=at)
    failed = [row.name for row in rows if row.last_error]
    late = [row.name for row in rows if at - row.next_at > SLACK]
    said = ngettext("%(n)d task, all in time.", "%(n)d tasks, all in time.", len(rows)) % {
        "n": len(rows)
    }
    level, todo = Level.OK, ""
    if late:
        level = Level.STOP
        said = _("Late: %(names)s.") % {"names": ", ".join(late[:5])}
        todo = _("See whether the worker is alive; its log says what it does.")
    elif failed:
        level = Level.WARN
        said = _("Failed at their last turn: %(names)s.") % {"names": ", ".join(failed[:5])}
        todo = _("They are tried again. The table below and the worker’s log say why.")
    facts = {"tasks": len(rows), "late": late, "failed": failed}
    return Item(
        code="schedule", title=_("Periodic tasks"), level=level, said=said, todo=todo,
        guide=GUIDE if todo else "", facts=facts,
    )  # fmt: skip


def _outbox() -> Item:
    stopped = list(OutboxMark.objects.filter(failures__gt=0).values_list("reader", flat=True))
    aside = SetAside.objects.count()
    level, todo, said = Level.OK, "", _("Every area heard what the others told it.")
    if stopped:
        level, said = Level.WARN, _("Stopped: %(names)s.") % {"names": ", ".join(stopped)}
        todo = _("They are tried again. `gouvernail doctor` says why they stopped.")
    if aside:
        level = Level.STOP
        said = ngettext(
            "%(n)d fact could not be handled.", "%(n)d facts could not be handled.", aside
        ) % {"n": aside}
        todo = _("Report it with what `gouvernail doctor` says.")
    return Item(
        code="outbox", title=_("Between areas"), level=level, said=said, todo=todo,
        guide=GUIDE if todo else "", facts={"stopped": stopped, "set_aside": aside},
    )  # fmt: skip


def _tasks(*, at: datetime) -> Item:
    waiting = DBTaskResult.objects.filter(status="READY").filter(
        Q(run_after__isnull=True) | Q(run_after__lte=at)
    )
    found = waiting.aggregate(count=Count("pk"), oldest=Min("enqueued_at"))
    late = at - found["oldest"] if found["oldest"] else timedelta()
    level = Level.WARN if late > SLACK else Level.OK
    said = _("Nothing waits.")
    if found["count"]:
        said = ngettext(
            "%(n)d waits, for %(length)s at most.",
            "%(n)d wait, for %(length)s at most.",
            found["count"],
        ) % {"n": found["count"], "length": length(late)}
    return Item(
        code="tasks", title=_("Work asked for"), level=level, said=said,
        todo=_("See whether the worker is alive; its log says what it does.")
        if level == Level.WARN else "",
        guide=GUIDE if level == Level.WARN else "",
        facts={"waiting": found["count"], "oldest_seconds": int(late.total_seconds())},
    )  # fmt: skip


def _mail(*, at: datetime) -> Item:
    title = _("Outgoing e-mail")
    if settings.EMAIL_BACKEND.endswith("dummy.EmailBackend"):
        return Item(
            code="mail", title=title, level=Level.WARN,
            said=_("No mail server is set: nobody is told by e-mail, not even of what is here."),
            todo=_("Set GOUVERNAIL_SMTP_HOST."), guide="how-to/install",
        )  # fmt: skip
    rows = Notification.objects.filter(at__gte=at - timedelta(days=1)).exclude(email_error="")
    failed = rows.count()
    said = _("Every message of the last 24 hours left.")
    if failed:
        said = ngettext(
            "%(n)d message of the last 24 hours could not leave.",
            "%(n)d messages of the last 24 hours could not leave.",
            failed,
        ) % {"n": failed}
    return Item(
        code="mail", title=title, level=Level.WARN if failed else Level.OK, said=said,
        todo=_("See GOUVERNAIL_SMTP_HOST and its log; `gouvernail doctor` tries the server.")
        if failed else "",
        guide="how-to/install" if failed else "", facts={"failed": failed},
    )  # fmt: skip
