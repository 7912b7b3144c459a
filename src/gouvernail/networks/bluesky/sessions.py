"""Signing in to a server of the AT Protocol, and staying signed in.

We call `createSession` ourselves: libraries then ask for a profile, which a server without
an application view cannot answer, and publishing needs none.
"""

import base64
import json
from dataclasses import replace
from datetime import datetime, timedelta

from gouvernail.egress import Egress, Request, Response
from gouvernail.networks.building import json_bytes
from gouvernail.networks.calls import Answer, call, judged, stated_problem
from gouvernail.networks.contract import Refused, Secret, Session, Unknown
from gouvernail.networks.servers import base_url

DEFAULT_SERVICE = "https://bsky.social"
_CREATE = "/xrpc/com.atproto.server.createSession"
_REFRESH = "/xrpc/com.atproto.server.refreshSession"
_MARGIN = timedelta(minutes=5)
_FULL_ACCESS = "com.atproto.access"
# Names of errors that servers give, and ours for them.
_REASONS = {
    "AuthenticationRequired": "wrong_credentials",
    "AuthFactorTokenRequired": "second_factor_required",
    "AccountTakedown": "account_blocked",
    "AccountDeactivated": "account_blocked",
    "ExpiredToken": "expired_token",
    "InvalidToken": "signed_out",
    "AuthMissing": "signed_out",
    # Servers forget pictures that no post uses after a while: they must be uploaded again.
    "BlobNotFound": "upload_lost",
}
_PASSING = frozenset({"expired_token", "upload_lost"})


def judged_by_name(response: Response) -> Answer | Refused | Unknown:
    """Judge a response, the name of its error going before its status."""
    verdict = judged(response)
    problem = stated_problem(response)
    if isinstance(verdict, Refused) and problem and problem.name in _REASONS:
        code = _REASONS[problem.name]
        return replace(verdict, code=code, permanent=code not in _PASSING)
    return verdict


def connect(
    egress: Egress, *, handle: str, app_password: Secret, service_url: str = DEFAULT_SERVICE
) -> Session | Refused | Unknown:
    """Sign in with an app password and return the session to seal.

    The password of the account itself is refused (`not_an_app_password`): it opens
    everything, and cannot be revoked alone.
    """
    identifier = handle.strip().removeprefix("@").lower()
    try:
        server = base_url(service_url)
    except ValueError as error:
        return Refused(code="url_refused", message=str(error), permanent=True)
    body = {"identifier": identifier, "password": app_password.reveal()}
    response = call(
        egress,
        Request(
            method="POST",
            url=server + _CREATE,
            headers={"content-type": "application/json"},
            body=json_bytes(body),
        ),
    )
    session = _session(response, server, app_password)
    if isinstance(session, Session) and _claims(session.access).get("scope") == _FULL_ACCESS:
        message = "This is the password of the account itself; make an app password."
        return Refused(code="not_an_app_password", message=message, permanent=True)
    return session


def expires_soon(session: Session, *, at: datetime) -> bool:
    """Return whether the access token ends within minutes, as it says of itself; pure."""
    expires = _claims(session.access).get("exp")
    return isinstance(expires, int) and expires - at.timestamp() <= _MARGIN.total_seconds()


def renew(egress: Egress, session: Session, *, at: datetime) -> Session | Refused | Unknown:
    """Return a session good for minutes to come: this one, a rotated one, or a new one.

    A rotation that is lost on the way loses nothing: the app password opens a new session.
    """
    if not expires_soon(session, at=at):
        return session
    rotated: Session | Refused | Unknown = Refused(
        code="signed_out", message="There is no refresh token.", permanent=True
    )
    if session.refresh:
        headers = {"authorization": f"Bearer {session.refresh.reveal()}"}
        request = Request(method="POST", url=session.base_url + _REFRESH, headers=headers)
        rotated = _session(call(egress, request), session.base_url, session.password)
    if isinstance(rotated, Session) or not session.password:
        return rotated
    return connect(
        egress,
        handle=session.account_id,
        app_password=session.password,
        service_url=session.base_url,
    )


def _session(
    response: Response | Refused | Unknown, server: str, password: Secret | None
) -> Session | Refused | Unknown:
    answer = judged_by_name(response) if isinstance(response, Response) else response
    if not isinstance(answer, Answer):
        return answer
    names = ("did", "handle", "accessJwt", "refreshJwt")
    values = [answer.body.get(name) for name in names]
    if not all(isinstance(value, str) and value for value in values):
        return Unknown(reason="unreadable: a session without its tokens")
    if answer.body.get("active") is False:
        message = f"The account is {answer.body.get('status', 'not active')}."
        return Refused(code="account_blocked", message=message, permanent=True)
    did, handle, access, refresh = (str(value) for value in values)
    return Session(
        network="bluesky",
        base_url=server,
        account_id=did,
        handle=handle,
        access=Secret(access),
        refresh=Secret(refresh),
        password=password,
    )


def _claims(token: Secret) -> dict[str, object]:
    """Read what a token says of itself, without trusting it: only to choose a moment."""
    parts = token.reveal().split(".")
    if len(parts) != len(("header", "claims", "signature")):
        return {}
    try:
        claims = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except (ValueError, RecursionError):
        return {}
    return claims if isinstance(claims, dict) else {}
