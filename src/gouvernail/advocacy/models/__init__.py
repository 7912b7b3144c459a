"""Programmes, who takes part, what is offered to be shared, and what was."""

from gouvernail.advocacy.models.accounts import PersonalAccount
from gouvernail.advocacy.models.kits import Kit, KitPicture, Wording
from gouvernail.advocacy.models.programmes import Membership, Programme, Reach
from gouvernail.advocacy.models.shares import Idea, OwnWords, Share

__all__ = [
    "Idea",
    "Kit",
    "KitPicture",
    "Membership",
    "OwnWords",
    "PersonalAccount",
    "Programme",
    "Reach",
    "Share",
    "Wording",
]
