"""What people are asked about a draft, what they say, and what is answered."""

from gouvernail.consultations.models.consultation import (
    Consultation,
    ConsultationLine,
    ConsultedClause,
    Terms,
)
from gouvernail.consultations.models.remarks import Remark, RemarkAnswer
from gouvernail.consultations.models.traces import (
    Held,
    Mark,
    Quota,
    Reading,
    RemarkDraft,
    Support,
)

__all__ = [
    "Consultation",
    "ConsultationLine",
    "ConsultedClause",
    "Held",
    "Mark",
    "Quota",
    "Reading",
    "Remark",
    "RemarkAnswer",
    "RemarkDraft",
    "Support",
    "Terms",
]
