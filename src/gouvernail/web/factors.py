"""allauth's forms of second factors: seeds sealed in the session too, failures noted."""

from typing import Any

from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)

from gouvernail.vault.errors import FactorUnreadableError
from gouvernail.vault.keyring.factors import open_factor, seal_factor
from gouvernail.web.doors import MALFORMED, NotedPasskey


class SealedActivationForm(ActivateTOTPForm):  # type: ignore[misc]  # allauth ships no types
    """allauth's form; sessions are rows of the database, so what they hold of it is sealed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - allauth's own
        session = context.request.session
        try:
            session[SECRET_SESSION_KEY] = open_factor(session.get(SECRET_SESSION_KEY, ""))
        except FactorUnreadableError:
            session.pop(SECRET_SESSION_KEY, None)
        super().__init__(*args, **kwargs)
        session[SECRET_SESSION_KEY] = seal_factor(self.secret)


class PasskeyForm(NotedPasskey, AuthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey as the second factor."""


class PasskeyAloneForm(NotedPasskey, LoginWebAuthnForm):  # type: ignore[misc]
    """A passkey that signs in alone."""


class PasskeyAgainForm(NotedPasskey, ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey that confirms."""


class NewPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A passkey that is added; an answer that is none is refused beside the form."""

    def clean(self) -> dict[str, Any]:
        """Return what was sent, the answer of the device parsed."""
        try:
            found: dict[str, Any] = super().clean()
        except MALFORMED:
            raise get_adapter().validation_error("incorrect_code") from None
        return found
