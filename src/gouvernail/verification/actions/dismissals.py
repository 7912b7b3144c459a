"""Setting many reported accounts aside at once, with one reason, and taking that back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.foundation.actions import action
from gouvernail.people.models import Person
from gouvernail.registry.actions import change_status, undo_status
from gouvernail.registry.actions.life import Move
from gouvernail.registry.errors import UndoTooLateError
from gouvernail.registry.models import Account
from gouvernail.registry.queries.life import may_undo
from gouvernail.verification.actions.reports import GONE, decided, reopened
from gouvernail.verification.errors import ReportRefusedError
from gouvernail.verification.models import ReportedAccount
from gouvernail.verification.permissions import require_report_decider, visible_reports
from gouvernail.verification.queries.reports import set_aside_together

Status = ReportedAccount.Status
LONGEST: Final = 500


@action("verification.dismiss_reports")
def dismiss_reports(reported_ids: Sequence[UUID], *, reason: str, by: Person, at: datetime) -> int:
    """Set aside those that wait, one reason for all; return how many. One entry each, and more.

    The register says it too, as for one. What was decided or judged in between stays as it is.

    Raises:
        RightMissingError: `by` does not decide reports.
        ReportRefusedError: there is no reason, or it is too long.
    """
    require_report_decider(by)
    why = reason.strip()
    if not why or len(why) > LONGEST:
        raise ReportRefusedError(
            "reason", _("Say why, in %(n)s signs at most: it is kept with each.") % {"n": LONGEST}
        )
    rows = visible_reports(by).select_for_update(of=("self",))
    count = 0
    for reported in rows.filter(pk__in=reported_ids, status=Status.NEW).order_by("pk"):
        account = reported.account
        if account is not None and account.status == Account.Status.TO_CONFIRM:
            change_status(account.pk, status=Status.DISMISSED, by=by, at=at, move=Move(reason=why))
        elif account is not None and account.status not in GONE:
            continue  # judged in the register a moment ago: it settles the report by itself
        decided(reported, Status.DISMISSED, reason=why, by=by, at=at)
        count += 1
    return count


@action("verification.restore_reports")
def restore_reports(together: datetime, *, by: Person, at: datetime) -> int:
    """Let what `by` set aside at one instant wait again, a quarter of an hour long; how many.

    Raises:
        RightMissingError: `by` does not decide reports.
        UndoTooLateError: too late, or nothing of it is left as it was.
    """
    require_report_decider(by)
    rows = set_aside_together(by, at=at).filter(decided_at=together)
    count = 0
    for reported in rows.select_for_update(of=("self",)).order_by("pk"):
        account = reported.account
        if account is not None and account.status not in GONE:
            if account.status != Account.Status.DISMISSED or not may_undo(account, by, at=at):
                continue
            undo_status(account.pk, by=by, at=at)
        reopened(reported, by=by, at=at)
        count += 1
    if not count:
        raise UndoTooLateError
    return count
