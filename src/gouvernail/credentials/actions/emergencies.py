"""What comes after an emergency: a written account."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.credentials.actions.telling import deciders_of, tell_of_request
from gouvernail.credentials.errors import (
    AccountNotDueError,
    RequestOfAnotherError,
    RevealInvalidError,
)
from gouvernail.credentials.models import Reveal
from gouvernail.credentials.permissions import visible_reveal
from gouvernail.foundation.actions import action
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person

LONGEST: int = 5000  # characters


@action("credentials.write_account")
def write_account(*, reveal_id: UUID, text: str, by: Person, at: datetime) -> Reveal:
    """Write what happened and what was done with the account, once; everybody told is told again.

    Raises:
        RevealNotFoundError: missing, or hidden from `by`.
        RequestOfAnotherError: somebody else opened it.
        AccountNotDueError: it was no emergency, was never opened, or is written already.
        RevealInvalidError: nothing was written, or too much.
    """
    reveal = visible_reveal(reveal_id, viewer=by, lock=True)
    if reveal.asked_by_id != by.pk:
        raise RequestOfAnotherError
    if not reveal.owes_account:
        raise AccountNotDueError
    if not text.strip():
        raise RevealInvalidError({"text": _("Say what happened and what you did.")})
    if len(text) > LONGEST:
        raise RevealInvalidError({"text": _("At most %(count)d characters.") % {"count": LONGEST}})
    reveal.account_text, reveal.accounted_at = text.strip(), at
    reveal.save(update_fields=("account_text", "accounted_at"))
    record(actor=by, verb="reveal.accounted", subject=reveal, at=at)
    tell_of_request(reveal, "credential.accounted", people=deciders_of(reveal), at=at)
    return reveal
