"""Tags of the public pages and of the pages that keep them."""

from urllib.parse import urlencode

from django import template
from django.urls import reverse

from gouvernail.people.models import Person
from gouvernail.registry.models import Account
from gouvernail.registry.queries import handle_label
from gouvernail.verification.models import ReportedAccount
from gouvernail.verification.permissions import is_open, is_report_reader, visible_reports

register = template.Library()


@register.simple_tag
def handle(account: Account) -> str:
    """Write an account's handle as its network shows it: `@nordet`, `company/nordet`. No query."""
    return handle_label(account)


@register.simple_tag
def public_answer(account: Account) -> str:
    """Return where the public checks an account; empty while the page is closed. One query."""
    asked = account.url or handle_label(account)
    if not asked or not is_open():
        return ""
    return f"{reverse('verification:answer')}?{urlencode({'q': asked})}"


@register.simple_tag
def public_report(account: Account, viewer: Person) -> ReportedAccount | None:
    """Return what the public reported of an account, for who reads reports. One query."""
    if not is_report_reader(viewer):
        return None
    return visible_reports(viewer).filter(account=account).first()
