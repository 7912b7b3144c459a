"""The Mastodon connector. See `gouvernail.networks.contract.Connector`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from gouvernail.egress import Egress, Request, Response
from gouvernail.kernel.text import DEFAULT_LIMITS, Limits
from gouvernail.networks.building import bearer
from gouvernail.networks.calls import Answer, asked, call, judged, stated_problem, unread
from gouvernail.networks.contract import (
    Absent,
    Capability,
    Deleted,
    DeleteOutcome,
    Fields,
    Found,
    Intent,
    Means,
    Media,
    Profile,
    Refused,
    Resolved,
    Secret,
    SendOutcome,
    Sent,
    Session,
    Sighting,
    Unknown,
    Unreadable,
    Uploaded,
    UploadOutcome,
    WireRequest,
)
from gouvernail.networks.contract.posted import Posted
from gouvernail.networks.mastodon import oauth, uploads
from gouvernail.networks.mastodon.markup import plain_text
from gouvernail.networks.mastodon.posted import read_status
from gouvernail.networks.mastodon.status import (
    answered_by,
    build_edit,
    build_request,
    created_at,
    differences,
    found,
    has_same_words,
)

KEY_LIFE = timedelta(minutes=50)
_CLOCKS_APART = timedelta(minutes=2)
_NOT_FOUND = 404
_PAGE = 40
_PAGES = 3
_IDENTIFIER = re.compile(r"[A-Za-z0-9_-]{1,100}")
_MOST = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Recent:
    """Posts since an instant, and whether those are all."""

    statuses: list[Mapping[str, Any]]
    complete: bool


class MastodonConnector:
    """Publishes to, and reads from, servers of the Mastodon client API."""

    network = "mastodon"
    capabilities: Mapping[Capability, Means] = MappingProxyType(
        {
            Capability.PUBLISH: Means.AUTOMATIC,
            Capability.READ_BACK: Means.AUTOMATIC,
            Capability.COMMENTS: Means.BY_HAND,
            Capability.MESSAGES: Means.BY_HAND,
            Capability.STATISTICS: Means.BY_HAND,
            Capability.PROFILE: Means.AUTOMATIC,
            Capability.MEMBERS: Means.IMPOSSIBLE,
            Capability.THREADS: Means.AUTOMATIC,
            Capability.WITHDRAW: Means.AUTOMATIC,
            Capability.EDIT: Means.AUTOMATIC,
        }
    )

    def __init__(self, egress: Egress) -> None:
        self._egress = egress

    def register_app(self, *, base_url: str, redirect_uri: str) -> oauth.App | Refused | Unknown:
        """Introduce ourselves to a server. See `oauth.register_app`."""
        return oauth.register_app(self._egress, base_url=base_url, redirect_uri=redirect_uri)

    def authorize_url(self, app: oauth.App, *, state: str, verifier: Secret) -> str:
        """Return where the person says yes. See `oauth.authorize_url`."""
        return oauth.authorize_url(app, state=state, verifier=verifier)

    def exchange(
        self, app: oauth.App, *, code: str, verifier: Secret
    ) -> Session | Refused | Unknown:
        """Trade the code for a session. See `oauth.exchange`."""
        return oauth.exchange(self._egress, app, code=code, verifier=verifier)

    def new_key(self, *, created_at: datetime, delivery_id: str, entropy: bytes) -> str:
        """Return the delivery id, sent as `Idempotency-Key`."""
        del created_at, entropy
        return delivery_id

    def build(
        self, fields: Fields, intent: Intent, uploads: tuple[Uploaded, ...] = ()
    ) -> WireRequest:
        """Return the call that publishes. See `status.build_request`."""
        return build_request(fields, intent, uploads)

    def build_edit(
        self, fields: Fields, remote_id: str, uploads: tuple[Uploaded, ...] = ()
    ) -> WireRequest:
        """Return the call that replaces a post. See `status.build_edit`."""
        return build_edit(fields, remote_id, uploads)

    def expires_soon(self, session: Session, *, at: datetime) -> bool:
        """Return no: these tokens end only when somebody revokes them."""
        del session, at
        return False

    def renew(self, session: Session, *, at: datetime) -> Session | Refused | Unknown:
        """Return the same session: these tokens end only when somebody revokes them."""
        del at
        return session

    def upload(self, session: Session, media: Media, data: bytes) -> UploadOutcome:
        """Hand over one picture. See `uploads.upload`."""
        return uploads.upload(self._egress, session, media, data)

    def resolve(self, session: Session, fields: Fields) -> Resolved | Refused | Unknown:
        """Return the account alone: the server resolves mentions itself."""
        del fields
        return Resolved(author=session.account_id)

    def send(self, session: Session, request: WireRequest) -> SendOutcome:
        """Publish; an answer that names no post is not a success."""
        answer = asked(
            self._egress,
            Request(
                method=request.method,
                url=session.base_url + request.path,
                headers={
                    **bearer(session),
                    "content-type": request.content_type,
                    **dict(request.headers),
                },
                body=request.body,
            ),
        )
        if not isinstance(answer, Answer):
            return answer
        remote_id = answer.body.get("id")
        if not isinstance(remote_id, str) or "content" not in answer.body:
            return Unknown(reason="unreadable: an answer that names no post")
        url = str(answer.body.get("url") or answer.body.get("uri") or "")
        return Sent(
            remote_id=remote_id, url=url, response_sha256=answer.sha256, reference=remote_id
        )

    def find(self, session: Session, intent: Intent, fields: Fields, *, at: datetime) -> Sighting:
        """Look for these very words, at their place in the thread, since the intent.

        Absence is conclusive on Mastodon itself while it still remembers the key: sending
        again then gives the first post, should it have been late.
        """
        recent = self._recent(session, intent.created_at - _CLOCKS_APART)
        if isinstance(recent, Unreadable):
            return recent
        same = [
            status
            for status in recent.statuses
            if has_same_words(status, fields) and answered_by(status) == intent.parent_id
        ]
        if same:
            return self._compared(session, same[-1], fields)
        return Absent(conclusive=recent.complete and _remembers(session, intent, at))

    def read(self, session: Session, remote_id: str, fields: Fields) -> Sighting:
        """Read one post back and compare it."""
        if not _IDENTIFIER.fullmatch(remote_id):
            return Unreadable(reason="invalid: not the name of a post")
        response = self._get(session, f"/api/v1/statuses/{remote_id}")
        if not isinstance(response, Response):
            return unread(response)
        if response.status == _NOT_FOUND:
            return Absent(conclusive=stated_problem(response) is not None)
        answer = judged(response)
        if not isinstance(answer, Answer) or answer.body.get("id") != remote_id:
            return _not_that_post(answer)
        return self._compared(session, answer.body, fields)

    def delete(self, session: Session, remote_id: str) -> DeleteOutcome:
        """Withdraw one post; some servers have no such call (`not_supported`)."""
        if not _IDENTIFIER.fullmatch(remote_id):
            return Refused(code="invalid", message="Not the name of a post.", permanent=True)
        url = f"{session.base_url}/api/v1/statuses/{remote_id}"
        response = call(self._egress, Request(method="DELETE", url=url, headers=bearer(session)))
        if not isinstance(response, Response):
            return response
        answer = judged(response)
        if isinstance(answer, Refused) and answer.code == "not_found":
            return Deleted(remote_id=remote_id)
        if response.status == _NOT_FOUND:
            message = "This server cannot withdraw a post for us."
            return Refused(code="not_supported", message=message, permanent=True)
        return Deleted(remote_id=remote_id) if isinstance(answer, Answer) else answer

    def limits(self, session: Session) -> Limits | Unreadable:
        """Return what the server announces; what it leaves out is as on Mastodon itself."""
        answer = oauth.instance(self._egress, session.base_url)
        if not isinstance(answer, Answer):
            return unread(answer)
        known = DEFAULT_LIMITS[self.network]
        told = _held(answer.body, "configuration")
        statuses = _held(told, "statuses")
        older = _number(answer.body.get("max_toot_chars"), known.characters)
        return replace(
            known,
            characters=_number(statuses.get("max_characters"), older),
            url_length=_number(statuses.get("characters_reserved_per_url"), known.url_length),
            media=_number(statuses.get("max_media_attachments"), known.media),
            alt_length=_number(
                _held(told, "media_attachments").get("description_limit"), known.alt_length
            ),
        )

    def profile(self, session: Session) -> Profile | Unreadable:
        """Return what the server shows of the account; to everybody, when there is no access."""
        path = "verify_credentials" if session.access else quote(session.account_id, safe="")
        response = self._get(session, f"/api/v1/accounts/{path}")
        answer = judged(response) if isinstance(response, Response) else response
        if not isinstance(answer, Answer):
            return unread(answer)
        body = answer.body
        followers = body.get("followers_count")
        return Profile(
            handle=session.handle,
            display_name=str(body.get("display_name") or ""),
            description=plain_text(str(body.get("note") or "")),
            url=str(body.get("url") or ""),
            followers=followers if isinstance(followers, int) else None,
            avatar=_has_avatar(body.get("avatar")),
        )

    def posted(self, session: Session, *, since: datetime) -> tuple[Posted, ...] | Unreadable:
        """Return the public posts since an instant, newest first."""
        recent = self._recent(session, since)
        if isinstance(recent, Unreadable):
            return recent
        read = map(read_status, recent.statuses)
        return tuple(one for one in read if one is not None)

    def compose_url(self, fields: Fields) -> str:
        """Return the page where a person picks their server and posts this text."""
        return f"https://share.joinmastodon.org/#text={quote(fields.text, safe='')}"

    def _get(self, session: Session, path: str) -> Response | Refused | Unknown:
        headers = bearer(session) if session.access else {}
        request = Request(method="GET", url=session.base_url + path, headers=headers)
        return call(self._egress, request)

    def _recent(self, session: Session, since: datetime) -> "_Recent | Unreadable":
        """Return the account's own posts since an instant, newest first."""
        statuses: list[Mapping[str, Any]] = []
        last = ""
        for _ in range(_PAGES):
            page = self._page(session, last)
            if isinstance(page, Unreadable):
                return page
            recent = [one for one in page if (created_at(one) or since) >= since]
            statuses += recent
            if len(page) < _PAGE or len(recent) < len(page):
                return _Recent(statuses=statuses, complete=True)
            last = str(page[-1]["id"])
        return _Recent(statuses=statuses, complete=False)

    def _page(self, session: Session, last: str) -> list[Mapping[str, Any]] | Unreadable:
        """Return one page of the account's own posts, newest first."""
        path = f"/api/v1/accounts/{quote(session.account_id, safe='')}/statuses"
        older = f"&max_id={quote(last, safe='')}" if last else ""
        response = self._get(session, f"{path}?limit={_PAGE}&exclude_reblogs=true{older}")
        answer = judged(response) if isinstance(response, Response) else response
        if not isinstance(answer, Answer):
            return unread(answer)
        items = answer.items
        if items is None or not all(isinstance(one, dict) and one.get("id") for one in items):
            return Unreadable(reason="unreadable: not a list of posts")
        return list(items)

    def _compared(self, session: Session, status: Mapping[str, Any], fields: Fields) -> Found:
        source = self._source(session, str(status["id"]))
        exact = session.facts.get("software") == "mastodon"
        return found(status, differences(status, fields, source=source, exact=exact), source)

    def _source(self, session: Session, remote_id: str) -> str | None:
        """Return the text as written, where the server tells it to the author."""
        response = self._get(session, f"/api/v1/statuses/{quote(remote_id, safe='')}/source")
        answer = judged(response) if isinstance(response, Response) else response
        text = answer.body.get("text") if isinstance(answer, Answer) else None
        return text if isinstance(text, str) else None


def _not_that_post(answer: Answer | Refused | Unknown) -> Unreadable:
    if isinstance(answer, Answer):
        return Unreadable(reason="unreadable: another post than the one asked for")
    return unread(answer)


def _remembers(session: Session, intent: Intent, at: datetime) -> bool:
    is_mastodon = session.facts.get("software") == "mastodon"
    return is_mastodon and at - intent.created_at < KEY_LIFE


def _held(body: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = body.get(name)
    return value if isinstance(value, dict) else {}


def _number(value: object, otherwise: int) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value <= _MOST:
        return value
    return otherwise


def _has_avatar(address: object) -> bool | None:
    """Return whether a picture was chosen: a server shows `missing.png` where none was."""
    return "missing" not in address if isinstance(address, str) and address else None
