"""Tags of the public pages and of the pages that keep them."""

from django import template

from gouvernail.registry.models import Account
from gouvernail.registry.queries import handle_label

register = template.Library()


@register.simple_tag
def handle(account: Account) -> str:
    """Write an account's handle as its network shows it: `@nordet`, `company/nordet`. No query."""
    return handle_label(account)
