"""Making profiles of the practice network, and what people do there."""

import secrets
from datetime import datetime
from hashlib import sha256

from gouvernail.foundation.actions import action
from gouvernail.foundation.ids import uuid7
from gouvernail.networks.contract import Session
from gouvernail.practice.connector import practice_session
from gouvernail.practice.models import Post, Profile


@action("practice.open_profile")
def open_profile(*, handle: str, name: str, bio: str = "") -> Session:
    """Open a profile, or give a new token to the one there is; return its session.

    The practice network is nobody's property: what happens there is not governed, so it leaves no
    trace in the ledger. Connecting an account to it does, in the registry.
    """
    token = secrets.token_urlsafe(24)
    Profile.objects.update_or_create(
        handle=handle,
        defaults={
            "name": name,
            "bio": bio,
            "token_digest": sha256(token.encode()).hexdigest(),
        },
    )
    return practice_session(handle, token)


@action("practice.comment")
def comment(*, post: Post, author: str, text: str, at: datetime) -> Post:
    """Let an invented person answer a post."""
    handle = "".join(sign for sign in author.lower() if sign.isalnum())[:80] or "someone"
    profile, _new = Profile.objects.get_or_create(
        handle=handle, defaults={"name": author, "invented": True}
    )
    return Post.objects.create(profile=profile, key=str(uuid7()), text=text, reply_to=post, at=at)
