"""What people answer about new accounts."""

from gouvernail.openings.forms.listing import FilterForm, chips_of, filters_of
from gouvernail.openings.forms.steps import (
    AnswerForm,
    AppealForm,
    AssumptionForm,
    BeginForm,
    MergeForm,
    NoteForm,
    ReasonForm,
    TickForm,
)
from gouvernail.openings.forms.writing import (
    FORMS,
    NetworkForm,
    SectionForm,
    StartForm,
    rhythm_forms,
    rhythm_of,
)

__all__ = [
    "FORMS",
    "AnswerForm",
    "AppealForm",
    "AssumptionForm",
    "BeginForm",
    "FilterForm",
    "MergeForm",
    "NetworkForm",
    "NoteForm",
    "ReasonForm",
    "SectionForm",
    "StartForm",
    "TickForm",
    "chips_of",
    "filters_of",
    "rhythm_forms",
    "rhythm_of",
]
