"""What a signed-in request carries, and how a view asks for a fresh proof of identity."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from allauth.account.decorators import reauthentication_required
from django.http import HttpRequest, HttpResponse

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


V = TypeVar("V", bound=Callable[..., HttpResponse])


def step_up(view: V) -> V:
    """Make a view ask for the password or second factor again when the last proof is old."""
    asked: V = reauthentication_required(view)
    return asked
