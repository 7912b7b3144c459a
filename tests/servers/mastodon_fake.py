"""A strict server of the Mastodon client API, for what the packaged one does not do.

It does what https://docs.joinmastodon.org says of the calls that we make, refuses every
other call and every parameter it does not know, renders posts to HTML as Mastodon does, and
remembers `Idempotency-Key`. `Hostile` stands before it and adds the faults.
"""

import base64
import hashlib
import json
import re
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.servers.asking import ask
from tests.servers.forms import FORM, RefusedError, multipart, read_form
from tests.servers.hostile import Call, Hostile, Reply
from tests.servers.mastodon_text import rendered

_STATUS_FIELDS = frozenset(
    {
        "status",
        "visibility",
        "language",
        "media_ids",
        "spoiler_text",
        "sensitive",
        "in_reply_to_id",
    }
)
_EDIT_FIELDS = _STATUS_FIELDS - {"visibility", "in_reply_to_id"}


@dataclass(slots=True)
class Account:
    """One account and what it holds."""

    id: str
    username: str
    password: str
    statuses: dict[str, dict[str, Any]] = field(default_factory=dict)
    media: dict[str, dict[str, Any]] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Settings:
    """What a test may change."""

    max_characters: int = 500
    version: str = "4.5.2"
    remembers_keys: bool = True
    pictures_take: int = 0
    has_newer_instance: bool = True
    tells_source: bool = True
    appears_after_seconds: float = 0
    gone_after_seconds: float = 0


