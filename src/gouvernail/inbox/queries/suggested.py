"""Approved replies that may answer a conversation, ready to be put in the box."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from gouvernail.inbox.models import Conversation, Message
from gouvernail.replies.queries import suggestions, text_for

SHOWN: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """One approved reply as it would be sent; places nobody filled stay between braces."""

    version_id: UUID
    label: str
    number: int
    text: str


def proposed_for(conversation: Conversation, messages: Sequence[Message]) -> list[Proposed]:
    """Return the approved replies most likely to answer what was said last, best first.

    Queries: those of `suggestions`.
    """
    said = next((one for one in reversed(messages) if one.kind == Message.Kind.IN), None)
    if said is None or conversation.is_closed:
        return []
    lang = "en" if conversation.lang.startswith("en") else "fr"
    found = suggestions(
        said.text,
        lang=lang,
        account=conversation.account,
        unit=conversation.home,
        network=conversation.network,
        limit=SHOWN,
    )
    values = {"first_name": conversation.author_name.split(" ")[0].lstrip("@")}
    return [
        Proposed(
            version_id=one.version.pk,
            label=one.reply.label,
            number=one.version.number,
            text=text_for(one.version, lang, values, network=conversation.network).text,
        )
        for one in found
    ]
