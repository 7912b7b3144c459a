"""Who calls: a key acts for its owner, within its scopes, and never as a person present."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer

from gouvernail.charter.errors import FactorNeededError
from gouvernail.charter.queries import factor_is_missing
from gouvernail.foundation import clock
from gouvernail.foundation.actors import acting
from gouvernail.people.actions import note_key_use
from gouvernail.people.models import Person
from gouvernail.people.queries.keys import living_key

Operation = Callable[..., Any]
KEY_NAME = "gouvernail.key"
READING = frozenset({"GET", "HEAD", "OPTIONS"})
FREEZES = "/api/v1/freezes"


class KeyBearer(HttpBearer):
    """`Authorization: Bearer gv_…`; reading and writing each need their scope."""

    def __init__(self, *, read: str, write: str) -> None:
        super().__init__()
        self.read, self.write = read, write

    def authenticate(self, request: HttpRequest, token: str) -> Person | None:
        """Return the owner of a living key that has the scope; None is a 401."""
        at = clock.now()
        key = living_key(token, at=at)
        wanted = self.read if request.method in READING else self.write
        if key is None or wanted not in key.scopes:
            return None
        if not _is_freeze(request) and factor_is_missing(key.person):  # like their owner
            raise FactorNeededError
        note_key_use(key_id=key.pk, at=at)
        request.user = key.person
        request.META[KEY_NAME] = key.prefix
        return key.person


def _is_freeze(request: HttpRequest) -> bool:
    return request.method == "POST" and request.path_info == FREEZES


def acting_by_key(operation: Operation) -> Operation:
    """Make an operation say, in every ledger entry, which key asked for it."""

    @wraps(operation)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - any operation
        if KEY_NAME not in request.META:  # what anybody may ask, without a key
            return operation(request, *args, **kwargs)
        with acting(auth=f"key:{request.META[KEY_NAME]}"):
            return operation(request, *args, **kwargs)

    return run
