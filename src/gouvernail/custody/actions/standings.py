"""Keeping beside each account what its accesses add up to."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from gouvernail.custody.models import Standing
from gouvernail.custody.queries import standings_of
from gouvernail.foundation.actions import action
from gouvernail.foundation.clock import site_day
from gouvernail.registry.actions import note_custody

FIGURES = ("level", "ways_in", "admins", "to_revoke", "credentials", "recovery", "factor")
KEPT = (*FIGURES, "grant", "rotation")
BATCH = 500


@action("custody.work_out")
def work_out(*, account_ids: Iterable[UUID], at: datetime) -> int:
    """Work out the standing of accounts anew and return how many changed.

    Three queries for each 500 accounts, and two statements for each account that changed.
    """
    ids, changed = sorted(set(account_ids)), 0
    today = site_day(at)
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        kept = Standing.objects.in_bulk(batch)
        for one in standings_of(batch, today=today, at=at):
            before = kept.get(one.account_id)
            if before is None and one.level is None:
                continue
            if before is not None and all(getattr(before, x) == getattr(one, x) for x in KEPT):
                continue
            one.save(force_insert=before is None, force_update=before is not None)
            note_custody(one.account_id, custody=one.level, ways_in=one.ways_in)
            changed += 1
    return changed
