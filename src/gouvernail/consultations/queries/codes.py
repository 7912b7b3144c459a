"""A remark without a name, found by its code."""

from gouvernail.consultations.models import Consultation, Held, Remark
from gouvernail.consultations.queries.blinds import code_digest


def said_under(consultation: Consultation, code: str) -> Held | Remark | None:
    """Return the remark of a code, held still or not, its answer loaded; None for none.

    Two queries at most. One that was taken back is none.
    """
    found = {"consultation": consultation, "code_sha256": code_digest(code) or "none"}
    held = Held.objects.filter(**found).first()
    if held is not None:
        return held
    rows = Remark.objects.filter(**found, status=Remark.Status.SENT)
    return rows.select_related("answer", "consultation").first()
