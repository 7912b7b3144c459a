"""Those who speak for us for money or favours: partners, contracts, and their posts to check."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gouvernail.brand.models.assets import Paper
from gouvernail.foundation.ids import uuid7


class Partner(models.Model):
    """A person or an agency that posts about us; `handles` are `{"network", "handle", "url"}`."""

    ledger_kind = "partner"
    ledger_clear = ("unit_id", "kind", "ended_at")
    ledger_verbs = ("partner.added", "partner.edited", "partner.ended")
    ledger_sentences = {
        "partner.added": _("Partner put in the register"),
        "partner.edited": _("Partner changed"),
        "partner.ended": _("Work with the partner ended"),
    }

    class Kind(models.TextChoices):
        PERSON = "person", pgettext_lazy("kind of partner", "person")
        AGENCY = "agency", pgettext_lazy("kind of partner", "agency")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=6, choices=Kind, default=Kind.PERSON)
    name = models.CharField(_("name"), max_length=160)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(_("language"), max_length=2, default="fr")
    handles = models.JSONField(default=list, blank=True)
    note = models.TextField(_("note"), blank=True)
    added_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("name", "id")

    def __str__(self) -> str:
        return self.name


class Contract(models.Model):
    """What was agreed with a partner.

    `disclosures` maps a country (ISO 3166-1) to the words of which one at least must be said, such
    as `{"FR": ["publicité"]}`; `amount` is in `currency`, None when nobody said.
    `ended_for`: why it ended before its day, which moved `ends_on`.
    """

    ledger_kind = "partner_contract"
    ledger_clear = ("partner_id", "starts_on", "ends_on", "paper_id", "signed_by_id")
    ledger_verbs = ("partner_contract.signed", "partner_contract.ended")
    ledger_sentences = {
        "partner_contract.signed": _("Contract with a partner filed: until %(ends_on)s"),
        "partner_contract.ended": _("Contract with a partner ended early: %(ends_on)s"),
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="contracts")
    title = models.CharField(_("subject"), max_length=200)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(pgettext_lazy("contract", "until"))
    amount = models.DecimalField(
        _("amount"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    disclosures = models.JSONField(default=dict, blank=True)
    must_say = models.TextField(_("what else must be said"), blank=True)
    paper = models.ForeignKey(
        Paper, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    signed_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()
    ended_for = models.CharField(_("why it ended early"), max_length=500, blank=True)

    class Meta:
        ordering = ("-ends_on", "-id")

    def __str__(self) -> str:
        return self.title

    def is_over(self, today: date) -> bool:
        """Return whether its last day has passed."""
        return self.ends_on < today


class PartnerPost(models.Model):
    """A post that a partner owes or made, and what was found in it.

    `findings` are `{"code", "words", "source"}`: what the contract asks and is not said, and what
    the rules say of the text.
    """

    ledger_kind = "partner_post"
    ledger_clear = (
        *("contract_id", "due_on", "status", "verdict_id", "checked_at", "asked_at", "closed_at"),
    )
    ledger_skip = ("letter", "letter_at")
    ledger_verbs = (
        *("partner_post.expected", "partner_post.read", "partner_post.judged"),
        *("partner_post.follow_up_asked", "partner_post.closed"),
    )
    ledger_sentences = {
        "partner_post.expected": _("Post of a partner expected"),
        "partner_post.read": _("Post of a partner read"),
        "partner_post.judged": _("Post of a partner judged by the rules"),
        "partner_post.follow_up_asked": _("Correction asked of a partner"),
        "partner_post.closed": _("Post of a partner settled"),
    }

    class Status(models.TextChoices):
        EXPECTED = "expected", pgettext_lazy("post of a partner", "expected")
        FINE = "fine", pgettext_lazy("post of a partner", "in order")
        BREACH = "breach", pgettext_lazy("post of a partner", "to be corrected")
        ASKED = "asked", pgettext_lazy("post of a partner", "correction asked")
        DONE = "done", pgettext_lazy("post of a partner", "settled")

    class Letter(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("letter to a partner", "about to leave")
        SENT = "sent", pgettext_lazy("letter to a partner", "sent")
        REFUSED = "refused", pgettext_lazy("letter to a partner", "refused by the mail server")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="posts")
    url = models.URLField(_("address of the post"), max_length=500, blank=True)
    network = models.CharField(max_length=30, blank=True)
    country = models.CharField(_("country it speaks to"), max_length=2, blank=True)
    due_on = models.DateField(_("expected on"), null=True, blank=True)
    text = models.TextField(_("text of the post"), blank=True)
    status = models.CharField(max_length=8, choices=Status, default=Status.EXPECTED)
    was_breach = models.BooleanField(default=False)
    findings = models.JSONField(default=list, blank=True)
    verdict_id = models.UUIDField(null=True, blank=True)
    added_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)
    letter = models.CharField(max_length=8, choices=Letter, blank=True)  # the one that asks
    letter_at = models.DateTimeField(null=True, blank=True)  # when it left, or was refused

    class Meta:
        ordering = ("-added_at", "-id")

    def __str__(self) -> str:
        return self.url or f"{self.contract_id} {self.due_on}"
