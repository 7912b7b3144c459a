"""What walks start from when they are not about it: connected accounts, agreed drafts, sign-in."""

from playwright.sync_api import Page

from gouvernail.approvals.models import Request
from gouvernail.content.actions import Choice, decide_draft
from gouvernail.content.models import Draft
from gouvernail.foundation.clock import now
from gouvernail.networks.bluesky.connector import BlueskyConnector
from gouvernail.networks.contract import Secret
from gouvernail.people.models import Person, Unit
from gouvernail.publishing.models import Delivery
from gouvernail.registry.forms.connections import connect_session
from gouvernail.registry.models import Account
from gouvernail.registry.queries.networks import egress
from tests.make.content import make_submitted
from tests.make.registry import make_account
from tests.servers.pds.server import PdsAccount
from tests.walks.words import Words

PASSWORD = "une phrase assez longue 2026"


def sign_in(page: Page, person: Person, say: Words) -> None:
    """Fill in the sign-in form that `page` shows."""
    person.set_password(PASSWORD)
    person.save()
    page.get_by_label(say("E-mail")).fill(str(person.email))
    page.get_by_label(say("Password")).fill(PASSWORD)
    page.locator("form[action^='/account/login/'] button[type=submit]").click()
    page.wait_for_url(lambda url: "/account/login/" not in url)


def speak(language: str, *people: Person) -> None:
    """Let people read the site in that language."""
    for one in people:
        one.language = language
        one.save(update_fields=("language",))


def connected(held: PdsAccount, *, url: str, unit: Unit, by: Person) -> Account:
    """Return an account of ours, connected to a server at `url` as its screen does it."""
    address = f"https://bsky.app/profile/{held.handle}"
    account = make_account(unit=unit, address=address, name="Nordet Recharge", owner=by)
    session = BlueskyConnector(egress=egress()).connect(
        handle=held.handle, app_password=Secret(held.app_password), service_url=url
    )
    connect_session(account, session, by=by, at=now())
    return account


def agreed(account: Account, *, author: Person, reader: Person) -> Delivery:
    """Return the delivery of a draft of `author` that `reader` agreed to just now."""
    _draft, request = submitted(account, author=author)
    choice = Choice(verdict="approve", digest=request.digest)
    decide_draft(request_id=request.pk, choice=choice, by=reader, at=now())
    return Delivery.objects.get(account=account)


def submitted(account: Account, *, author: Person, **fields: object) -> tuple[Draft, Request]:
    """Return a draft of `author` under review for one account, and its request."""
    return make_submitted(author=author, unit=account.unit, at=now(), accounts=(account,), **fields)
