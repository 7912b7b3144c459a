"""The Bluesky connector. See `gouvernail.networks.contract.Connector`."""

import json
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, NoReturn
from urllib.parse import quote, urlencode

from gouvernail.egress import Egress, Request, Response
from gouvernail.kernel.text import DEFAULT_LIMITS, Limits
from gouvernail.kernel.text.entities import find_mentions
from gouvernail.networks.bluesky import posted, sessions
from gouvernail.networks.bluesky.names import POSTS, blob_cid, new_tid, post_uri, split_uri
from gouvernail.networks.bluesky.record import (
    answered_by,
    build_request,
    cid_of,
    differences,
    reference_of,
    root_of,
)
from gouvernail.networks.building import bearer, json_bytes, refused_picture
from gouvernail.networks.calls import Answer, call, stated_problem, unread
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
    UnbuildableError,
    Unknown,
    Unreadable,
    Uploaded,
    UploadOutcome,
    WireRequest,
)
from gouvernail.networks.contract.posted import Posted

MAX_PICTURE_BYTES = 1_000_000
_PICTURE_TYPES = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"})
_BAD_REQUEST = 400
_PROFILE = "app.bsky.actor.profile"
_NO_SUCH_HANDLE = frozenset({"HandleNotFound", "InvalidRequest"})


