"""Holding rows in one order, so that two who change a conversation wait for each other.

A conversation is held before what hangs on it, everywhere: held the other way round, each of two
could wait for the other.
"""

from typing import TypeVar

from django.db.models import QuerySet

from gouvernail.inbox.models import Conversation, Message, Question

Row = TypeVar("Row", Message, Question)


def hold(rows: QuerySet[Row]) -> Row | None:
    """Return the first of `rows`, held, its conversation held before it; None without any.

    Three queries, three more each time it was joined to another conversation meanwhile.
    """
    key = rows.values_list("conversation_id", flat=True).first()
    while key is not None:
        conversation = Conversation.objects.select_for_update().filter(pk=key).first()
        found = rows.filter(conversation=key).select_for_update(of=("self",)).first()
        if found is not None and conversation is not None:
            found.conversation = conversation
            return found
        key = rows.values_list("conversation_id", flat=True).first()
    return None
