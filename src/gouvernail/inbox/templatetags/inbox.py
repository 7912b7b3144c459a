"""Where a mention is answered, for pages of listening."""

from django import template

from gouvernail.inbox.queries.links import conversation_link
from gouvernail.listening.models import Mention
from gouvernail.people.models import Person

register = template.Library()


@register.simple_tag
def conversation_of(mention: Mention, viewer: Person) -> str:
    """Return the address of the conversation a mention is in; empty where there is none to see."""
    return conversation_link(mention, viewer=viewer)
