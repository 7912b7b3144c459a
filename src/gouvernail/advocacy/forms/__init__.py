"""What is typed about ambassadors."""

from gouvernail.advocacy.forms.desk import (
    AnswerForm,
    DecideForm,
    KitForm,
    ProgrammeForm,
    ReturnForm,
    WordingForm,
)
from gouvernail.advocacy.forms.members import (
    AccountForm,
    DeclareForm,
    IdeaForm,
    NewsForm,
    OwnWordsForm,
    ProfileForm,
    ShareForm,
)

__all__ = [
    "AccountForm",
    "AnswerForm",
    "DecideForm",
    "DeclareForm",
    "IdeaForm",
    "KitForm",
    "NewsForm",
    "OwnWordsForm",
    "ProfileForm",
    "ProgrammeForm",
    "ReturnForm",
    "ShareForm",
    "WordingForm",
]
