"""What is filled in about conversations."""

from gouvernail.inbox.forms.answering import (
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
)
from gouvernail.inbox.forms.filters import FilterForm, chips_of, filters_of
from gouvernail.inbox.forms.settings import DeskForm, RuleForm

__all__ = [
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
]
