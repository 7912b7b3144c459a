"""What people answer about policies."""

from gouvernail.policies.forms.policy import (
    AnswerForm,
    ArchiveForm,
    PolicyForm,
    ReviewForm,
    SignForm,
    SubmitForm,
    TextForm,
)

__all__ = [
    "AnswerForm",
    "ArchiveForm",
    "PolicyForm",
    "ReviewForm",
    "SignForm",
    "SubmitForm",
    "TextForm",
]
