"""What an inbox is made of."""

from gouvernail.inbox.models.conversation import Conversation, Message, Question
from gouvernail.inbox.models.desk import Desk, RoutingRule

__all__ = ["Conversation", "Desk", "Message", "Question", "RoutingRule"]
