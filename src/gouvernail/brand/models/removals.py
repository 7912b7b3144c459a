"""What two people put in force is not taken away by one: a request, and another person's answer."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gouvernail.foundation.ids import uuid7


class Removal(models.Model):
    """Somebody asks that what is in force no longer be, or that more be allowed than was approved.

    `label` is the title it had; `facts` are the rights asked for, by name (`What.RIGHTS` only) and
    `seen` the digest of those it had. `at_once`: it was done when it was asked, since its rights
    had ended; the answer confirms it or brings it back.
    """

    ledger_kind = "brand_removal"
    ledger_clear = (
        *("what", "subject_id", "unit_id", "status", "at_once", "asked_by_id"),
        *("answered_by_id", "answered_at"),
    )
    ledger_verbs = ("brand_removal.asked", "brand_removal.agreed", "brand_removal.refused")
    ledger_sentences = {
        "brand_removal.asked": _("Asked to be taken out of force"),
        "brand_removal.agreed": _("Taken out of force by two people"),
        "brand_removal.refused": _("Stays in force: the request was refused or taken back"),
    }

    class What(models.TextChoices):
        SECTION = "section", _("section of the guide")
        TEMPLATE = "template", _("template of posts")
        ITEM = "item", _("thing of the library")
        RIGHTS = "rights", _("rights of use")

    class Status(models.TextChoices):
        ASKED = "asked", pgettext_lazy("taking out of force", "to be answered")
        AGREED = "agreed", pgettext_lazy("taking out of force", "agreed to")
        REFUSED = "refused", pgettext_lazy("taking out of force", "refused")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    what = models.CharField(max_length=8, choices=What)
    subject_id = models.UUIDField()
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    label = models.CharField(max_length=160, blank=True)
    reason = models.TextField(_("why"), max_length=2000)
    facts = models.JSONField(default=dict, blank=True)
    seen = models.CharField(max_length=64, blank=True)
    at_once = models.BooleanField(default=False)
    status = models.CharField(max_length=8, choices=Status, default=Status.ASKED)
    asked_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.TextField(_("answer"), max_length=2000, blank=True)
    answered_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-asked_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("what", "subject_id"),
                condition=models.Q(status="asked"),
                name="brand_one_removal_asked",
            ),
            models.CheckConstraint(
                condition=models.Q(status="asked") ^ models.Q(answered_at__isnull=False),
                name="brand_removal_answered_has_date",
            ),
        )

    def __str__(self) -> str:
        return f"{self.what} {self.label}"
