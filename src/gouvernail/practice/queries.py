"""What the practice network shows."""

from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet

from gouvernail.practice.errors import PostNotFoundError, ProfileNotFoundError
from gouvernail.practice.models import Post, Profile


def timeline(handle: str = "") -> QuerySet[Post]:
    """Return posts, newest first, with their profile, replies and count. Two queries.

    Not those of an exercise: they stand on its stage.
    """
    replies = Post.objects.filter(deleted_at__isnull=True).select_related("profile").order_by("at")
    rows = Post.objects.filter(reply_to__isnull=True, deleted_at__isnull=True, stage__isnull=True)
    if handle:
        rows = rows.filter(profile__handle=handle)
    return (
        rows.select_related("profile")
        .prefetch_related(Prefetch("replies", queryset=replies, to_attr="shown_replies"))
        .annotate(reply_count=Count("replies", filter=Q(replies__deleted_at__isnull=True)))
        .order_by("-at", "-id")
    )


def on_stage(stage: UUID) -> QuerySet[Post]:
    """Return what was said in an exercise, oldest first, with who said it. One query."""
    rows = Post.objects.filter(stage=stage, deleted_at__isnull=True)
    return rows.select_related("profile").order_by("at", "id")


def profile_shown(handle: str) -> Profile:
    """Return a profile of the practice network. One query.

    Raises:
        ProfileNotFoundError: nobody has that handle.
    """
    profile = Profile.objects.filter(handle=handle).first()
    if profile is None:
        raise ProfileNotFoundError
    return profile


def post_shown(handle: str, post_id: UUID) -> Post:
    """Return one post of a profile, replies loaded. Two queries.

    Raises:
        PostNotFoundError: there is no such post, or it was taken down.
    """
    post = timeline(handle).filter(pk=post_id).first()
    if post is None:
        raise PostNotFoundError
    return post