class MastodonFake:
    """The running server. `url` is where it answers, `line` is what one breaks."""

    def __init__(self) -> None:
        self.settings = Settings()
        self.accounts: dict[str, Account] = {}
        self.apps: dict[str, dict[str, str]] = {}
        self._codes: dict[str, dict[str, str]] = {}
        self._tokens: dict[str, str] = {}
        self._numbers = 110_000_000_000_000_000
        self.line = Hostile(self.answer)
        self.url = self.line.url

    def stop(self) -> None:
        """Stop answering."""
        self.line.stop()

    def create_account(self, username: str) -> Account:
        """Return a new account."""
        account = Account(id=self._number(), username=username, password=secrets.token_hex(8))
        self.accounts[account.id] = account
        return account

    def sign_in(self, authorize_url: str, account: Account) -> tuple[str, str]:
        """Do what a person does on the authorisation page; return the code and the state."""
        body = urlencode({"username": account.username, "password": account.password}).encode()
        said = ask("POST", authorize_url, headers={"content-type": FORM}, body=body)
        assert said.status == 302, said
        query = parse_qs(urlsplit(said.headers["location"]).query)
        return query["code"][0], query["state"][0]

    def statuses(self, account: Account) -> list[dict[str, Any]]:
        """Return the posts of an account that stand now, newest first."""
        standing = [one for one in account.statuses.values() if not one.get("gone_from")]
        return sorted(standing, key=lambda one: int(one["id"]), reverse=True)

    def _visible(self, account: Account) -> list[dict[str, Any]]:
        """Return what reading shows now: a server may take its time, both ways."""
        at, posts = time.monotonic(), account.statuses.values()
        shown = [
            one for one in posts if one["shown_from"] <= at and one.get("gone_from", at + 1) > at
        ]
        return sorted(shown, key=lambda one: int(one["id"]), reverse=True)

    def answer(self, call: Call) -> Reply:
        """Answer one call."""
        try:
            for method, pattern, act in self._routes():
                found = re.fullmatch(pattern, call.path)
                if found and method == call.method:
                    return act(call, *found.groups())
        except RefusedError as refusal:
            return _json({"error": str(refusal)}, status=refusal.status)
        return _json({"error": "Not Found"}, status=404)

    def _routes(self) -> tuple[tuple[str, str, Callable[..., Reply]], ...]:
        return (
            ("GET", "/api/v2/instance", self._instance_v2),
            ("GET", "/api/v1/instance", self._instance_v1),
            ("POST", "/api/v1/apps", self._register),
            ("POST", "/oauth/authorize", self._authorize),
            ("POST", "/oauth/token", self._token),
            ("GET", "/api/v1/accounts/verify_credentials", self._verify),
            ("GET", "/api/v1/accounts/lookup", self._lookup),
            ("GET", r"/api/v1/accounts/(\d+)", self._public),
            ("GET", r"/api/v1/accounts/(\d+)/statuses", self._list),
            ("POST", "/api/v2/media", self._upload),
            ("GET", r"/api/v1/media/(\d+)", self._media),
            ("POST", "/api/v1/statuses", self._post),
            ("GET", r"/api/v1/statuses/(\d+)", self._read),
            ("GET", r"/api/v1/statuses/(\d+)/source", self._source),
            ("PUT", r"/api/v1/statuses/(\d+)", self._edit),
            ("DELETE", r"/api/v1/statuses/(\d+)", self._delete),
        )

    def _number(self) -> str:
        self._numbers += 1
        return str(self._numbers)

    def _configuration(self) -> dict[str, Any]:
        return {
            "statuses": {
                "max_characters": self.settings.max_characters,
                "max_media_attachments": 4,
                "characters_reserved_per_url": 23,
            },
            "media_attachments": {"description_limit": 1500, "image_size_limit": 16_777_216},
        }

    def _instance_v2(self, _call: Call) -> Reply:
        if not self.settings.has_newer_instance:
            raise RefusedError(404, "Not Found")
        version = self.settings.version
        return _json(
            {"domain": "fake.test", "version": version, "configuration": self._configuration()}
        )

    def _instance_v1(self, _call: Call) -> Reply:
        return _json(
            {
                "uri": "fake.test",
                "version": self.settings.version,
                "max_toot_chars": self.settings.max_characters,
            }
        )

    def _register(self, call: Call) -> Reply:
        form = read_form(call, {"client_name", "redirect_uris", "scopes"})
        app = {
            "client_id": secrets.token_hex(16),
            "client_secret": secrets.token_hex(16),
            "redirect_uri": form["redirect_uris"],
            "scopes": form["scopes"],
        }
        self.apps[app["client_id"]] = app
        return _json({"name": form["client_name"], **app})

    def _authorize(self, call: Call) -> Reply:
        query = {name: values[0] for name, values in parse_qs(urlsplit(call.target).query).items()}
        app = self.apps.get(query["client_id"])
        if (
            app is None
            or query["response_type"] != "code"
            or query["redirect_uri"] != app["redirect_uri"]
            or not set(query["scope"].split()) <= set(app["scopes"].split())
        ):
            raise RefusedError(400, "invalid_request")
        form = read_form(call, {"username", "password"})
        account = next(
            (
                one
                for one in self.accounts.values()
                if (one.username, one.password) == (form["username"], form["password"])
            ),
            None,
        )
        if account is None:
            raise RefusedError(401, "invalid_grant")
        code = secrets.token_urlsafe(24)
        self._codes[code] = {**query, "account": account.id}
        back = f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"
        return Reply(status=302, headers={"location": back}, body=b"")

    def _token(self, call: Call) -> Reply:
        names = {"grant_type", "code", "client_id", "client_secret", "redirect_uri", "scope"}
        form = read_form(call, {*names, "code_verifier"})
        app, grant = self.apps.get(form["client_id"]), self._codes.pop(form["code"], None)
        if app is None or app["client_secret"] != form["client_secret"]:
            raise RefusedError(401, "invalid_client")
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if (
            grant is None
            or grant["client_id"] != form["client_id"]
            or grant["redirect_uri"] != form["redirect_uri"]
            or grant["code_challenge"] != challenge
        ):
            raise RefusedError(400, "invalid_grant")
        token = secrets.token_urlsafe(32)
        self._tokens[token] = grant["account"]
        return _json({"access_token": token, "token_type": "Bearer", "scope": grant["scope"]})

    def _signed_in(self, call: Call) -> Account:
        scheme, _, token = call.headers.get("authorization", "").partition(" ")
        if scheme != "Bearer" or token not in self._tokens:
            raise RefusedError(401, "The access token is invalid")
        return self.accounts[self._tokens[token]]

    def _verify(self, call: Call) -> Reply:
        return self._profile(self._signed_in(call))

    def _lookup(self, call: Call) -> Reply:
        name = parse_qs(urlsplit(call.target).query)["acct"][0]
        named = [one for one in self.accounts.values() if one.username == name]
        if not named:
            raise RefusedError(404, "Record not found")
        return self._profile(named[0])

    def _public(self, _call: Call, account_id: str) -> Reply:
        if account_id not in self.accounts:
            raise RefusedError(404, "Record not found")
        return self._profile(self.accounts[account_id])

    def _profile(self, account: Account) -> Reply:
        return _json(
            {
                "id": account.id,
                "username": account.username,
                "acct": account.username,
                "display_name": account.username.title(),
                "note": "<p>Au service de tous</p>",
                "url": f"{self.url}/@{account.username}",
                "followers_count": 42,
            }
        )

    def _list(self, call: Call, account_id: str) -> Reply:
        signed_in = self._signed_in(call) if "authorization" in call.headers else None
        account = self.accounts.get(account_id)
        if account is None:
            raise RefusedError(404, "Record not found")
        query = parse_qs(urlsplit(call.target).query)
        most = min(int(query.get("limit", ["20"])[0]), 40)
        before = int(query.get("max_id", ["9" * 18])[0])
        older = [one for one in self._visible(account) if int(one["id"]) < before]
        if signed_in is None or signed_in.id != account_id:  # what everybody may read
            older = [one for one in older if one["visibility"] in {"public", "unlisted"}]
        return _json([_shown(one) for one in older[:most]])

    def _upload(self, call: Call) -> Reply:
        account = self._signed_in(call)
        parts = multipart(call)
        if set(parts) - {"file", "description"} or "file" not in parts:
            raise RefusedError(422, "Validation failed: File can't be blank")
        number = self._number()
        account.media[number] = {
            "id": number,
            "type": "image",
            "description": parts.get("description", b"").decode(),
            "bytes": parts["file"],
            "asked": 0,
        }
        return self._prepared(account.media[number], waiting=202)

    def _media(self, call: Call, number: str) -> Reply:
        media = self._signed_in(call).media.get(number)
        if media is None:
            raise RefusedError(404, "Record not found")
        media["asked"] += 1
        return self._prepared(media, waiting=206)

    def _prepared(self, media: Mapping[str, Any], *, waiting: int) -> Reply:
        ready = media["asked"] >= self.settings.pictures_take
        url = f"{self.url}/media/{media['id']}" if ready else None
        shown = {name: media[name] for name in ("id", "type", "description")}
        return _json({**shown, "url": url}, status=200 if ready else waiting)

    def _post(self, call: Call) -> Reply:
        account = self._signed_in(call)
        key = call.headers.get("idempotency-key")
        if not key:
            raise RefusedError(400, "this fake wants an Idempotency-Key")
        if self.settings.remembers_keys and key in account.keys:
            return _json(_shown(account.statuses[account.keys[key]]))
        body = self._checked_post(call, account)
        number = self._number()
        text = body["status"].strip()
        account.keys[key] = number
        account.statuses[number] = {
            "id": number,
            "in_reply_to_id": body.get("in_reply_to_id"),
            "shown_from": time.monotonic() + self.settings.appears_after_seconds,
            "uri": f"{self.url}/users/{account.username}/statuses/{number}",
            "url": f"{self.url}/@{account.username}/{number}",
            "created_at": datetime.now(tz=UTC).isoformat(timespec="milliseconds"),
            "content": rendered(text),
            "source": text,
            "visibility": body.get("visibility", "public"),
            "language": body.get("language", "fr"),
            "spoiler_text": body.get("spoiler_text", ""),
            "sensitive": body.get("sensitive", False),
            "media_attachments": [
                {"id": one, "type": "image", "description": account.media[one]["description"]}
                for one in body.get("media_ids", [])
            ],
        }
        return _json(_shown(account.statuses[number]))

    def _checked_post(self, call: Call, account: Account) -> dict[str, Any]:
        if call.headers.get("content-type") != "application/json":
            raise RefusedError(415, "this fake wants JSON")
        body: dict[str, Any] = json.loads(call.body)
        known = _EDIT_FIELDS if call.method == "PUT" else _STATUS_FIELDS
        if set(body) - known:
            raise RefusedError(422, f"this fake does not know {set(body) - known}")
        answered = body.get("in_reply_to_id")
        if answered and answered not in {one["id"] for one in self.statuses(account)}:
            raise RefusedError(404, "The post you are trying to reply to does not exist.")
        if not body.get("status") and not body.get("media_ids"):
            raise RefusedError(422, "Validation failed: Text can't be blank")
        if len(body["status"]) > self.settings.max_characters:
            most = self.settings.max_characters
            raise RefusedError(422, f"Validation failed: Text character limit of {most} exceeded")
        if set(body.get("media_ids", [])) - set(account.media):
            raise RefusedError(422, "Validation failed: Media not found")
        return body

    def _held(self, call: Call, number: str) -> tuple[Account, dict[str, Any]]:
        account = self._signed_in(call)
        status = account.statuses.get(number)
        if status is None or status.get("gone_from"):
            raise RefusedError(404, "Record not found")
        return account, status

    def _read(self, call: Call, number: str) -> Reply:
        account = self._signed_in(call)
        found = next((one for one in self._visible(account) if one["id"] == number), None)
        if found is None:
            raise RefusedError(404, "Record not found")
        return _json(_shown(found))

    def _edit(self, call: Call, number: str) -> Reply:
        account, status = self._held(call, number)
        body = self._checked_post(call, account)
        status["content"], status["source"] = rendered(body["status"].strip()), body["status"]
        status["language"] = body.get("language", status["language"])
        status["spoiler_text"] = body.get("spoiler_text", "")
        status["media_attachments"] = [
            {"id": one, "type": "image", "description": account.media[one]["description"]}
            for one in body.get("media_ids", [])
        ]
        return _json(_shown(status))

    def _source(self, call: Call, number: str) -> Reply:
        status = self._held(call, number)[1]
        if not self.settings.tells_source:
            raise RefusedError(404, "Not Found")
        spoiler = status["spoiler_text"]
        return _json({"id": number, "text": status["source"], "spoiler_text": spoiler})

    def _delete(self, call: Call, number: str) -> Reply:
        _account, status = self._held(call, number)
        status["gone_from"] = time.monotonic() + self.settings.gone_after_seconds
        return _json({**_shown(status), "text": status["source"]})


def _json(value: object, *, status: int = 200) -> Reply:
    headers = {"content-type": "application/json; charset=utf-8"}
    return Reply(status=status, headers=headers, body=json.dumps(value).encode())


def _shown(status: Mapping[str, Any]) -> dict[str, Any]:
    hidden = {"source", "shown_from", "gone_from"}
    return {name: value for name, value in status.items() if name not in hidden}
