"""What is filled in about conversations."""

from gouvernail.inbox.forms.answering import (
    AloneForm,
    AssignForm,
    DecideForm,
    ExpertAnswerForm,
    ExpertForm,
    LaterForm,
    LetterForm,
    MergeForm,
    ModerateForm,
    NoteForm,
    ReferenceForm,
    ReplyForm,
    handle_of,
)
from gouvernail.inbox.forms.filters import FilterForm, chips_of, filters_of
from gouvernail.inbox.forms.settings import DeskForm, RuleForm

__all__ = [
    "AloneForm",
    "AssignForm",
    "DecideForm",
    "DeskForm",
    "ExpertAnswerForm",
    "ExpertForm",
    "FilterForm",
    "LaterForm",
    "LetterForm",
    "MergeForm",
    "ModerateForm",
    "NoteForm",
    "ReferenceForm",
    "ReplyForm",
    "RuleForm",
    "chips_of",
    "filters_of",
    "handle_of",
]
