"""What a signed-in request carries."""

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails


class WebRequest(HttpRequest):
    """A request behind `login_required`: `user` is a person, `htmx` is set.

    `user` is typed loosely here because this layer does not know people.
    """

    user: Any
    htmx: "HtmxDetails"


class KeyRequest(HttpRequest):
    """A request of the API: `auth` is the person the key acts for."""

    auth: Any
