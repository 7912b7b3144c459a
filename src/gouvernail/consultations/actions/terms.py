"""What the charter says of consultations."""

from datetime import datetime

from django.utils.translation import gettext as _

from gouvernail.consultations.errors import ConsultationInvalidError
from gouvernail.consultations.models import Terms
from gouvernail.consultations.queries.terms import MOST_DAYS
from gouvernail.foundation.actions import action
from gouvernail.ledger.actions import record
from gouvernail.people.models import Person
from gouvernail.people.permissions import Act, Right, require_overall, require_step_up


@action("consultations.write_terms")
def write_terms(*, allows_anonymous: bool, minimum_days: int, by: Person, at: datetime) -> Terms:
    """Say whether remarks may come without a name, and how many days people have at least.

    It holds for the windows planned from now on.

    Raises:
        ConsultationInvalidError: a number of days out of bounds.
        RightMissingError: `by` does not write the charter of the whole.
        ProofNeededError: the last proof of who they are is too old.
    """
    require_overall(by, Right.EDIT_CHARTER)
    require_step_up(Act.EDIT_CHARTER, at=at)
    if not 1 <= minimum_days <= MOST_DAYS:
        fault = _("Between %(least)d and %(most)d.") % {"least": 1, "most": MOST_DAYS}
        raise ConsultationInvalidError({"minimum_days": fault})
    terms = Terms.objects.select_for_update().first() or Terms()
    terms.allows_anonymous, terms.minimum_days = allows_anonymous, minimum_days
    terms.save()
    record(actor=by, verb="consultation_terms.written", subject=terms, at=at)
    return terms
