"""Letters: what is told in the product, told by e-mail."""

from gouvernail.notifications.mail.anchors import anchor_letter
from gouvernail.notifications.mail.letters import letter

__all__ = ["anchor_letter", "letter"]
