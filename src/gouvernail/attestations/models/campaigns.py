"""Declaration campaigns: what each unit says of the accounts it holds, and what becomes of it."""

from datetime import date, datetime

from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.clock import site_day
from gouvernail.foundation.ids import uuid7


class Campaign(models.Model):
    """A time in which every unit of a part of the organisation declares its accounts."""

    ledger_kind = "campaign"
    ledger_clear = ("unit_id", "opens_on", "closes_on", "remind_days", "status", "made_by_id")
    ledger_verbs = (
        *("campaign.prepared", "campaign.opened", "campaign.extended", "campaign.closed"),
        "campaign.cancelled",
    )
    ledger_sentences = {
        "campaign.prepared": _("Declaration campaign prepared"),
        "campaign.opened": _("Declaration campaign opened"),
        "campaign.extended": _("Declaration campaign extended"),
        "campaign.closed": _("Declaration campaign closed"),
        "campaign.cancelled": _("Declaration campaign cancelled before it opened"),
    }

    class Status(models.TextChoices):
        PREPARED = "prepared", _("in preparation")
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")
        CANCELLED = "cancelled", pgettext_lazy("campaign or review", "cancelled")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("title"), max_length=160)
    title_en = models.CharField(_("title in English"), max_length=160, blank=True)
    text = models.TextField(_("text"), blank=True)
    text_en = models.TextField(_("text in English"), blank=True)
    opens_on = models.DateField(_("opens on"))
    closes_on = models.DateField(_("closes on"))
    remind_days = models.JSONField(default=list)
    status = models.CharField(max_length=10, choices=Status, default=Status.PREPARED)
    made_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-opens_on", "-id")

    def __str__(self) -> str:
        return self.title

    @property
    def label(self) -> str:
        """Return the title in the reader's language."""
        return self.title_en if _english() and self.title_en else self.title

    @property
    def words(self) -> str:
        """Return the text in the reader's language."""
        return self.text_en if _english() and self.text_en else self.text

    @property
    def opens_by_itself(self) -> bool:
        """Return whether its day opens it; one prepared for the day itself waits for somebody."""
        return self.opens_on > site_day(self.made_at)

    def is_late(self, today: date) -> bool:
        """Return whether its last day has passed while it is open."""
        return self.status == self.Status.OPEN and self.closes_on < today


def _english() -> bool:
    return (get_language() or "").startswith("en")


