"""Connecting an account: the network is asked here, before and outside any transaction."""

import secrets
from dataclasses import asdict
from datetime import datetime
from typing import cast

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.errors import DomainError
from gouvernail.kernel.text import Limits
from gouvernail.networks.bluesky.connector import BlueskyConnector
from gouvernail.networks.bluesky.sessions import DEFAULT_SERVICE
from gouvernail.networks.contract import (
    Connector,
    Profile,
    Refused,
    Secret,
    Session,
    Unknown,
)
from gouvernail.networks.mastodon.connector import MastodonConnector
from gouvernail.networks.mastodon.oauth import App
from gouvernail.networks.registry import connector
from gouvernail.people.models import Person
from gouvernail.practice.actions import open_profile
from gouvernail.registry.actions.connections import Findings, open_connection
from gouvernail.registry.errors import ConnectionFailedError
from gouvernail.registry.forms.accounts import ActionForm
from gouvernail.registry.forms.pending import Pending
from gouvernail.registry.models import Account, Connection
from gouvernail.registry.queries.connections import problem_words
from gouvernail.registry.queries.networks import egress

SERVER_CODES = frozenset(
    (
        *("url_refused", "address_refused", "port_refused", "name_not_found", "not_found"),
        *("connection_refused", "connection_timeout", "tls_failed", "timeout", "reset"),
        *("unreadable", "too_large", "redirect", "server_error"),
    )
)


def findings_of(adapter: Connector, session: Session) -> Findings:
    """Ask the server for its limits and the profile; what it does not say stays empty."""
    limits, profile = adapter.limits(session), adapter.profile(session)
    return Findings(
        limits=asdict(limits) if isinstance(limits, Limits) else {},
        profile=asdict(profile) if isinstance(profile, Profile) else {},
    )


def connect_session(
    account: Account, session: Session | Refused | Unknown, *, by: Person, at: datetime
) -> Connection:
    """Read what the server says and seal the session.

    Raises:
        ConnectionFailedError: the network refused or could not be understood; nothing was stored.
    """
    if not isinstance(session, Session):
        raise failure_of(session)
    adapter = connector(account.network, egress=egress())
    findings = findings_of(adapter, session)
    return open_connection(account.pk, session=session, findings=findings, by=by, at=at)


def failure_of(outcome: Refused | Unknown) -> ConnectionFailedError:
    """Return what to tell the person, at the field it concerns."""
    code = outcome.code if isinstance(outcome, Refused) else outcome.reason
    code = code.partition(":")[0].strip()
    field = "service_url" if code in SERVER_CODES else "app_password"
    return ConnectionFailedError(code, problem_words(code), field=field)


class ConnectForm(ActionForm):
    """What every network's form can do: ask the network, then seal."""

    def __init__(self, data: QueryDict | None = None, *, account: Account) -> None:
        self.account = account
        super().__init__(data, initial=self.initial_for(account))

    def initial_for(self, account: Account) -> dict[str, str]:
        """Return what the form starts from."""
        del account
        return {}

    def submit(self, *, by: Person, at: datetime) -> Connection | None:
        """Connect; None when it was refused, which the form now says."""
        if not self.is_valid():
            return None
        try:
            return connect_session(self.account, self.ask(), by=by, at=at)
        except DomainError as error:
            self.refused(error)
            return None

    def ask(self) -> Session | Refused | Unknown:
        """Return what the network answers; one that has no way to sign in from here refuses."""
        message = "This network is not signed in to by a form."
        return Refused(code="not_allowed", message=message, permanent=True)


class BlueskyForm(ConnectForm):
    """A handle, an app password and the server that holds the account."""

    app_password = forms.CharField(
        label=_("App password"),
        strip=True,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_(
            "Made in Bluesky under Settings, Privacy and security, App passwords. Sealed at once: "
            "nobody can read it back."
        ),
    )
    service_url = forms.CharField(
        label=_("Server"),
        max_length=300,
        initial=DEFAULT_SERVICE,
        help_text=_("Leave it unless your organisation runs its own server."),
    )

    def ask(self) -> Session | Refused | Unknown:
        """Sign in with the app password."""
        adapter = cast("BlueskyConnector", connector("bluesky", egress=egress()))
        return adapter.connect(
            handle=self.account.handle,
            app_password=Secret(self.cleaned_data["app_password"]),
            service_url=self.cleaned_data["service_url"],
        )


class PracticeForm(ConnectForm):
    """One click: the practice network is inside."""

    def ask(self) -> Session | Refused | Unknown:
        """Open a profile on the practice network."""
        return open_profile(handle=self.account.handle, name=self.account.name)


class MastodonForm(ConnectForm):
    """The server to be sent to; the person says yes there."""

    service_url = forms.CharField(
        label=_("Server"),
        max_length=300,
        help_text=_("You will say yes on its own page; Gouvernail never sees your password."),
    )

    def initial_for(self, account: Account) -> dict[str, str]:
        """Return the server that the handle names."""
        host = account.handle.rpartition("@")[2]
        return {"service_url": f"https://{host}"} if "." in host else {}

    def introduced(self) -> Pending | None:
        """Introduce the site to the server; None when it was refused, which the form now says."""
        if not self.is_valid():
            return None
        adapter = _mastodon()
        app = adapter.register_app(
            base_url=self.cleaned_data["service_url"], redirect_uri=callback_url()
        )
        if not isinstance(app, App):
            self.refused(failure_of(app))
            return None
        return Pending(
            account_id=self.account.pk,
            state=secrets.token_urlsafe(40),
            app=app,
            verifier=Secret(secrets.token_urlsafe(48)),
        )


def _mastodon() -> MastodonConnector:
    return cast("MastodonConnector", connector("mastodon", egress=egress()))


def callback_url() -> str:
    """Return where a server sends people back."""
    return f"{settings.SITE_URL}{reverse('registry:account-connected')}"


def consent_url(pending: Pending) -> str:
    """Return where the person says yes."""
    return _mastodon().authorize_url(pending.app, state=pending.state, verifier=pending.verifier)


def connect_returned(
    pending: Pending, account: Account, *, code: str, by: Person, at: datetime
) -> Connection:
    """Trade the code that came back for a session, and seal it.

    Raises:
        ConnectionFailedError: the server refused; nothing was stored.
    """
    session = _mastodon().exchange(pending.app, code=code, verifier=pending.verifier)
    return connect_session(account, session, by=by, at=at)


FORMS: dict[str, type[ConnectForm]] = {
    "bluesky": BlueskyForm,
    "mastodon": MastodonForm,
    "practice": PracticeForm,
}
