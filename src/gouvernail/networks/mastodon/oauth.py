"""Being allowed to act for an account: the OAuth code flow with PKCE.

Source: https://docs.joinmastodon.org/methods/apps/ and /methods/oauth/ ; RFC 7636.
"""

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode, urlsplit

from gouvernail.egress import Egress, Request
from gouvernail.networks.calls import Answer, asked
from gouvernail.networks.contract import Refused, Secret, Session, Unknown
from gouvernail.networks.servers import base_url as checked_base_url

SCOPES = "read write:statuses write:media"
_CLIENT_NAME = "Gouvernail"
_FORM = {"content-type": "application/x-www-form-urlencoded"}
# Mastodon itself answers with its bare version; others add what they are, or begin with 0.
_MASTODON = re.compile(r"[3-9]\.\d+\.\d+(?:[-+][\w.+-]+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """What one server knows us by; made once for each server, kept sealed."""

    base_url: str
    client_id: str
    client_secret: Secret
    redirect_uri: str

    def dump(self) -> Secret:
        """Return all of it as one JSON text, to be sealed."""
        return Secret(
            json.dumps(
                {
                    "base_url": self.base_url,
                    "client_id": self.client_id,
                    "client_secret": self.client_secret.reveal(),
                    "redirect_uri": self.redirect_uri,
                },
                sort_keys=True,
            )
        )

    @classmethod
    def load(cls, sealed: Secret) -> "App":
        """Return what `dump` wrote.

        Raises:
            ValueError: it is not one.
        """
        try:
            raw = json.loads(sealed.reveal())
            return cls(
                base_url=raw["base_url"],
                client_id=raw["client_id"],
                client_secret=Secret(raw["client_secret"]),
                redirect_uri=raw["redirect_uri"],
            )
        except (KeyError, TypeError, json.JSONDecodeError):
            raise ValueError("This is not a stored application.") from None


def register_app(egress: Egress, *, base_url: str, redirect_uri: str) -> App | Refused | Unknown:
    """Introduce ourselves to a server; an unknown outcome may simply be repeated."""
    try:
        server = checked_base_url(base_url)
    except ValueError as error:
        return Refused(code="url_refused", message=str(error), permanent=True)
    form = {"client_name": _CLIENT_NAME, "redirect_uris": redirect_uri, "scopes": SCOPES}
    answer = _posted(egress, f"{server}/api/v1/apps", form)
    if not isinstance(answer, Answer):
        return answer
    client_id, client_secret = answer.body.get("client_id"), answer.body.get("client_secret")
    if not isinstance(client_id, str) or not isinstance(client_secret, str):
        return Unknown(reason="unreadable: a registration without its name and secret")
    return App(
        base_url=server,
        client_id=client_id,
        client_secret=Secret(client_secret),
        redirect_uri=redirect_uri,
    )


def authorize_url(app: App, *, state: str, verifier: Secret) -> str:
    """Return where the person says yes; pure.

    `state` and `verifier` are fresh random texts of 43 characters or more from the
    unreserved alphabet; the same ones must come back to `exchange`.
    """
    digest = hashlib.sha256(verifier.reveal().encode()).digest()
    query = {
        "response_type": "code",
        "client_id": app.client_id,
        "redirect_uri": app.redirect_uri,
        "scope": SCOPES,
        "state": state,
        "code_challenge": base64.urlsafe_b64encode(digest).decode().rstrip("="),
        "code_challenge_method": "S256",
    }
    return f"{app.base_url}/oauth/authorize?{urlencode(query)}"


def exchange(
    egress: Egress, app: App, *, code: str, verifier: Secret
) -> Session | Refused | Unknown:
    """Trade the code that came back for a session, and ask the server whose it is."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "client_id": app.client_id,
        "client_secret": app.client_secret.reveal(),
        "redirect_uri": app.redirect_uri,
        "scope": SCOPES,
        "code_verifier": verifier.reveal(),
    }
    answer = _posted(egress, f"{app.base_url}/oauth/token", form)
    if not isinstance(answer, Answer):
        return answer
    token = answer.body.get("access_token")
    if not isinstance(token, str) or not token:
        return Unknown(reason="unreadable: an answer without a token")
    return _session(egress, app.base_url, Secret(token))


def _session(egress: Egress, server: str, token: Secret) -> Session | Refused | Unknown:
    answer = asked(
        egress,
        Request(
            method="GET",
            url=f"{server}/api/v1/accounts/verify_credentials",
            headers={"authorization": f"Bearer {token.reveal()}"},
        ),
    )
    if not isinstance(answer, Answer):
        return answer
    account_id, username = answer.body.get("id"), answer.body.get("username")
    if not isinstance(account_id, str) or not isinstance(username, str):
        return Unknown(reason="unreadable: an account without its name")
    described = instance(egress, server)
    facts = _facts(described.body if isinstance(described, Answer) else {})
    return Session(
        network="mastodon",
        base_url=server,
        account_id=account_id,
        handle=f"{username}@{facts.get('domain') or urlsplit(server).netloc}",
        access=token,
        facts=MappingProxyType(facts),
    )


def instance(egress: Egress, server: str) -> Answer | Refused | Unknown:
    """Return what the server says of itself, by its newer page or else by its older one."""
    newer = asked(egress, Request(method="GET", url=f"{server}/api/v2/instance"))
    if isinstance(newer, Answer):
        return newer
    return asked(egress, Request(method="GET", url=f"{server}/api/v1/instance"))


def _facts(body: Mapping[str, Any]) -> dict[str, str]:
    version = str(body.get("version") or "")
    domain = str(body.get("domain") or "")
    is_mastodon = _MASTODON.fullmatch(version) is not None
    facts = {"version": version[:100], "software": "mastodon" if is_mastodon else "other"}
    return {**facts, "domain": domain} if domain else facts


def _posted(egress: Egress, url: str, form: Mapping[str, str]) -> Answer | Refused | Unknown:
    body = urlencode(form).encode()
    return asked(egress, Request(method="POST", url=url, headers=_FORM, body=body))