class Declaration(models.Model):
    """What one unit declares in one campaign; `answers` are kept as they were signed."""

    ledger_kind = "declaration"
    ledger_clear = ("campaign_id", "unit_id", "status", "signed_by_id", "signed_at", "digest")
    ledger_skip = ("by_link",)  # the leaf of the signature says who signed, and how
    ledger_verbs = ("declaration.asked", "declaration.signed")
    ledger_sentences = {
        "declaration.asked": _("Declaration asked of a unit"),
        "declaration.signed": _("Declaration of a unit signed"),
    }

    class Status(models.TextChoices):
        ASKED = "asked", _("waiting")
        SIGNED = "signed", _("signed")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="declarations")
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=8, choices=Status, default=Status.ASKED)
    answers = models.JSONField(default=dict, blank=True)
    signed_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    signed_at = models.DateTimeField(null=True, blank=True)
    by_link = models.BooleanField(default=False)  # signed without signing in
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("campaign", "unit"), name="attestations_one_declaration_a_unit"
            ),
            models.CheckConstraint(
                condition=models.Q(status="asked", signed_at__isnull=True)
                | models.Q(status="signed", signed_at__isnull=False, signed_by__isnull=False),
                name="attestations_signed_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.unit_id}"


class Declarer(models.Model):
    """Somebody asked to declare for a unit: its delegate, or who was named where it has none."""

    ledger_kind = "declarer"
    ledger_clear = ("declaration_id", "person_id", "named_by_id", "removed_at")
    ledger_skip = (
        *("sent_at", "failed", "reminded_on", "tries", "next_try_at", "answered_at"),
        "links_ended_at",
    )
    ledger_verbs = ("declarer.asked", "declarer.removed")
    ledger_sentences = {
        "declarer.asked": _("Somebody asked to declare for a unit"),
        "declarer.removed": _("Somebody no longer asked to declare"),
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    declaration = models.ForeignKey(Declaration, on_delete=models.PROTECT, related_name="declarers")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    named_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    removed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    failed = models.BooleanField(default=False)
    reminded_on = models.DateField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)  # until the letter that says so left
    links_ended_at = models.DateTimeField(null=True, blank=True)  # until one is sent again

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("declaration", "person"),
                condition=models.Q(removed_at__isnull=True),
                name="attestations_asked_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.declaration_id} {self.person_id}"


class DeclarerLink(models.Model):
    """A link of one declarer; only its digest is kept. It opens their page and nothing else."""

    ledger_kind = "declaration_link"
    ledger_clear = ("declarer_id", "expires_at", "handed_over")
    ledger_skip = ("key_digest",)
    ledger_verbs = ("declaration_link.made", "declaration_link.ended")
    ledger_sentences = {
        "declaration_link.made": _("Link to declare made"),
        "declaration_link.ended": _("Link to declare ended before its time"),
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    declarer = models.ForeignKey(Declarer, on_delete=models.PROTECT, related_name="links")
    key_digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    handed_over = models.BooleanField(default=False)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.declarer_id} {self.made_at:%Y-%m-%d}"

    def is_over(self, at: datetime) -> bool:
        """Return whether the link opens nothing any more."""
        return self.expires_at <= at


class DeclarationDraft(models.Model):
    """What was filled in and not signed yet. No state of anything: it is not in the journal."""

    declaration = models.OneToOneField(
        Declaration, primary_key=True, on_delete=models.CASCADE, related_name="draft"
    )
    answers = models.JSONField(default=dict)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    def __str__(self) -> str:
        return f"{self.declaration_id} {self.saved_at:%Y-%m-%d}"


class DeclaredLine(models.Model):
    """One difference between a declaration and the register: a case that somebody settles.

    `changes` names what should change, with what the register said and what it should say.
    """

    ledger_kind = "declared_line"
    ledger_clear = (
        *("declaration_id", "account_id", "what", "status", "decided_by_id", "decided_at"),
        *("appealed_at", "appeal_by_id", "appeal_answered_at"),
    )
    ledger_verbs = (
        "declared_line.opened",
        "declared_line.accepted",
        "declared_line.refused",
        "declared_line.appealed",
        "declared_line.appeal_answered",
    )
    ledger_sentences = {
        "declared_line.opened": _("Difference with the register: %(what)s"),
        "declared_line.accepted": _("Difference accepted: %(what)s"),
        "declared_line.refused": _("Difference refused: %(what)s"),
        "declared_line.appealed": _("Refusal appealed"),
        "declared_line.appeal_answered": _("Appeal answered: %(status)s"),
    }

    class What(models.TextChoices):
        CORRECTION = "correction", _("correction")
        ADDITION = "addition", _("page not listed")
        NOT_OURS = "not_ours", _("not ours")
        CLOSED = "closed", _("closed")
        OURS = "ours", _("ours, to be confirmed")

    class Status(models.TextChoices):
        WAITING = "waiting", _("to settle")
        ACCEPTED = "accepted", _("accepted")
        REFUSED = "refused", _("refused")
        APPEALED = "appealed", _("appealed")
        UPHELD = "upheld", _("refusal kept")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    declaration = models.ForeignKey(Declaration, on_delete=models.PROTECT, related_name="lines")
    account = models.ForeignKey(
        "registry.Account", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    what = models.CharField(max_length=10, choices=What)
    changes = models.JSONField(default=dict, blank=True)
    address = models.CharField(max_length=500, blank=True)
    note = models.TextField(blank=True)
    status = models.CharField(max_length=8, choices=Status, default=Status.WAITING)
    answer = models.TextField(blank=True)
    decided_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    appeal = models.TextField(blank=True)
    appealed_at = models.DateTimeField(null=True, blank=True)
    appeal_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    appeal_answer = models.TextField(blank=True)
    appeal_answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.what} {self.status}"

    @property
    def is_live(self) -> bool:
        """Return whether somebody still has to settle it."""
        return self.status in (self.Status.WAITING, self.Status.APPEALED)
