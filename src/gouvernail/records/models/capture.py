"""How far what accounts post by themselves was read."""

from django.db import models


class Capture(models.Model):
    """Until when the posts of a connected account were read on its network.

    `explanation` is why the last look saw nothing; empty when it saw.
    """

    account = models.OneToOneField(
        "registry.Account", on_delete=models.CASCADE, primary_key=True, related_name="capture"
    )
    seen_until = models.DateTimeField()
    looked_at = models.DateTimeField()
    explanation = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.account_id} {self.seen_until:%Y-%m-%d}"
