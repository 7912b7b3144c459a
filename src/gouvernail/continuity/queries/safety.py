"""Whether what would be lost can be brought back: journal, anchors, backups, drills, keys."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gouvernail.continuity.models import Backup, Drill
from gouvernail.continuity.queries.items import Item, Level
from gouvernail.continuity.queries.restores import here_since
from gouvernail.continuity.queries.wording import ago, length, size
from gouvernail.ledger.errors import LedgerBrokenError
from gouvernail.ledger.queries import head, index_of, last_checkpoint, last_verification
from gouvernail.ledger.queries.anchors import anchor_age, held_outside
from gouvernail.ledger.signer.loop import places
from gouvernail.ledger.signer.memory import refusals

UNSIGNED: Final = timedelta(minutes=10)
OUTSIDE: Final = timedelta(days=2)
BACK_UP: Final = gettext_lazy("Run: gouvernail backup --drill")
CHECKS: Final = {
    "files": gettext_lazy("files and their digests"),
    "restore": gettext_lazy("restoring"),
    "integrity": gettext_lazy("integrity of the database"),
    "rows": gettext_lazy("number of rows"),
    "head": gettext_lazy("end of the journal"),
    "ledger": gettext_lazy("verification of the journal"),
    "anchor": gettext_lazy("signed checkpoints"),
    "media": gettext_lazy("pictures"),
    "canary": gettext_lazy("opening a credential"),
    "escrow": gettext_lazy("reading the copy of the keys"),
    "factors": gettext_lazy("opening second factors"),
}


def safety_items(*, at: datetime) -> Iterator[Item]:
    """Yield how safe the site is. Ten queries."""
    since = here_since()
    yield _backup(since=since, at=at)
    yield _drill(since=since, at=at)
    yield _journal(at=at)
    yield _anchor(at=at)


def _backup(*, since: datetime | None, at: datetime) -> Item:
    title, every = _("Last backup"), timedelta(hours=settings.BACKUP_EVERY_HOURS or 24)
    made_here = Backup.objects.filter(ended_at__gte=since) if since else Backup.objects.all()
    last = made_here.order_by("-ended_at").first()
    good = made_here.filter(error="").order_by("-ended_at").first()
    if good is None:
        none = _("There is none on this machine yet.") if since else _("There is none.")
        said = none if last is None else last.error
        return Item(
            code="backup", title=title, level=Level.STOP, said=said, todo=str(BACK_UP),
            guide="how-to/back-up",
        )  # fmt: skip
    age = at - good.ended_at
    said = _("Made %(when)s: %(size)s, %(n)d entries of the journal.") % {
        "when": ago(good.ended_at, at), "size": size(good.size_bytes), "n": good.ledger_size,
    }  # fmt: skip
    level, todo = Level.OK, ""
    if age > 2 * every:
        level, todo = Level.STOP, str(BACK_UP)
    elif last is not None and last.error:
        level, todo = Level.WARN, _("The last attempt failed: %(error)s") % {"error": last.error}
    elif good.same_disk:
        level = Level.WARN
        todo = _("It lies on the disk of the site: name another one in GOUVERNAIL_BACKUP_DIR.")
    facts = {
        "age_seconds": int(age.total_seconds()), "size_bytes": good.size_bytes,
        "encrypted": good.encrypted, "same_disk": good.same_disk, "name": good.name,
    }  # fmt: skip
    return Item(
        code="backup", title=title, level=level, said=said, todo=todo,
        guide="how-to/back-up" if todo else "", facts=facts,
    )  # fmt: skip


def _drill(*, since: datetime | None, at: datetime) -> Item:
    """Never green without a restore that was found whole, of a recent backup."""
    title, every = _("Last restore drill"), timedelta(hours=settings.BACKUP_EVERY_HOURS or 24)
    tried_here = Drill.objects.filter(ended_at__gte=since) if since else Drill.objects.all()
    last = tried_here.order_by("-ended_at").first()
    if last is None:
        never = _("No backup was ever restored to see whether it is one.")
        none = _("There is none on this machine yet.")
        return Item(
            code="drill", title=title, level=Level.STOP,
            said=none if since else never, todo=str(BACK_UP),
            guide="how-to/back-up",
        )  # fmt: skip
    when, age = ago(last.ended_at, at), at - last.ended_at
    wrong = [check["code"] for check in last.checks if check["ok"] is not True]
    names = ", ".join(str(CHECKS.get(code, code)) for code in wrong)
    level, todo = Level.OK, ""
    said = _("Restored %(when)s in %(length)s and found whole.") % {
        "when": when, "length": length(last.ended_at - last.started_at),
    }  # fmt: skip
    said = f"{said} {_opened_with(last)}".strip()
    if last.outcome == Drill.Outcome.FAILED:
        level = Level.STOP
        said = _("Restored %(when)s and not whole: %(names)s.") % {"when": when, "names": names}
        todo = _("Do not count on this backup. Run: gouvernail drill, and see what it says.")
    elif last.outcome == Drill.Outcome.UNPROVEN:
        level = Level.WARN
        said = _("Tried %(when)s, not to the end: %(names)s.") % {"when": when, "names": names}
        todo = _("Run it where the keys are: gouvernail drill --escrow, or --identity.")
    elif age > 2 * every:
        level, todo = Level.WARN, str(BACK_UP)
    facts = {
        "outcome": last.outcome, "age_seconds": int(age.total_seconds()), "wrong": wrong,
        "seconds": last.seconds, "opened_with": _keys_of(last).get("keys", ""),
    }  # fmt: skip
    return Item(
        code="drill", title=title, level=level, said=said, todo=todo,
        guide="how-to/back-up" if todo else "", facts=facts,
    )  # fmt: skip


def _keys_of(drill: Drill) -> dict[str, str]:
    return next((each["facts"] for each in drill.checks if each["code"] == "canary"), {})


def _opened_with(drill: Drill) -> str:
    """Say whose key opened the credential: a drill with the site’s own proves no copy."""
    facts = _keys_of(drill)
    if "keys" not in facts:
        return ""  # it ended before, or is of a version that did not say
    if facts["keys"] != "copy":
        return _("Opened with the site’s key only: this proves no copy of the keys.")
    day = date_format(date.fromisoformat(facts["copied_on"]), "DATE_FORMAT")
    return _("Opened with the copy of the keys of %(day)s.") % {"day": day}


def _journal(*, at: datetime) -> Item:
    title, guide = _("Journal"), "how-to/verify-the-journal"
    try:
        log, wrong = head(), _refused()
    except LedgerBrokenError as error:
        log, wrong = None, str(error)
    if log is None or wrong:
        return Item(
            code="journal", title=title, level=Level.STOP, said=wrong,
            todo=_("Keep a copy of everything, then run: gouvernail ledger verify"), guide=guide,
        )  # fmt: skip
    signed = last_checkpoint()
    said = ngettext("%(n)d entry", "%(n)d entries", log.size) % {"n": log.size}
    said += ", " + (
        _("signed %(when)s.") % {"when": ago(signed.at, at)} if signed else _("never signed.")
    )
    covered = index_of(signed.size) if signed else 0
    waiting = covered < log.size and (signed is None or at - signed.at > UNSIGNED)
    return Item(
        code="journal", title=title, level=Level.WARN if waiting else Level.OK, said=said,
        todo=_("See whether the signer is alive.") if waiting else "",
        guide=guide if waiting else "",
        facts={
            "entries": log.size,
            "signed_seconds": int((at - signed.at).total_seconds()) if signed else None,
        },
    )  # fmt: skip


def _refused() -> str:
    """Return why the journal is not to be trusted, if something said so; empty if nothing did."""
    reasons = refusals(places().memory)
    if reasons:
        return _("The signer refuses to sign: %(reason)s.") % {"reason": reasons[-1]}
    last = last_verification()
    if last is not None and last.problems:
        return ngettext(
            "The last verification found %(n)d thing that does not hold.",
            "The last verification found %(n)d things that do not hold.",
            len(last.problems),
        ) % {"n": len(last.problems)}
    return ""


def _anchor(*, at: datetime) -> Item:
    age, held = anchor_age(at=at), held_outside()
    title, guide = _("Kept outside"), "how-to/verify-the-journal"
    todo = _("Name mailboxes outside the team that runs the site, or a witness.")
    if age is None or not held:
        said = _("Nobody outside holds a checkpoint: an administrator could rewrite history.")
        return Item(
            code="anchor", title=title, level=Level.WARN, said=said, todo=todo, guide=guide,
            facts={"uncovered_seconds": None},
        )  # fmt: skip
    said = _("The last checkpoint left %(when)s.") % {"when": ago(held[0].at, at)}
    old = age > OUTSIDE
    return Item(
        code="anchor", title=title, level=Level.WARN if old else Level.OK, said=said,
        todo=todo if old else "", guide=guide if old else "",
        facts={"uncovered_seconds": int(age.total_seconds()), "holders": len(held)},
    )  # fmt: skip
