"""What people send about the rules, and what is wrong with it."""

from gouvernail.rulebooks.forms.life import (
    CommentForm,
    ControlForm,
    ReasonForm,
    SubmitForm,
    WaiverForm,
)
from gouvernail.rulebooks.forms.versions import Fault, VersionForm, Written, faults, written

__all__ = [
    "CommentForm",
    "ControlForm",
    "Fault",
    "ReasonForm",
    "SubmitForm",
    "VersionForm",
    "WaiverForm",
    "Written",
    "faults",
    "written",
]
