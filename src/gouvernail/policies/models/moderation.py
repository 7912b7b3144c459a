"""Single acts of moderation: what was done to one comment, on which clause it rests."""

from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.ids import uuid7


class ModerationAct(models.Model):
    """What was done to one comment under an account, when, by whom, and for which reason.

    `label` is the reason as people outside read it that day. `quote` and `link` are data about
    somebody outside: the journal never has them, and they go at `forget_at`, after the days that
    `space` told the public when it was recorded, or fewer told since. A mistake is struck, never
    erased; `corrects` is the act that this one replaces.
    """

    ledger_kind = "moderation_act"
    ledger_clear = (
        *("account_id", "space_id", "version_id", "anchor", "act", "unit_id", "done_by_id"),
        *("done_at", "corrects_id", "struck_at", "struck_by_id", "forgotten_at"),
    )
    # Words kept some days only: not even a commitment to them stays. The space tells how long.
    ledger_skip = ("quote", "link", "forget_at")
    ledger_verbs = (
        "moderation_act.recorded",
        "moderation_act.corrected",
        "moderation_act.withdrawn",
        "moderation_act.forgotten",
        "moderation_act.redacted",
    )

    class Act(models.TextChoices):
        HIDE = "hide", pgettext_lazy("act of moderation", "Hidden")
        DELETE = "delete", pgettext_lazy("act of moderation", "Deleted")
        REPORT = "report", pgettext_lazy("act of moderation", "Reported to the network")
        BLOCK = "block", pgettext_lazy("act of moderation", "Author blocked")
        MUTE = "mute", pgettext_lazy("act of moderation", "Author muted")
        RESTORE = "restore", pgettext_lazy("act of moderation", "Shown again")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    space = models.ForeignKey(
        "policies.CommentSpace", on_delete=models.PROTECT, related_name="acts"
    )
    account_id = models.UUIDField()
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    act = models.CharField(_("what was done"), max_length=8, choices=Act)
    version = models.ForeignKey(
        "policies.PolicyVersion", on_delete=models.PROTECT, related_name="+"
    )
    anchor = models.CharField(_("clause"), max_length=20)
    label = models.CharField(_("reason"), max_length=200)
    label_en = models.CharField(_("reason in English"), max_length=200, blank=True)
    link = models.CharField(_("link to the comment"), max_length=500, blank=True)
    quote = models.TextField(_("words of the comment"), blank=True)
    done_at = models.DateTimeField()
    done_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    forget_at = models.DateTimeField()
    forgotten_at = models.DateTimeField(null=True, blank=True)
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    struck_why = models.TextField(_("why it is struck"), blank=True)

    class Meta:
        indexes = (
            models.Index(fields=("-done_at", "-id"), name="policies_acts_latest"),
            models.Index(fields=("account_id", "-done_at"), name="policies_acts_of_account"),
        )

    def __str__(self) -> str:
        return f"{self.account_id} {self.act} #{self.anchor}"

    @property
    def reason(self) -> str:
        """Return the reason in the reader's language."""
        in_english = (get_language() or "").startswith("en")
        return self.label_en if in_english and self.label_en else self.label
