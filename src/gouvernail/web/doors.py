"""What happens at the door, noted: receivers of the signals of sign-in, and what sends none.

Never a password, a code, or what was typed as a name: a failure names a person of ours or nobody.
"""

import logging
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import Error
from django.http import HttpRequest

from gouvernail.foundation import clock
from gouvernail.people.actions import Door, note_at_door
from gouvernail.people.models import Person, SignIn
from gouvernail.web.limits import address_of
from gouvernail.web.templatetags.browsers import device_of

log = logging.getLogger(__name__)
ONCE_SECONDS = 300  # being shut out is noted once in so long, however often one tries
MEANS = {"socialaccount": SignIn.Means.PROVIDER, "password": SignIn.Means.PASSWORD}
PAGES = {"web:demo-sign-in": SignIn.Means.DEMO, "people:join": SignIn.Means.INVITATION}
What = SignIn.What
# What parsing a passkey's answer raises when it is not one.
MALFORMED = (AttributeError, IndexError, KeyError, TypeError, ValueError)


def note(
    request: HttpRequest | None, what: What, *, means: str = "", person: object = None
) -> None:
    """Keep one thing that happened; that it cannot be kept keeps nobody out."""
    by = person if isinstance(person, Person) else None
    agent = request.headers.get("User-Agent", "") if request is not None else ""
    door = Door(what=what, means=means, address=_address(request), device=device_of(agent))
    try:
        note_at_door(door=door, by=by, at=clock.now())
    except Error:
        log.exception("what happened at the door could not be kept: %s", what)


def note_in(request: HttpRequest, user: Person, **_rest: object) -> None:
    """Note that a session begins (a signal's receiver)."""
    means = _page_means(request)
    records = get_authentication_records(request, user) if not means else []
    for record in records:  # the first: what follows is a second factor
        method = record.get("method", "")
        means = MEANS.get(method) or str(record.get("type", ""))
        break
    note(request, What.IN, means=means, person=user)


def note_out(request: HttpRequest | None, user: object, **_rest: object) -> None:
    """Note that somebody left, or that their session lasted too long."""
    if isinstance(user, Person):
        over = bool(getattr(request, "session_is_over", False))
        note(request, What.OVER if over else What.OUT, person=user)


def note_refused(
    credentials: Mapping[str, Any], request: HttpRequest | None = None, **_rest: object
) -> None:
    """Note a wrong password; a name that is nobody's is not kept."""
    note(request, What.REFUSED, means=MEANS["password"], person=_named(credentials))


def note_factor_given(
    request: HttpRequest, user: Person, authenticator: Authenticator, **facts: object
) -> None:
    """Note a second factor; a passkey that signs in alone is noted as that."""
    if not facts.get("passwordless"):
        what = What.CONFIRMED if facts.get("reauthenticated") else What.FACTOR
        note(request, what, means=authenticator.type, person=user)


def note_factor_refused(
    request: HttpRequest, user: Person, authenticator: Authenticator, **_rest: object
) -> None:
    """Note a code that was wrong, or a passkey that did not answer as it should."""
    note(request, What.FACTOR_REFUSED, means=authenticator.type, person=user)


def note_confirmed(request: HttpRequest, method: str, user: Person, **facts: object) -> None:
    """Note a password given once more; codes and passkeys are noted as they are used."""
    if facts.get("reauthenticated") and method == "password" and not _page_means(request):
        note(request, What.CONFIRMED, means=MEANS["password"], person=user)


def note_password(request: HttpRequest, user: Person, **_rest: object) -> None:
    """Note that another password was chosen."""
    note(request, What.PASSWORD, person=user)


def note_added(
    request: HttpRequest, user: Person, authenticator: Authenticator, **_rest: object
) -> None:
    """Note a factor that was added, or recovery codes made anew."""
    note(request, What.FACTOR_ADDED, means=authenticator.type, person=user)


def note_removed(
    request: HttpRequest, user: Person, authenticator: Authenticator, **_rest: object
) -> None:
    """Note a factor that was removed."""
    note(request, What.FACTOR_REMOVED, means=authenticator.type, person=user)


def note_locked(request: HttpRequest, *, login: str = "", person: object = None) -> None:
    """Note, once in a while, that somebody is shut out for a time."""
    known = person if isinstance(person, Person) else _named({"email": login})
    whose = str(known.pk) if known else _address(request)
    key = f"door:locked:{sha256(whose.encode()).hexdigest()[:32]}"
    if cache.add(key, 1, ONCE_SECONDS):
        note(request, What.LOCKED, person=known)


class NotedPasskey:
    """Put before a form of allauth that reads a passkey: it says nothing of failures."""

    user: Person | None

    def clean_credential(self) -> Authenticator:
        """Return the passkey that answered."""
        try:
            return super().clean_credential()  # type: ignore[misc]  # the form's
        except MALFORMED:
            error = get_adapter().validation_error("incorrect_code")
        except ValidationError as refusal:
            error = refusal
        if error.code == "incorrect_code":
            request = context.request
            note(request, What.FACTOR_REFUSED, means=SignIn.Means.PASSKEY, person=self.user)
        raise error


def _page_means(request: HttpRequest) -> str:
    match = getattr(request, "resolver_match", None)
    return PAGES.get(match.view_name if match else "", "")


def _named(credentials: Mapping[str, Any]) -> Person | None:
    login = str(credentials.get("email") or "")
    return Person.objects.filter(email__iexact=login).first() if login else None


def _address(request: HttpRequest | None) -> str:
    try:
        return address_of(request) if request is not None else ""
    except PermissionDenied:
        return ""
