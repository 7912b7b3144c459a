"""Letters: what is told in the product, told by e-mail."""

from gouvernail.notifications.mail.letters import letter

__all__ = ["letter"]
