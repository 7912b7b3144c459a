"""Tokens that a network is giving us in exchange for others."""

from django.db import models


class Rotation(models.Model):
    """A session being renewed: noted before the network is asked, gone once the new one served.

    While it stands, both sessions are kept: the old one under its usual name in the vault, the new
    one beside it. `kept_at` is None when we stopped before the answer could be kept.
    """

    account = models.OneToOneField(
        "registry.Account", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    began_at = models.DateTimeField()
    kept_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.account_id} {self.began_at:%Y-%m-%d %H:%M}"
