"""What waits to leave, what needs somebody, and which accounts cannot be reached."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count, Min, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gouvernail.continuity.queries.items import Item, Level
from gouvernail.continuity.queries.restores import last_restore
from gouvernail.continuity.queries.wording import ago
from gouvernail.publishing.models import Delivery, Freeze
from gouvernail.publishing.queries import freezes_in_force
from gouvernail.registry.models import Connection

LATE: Final = timedelta(minutes=2)
VERY_LATE: Final = timedelta(minutes=10)
NAMED: Final = 3


def publishing_items(*, at: datetime) -> Iterator[Item]:
    """Yield how publishing stands. Four queries."""
    freezes = list(freezes_in_force())
    yield _freeze(freezes, at=at)
    yield from _queue(held=bool(freezes), at=at)
    yield _tokens()


def _freeze(freezes: list[Freeze], *, at: datetime) -> Item:
    title = _("Freeze")
    if not freezes:
        said = _("Nothing is frozen.")
        return Item(code="freeze", title=title, level=Level.OK, said=said)
    first = freezes[0]
    whole = any(each.scope_kind == Freeze.Scope.ORGANISATION for each in freezes)
    restored = any(each.cause == Freeze.Cause.RESTORE for each in freezes)
    said = _("Publishing was frozen %(when)s.") if whole else _("Partly frozen %(when)s.")
    todo = _("Those who may lift it do so on the page of freezes.")
    if restored:
        said = f"{said} {_restored()}".strip()
        todo = _("The site was restored: check what is doubtful under Deliveries, then lift.")
    facts = {"count": len(freezes), "whole": whole, "restored": restored}
    return Item(
        code="freeze", title=title, level=Level.WARN,
        said=said % {"when": ago(first.engaged_at, at)}, todo=todo,
        guide="how-to/restore" if restored else "", page="publishing:freeze", facts=facts,
    )  # fmt: skip


def _restored() -> str:
    """Say when the site was restored, and from what. One query."""
    last = last_restore()
    if last is None:
        return _("The site was restored from a backup.")  # by a version that kept no dates
    when, taken = (
        date_format(timezone.localtime(moment), "DATETIME_FORMAT")
        for moment in (last.restored_at, last.backup_made_at)
    )
    return _("The site was restored on %(when)s from the backup of %(taken)s.") % {
        "when": when, "taken": taken,
    }  # fmt: skip


def _queue(*, held: bool, at: datetime) -> Iterator[Item]:
    """Say what is due and late, and what only a person can settle. Two queries."""
    counts = dict(Delivery.objects.values_list("status").annotate(count=Count("pk")))
    due = Q(status=Delivery.Status.QUEUED, publish_at__lte=at, next_try_at__isnull=True)
    oldest = Delivery.objects.filter(due).aggregate(oldest=Min("publish_at"))["oldest"]
    yield _due(counts, oldest, held=held, at=at)
    needing = counts.get(Delivery.Status.NEEDS_HUMAN, 0)
    unknown = counts.get(Delivery.Status.UNKNOWN, 0)
    said = ngettext(
        "%(count)d publication needs somebody.", "%(count)d publications need somebody.", needing
    ) % {"count": needing}
    if not needing:
        said = _("No publication needs anybody.")
    if unknown:
        said += " " + ngettext(
            "The network is asked about %(count)d more.",
            "The network is asked about %(count)d more.",
            unknown,
        ) % {"count": unknown}
    yield Item(
        code="needs_human",
        title=_("Outcomes to settle"),
        level=Level.WARN if needing else Level.OK,
        said=said,
        todo=_("Open Deliveries, To look at: each says what to check.") if needing else "",
        page="publishing:delivery-list",
        facts={"needs_human": needing, "unknown": unknown},
    )


def _due(counts: dict[str, int], oldest: datetime | None, *, held: bool, at: datetime) -> Item:
    waiting = counts.get(Delivery.Status.QUEUED, 0)
    late = at - oldest if oldest else timedelta()
    level, todo = Level.OK, ""
    if late > LATE and not held:
        level = Level.STOP if late > VERY_LATE else Level.WARN
        todo = _("See whether the sender is alive, below; its log says what holds it.")
    said = ngettext(
        "%(count)d approved publication waits.", "%(count)d approved publications wait.", waiting
    ) % {"count": waiting}
    if not waiting:
        said = _("Nothing waits.")
    elif oldest:
        said += " " + _("The oldest was due %(when)s.") % {"when": ago(oldest, at)}
    facts = {"states": counts, "oldest_due_seconds": int(late.total_seconds())}
    return Item(
        code="queue", title=_("Queue"), level=level, said=said, todo=todo,
        guide="how-to/read-the-status-page" if todo else "", page="publishing:delivery-list",
        facts=facts,
    )  # fmt: skip


def _tokens() -> Item:
    """Say which connected accounts can no longer be reached. One query."""
    rows = Connection.objects.exclude(status=Connection.Status.CLOSED).select_related("account")
    connections = list(rows.order_by("pk"))
    failing = [each for each in connections if each.status == Connection.Status.FAILING]
    said = ngettext(
        "%(count)d connected account answers.",
        "%(count)d connected accounts answer.",
        len(connections) - len(failing),
    ) % {"count": len(connections) - len(failing)}
    if failing:
        names = ", ".join(each.account.handle for each in failing[:NAMED])
        said = ngettext(
            "%(count)d account cannot be reached: %(names)s.",
            "%(count)d accounts cannot be reached: %(names)s.",
            len(failing),
        ) % {"count": len(failing), "names": names}
    return Item(
        code="tokens",
        title=_("Access to the networks"),
        level=Level.WARN if failing else Level.OK,
        said=said if connections else _("No account is connected."),
        todo=_("Connect them again from their records.") if failing else "",
        guide="how-to/connect-an-account" if failing else "",
        page="registry:account-list",
        facts={"connected": len(connections), "failing": len(failing)},
    )
