"""Conversations with the public, and each message of them."""

from collections.abc import Mapping
from datetime import datetime

from django.db import models
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.ids import uuid7
from gouvernail.kernel.text.addresses import NETWORKS
from gouvernail.people.models import Person, Unit
from gouvernail.policies.models import ModerationAct


class Conversation(models.Model):
    """What one thread of a network is to us: whose turn, who has it, by when.

    `root_id` is the network's name for the first post of the thread; a private exchange or one
    known by letters has that of its first message. `turn_at` orders a queue: the instant promised,
    else that of the message which waits. `by_hand`: the network gives no access, so that it is
    answered there by a person, and no clock runs that nobody could read. `due_at` is the delay that
    runs (see `running`), `alarm_at` the same until it was told that it passed; `late_at`, when one
    passed first, stays for the report whatever comes next. `unit` is whose it is where no account
    of ours takes part: the others follow their account (see `home`).
    """

    ledger_kind = "conversation"
    ledger_clear = (
        "account_id",
        "unit_id",
        "network",
        "status",
        "priority",
        "team_id",
        "claimed_by_id",
        "snoozed_until",
        "merged_into_id",
        "complaint_at",
        "handed_at",
    )
    ledger_skip = ("due_at", "alarm_at")
    ledger_verbs = (
        "conversation.opened",
        "conversation.continued",
        "conversation.claimed",
        "conversation.released",
        "conversation.assigned",
        "conversation.noted",
        "conversation.snoozed",
        "conversation.woken",
        "conversation.merged",
        "conversation.closed",
        "conversation.reopened",
        "conversation.prioritised",
        "conversation.flagged",
        "conversation.handed_over",
        "conversation.expert_asked",
        "conversation.expert_answered",
        "conversation.answered",
        "conversation.moderated",
        "conversation.late",
        "conversation.emptied",
        "conversation.removed",
    )
    ledger_sentences = {
        "conversation.opened": _("Conversation opened"),
        "conversation.continued": _("A message more in the conversation"),
        "conversation.claimed": _("Conversation taken up"),
        "conversation.released": _("Conversation given back"),
        "conversation.assigned": _("Conversation given to somebody"),
        "conversation.noted": _("Internal note on the conversation"),
        "conversation.snoozed": _("Conversation put off until %(snoozed_until)s"),
        "conversation.woken": _("Conversation back in its queue"),
        "conversation.merged": _("Conversation joined to another"),
        "conversation.closed": _("Conversation closed"),
        "conversation.reopened": _("Conversation opened again"),
        "conversation.prioritised": _("Priority of the conversation: %(priority)s"),
        "conversation.flagged": _("Conversation is a regulated complaint"),
        "conversation.handed_over": _("Complaint handed over to the register"),
        "conversation.expert_asked": _("An expert was asked"),
        "conversation.expert_answered": _("The expert answered"),
        "conversation.answered": _("Answer written"),
        "conversation.moderated": _("Comment of the conversation moderated"),
        "conversation.late": _("A promised delay has passed"),
        "conversation.emptied": _("All that was said to us was taken back by its author"),
        "conversation.removed": _("Conversation removed: its time was over"),
    }

    class Status(models.TextChoices):
        OPEN = "open", pgettext_lazy("conversation", "to answer")
        WAITING = "waiting", pgettext_lazy("conversation", "answered")
        SNOOZED = "snoozed", pgettext_lazy("conversation", "put off")
        EXPERT = "expert", pgettext_lazy("conversation", "with an expert")
        CLOSED = "closed", pgettext_lazy("conversation", "closed")

    class Priority(models.IntegerChoices):
        LOW = 0, pgettext_lazy("priority", "low")
        NORMAL = 1, pgettext_lazy("priority", "normal")
        HIGH = 2, pgettext_lazy("priority", "high")
        URGENT = 3, pgettext_lazy("priority", "urgent")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(
        "registry.Account", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    network = models.CharField(max_length=40)
    root_id = models.CharField(max_length=500)
    subject = models.CharField(_("subject"), max_length=200)
    author_key = models.CharField(max_length=400, blank=True)
    author_name = models.CharField(max_length=300)
    author_handle = models.CharField(max_length=300, blank=True)
    lang = models.CharField(max_length=12, blank=True)
    sentiment = models.CharField(max_length=10, blank=True)
    topic_id = models.UUIDField(null=True, blank=True)
    by_hand = models.BooleanField(default=False)
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    priority = models.SmallIntegerField(choices=Priority, default=Priority.NORMAL)
    team = models.ForeignKey(
        "teams.Team", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    claimed_by = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    claimed_at = models.DateTimeField(null=True, blank=True)
    snoozed_until = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged"
    )
    complaint_at = models.DateTimeField(null=True, blank=True)
    complaint_reference = models.CharField(max_length=80, blank=True)
    handed_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField()
    last_at = models.DateTimeField()
    turn_at = models.DateTimeField()
    first_answer_at = models.DateTimeField(null=True, blank=True)
    first_due_at = models.DateTimeField(null=True, blank=True)
    next_due_at = models.DateTimeField(null=True, blank=True)
    solve_due_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    alarm_at = models.DateTimeField(null=True, blank=True)
    late_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("network", "root_id", "account"), name="inbox_thread_once"
            ),
        )
        indexes = (
            models.Index(fields=("status", "-priority", "turn_at"), name="inbox_by_turn"),
            models.Index(fields=("unit", "status", "-priority", "turn_at"), name="inbox_by_unit"),
            models.Index(fields=("team", "status"), name="inbox_by_team"),
            models.Index(fields=("claimed_by", "status"), name="inbox_by_claim"),
            models.Index(fields=("network", "author_key"), name="inbox_by_author"),
            models.Index(fields=("last_at", "id"), name="inbox_by_age"),
            models.Index(
                fields=("snoozed_until",),
                condition=models.Q(status="snoozed"),
                name="inbox_to_wake",
            ),
            models.Index(
                fields=("alarm_at",),
                condition=models.Q(alarm_at__isnull=False),
                name="inbox_to_tell",
            ),
        )

    def __str__(self) -> str:
        return self.subject

    @property
    def with_whom(self) -> str:
        """Return whom it is with; somebody who took back all they said has no name here.

        Some streams tell no name of who speaks, only that they are somebody.
        """
        if self.author_name or not self.author_key:
            return self.author_name or str(_("Somebody who took back what they said"))
        return somebody_on(self.network)

    @property
    def is_closed(self) -> bool:
        """Return whether nothing more is expected of us."""
        return self.status == self.Status.CLOSED

    def is_held_from(self, person: Person) -> bool:
        """Return whether somebody else, who is still here, has it."""
        holder = self.claimed_by
        return holder is not None and holder.pk != person.pk and holder.is_active

    @property
    def is_to_hand_over(self) -> bool:
        """Return whether it is a regulated complaint that the register has not taken yet."""
        return self.complaint_at is not None and self.handed_at is None

    @property
    def home(self) -> Unit:
        """Return the unit that answers: where the account is now, else whose it was from the start.

        One query unless `account__unit` is loaded.
        """
        return self.account.unit if self.account is not None else self.unit

    @property
    def running(self) -> datetime | None:
        """Return the delay that runs: the first answer or the next one, or the end if it is sooner.

        Only our answer in public stops it: neither who was asked, nor a conversation put off.
        """
        if self.is_closed or self.by_hand:
            return None
        answer = self.first_due_at if self.first_answer_at is None else self.next_due_at
        return min((due for due in (answer, self.solve_due_at) if due is not None), default=None)


