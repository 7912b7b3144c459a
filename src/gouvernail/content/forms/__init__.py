"""What people type, read and carried out without losing a word of it."""

from gouvernail.content.forms.composer import ComposerPost, Performed, overlaid, perform, read_post
from gouvernail.content.forms.moving import Moved, moved
from gouvernail.content.forms.starting import StartForm

__all__ = [
    "ComposerPost",
    "Moved",
    "Performed",
    "StartForm",
    "moved",
    "overlaid",
    "perform",
    "read_post",
]
