"""The page that stands when everything else is down."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.ids import uuid7


class HoldingPage(models.Model):
    """One page in both languages, written ahead, made into a file that another host serves.

    `word` is the last public statement of `incident`, under the words written ahead; `word_at` says
    when it was made, or when one was taken off (`word` is empty then): what was said until there
    does not come back. `edition` grows at each change: a file says which one it is.
    """

    ledger_kind = "holding_page"
    ledger_clear = (
        *("slug", "unit_id", "incident_id", "word_at", "edition"),
        *("edited_by_id", "edited_at", "archived_at"),
    )
    ledger_verbs = (
        "holding_page.written",
        "holding_page.spoken",
        "holding_page.cleared",
        "holding_page.archived",
    )

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(_("short name"), max_length=60, unique=True)
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("title"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200)
    text = models.TextField(_("words written ahead"))
    text_en = models.TextField(_("words written ahead, in English"))
    contact = models.CharField(_("whom to call"), max_length=300, blank=True)
    contact_en = models.CharField(_("whom to call, in English"), max_length=300, blank=True)
    address = models.URLField(_("where it is served"), max_length=300, blank=True)
    incident = models.ForeignKey(
        "crisis.Incident", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    word = models.TextField(_("last public statement"), blank=True)
    word_en = models.TextField(_("last public statement, in English"), blank=True)
    word_at = models.DateTimeField(null=True, blank=True)
    edition = models.PositiveIntegerField(default=1)
    edited_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    edited_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("title", "id")

    def __str__(self) -> str:
        return self.title
