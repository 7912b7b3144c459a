"""Personal accounts: declared by choice, read only while their owner agrees to it."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gouvernail.advocacy.models.programmes import Membership
from gouvernail.foundation.ids import uuid7


class PersonalAccount(models.Model):
    """One account of a member's own, which they chose to tell us of. Only they see it.

    `reads`: they agreed that its public posts are looked at for shared stories, up to and with the
    day `consent_until`. `server` is where it is read. Nothing of its profile is kept: only whether
    the words asked for were in it, when, and how that was seen.
    """

    ledger_kind = "personal_account"
    ledger_clear = (
        *("membership_id", "reads", "consent_until", "declared_at", "ended_at"),
        *("bio_how", "bio_at"),
    )
    ledger_skip = ("looked_at",)
    ledger_verbs = (
        *("personal_account.declared", "personal_account.edited", "personal_account.removed"),
        *("personal_account.consent_given", "personal_account.consent_withdrawn"),
        *("personal_account.consent_lapsed", "personal_account.profile_checked"),
    )

    class How(models.TextChoices):
        PASTED = "pasted", pgettext_lazy("profile of an ambassador", "pasted")
        READ = "read", pgettext_lazy("profile of an ambassador", "read on the network")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="accounts")
    network = models.CharField(_("network"), max_length=20)
    handle = models.CharField(_("name on the network"), max_length=200, blank=True)
    url = models.CharField(_("address"), max_length=500, blank=True)
    server = models.CharField(_("server"), max_length=200, blank=True)
    reads = models.BooleanField(default=False)
    consent_until = models.DateField(null=True, blank=True)
    declared_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    bio_how = models.CharField(max_length=6, choices=How, blank=True)
    bio_at = models.DateTimeField(null=True, blank=True)
    says_who = models.BooleanField(null=True)
    says_own = models.BooleanField(null=True)
    looked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("declared_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("membership", "network", "handle"),
                condition=models.Q(ended_at__isnull=True),
                name="advocacy_account_once",
            ),
            models.CheckConstraint(
                condition=models.Q(reads=False)
                | models.Q(consent_until__isnull=False, ended_at__isnull=True),
                name="advocacy_reads_with_consent",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True) | models.Q(handle="", url="", server=""),
                name="advocacy_ended_is_empty",
            ),
        )

    def __str__(self) -> str:
        return f"{self.network} {self.pk}"

    def may_be_read(self, today: date) -> bool:
        """Return whether its owner agrees, on this day, that its public posts are looked at."""
        until = self.consent_until
        return self.reads and self.ended_at is None and until is not None and today <= until
