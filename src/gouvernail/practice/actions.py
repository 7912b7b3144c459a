"""Making profiles of the practice network, and what people do there."""

import secrets
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.foundation.actions import action
from gouvernail.foundation.ids import uuid7
from gouvernail.networks.contract import Session
from gouvernail.practice.connector import MAX_CHARACTERS, practice_session
from gouvernail.practice.errors import CommentInvalidError
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
    """Let an invented person answer a post; they never speak under a real profile's handle.

    Raises:
        CommentInvalidError: nobody speaks, or nothing is said, or too much.
    """
    wrong = {}
    if not author.strip():
        wrong["author"] = _("Give the invented person a name.")
    if not text.strip():
        wrong["text"] = _("Write what this person says.")
    if len(text.strip()) > MAX_CHARACTERS:
        wrong["text"] = _("500 characters at most.")
    if wrong:
        raise CommentInvalidError(wrong)
    profile = _invented(author.strip()[:120])
    return Post.objects.create(
        profile=profile, key=str(uuid7()), text=text.strip(), reply_to=post, at=at
    )


@action("practice.say")
def say(
    *, author: str, text: str, at: datetime, lang: str = "", reply_to: Post | None = None
) -> Post:
    """Let an invented person say something of their own, or go on where they began."""
    return Post.objects.create(
        profile=_invented(author.strip()[:120]),
        key=str(uuid7()),
        text=text[:MAX_CHARACTERS],
        lang=lang,
        reply_to=reply_to,
        at=at,
    )


@action("practice.say_on_stage")
def say_on_stage(
    *,
    stage: UUID,
    author: str,
    text: str,
    at: datetime,
    lang: str = "",
    reply_to: Post | None = None,
) -> Post:
    """Let an invented profile speak in an exercise: only its stage shows it."""
    return Post.objects.create(
        profile=_invented(author.strip()[:120]),
        key=str(uuid7()),
        text=text,
        lang=lang,
        reply_to=reply_to,
        at=at,
        stage=stage,
    )


@action("practice.forget_answers")
def forget_answers(*, stages: list[UUID]) -> int:
    """Empty what people answered to a comment in these exercises; return how many answers.

    The post and the comment were staged: they are nobody's words.
    """
    answers = Post.objects.filter(stage__in=stages, reply_to__reply_to__isnull=False)
    return answers.exclude(text="").update(text="")


def _invented(name: str) -> Profile:
    letters = "".join(sign for sign in name.lower() if sign.isalnum())[:70] or "someone"
    taken = Profile.objects.filter(handle=letters, invented=False).exists()
    handle = f"{letters}-practice" if taken else letters
    profile, _new = Profile.objects.get_or_create(
        handle=handle, defaults={"name": name, "invented": True}
    )
    return profile
