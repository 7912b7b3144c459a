"""The connector of the practice network. Its server is our own database."""

import json
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from types import MappingProxyType

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from gouvernail.egress import Egress
from gouvernail.foundation.clock import now
from gouvernail.foundation.ids import is_uuid
from gouvernail.kernel.text import Limits
from gouvernail.networks.building import json_bytes
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
from gouvernail.practice import models

NETWORK = "practice"
MAX_CHARACTERS = 500
MAX_PICTURES = 4
LIMITS = Limits(characters=MAX_CHARACTERS, media=MAX_PICTURES)
_AUTOMATIC = frozenset(
    {
        Capability.PUBLISH,
        Capability.READ_BACK,
        Capability.COMMENTS,
        Capability.PROFILE,
        Capability.THREADS,
        Capability.WITHDRAW,
        Capability.EDIT,
    }
)


def practice_session(handle: str, token: str) -> Session:
    """Return the session of a practice profile."""
    return Session(
        network=NETWORK,
        base_url="https://practice.invalid",
        account_id=handle,
        handle=handle,
        access=Secret(token),
    )


class PracticeConnector:
    """One network that exists only here. Reads and writes `practice` rows; opens no connection."""

    network = NETWORK
    capabilities: Mapping[Capability, Means] = MappingProxyType(
        {
            capability: Means.AUTOMATIC if capability in _AUTOMATIC else Means.IMPOSSIBLE
            for capability in Capability
        }
    )

    def __init__(self, egress: Egress) -> None:
        self._egress = egress

    def new_key(self, *, created_at: datetime, delivery_id: str, entropy: bytes) -> str:
        """Return the delivery's id: a repeat is the same post."""
        del created_at, entropy
        return delivery_id

    def build(
        self, fields: Fields, intent: Intent, uploads: tuple[Uploaded, ...] = ()
    ) -> WireRequest:
        """Return what would travel if this network were elsewhere; pure."""
        said = {
            **_words(fields),
            "key": intent.key,
            "uploads": [upload.reference for upload in uploads],
            "at": intent.created_at.isoformat(),
            "reply_to": intent.parent,
        }
        return WireRequest(
            method="POST", path="/posts", content_type="application/json", body=json_bytes(said)
        )

    def build_edit(
        self, fields: Fields, remote_id: str, uploads: tuple[Uploaded, ...] = ()
    ) -> WireRequest:
        """Return what would replace a post; pure."""
        del uploads
        return WireRequest(
            method="PUT",
            path=f"/posts/{remote_id}",
            content_type="application/json",
            body=json_bytes(_words(fields)),
        )

    def expires_soon(self, session: Session, *, at: datetime) -> bool:
        """Return no: practice tokens do not expire."""
        del session, at
        return False

    def renew(self, session: Session, *, at: datetime) -> Session | Refused | Unknown:
        """Return the session as it is: practice tokens do not expire."""
        del at
        return session

    def upload(self, session: Session, media: Media, data: bytes) -> UploadOutcome:
        """Take one picture: the practice network shows it from this site's own store."""
        del session
        if sha256(data).hexdigest() != media.sha256:
            return Refused(code="invalid", message="digest", permanent=True)
        return Uploaded(sha256=media.sha256, reference=media.sha256)

    def resolve(self, session: Session, fields: Fields) -> Resolved | Refused | Unknown:
        """Return the profile itself; mentions stay text."""
        del fields
        return Resolved(author=session.account_id)

    def send(self, session: Session, request: WireRequest) -> SendOutcome:
        """Write the post; the same key twice is the same post."""
        profile = _signed_in(session)
        if profile is None:
            return Refused(code="expired_token", message="unknown profile", permanent=True)
        said = json.loads(request.body)
        if len(said["text"]) > MAX_CHARACTERS:
            return Refused(code="invalid", message="too long", permanent=True)
        if request.method == "PUT":
            post = _rewrite(session, request.path.rpartition("/")[2], said)
        else:
            post = _write(profile, said)
        if post is None:
            return Refused(code="not_found", message="no such post", permanent=True)
        return Sent(
            remote_id=str(post.pk),
            url=_url(post),
            response_sha256=sha256(b"").hexdigest(),
            reference=str(post.pk),
        )

    def find(self, session: Session, intent: Intent, fields: Fields, *, at: datetime) -> Sighting:
        """Look by key; absence is conclusive, for the database answered."""
        del at
        post = _posts(session).filter(key=intent.key).first()
        return _found(post, fields) if post else Absent(conclusive=True)

    def read(self, session: Session, remote_id: str, fields: Fields) -> Sighting:
        """Read a post that everybody sees, ours or what somebody else said."""
        del session
        if not is_uuid(remote_id):
            return Absent(conclusive=True)
        post = _public().filter(pk=remote_id, stage__isnull=True).first()
        return _found(post, fields) if post else Absent(conclusive=True)

    def delete(self, session: Session, remote_id: str) -> DeleteOutcome:
        """Take a post down."""
        _posts(session).filter(pk=remote_id).update(deleted_at=now())
        return Deleted(remote_id=remote_id)

    def limits(self, session: Session) -> Limits | Unreadable:
        """Return this network's own limits."""
        del session
        return LIMITS

    def profile(self, session: Session) -> Profile | Unreadable:
        """Return what the practice network shows of the account."""
        row = models.Profile.objects.filter(handle=session.account_id).first()
        if row is None:
            return Unreadable(reason="not_found")
        return Profile(
            handle=row.handle,
            display_name=row.name,
            description=row.bio,
            url=f"/practice/{row.handle}/",
        )

    def compose_url(self, fields: Fields) -> str:
        """Return the practice timeline; nobody posts there by hand."""
        del fields
        return "/practice/"


