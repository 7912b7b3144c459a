"""Asking what authors are called, some at a turn, outside any transaction."""

import logging
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings

from gouvernail.foundation.lifesigns import still_at_work
from gouvernail.foundation.outbound import way_out
from gouvernail.listening.actions.naming import name_authors, nameless, since, unnamed
from gouvernail.networks.bluesky.profiles import MOST, profiles
from gouvernail.networks.contract import Unreadable

log = logging.getLogger(__name__)
LOOKED_BACK: Final = timedelta(days=1)
"""How far back a process that begins looks for authors without a name."""
_seen: list[UUID] = []


def ask_for_names(at: datetime) -> None:
    """Ask the network what the authors of new mentions are called, 500 at most.

    Nothing is asked where the settings name no application view.
    """
    base_url = settings.BLUESKY_APPVIEW.rstrip("/")
    if not base_url:
        return
    found, last = nameless(after=_seen[0] if _seen else since(at - LOOKED_BACK))
    authors = unnamed(found)
    for start in range(0, len(authors), MOST):
        some = authors[start : start + MOST]
        answer = profiles(way_out(timeout_seconds=10.0), base_url=base_url, authors=some)
        if isinstance(answer, Unreadable):
            log.warning("authors stay without a name for now: %s", answer.reason)
            return
        name_authors(answer, asked=some, at=at)
        still_at_work()
    _seen[:] = [last]
