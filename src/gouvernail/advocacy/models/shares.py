"""What members make of it: words of their own, what they shared, what they suggest."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gouvernail.advocacy.models.accounts import PersonalAccount
from gouvernail.advocacy.models.kits import Kit, Wording
from gouvernail.advocacy.models.programmes import Membership, Programme
from gouvernail.foundation.ids import uuid7


class OwnWords(models.Model):
    """One member's own way of telling a story, approved by somebody else or by trust.

    `by_trust`: nobody read it, five others were clean. Its text is emptied when they withdraw.
    """

    ledger_kind = "own_words"
    ledger_clear = (
        *("kit_id", "membership_id", "language", "network", "status", "outcome", "digest"),
        *("by_trust", "cause", "made_at", "decided_by_id", "decided_at"),
    )
    ledger_verbs = (
        *("own_words.proposed", "own_words.approved", "own_words.refused"),
        *("own_words.taken_back", "own_words.emptied"),
    )

    class Status(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("own wording", "waits for an approval")
        APPROVED = "approved", pgettext_lazy("own wording", "approved")
        REFUSED = "refused", pgettext_lazy("own wording", "refused")
        TAKEN_BACK = "taken_back", pgettext_lazy("own wording", "taken back")

    class Cause(models.TextChoices):
        RULE = "rule", pgettext_lazy("own wording", "A rule is not kept")
        FACT = "fact", pgettext_lazy("own wording", "A fact is not right")
        MOMENT = "moment", pgettext_lazy("own wording", "It is not the moment")
        OTHER = "other", pgettext_lazy("own wording", "Something else")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kit = models.ForeignKey(Kit, on_delete=models.PROTECT, related_name="own_words")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="own_words")
    language = models.CharField(_("language"), max_length=2, choices=Wording.Language)
    network = models.CharField(_("network"), max_length=20)
    text = models.TextField(_("your words"), max_length=5000, blank=True)
    digest = models.CharField(max_length=64)
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    outcome = models.CharField(max_length=6)  # what the rules said when it was proposed
    by_trust = models.BooleanField(default=False)
    cause = models.CharField(max_length=6, choices=Cause, blank=True)
    reason = models.TextField(max_length=1000, blank=True)
    made_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-made_at", "-id")
        indexes = (models.Index(fields=("status", "made_at"), name="advocacy_words_waiting"),)

    def __str__(self) -> str:
        return f"{self.kit_id} {self.membership_id}"


class Share(models.Model):
    """One post by which a member shared a story: what they told us, or what we read with consent.

    The text is never kept: only whether it says who speaks. `key_sha256` knows the post again once
    its address is forgotten, so that one taken out does not come back; blank once they left.
    """

    ledger_kind = "ambassador_share"
    ledger_clear = (
        *("kit_id", "membership_id", "network", "how", "shared_on"),
        *("made_at", "checked_at", "removed_at"),
    )
    ledger_skip = ("key_sha256",)
    ledger_verbs = (
        *("ambassador_share.declared", "ambassador_share.found", "ambassador_share.checked"),
        *("ambassador_share.removed", "ambassador_share.emptied"),
    )

    class How(models.TextChoices):
        TOLD = "told", pgettext_lazy("share of a story", "told by you")
        READ = "read", pgettext_lazy("share of a story", "read on the network")

    class Disclosure(models.TextChoices):
        UNKNOWN = "unknown", pgettext_lazy("disclosure", "not looked at")
        FOUND = "found", pgettext_lazy("disclosure", "it says who speaks")
        MISSING = "missing", pgettext_lazy("disclosure", "it does not say who speaks")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kit = models.ForeignKey(Kit, on_delete=models.PROTECT, related_name="shares")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="shares")
    account = models.ForeignKey(
        PersonalAccount, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    network = models.CharField(_("network"), max_length=20)
    url = models.CharField(_("address of the post"), max_length=500, blank=True)
    key_sha256 = models.CharField(max_length=64, blank=True)
    how = models.CharField(max_length=4, choices=How, default=How.TOLD)
    disclosure = models.CharField(max_length=7, choices=Disclosure, default=Disclosure.UNKNOWN)
    shared_on = models.DateField(_("shared on"))
    made_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=("-made_at", "-id"), name="advocacy_shares_latest"),)
        constraints = (
            models.UniqueConstraint(
                fields=("membership", "kit", "url"),
                condition=models.Q(removed_at__isnull=True) & ~models.Q(url=""),
                name="advocacy_share_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kit_id} {self.network}"


class Idea(models.Model):
    """One thing a colleague suggests, and the answer they were given."""

    ledger_kind = "staff_idea"
    ledger_clear = (
        *("programme_id", "author_id", "kind", "status", "made_at", "answered_by_id"),
        *("answered_at", "kit_id"),
    )
    ledger_verbs = (
        *("staff_idea.suggested", "staff_idea.answered", "staff_idea.became_story"),
        "staff_idea.emptied",
    )

    class Kind(models.TextChoices):
        STORY = "story", pgettext_lazy("suggestion", "A story to tell")
        TOPIC = "topic", pgettext_lazy("suggestion", "A topic to follow")
        OTHER = "other", pgettext_lazy("suggestion", "Something to do better")

    class Status(models.TextChoices):
        RECEIVED = "received", pgettext_lazy("suggestion", "waits for an answer")
        KEPT = "kept", pgettext_lazy("suggestion", "kept")
        LATER = "later", pgettext_lazy("suggestion", "later")
        DECLINED = "declined", pgettext_lazy("suggestion", "declined")

    ANSWERS = ("kept", "later", "declined")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="ideas")
    author = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("what it is"), max_length=5, choices=Kind)
    text = models.TextField(_("your idea"), max_length=2000, blank=True)
    status = models.CharField(max_length=8, choices=Status, default=Status.RECEIVED)
    reason = models.TextField(max_length=1000, blank=True)
    made_at = models.DateTimeField()
    answered_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    kit = models.ForeignKey(Kit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = (models.Index(fields=("-made_at", "-id"), name="advocacy_ideas_latest"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(status="received", answered_at__isnull=True)
                | (~models.Q(status="received") & models.Q(answered_at__isnull=False)),
                name="advocacy_answered_since",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.made_at:%Y-%m-%d}"
