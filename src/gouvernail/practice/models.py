"""The practice network's own small world: profiles, posts and comments. Nothing leaves."""

from django.db import models

from gouvernail.foundation.ids import uuid7


class Profile(models.Model):
    """Somebody on the practice network."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    handle = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=120)
    bio = models.CharField(max_length=300, blank=True)
    token_digest = models.CharField(max_length=64, blank=True)
    invented = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"@{self.handle}"


class Post(models.Model):
    """One post; `key` is chosen by the sender, so that a repeat is the same post.

    What is said in an exercise stands on its `stage`, apart from what everybody reads.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="posts")
    key = models.CharField(max_length=80)
    text = models.TextField()
    lang = models.CharField(max_length=8, blank=True)
    media = models.JSONField(default=list)
    reply_to = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="replies"
    )
    likes = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, blank=True)
    stage = models.UUIDField(null=True, blank=True, editable=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("profile", "key"), name="practice_post_key_once"),
        )
        indexes = (
            models.Index(fields=("-at", "-id"), name="practice_post_newest"),
            models.Index(fields=("stage", "at"), name="practice_post_on_stage"),
        )

    def __str__(self) -> str:
        return f"{self.profile_id} {self.key}"