class BlueskyConnector:
    """Publishes to, and reads from, one kind of server: a personal data server."""

    network = "bluesky"
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
            Capability.EDIT: Means.IMPOSSIBLE,
        }
    )

    def __init__(self, egress: Egress) -> None:
        self._egress = egress

    def connect(
        self, *, handle: str, app_password: Secret, service_url: str = sessions.DEFAULT_SERVICE
    ) -> Session | Refused | Unknown:
        """Sign in with an app password. See `sessions.connect`."""
        return sessions.connect(
            self._egress, handle=handle, app_password=app_password, service_url=service_url
        )

    def new_key(self, *, created_at: datetime, delivery_id: str, entropy: bytes) -> str:
        """Return a timestamp identifier: the record key of the post to be."""
        del delivery_id  # the record key says when, and the ledger says which
        return new_tid(created_at, entropy)

    def build(
        self, fields: Fields, intent: Intent, uploads: tuple[Uploaded, ...] = ()
    ) -> WireRequest:
        """Return the `putRecord` call. See `record.build_request`."""
        return build_request(fields, intent, uploads)

    def build_edit(
        self, fields: Fields, remote_id: str, uploads: tuple[Uploaded, ...] = ()
    ) -> NoReturn:
        """Refuse: a record can be replaced, and the network goes on showing the first one.

        Raises:
            UnbuildableError: always, with code `no_edits`.
        """
        del fields, remote_id, uploads
        raise UnbuildableError("no_edits", "Bluesky shows no edits.")

    def expires_soon(self, session: Session, *, at: datetime) -> bool:
        """Return whether the access token ends within minutes. See `sessions.expires_soon`."""
        return sessions.expires_soon(session, at=at)

    def renew(self, session: Session, *, at: datetime) -> Session | Refused | Unknown:
        """Rotate the tokens when they end within minutes. See `sessions.renew`."""
        return sessions.renew(self._egress, session, at=at)

    def upload(self, session: Session, media: Media, data: bytes) -> UploadOutcome:
        """Store one picture; the server's name for it must be the digest we approved."""
        refusal = refused_picture(
            media, data, network="Bluesky", types=_PICTURE_TYPES, most_bytes=MAX_PICTURE_BYTES
        )
        if refusal is not None:
            return refusal
        answer = self._asked(session, "POST", "/xrpc/com.atproto.repo.uploadBlob", data, media.mime)
        if not isinstance(answer, Answer):
            return answer
        blob = answer.body.get("blob")
        stored = cid_of({"image": blob})
        if stored is None:
            return Unknown(reason="unreadable: an upload without its name")
        if stored != blob_cid(media.sha256):
            return Refused(
                code="picture_changed", message="The server stored other bytes.", permanent=True
            )
        return Uploaded(sha256=media.sha256, reference=json_bytes(blob).decode())

    def resolve(self, session: Session, fields: Fields) -> Resolved | Refused | Unknown:
        """Ask the account's server who answers to each handle of the text."""
        handles = {one.handle.lower() for one in find_mentions(fields.text, self.network)}
        mentions: dict[str, str] = {}
        for handle in sorted(handles):
            did = self._did_of(session, handle)
            if not isinstance(did, str):
                return did
            if did:
                mentions[handle] = did
        return Resolved(author=session.account_id, mentions=MappingProxyType(mentions))

    def send(self, session: Session, request: WireRequest) -> SendOutcome:
        """Create the record; anything but the address we chose is not a success."""
        answer = self._asked(
            session, request.method, request.path, request.body, request.content_type
        )
        if not isinstance(answer, Answer):
            return answer
        asked = json.loads(request.body)
        uri = post_uri(asked["repo"], asked["rkey"])
        if answer.body.get("uri") != uri:
            return Unknown(reason="unreadable: an answer without the address of the post")
        return Sent(
            remote_id=uri,
            url=_post_url(session, asked["rkey"]),
            response_sha256=answer.sha256,
            reference=reference_of(uri, answer.body.get("cid")),
        )

    def find(self, session: Session, intent: Intent, fields: Fields, *, at: datetime) -> Sighting:
        """Look under the key of the intent; absence is certain once the call has ended."""
        del at  # a record key never lapses
        uri = post_uri(intent.author or session.account_id, intent.key)
        return self._read(session, uri, fields, intent.mentions)

    def read(self, session: Session, remote_id: str, fields: Fields) -> Sighting:
        """Read one post back and compare it."""
        return self._read(session, remote_id, fields, None)

    def delete(self, session: Session, remote_id: str) -> DeleteOutcome:
        """Delete one post; the server says the same when there was none."""
        try:
            author, key = split_uri(remote_id)
        except ValueError as error:
            return Refused(code="invalid", message=str(error), permanent=True)
        body = json_bytes({"repo": author, "collection": POSTS, "rkey": key})
        answer = self._asked(
            session, "POST", "/xrpc/com.atproto.repo.deleteRecord", body, "application/json"
        )
        return Deleted(remote_id=remote_id) if isinstance(answer, Answer) else answer

    def limits(self, session: Session) -> Limits | Unreadable:
        """Return the limits of the network: they are the same on every server."""
        del session
        return DEFAULT_LIMITS[self.network]

    def profile(self, session: Session) -> Profile | Unreadable:
        """Return what the account's own server holds; it does not count followers."""
        described = self._object("com.atproto.repo.describeRepo", session, repo=session.account_id)
        if isinstance(described, Unreadable):
            return described
        record = self._object(
            "com.atproto.repo.getRecord",
            session,
            repo=session.account_id,
            collection=_PROFILE,
            rkey="self",
        )
        if isinstance(record, Unreadable):
            return record
        handle = str(described.get("handle") or session.handle)
        held = record.get("value")
        value: Mapping[str, Any] = held if isinstance(held, dict) else {}
        return Profile(
            handle=handle,
            display_name=str(value.get("displayName") or ""),
            description=str(value.get("description") or ""),
            url=f"https://bsky.app/profile/{handle}",
            avatar=isinstance(value.get("avatar"), dict),
        )

    def posted(self, session: Session, *, since: datetime) -> tuple[Posted, ...] | Unreadable:
        """Return the posts since an instant, newest first. See `posted.posted`."""
        return posted.posted(self._object, session, since=since)

    def compose_url(self, fields: Fields) -> str:
        """Return the page of the network's own site where a person posts this text."""
        return f"https://bsky.app/intent/compose?text={quote(fields.text, safe='')}"

    def _asked(
        self, session: Session, method: str, path: str, body: bytes, content_type: str
    ) -> Answer | Refused | Unknown:
        headers = {**bearer(session), "content-type": content_type}
        response = call(
            self._egress,
            Request(method=method, url=session.base_url + path, headers=headers, body=body),
        )
        if not isinstance(response, Response):
            return response
        problem = stated_problem(response)
        if problem is not None and problem.name == "InvalidSwap":
            return Unknown(reason=f"already_there: {problem.message}")
        return sessions.judged_by_name(response)

    def _object(self, name: str, session: Session, **query: str) -> Mapping[str, Any] | Unreadable:
        """Read one object without a token, since it is public; one that is not there is empty."""
        url = f"{session.base_url}/xrpc/{name}?{urlencode(query)}"
        response = call(self._egress, Request(method="GET", url=url))
        if not isinstance(response, Response):
            return unread(response)
        if response.status == _BAD_REQUEST and _problem_name(response) == "RecordNotFound":
            return {}
        answer = sessions.judged_by_name(response)
        if not isinstance(answer, Answer):
            return unread(answer)
        return answer.body or Unreadable(reason="unreadable: an empty object")

    def _did_of(self, session: Session, handle: str) -> str | Refused | Unknown:
        url = f"{session.base_url}/xrpc/com.atproto.identity.resolveHandle?"
        response = call(
            self._egress, Request(method="GET", url=url + urlencode({"handle": handle}))
        )
        if not isinstance(response, Response):
            return response
        if response.status == _BAD_REQUEST and _problem_name(response) in _NO_SUCH_HANDLE:
            return ""
        answer = sessions.judged_by_name(response)
        if not isinstance(answer, Answer):
            return answer
        did = answer.body.get("did")
        return did if isinstance(did, str) else Unknown(reason="unreadable: no identity")

    def _read(
        self, session: Session, uri: str, fields: Fields, mentions: Mapping[str, str] | None
    ) -> Sighting:
        try:
            author, key = split_uri(uri)
        except ValueError as error:
            return Unreadable(reason=f"invalid: {error}")
        held = self._object(
            "com.atproto.repo.getRecord", session, repo=author, collection=POSTS, rkey=key
        )
        if isinstance(held, Unreadable):
            return held
        if not held:
            return Absent(conclusive=True)
        value = held.get("value")
        if held.get("uri") != uri or not isinstance(value, dict):
            return Unreadable(reason="unreadable: a record without its value")
        differing = differences(value, fields, mentions)
        return Found(
            remote_id=uri,
            url=_post_url(session, key),
            text=str(value.get("text", "")),
            matches=not differing,
            differences=differing,
            reference=reference_of(uri, held.get("cid")),
            reply_to=answered_by(value),
            root=root_of(value),
        )


def _problem_name(response: Response) -> str:
    problem = stated_problem(response)
    return problem.name if problem else ""


def _post_url(session: Session, key: str) -> str:
    return f"https://bsky.app/profile/{session.handle}/post/{key}"
