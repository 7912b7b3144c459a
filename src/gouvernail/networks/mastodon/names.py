"""The number of an account by its name: `/api/v1/accounts/lookup`, which everybody may ask.

Source: Mastodon, https://docs.joinmastodon.org/methods/accounts/#lookup (since 3.4).
"""

from urllib.parse import quote

from gouvernail.egress import Egress, Request, Response
from gouvernail.networks.calls import Answer, call, judged, unread
from gouvernail.networks.contract import Unreadable


def account_named(egress: Egress, *, base_url: str, name: str) -> str | Unreadable:
    """Return what the server calls an account of its own, by the part before the `@`."""
    address = f"{base_url}/api/v1/accounts/lookup?acct={quote(name, safe='')}"
    response = call(egress, Request(method="GET", url=address))
    answer = judged(response) if isinstance(response, Response) else response
    if not isinstance(answer, Answer):
        return unread(answer)
    number = answer.body.get("id")
    if not isinstance(number, str | int) or isinstance(number, bool) or number == "":
        return Unreadable(reason="unreadable: an account without its number")
    return str(number)