class Message(models.Model):
    """One message of a conversation: theirs, ours, an internal note, or something that happened.

    `code` and `facts` say what happened, for an event, and `named` to whom; names of our people
    are read from `person` and `named`, never copied. `standing` says where our answer stands before
    it is a delivery: refused, or waiting for an agreement; `parent_id` names the post it answers;
    `form_key` is that of the form it was written in, so that one sent twice is one. `edited_at`,
    `withdrawn_at`: its author changed it, or took it back on the network, its words with it.
    """

    ledger_kind = "message"
    ledger_clear = (
        *("conversation_id", "kind", "code", "named_id", "delivery_id", "approval_id", "standing"),
        *("edited_at", "withdrawn_at"),
    )
    ledger_skip = ("form_key",)
    ledger_verbs = (
        "message.written",
        "message.settled",
        "message.edited",
        "message.withdrawn",
        "message.redacted",
        "message.erased",
        "message.removed",
    )
    ledger_sentences = {
        "message.written": _("Message kept"),
        "message.settled": _("Where the answer stands: %(standing)s"),
        "message.edited": _("Message changed by its author"),
        "message.withdrawn": _("Message taken back by its author"),
        "message.redacted": _("Name of somebody erased taken out of a message"),
        "message.erased": _("Words of an internal note erased"),
        "message.removed": _("Message removed with its conversation"),
    }

    class Kind(models.TextChoices):
        IN = "in", pgettext_lazy("message", "received")
        OUT = "out", pgettext_lazy("message", "our answer")
        NOTE = "note", pgettext_lazy("message", "internal note")
        EVENT = "event", pgettext_lazy("message", "event")

    class Standing(models.TextChoices):
        NONE = "", ""
        ASKED = "asked", pgettext_lazy("answer", "waits for an agreement")
        QUEUED = "queued", pgettext_lazy("answer", "on its way")
        REFUSED = "refused", pgettext_lazy("answer", "refused")
        DROPPED = "dropped", pgettext_lazy("answer", "taken back")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    conversation = models.ForeignKey(
        Conversation, on_delete=models.PROTECT, related_name="messages"
    )
    kind = models.CharField(max_length=6, choices=Kind)
    network = models.CharField(max_length=40, blank=True)
    remote_id = models.CharField(max_length=500, blank=True)
    parent_id = models.CharField(max_length=500, blank=True)
    url = models.CharField(max_length=2000, blank=True)
    author_name = models.CharField(max_length=300, blank=True)
    author_handle = models.CharField(max_length=300, blank=True)
    person = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    named = models.ForeignKey(
        "people.Person",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    text = models.TextField(blank=True)
    lang = models.CharField(max_length=12, blank=True)
    sentiment = models.CharField(max_length=10, blank=True)
    private = models.BooleanField(default=False)
    code = models.CharField(max_length=20, blank=True)
    facts = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField()
    received_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    delivery = models.ForeignKey(
        "publishing.Delivery", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    approval_id = models.UUIDField(null=True, blank=True)
    form_key = models.UUIDField(null=True, blank=True)
    reply_version_id = models.UUIDField(null=True, blank=True)
    standing = models.CharField(max_length=8, choices=Standing, blank=True)

    class Meta:
        ordering = ("at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("network", "remote_id"),
                condition=~models.Q(remote_id=""),
                name="inbox_message_once",
            ),
            models.UniqueConstraint(
                fields=("person", "form_key"),
                condition=models.Q(form_key__isnull=False),
                name="inbox_answer_once",
            ),
        )
        indexes = (
            models.Index(fields=("conversation", "at"), name="inbox_thread"),
            models.Index(
                fields=("approval_id",),
                condition=models.Q(approval_id__isnull=False),
                name="inbox_by_approval",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"

    @property
    def who(self) -> str:
        """Return who wrote it: a colleague by the name they bear now, else as the network says."""
        if self.person is not None or self.author_name:
            return self.person.name if self.person is not None else self.author_name
        told = self.kind == self.Kind.IN and self.withdrawn_at is None
        return somebody_on(self.network) if told else ""

    @property
    def told(self) -> dict[str, str]:
        """Return what an event names, empty where it names nothing of the kind."""
        facts = {"reference": str(self.facts.get("reference", ""))}
        team = _in_language(self.facts, "team")
        named = self.named.name if self.named is not None else ""
        act = dict(ModerationAct.Act.choices).get(str(self.facts.get("act", "")), "")
        reason = _in_language(self.facts, "reason")
        return facts | {
            "team": team,
            "to": " · ".join(one for one in (team, named) if one),
            "act": " · ".join(str(one) for one in (act, reason) if one),
        }


def somebody_on(network: str) -> str:
    """Return what somebody is called whose name their network did not tell."""
    known = NETWORKS.get(network)
    return gettext("Somebody on %(network)s") % {"network": known.name if known else network}


def _in_language(facts: Mapping[str, object], name: str) -> str:
    """Return what is told in two languages in the reader's, else in French."""
    english = (get_language() or "").startswith("en")
    told = facts.get(f"{name}_en") if english else ""
    return str(told or facts.get(f"{name}_fr", ""))
