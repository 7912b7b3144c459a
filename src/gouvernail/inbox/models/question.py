"""What an expert is asked about a conversation."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.ids import uuid7
from gouvernail.inbox.models.conversation import Conversation


class Question(models.Model):
    """“I do not know” (R111): a question to somebody who does, by a day, and their answer."""

    ledger_kind = "expert_question"
    ledger_clear = (
        "conversation_id",
        "asked_by_id",
        "expert_id",
        "due_at",
        "answered_at",
        "withdrawn_at",
    )
    ledger_skip = ("reminded_at",)
    ledger_verbs = (
        "expert_question.asked",
        "expert_question.answered",
        "expert_question.withdrawn",
        "expert_question.redacted",
        "expert_question.removed",
    )
    ledger_sentences = {
        "expert_question.asked": _("Question to an expert, expected by %(due_at)s"),
        "expert_question.answered": _("The expert answered the question"),
        "expert_question.withdrawn": _("Question to an expert withdrawn"),
        "expert_question.redacted": _("Name of somebody erased taken out of a question"),
        "expert_question.removed": _("Question to an expert removed with its conversation"),
    }

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    conversation = models.ForeignKey(
        Conversation, on_delete=models.PROTECT, related_name="questions"
    )
    asked_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    expert = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    words = models.TextField(_("question"))
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("due_at", "id")
        indexes = (models.Index(fields=("expert", "answered_at", "due_at"), name="inbox_asked"),)
        constraints = (
            models.UniqueConstraint(
                fields=("conversation",),
                condition=models.Q(answered_at__isnull=True, withdrawn_at__isnull=True),
                name="inbox_one_question",
            ),
        )

    def __str__(self) -> str:
        return self.words[:80]
