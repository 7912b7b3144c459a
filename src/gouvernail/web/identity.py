"""Sign-in through the organisation's identity provider: who is let in, and how it is called.

Calls go out by the one way out of the site, under its policy. A person is recognised by what the
provider calls them (`sub`); the first time, by an e-mail the provider says it verified. Nobody is
created unless the settings say so.
"""

import base64
import json
import logging
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.reauthentication import resume_request
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import redirect, render

from gouvernail.egress import EgressError, Request
from gouvernail.foundation import clock
from gouvernail.foundation.outbound import way_out
from gouvernail.people.actions import join_by_provider, note_identity
from gouvernail.people.models import Person, SignIn
from gouvernail.web import doors, proof

log = logging.getLogger(__name__)
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
PROOF_AGE = timedelta(minutes=2)  # how old the sign-in at the provider may be, when it proves
TIMEOUT_SECONDS = 10.0


class Answer:
    """What allauth reads of an answer."""

    def __init__(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        self.status_code = status
        self.headers = {"content-type": "", **headers}
        self.content = body

    @property
    def text(self) -> str:
        """Return the body as text."""
        return self.content.decode("utf-8", "replace")

    def json(self) -> Any:  # noqa: ANN401 - whatever was sent
        """Return the body as JSON.

        Raises:
            ImmediateHttpResponse: it is not; the page that says so.
        """
        try:
            return json.loads(self.content)
        except ValueError as error:
            raise _no_answer("not JSON") from error

    def raise_for_status(self) -> None:
        """Refuse an answer that is not a success.

        Raises:
            ImmediateHttpResponse: the status says no; the page that says so.
        """
        if self.status_code != HTTPStatus.OK:
            raise _no_answer(f"status {self.status_code}")


class Calls:
    """Calls to the provider, in the form allauth makes them; each goes out by the way out."""

    def get(self, url: str, *, headers: Mapping[str, str] | None = None) -> Answer:
        """Read an address."""
        return self._send(
            Request(method="GET", url=url, headers={"Accept": JSON, **(headers or {})})
        )

    def request(self, method: str, url: str, **said: Any) -> Answer:  # noqa: ANN401 - as allauth calls it
        """Send a form: the exchange of a code for tokens."""
        headers = {"Accept": JSON, "Content-Type": FORM, **(said.get("headers") or {})}
        if (who := said.get("auth")) is not None:
            pair = base64.b64encode(f"{who.username}:{who.password}".encode()).decode()
            headers["Authorization"] = f"Basic {pair}"
        body = urlencode(said.get("data") or {}).encode()
        return self._send(Request(method=method, url=url, headers=headers, body=body))

    @staticmethod
    def _send(request: Request) -> Answer:
        try:
            found = way_out(timeout_seconds=TIMEOUT_SECONDS).send(request)
        except EgressError as error:
            raise _no_answer(str(error)) from error
        return Answer(found.status, found.headers, found.body)


class ProviderAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Who is let in by the provider."""

    def get_requests_session(self) -> AbstractContextManager[Calls]:
        """Return what calls the provider; nothing stays open."""
        return nullcontext(Calls())

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002 - allauth's hook
        """Return False: whoever may be created is, before this is asked."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Recognise a person, or refuse; a proof asked of somebody signed in ends here.

        Raises:
            ImmediateHttpResponse: what is answered instead of signing in.
        """
        process = sociallogin.state.get("process")
        if process == AuthProcess.REDIRECT:
            raise ImmediateHttpResponse(_prove(request, sociallogin))
        if process != AuthProcess.LOGIN:
            raise ImmediateHttpResponse(_refused(request, "not_here"))
        if not sociallogin.is_existing:
            _recognise(request, sociallogin)


def _recognise(request: HttpRequest, sociallogin: SocialLogin) -> None:
    address = next((one.email for one in sociallogin.email_addresses if one.verified), "")
    if not address:
        raise ImmediateHttpResponse(_refused(request, "no_address"))
    person = Person.objects.filter(email__iexact=address).first()
    if person is None and settings.OIDC_CREATES_PEOPLE:
        name = str(
            sociallogin.account.get_provider_account().get_user_data().get("name") or address
        )
        person = join_by_provider(name=name, email=address, at=clock.now())
    if person is None:
        raise ImmediateHttpResponse(_refused(request, "unknown"))
    account = sociallogin.account
    if SocialAccount.objects.filter(user=person, provider=account.provider).exists():
        raise ImmediateHttpResponse(_refused(request, "taken"))
    if person.is_active:
        sociallogin.connect(request, person)
        note_identity(provider=account.provider, by=person, at=clock.now())
    else:
        raise ImmediateHttpResponse(redirect("account_inactive"))


def _refused(request: HttpRequest, why: str) -> Any:  # noqa: ANN401 - a response
    doors.note(request, SignIn.What.REFUSED, means=SignIn.Means.PROVIDER, person=request.user)
    facts = {"why": why}
    return render(request, "web/identity_refused.html", facts, status=HTTPStatus.FORBIDDEN)


def _no_answer(why: str) -> ImmediateHttpResponse:
    """Return the page that says the provider failed us; the log says how."""
    log.warning("the identity provider did not answer as it should: %s", why)
    return ImmediateHttpResponse(_refused(context.request, "no_answer"))


def _prove(request: HttpRequest, sociallogin: SocialLogin) -> Any:  # noqa: ANN401 - a response
    """Return what was interrupted, done, when the provider says it is the same person, just now."""
    same = sociallogin.is_existing and sociallogin.user.pk == request.user.pk
    when = (sociallogin.account.extra_data.get("id_token") or {}).get("auth_time")
    at = clock.now()
    old = isinstance(when, int) and at - datetime.fromtimestamp(when, UTC) > PROOF_AGE
    if not same or old:
        return _refused(request, "not_you" if not same else "not_now")
    proof.note_proof(request)
    doors.note(request, SignIn.What.CONFIRMED, means=SignIn.Means.PROVIDER, person=request.user)
    back = sociallogin.get_redirect_url(request) or settings.LOGIN_REDIRECT_URL
    return resume_request(request) or redirect(back)
