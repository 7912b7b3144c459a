"""From what listening heard to where it is answered."""

from django.urls import reverse

from gouvernail.inbox.models import Message
from gouvernail.inbox.permissions import visible_conversations
from gouvernail.listening.models import Mention
from gouvernail.people.models import Person


def conversation_link(mention: Mention, *, viewer: Person) -> str:
    """Return the address of the conversation that a mention is in.

    Empty when it is in none, or in one that `viewer` may not know about. One query; none for what
    speaks to no account of ours.
    """
    if mention.account_id is None or mention.is_own:
        return ""
    said = Message.objects.filter(network=mention.network, remote_id=mention.key)
    rows = visible_conversations(viewer).filter(pk__in=said.values("conversation_id"))
    key = rows.values_list("pk", flat=True).first()
    return reverse("inbox:conversation-detail", args=[key]) if key else ""
