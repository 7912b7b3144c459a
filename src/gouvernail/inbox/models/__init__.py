"""What an inbox is made of."""

from gouvernail.inbox.models.conversation import Conversation, Message
from gouvernail.inbox.models.desk import Desk, RoutingRule
from gouvernail.inbox.models.question import Question
from gouvernail.inbox.models.words import Words

__all__ = ["Conversation", "Desk", "Message", "Question", "RoutingRule", "Words"]