def _signed_in(session: Session) -> models.Profile | None:
    digest = sha256(session.access.reveal().encode()).hexdigest()
    return models.Profile.objects.filter(handle=session.account_id, token_digest=digest).first()


def _public() -> QuerySet[models.Post]:
    return models.Post.objects.filter(deleted_at__isnull=True).select_related("profile")


def _posts(session: Session) -> QuerySet[models.Post]:
    return _public().filter(profile__handle=session.account_id)


def _words(fields: Fields) -> dict[str, object]:
    return {"text": fields.text, "lang": fields.lang, "media": _media(fields)}


def _media(fields: Fields) -> list[dict[str, str]]:
    return [
        {"sha256": item.sha256, "mime": item.mime, "alt": item.alt}
        for item in fields.ordered_media()
    ]


def _rewrite(session: Session, key: str, said: Mapping[str, object]) -> models.Post | None:
    changed = {name: said[name] for name in ("text", "lang", "media")}
    _posts(session).filter(pk=key).update(**changed)
    return _posts(session).filter(pk=key).first()


def _write(profile: models.Profile, said: Mapping[str, object]) -> models.Post:
    try:
        with transaction.atomic():
            return models.Post.objects.create(
                profile=profile,
                key=str(said["key"]),
                text=str(said["text"]),
                lang=str(said["lang"]),
                media=said["media"],
                reply_to_id=str(said["reply_to"]) or None,
                at=datetime.fromisoformat(str(said["at"])),
            )
    except IntegrityError:
        return models.Post.objects.get(profile=profile, key=said["key"])


def _url(post: models.Post) -> str:
    return f"/practice/{post.profile.handle}/{post.pk}/"


def _found(post: models.Post, fields: Fields) -> Found:
    differences = tuple(
        name
        for name, same in (
            ("text", post.text == fields.text),
            ("lang", post.lang == fields.lang),
            ("media", post.media == _media(fields)),
        )
        if not same
    )
    return Found(
        remote_id=str(post.pk),
        url=_url(post),
        text=post.text,
        matches=not differences,
        differences=differences,
        reference=str(post.pk),
        reply_to=str(post.reply_to_id or ""),
    )
