"""An access review: every access of a part of the organisation is looked at, and answered for."""

from datetime import date

from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.ids import uuid7


class AccessReview(models.Model):
    """A time in which each access of a unit and of those below is kept, withdrawn or put right.

    `manner` says who is asked: who answers for the account, or whoever holds the access.
    """

    ledger_kind = "access_review"
    ledger_clear = (
        *("unit_id", "manner", "due_on", "status", "opened_by_id", "opened_at"),
        *("closed_by_id", "closed_at"),
    )
    ledger_verbs = ("access_review.opened", "access_review.extended", "access_review.closed")
    ledger_sentences = {
        "access_review.opened": _("Access review opened: %(manner)s"),
        "access_review.extended": _("Access review extended"),
        "access_review.closed": _("Access review closed"),
    }

    class Manner(models.TextChoices):
        ACCOUNT = "account", _("by account: who answers for it")
        PERSON = "person", _("by person: whoever holds the access")

    class Status(models.TextChoices):
        OPEN = "open", pgettext_lazy("access review", "open")
        CLOSED = "closed", pgettext_lazy("access review", "closed")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("title"), max_length=160)
    title_en = models.CharField(_("title in English"), max_length=160, blank=True)
    manner = models.CharField(_("who is asked"), max_length=8, choices=Manner)
    due_on = models.DateField(_("to be answered by"))
    status = models.CharField(max_length=8, choices=Status, default=Status.OPEN)
    opened_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-opened_at", "-id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(status="open", closed_at__isnull=True)
                | models.Q(status="closed", closed_at__isnull=False, closed_by__isnull=False),
                name="custody_review_closed_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def label(self) -> str:
        """Return the title in the reader's language."""
        english = (get_language() or "").startswith("en")
        return self.title_en if english and self.title_en else self.title

    @property
    def is_open(self) -> bool:
        """Return whether answers are still taken."""
        return self.status == self.Status.OPEN

    def is_late(self, today: date) -> bool:
        """Return whether its day has passed while it is open."""
        return self.is_open and self.due_on < today


class ReviewedAccess(models.Model):
    """One access in one review: who is asked, what they answered and why.

    `asked` is nobody when nobody answers for it: whoever manages accesses there says who does. A
    refusal (“not mine”) puts it in their hands too; what it said stays when somebody else answers.
    `settled_at` dates the correction that an answer asked for.
    """

    ledger_kind = "reviewed_access"
    ledger_clear = (
        *("review_id", "access_id", "asked_id", "state", "answer", "answered_by_id"),
        *("answered_at", "refused_by_id", "refused_at", "settled_by_id", "settled_at"),
    )
    ledger_verbs = (
        "reviewed_access.asked",
        "reviewed_access.answered",
        "reviewed_access.refused",
        "reviewed_access.given",
        "reviewed_access.settled",
        "reviewed_access.redacted",
    )
    ledger_sentences = {
        "reviewed_access.asked": _("Access put to somebody in a review"),
        "reviewed_access.answered": _("Access reviewed: %(answer)s"),
        "reviewed_access.refused": _("Review of an access refused: “not mine”"),
        "reviewed_access.given": _("Review of an access given to somebody else"),
        "reviewed_access.settled": _("Correction asked by a review made"),
    }

    class State(models.TextChoices):
        ASKED = "asked", pgettext_lazy("reviewed access", "to answer")
        REFUSED = "refused", pgettext_lazy("reviewed access", "not theirs")
        ANSWERED = "answered", pgettext_lazy("reviewed access", "answered")

    class Answer(models.TextChoices):
        KEEP = "keep", pgettext_lazy("reviewed access", "keep")
        WITHDRAW = "withdraw", pgettext_lazy("reviewed access", "withdraw")
        CHANGE = "change", pgettext_lazy("reviewed access", "put right")

    WAITING = frozenset({"asked", "refused"})

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    review = models.ForeignKey(AccessReview, on_delete=models.PROTECT, related_name="lines")
    access = models.ForeignKey("custody.Access", on_delete=models.PROTECT, related_name="reviewed")
    asked = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    answer = models.CharField(max_length=8, choices=Answer, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    answered_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    refusal = models.CharField(max_length=500, blank=True)
    refused_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    refused_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("review", "access"), name="custody_reviewed_once"),
            models.CheckConstraint(
                condition=models.Q(state="answered", answered_at__isnull=False)
                & ~models.Q(answer="")
                | ~models.Q(state="answered") & models.Q(answered_at__isnull=True, answer=""),
                name="custody_reviewed_answer_is_dated",
            ),
        )
        indexes = (
            models.Index(fields=("asked", "state"), name="custody_reviewed_by_person"),
            models.Index(fields=("state", "review"), name="custody_reviewed_by_state"),
            models.Index(fields=("answer", "settled_at"), name="custody_reviewed_to_settle"),
        )

    def __str__(self) -> str:
        return f"{self.access_id} {self.state}"
