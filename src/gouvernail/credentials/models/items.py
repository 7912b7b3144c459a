"""Something that opens an account; its value is sealed in the vault, never here."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gouvernail.foundation.ids import uuid7


class Item(models.Model):
    """One thing that opens or recovers an account, and where it stands in its renewals.

    The value of version n is the vault's secret of owner `item`, this id, field `v<n>`.
    `next_version` is a new value that waits for somebody to say that it works; until then the
    version before it is kept. `numbered` is the highest number ever given: none is given twice.
    """

    ledger_kind = "item"
    ledger_clear = (
        "account_id",
        "kind",
        "version",
        "next_version",
        "numbered",
        "keeper_id",
        "rotate_days",
        "due_on",
        "due_why",
        "due_since",
        "retired_at",
    )
    ledger_verbs = (
        "item.added",
        "item.changed",
        "item.due",
        "item.renewed",
        "item.confirmed",
        "item.undone",
        "item.retired",
    )

    class Kind(models.TextChoices):
        PASSWORD = "password", _("password")
        RECOVERY = "recovery", _("recovery codes")
        TOTP = "totp", _("seed of one-time codes")
        NOTE = "note", pgettext_lazy("vault", "note")

    # Whoever saw one of these knows it afterwards.
    LEARNT = frozenset({"password", "recovery"})

    class Why(models.TextChoices):
        CALENDAR = "calendar", _("its time has come")
        DEPARTURE = "departure", _("somebody who knew it left")
        REVEAL = "reveal", _("somebody saw it")
        EMERGENCY = "emergency", _("emergency access")
        BREACH = "breach", _("it may be known outside")

    # The graver reason stands when there are two.
    GRAVITY = ("", "calendar", "reveal", "departure", "emergency", "breach")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(
        "registry.Account", on_delete=models.PROTECT, related_name="vault_items"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    label = models.CharField(_("name"), max_length=120)
    place = models.CharField(_("where it is used"), max_length=300, blank=True)
    keeper = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)
    next_version = models.PositiveIntegerField(null=True, blank=True)
    numbered = models.PositiveIntegerField(default=1)
    put_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    put_at = models.DateTimeField()
    next_put_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    next_put_at = models.DateTimeField(null=True, blank=True)
    rotate_days = models.PositiveIntegerField(_("renewed every (days)"), null=True, blank=True)
    due_on = models.DateField(_("to renew by"), null=True, blank=True)
    due_why = models.CharField(max_length=10, choices=Why, blank=True)
    due_since = models.DateTimeField(null=True, blank=True)  # when something made it due
    added_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(due_on__isnull=True) ^ ~models.Q(due_why=""),
                name="credentials_due_says_why",
            ),
            models.CheckConstraint(
                condition=models.Q(next_version__isnull=True)
                | models.Q(next_version__gt=models.F("version")),
                name="credentials_next_comes_after",
            ),
        )
        indexes = (
            models.Index(fields=("account", "retired_at"), name="credentials_by_account"),
            models.Index(fields=("due_on",), name="credentials_by_due_day"),
        )

    def __str__(self) -> str:
        return self.label

    @property
    def is_retired(self) -> bool:
        """Return whether its value was destroyed for good."""
        return self.retired_at is not None

    @property
    def shows_codes(self) -> bool:
        """Return whether revealing shows the code of the moment, and never the seed."""
        return self.kind == self.Kind.TOTP

    @property
    def newest(self) -> int:
        """Return the number of the value put in last, confirmed or not."""
        return self.next_version or self.version

    def is_late(self, today: date) -> bool:
        """Return whether it should have been renewed before today."""
        return self.due_on is not None and self.due_on < today
