"""How allauth behaves here: nobody signs up alone, people who left cannot come back in."""

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import (
    clear_authentication_records,
    get_authentication_records,
)
from allauth.account.internal.stagekit import unstash_login
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation import clock
from gouvernail.people.models import Person, SignIn
from gouvernail.people.permissions import Act, proof_age_allowed
from gouvernail.vault.keyring.factors import open_factor, seal_factor
from gouvernail.web import doors, proof
from gouvernail.web.limits import sign_in_wait
from gouvernail.web.words import waiting_words

PASSWORD = "reauthenticate"  # noqa: S105 - allauth's name of the method
# What a browser says of the machine it runs on, in the order to look for it.
SYSTEMS = (
    *(("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android")),
    *(("Windows", "Windows"), ("Macintosh", "Mac"), ("Linux", "Linux")),
)
WORDS = {
    PASSWORD: _("Use your password"),
    "mfa_reauthenticate": _("Use a code of your app, or a recovery code"),
    "mfa_reauthenticate:webauthn": _("Use a passkey"),
}


class ClosedAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Accounts are made by the people who manage the team."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's hook
        """Return False: persons are created by `people.actions`."""
        return False

    def pre_login(self, request: HttpRequest, user: Person, **rest: Any) -> HttpResponse | None:  # noqa: ANN401 - allauth's hook
        """Refuse a password or a passkey where only the identity provider opens the site."""
        methods = {one["method"] for one in get_authentication_records(request, user)}
        if settings.OIDC_ONLY and "socialaccount" not in methods:
            clear_authentication_records(request)
            messages.error(request, _("Sign in with %(name)s.") % {"name": settings.OIDC_NAME})
            return redirect("account_login")
        response: HttpResponse | None = super().pre_login(request, user, **rest)
        return response

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:  # noqa: ANN401 - allauth's hook
        """Refuse whoever tried too often, and say how long they wait."""
        self._tried = self._get_login_attempts_cache_key(request, **credentials)
        self._login = str(credentials.get("email", ""))
        super().pre_authenticate(request, **credentials)

    def validation_error(self, code: str, *args: object) -> ValidationError:
        """Return what is said beside a form; too many attempts, with the time to wait."""
        if code != "too_many_login_attempts":
            error: ValidationError = super().validation_error(code, *args)
            return error
        request, key = context.request, getattr(self, "_tried", "")
        who = request.user if request.user.is_authenticated else _half_way_in(request)
        if not key and isinstance(who, Person):
            key = f"mfa-auth-user-{who.pk}"
        doors.note_locked(request, login=getattr(self, "_login", ""), person=who)
        wait = sign_in_wait(request, key=key)
        words = gettext("Too many attempts. Try again in %(wait)s.")
        return ValidationError(words % {"wait": waiting_words(wait)}, code=code)

    def send_password_reset_mail(self, user: Person, email: str, context: dict[str, Any]) -> None:
        """Send the link of a forgotten password, and note that it was asked for."""
        doors.note(self.request, SignIn.What.RESET_ASKED, person=user)
        super().send_password_reset_mail(user, email, context)

    def get_reauthentication_methods(self, user: Person) -> list[dict[str, Any]]:
        """Return how a person may prove who they are; whoever has a second factor uses it."""
        found = {one["id"]: one for one in super().get_reauthentication_methods(user)}
        factors = [one for name, one in sorted(found.items(), reverse=True) if name != PASSWORD]
        kept: list[dict[str, Any]] = factors or [one for one in (found.get(PASSWORD),) if one]
        return [one | {"description": WORDS[one["id"]]} for one in kept]

    def is_reauthentication_required(self, *, app: str, **_rest: object) -> bool:  # noqa: ARG002
        """Return whether changing how one signs in asks for a proof first: see `people`."""
        proved = proof.proved_at(self.request)
        return proved is None or clock.now() > proved + proof_age_allowed(Act.MEND_ACCESS)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Return the link of a mail: under the address of the site, whatever the request says."""
        url: str = super().get_reset_password_from_key_url(key)
        return f"{settings.SITE_URL}{urlsplit(url).path}"


def _half_way_in(request: HttpRequest) -> Person | None:
    """Return who gave a password and not yet their second factor."""
    login = unstash_login(request, peek=True)
    return login.user if login is not None and isinstance(login.user, Person) else None


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """Second factors: named for this site, their secrets unreadable in a copy of the database."""

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Return whom passkeys are for: the host of the site's address, not of the request."""
        here = context.request.get_host().partition(":")[0]
        host = urlsplit(settings.SITE_URL).hostname if settings.SECURE_TLS else here
        return {"id": str(host), "name": settings.SITE_NAME}

    def generate_authenticator_name(self, user: Person, type: str) -> str:  # noqa: A002, ARG002 - allauth's hook
        """Return a first name for a passkey; people change it."""
        agent = str(context.request.headers.get("User-Agent", ""))
        system = next((name for mark, name in SYSTEMS if mark in agent), "")
        if not system:
            return gettext("My passkey")
        return gettext("Passkey of my %(system)s") % {"system": system}

    def encrypt(self, text: str) -> str:
        """Return a seed sealed with the key of second factors, which is outside the database."""
        return seal_factor(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Return a sealed seed; what was never sealed is refused, whoever wrote it there."""
        return open_factor(encrypted_text)
