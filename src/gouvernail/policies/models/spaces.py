"""What people outside read of comments under an account; what the intranet page says."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gouvernail.foundation.ids import uuid7


class CommentSpace(models.Model):
    """The rules of the comments under one account: which policy holds there, who is written to.

    `account_id` is that of an account of the register, an area above; its `name` and `address` are
    those it had when this was last written. Its page is public from the day somebody opens it. The
    words of a moderated comment are kept for `quote_days`, as the page says.
    """

    ledger_kind = "comment_space"
    ledger_clear = ("policy_id", "account_id", "comments", "is_public", "quote_days")
    ledger_verbs = ("comment_space.written", "comment_space.opened", "comment_space.closed")

    class Comments(models.TextChoices):
        OPEN = "open", pgettext_lazy("comments of an account", "open")
        REVIEWED = (
            "reviewed",
            pgettext_lazy("comments of an account", "shown once we have read them"),
        )
        CLOSED = "closed", pgettext_lazy("comments of an account", "closed")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    policy = models.ForeignKey("policies.Policy", on_delete=models.PROTECT, related_name="spaces")
    account_id = models.UUIDField(unique=True)
    name = models.CharField(max_length=200)
    network = models.CharField(max_length=40)
    address = models.CharField(max_length=500, blank=True)
    comments = models.CharField(
        _("comments"), max_length=10, choices=Comments, default=Comments.OPEN
    )
    which = models.CharField(_("which ones, or why not"), max_length=500, blank=True)
    which_en = models.CharField(_("the same in English"), max_length=500, blank=True)
    contact = models.CharField(_("contact"), max_length=300)
    languages = models.CharField(_("languages we answer in"), max_length=60, default="fr")
    quote_days = models.PositiveSmallIntegerField(_("days the words are kept"), default=90)
    is_public = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.network} {self.name}"


class ModerationReason(models.Model):
    """One reason to hide, remove or report a comment, and the clause it rests on."""

    ledger_kind = "moderation_reason"
    ledger_clear = ("policy_id", "anchor", "act")
    ledger_verbs = ("moderation_reason.added", "moderation_reason.removed")

    class Act(models.TextChoices):
        HIDE = "hide", pgettext_lazy("moderation", "hidden")
        REMOVE = "remove", pgettext_lazy("moderation", "removed")
        BLOCK = "block", pgettext_lazy("moderation", "removed, and its author blocked")
        REPORT = "report", pgettext_lazy("moderation", "removed, and reported to the network")
        AUTHORITIES = "authorities", pgettext_lazy("moderation", "kept as evidence, and reported")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    policy = models.ForeignKey("policies.Policy", on_delete=models.PROTECT, related_name="reasons")
    anchor = models.CharField(max_length=20)
    act = models.CharField(_("what is done"), max_length=12, choices=Act)
    label = models.CharField(_("reason"), max_length=200)
    label_en = models.CharField(_("reason in English"), max_length=200, blank=True)

    class Meta:
        ordering = ("anchor", "label")

    def __str__(self) -> str:
        return f"{self.policy_id}#{self.anchor} {self.act}"


class IntranetPage(models.Model):
    """What the page about social media here says beside policies; one row at most.

    `origins` are the sites that may show it in a frame; `key` is part of its address for them.
    """

    ledger_kind = "intranet_page"
    ledger_clear = ("is_open", "origins")
    ledger_verbs = ("intranet_page.written", "intranet_page.opened", "intranet_page.closed")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    only = models.BooleanField(default=True, unique=True, editable=False)
    who = models.TextField(_("who to ask"), blank=True)
    who_en = models.TextField(_("who to ask, in English"), blank=True)
    report = models.TextField(_("how to report a problem"), blank=True)
    report_en = models.TextField(_("how to report a problem, in English"), blank=True)
    documents = models.JSONField(default=list)  # [title, title in English, address]
    origins = models.JSONField(default=list)
    is_open = models.BooleanField(default=False)
    key = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return "intranet page"
