"""Listening again to somebody outside who had asked not to be kept."""

from datetime import datetime
from uuid import UUID

from gouvernail.foundation.actions import action
from gouvernail.ledger.actions import record
from gouvernail.listening.models import Unheard
from gouvernail.listening.permissions import visible_unheard
from gouvernail.people.models import Person


@action("listening.hear_again")
def hear_again(unheard_id: UUID, *, by: Person, at: datetime) -> Unheard:
    """Take in what somebody says from now on; what was forgotten stays so.

    Raises:
        UnheardNotFoundError: missing, over already, or `by` does not choose what the whole
            organisation listens to.
    """
    unheard = visible_unheard(unheard_id, viewer=by, lock=True)
    unheard.ended_at = at
    unheard.save(update_fields=("ended_at",))
    record(actor=by, verb="unheard_author.ended", subject=unheard, at=at)
    return unheard
