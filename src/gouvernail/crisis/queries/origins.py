"""What an incident is declared from, read here: words of the public are in no address."""

from gouvernail.foundation.ids import is_uuid
from gouvernail.inbox.models import Conversation
from gouvernail.inbox.permissions import visible_conversations
from gouvernail.people.models import Person


def title_from(kind: str, key: str, *, viewer: Person) -> str:
    """Return the title proposed for an incident that comes from a conversation `viewer` sees.

    None where something was told to us alone: everybody reads the title of an incident. Two
    queries at most.
    """
    if kind != "conversation" or not is_uuid(key):
        return ""
    found: Conversation | None = visible_conversations(viewer).filter(pk=key).first()
    if found is None or found.messages.filter(private=True).exists():
        return ""
    return found.subject
