"""How alerts reach people: channels of chat, quiet hours, who is on call, what waits."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.ids import uuid7

LEAST, MOST = 1, 10  # severities


class ChatChannel(models.Model):
    """A channel of chat that is told of the alerts of a unit and of those below it.

    Its secret address is in the vault, under `OWNER_KIND` and this id; `host` is the part of it
    that may be shown. Only alerts of at least `severity` go there.
    """

    ledger_kind = "chat_channel"
    ledger_clear = ("unit_id", "kind", "severity", "language", "added_by_id", "removed_at")
    ledger_skip = ("trouble", "sent_at")
    ledger_verbs = ("chat_channel.added", "chat_channel.edited", "chat_channel.removed")
    OWNER_KIND = "chat_channel"
    FIELD = "address"

    class Kind(models.TextChoices):
        SLACK = "slack", "Slack"
        TEAMS = "teams", "Microsoft Teams"
        MATTERMOST = "mattermost", "Mattermost"

    class Language(models.TextChoices):
        FRENCH = "fr", _("French")
        ENGLISH = "en", _("English")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    host = models.CharField(max_length=255)
    language = models.CharField(_("language"), max_length=2, choices=Language)
    severity = models.PositiveSmallIntegerField(
        _("from severity"),
        default=LEAST,
        validators=(MinValueValidator(LEAST), MaxValueValidator(MOST)),
    )
    added_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("name", "id")
        indexes = (models.Index(fields=("unit", "removed_at"), name="listening_channel_by_unit"),)

    def __str__(self) -> str:
        return self.name


class Parcel(models.Model):
    """One message that a channel is to receive, or received. Machinery.

    Without a spike it is a trial. `due_at` is when to try next; None once sent or given up.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    channel = models.ForeignKey(ChatChannel, on_delete=models.CASCADE, related_name="parcels")
    spike = models.ForeignKey(
        "listening.Spike", null=True, blank=True, on_delete=models.CASCADE, related_name="parcels"
    )
    at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("channel", "spike"), name="listening_told_once"),
        )
        indexes = (models.Index(fields=("due_at",), name="listening_parcels_due"),)

    def __str__(self) -> str:
        return f"{self.channel_id} {self.spike_id}"


class QuietHours(models.Model):
    """From when to when alerts wait for the morning: for a person, or a team's for its people.

    Wall times where the person is. An alert of `severity` or more is told all the same; None: none
    is. What a person says comes before what their teams say.
    """

    ledger_kind = "quiet_hours"
    ledger_clear = ("person_id", "team_id", "starts", "ends", "severity", "set_by_id", "ended_at")
    ledger_verbs = ("quiet_hours.set", "quiet_hours.ended")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    team = models.ForeignKey(
        "teams.Team", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    starts = models.TimeField(_("from"))
    ends = models.TimeField(_("until"))
    severity = models.PositiveSmallIntegerField(null=True, blank=True)
    set_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(person__isnull=True) ^ models.Q(team__isnull=True),
                name="listening_quiet_for_one",
            ),
            models.UniqueConstraint(
                fields=("person",),
                condition=models.Q(ended_at__isnull=True),
                name="listening_quiet_person_once",
            ),
            models.UniqueConstraint(
                fields=("team",),
                condition=models.Q(ended_at__isnull=True),
                name="listening_quiet_team_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id or self.team_id} {self.starts}-{self.ends}"


class OnCall(models.Model):
    """Somebody of a team who is woken for it between two instants, whatever the quiet hours."""

    ledger_kind = "on_call"
    ledger_clear = ("team_id", "person_id", "since", "until", "set_by_id", "ended_at")
    ledger_verbs = ("on_call.set", "on_call.ended")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    team = models.ForeignKey("teams.Team", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField()
    set_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("since", "id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(until__gt=models.F("since")), name="listening_on_call_a_while"
            ),
        )
        indexes = (models.Index(fields=("team", "until"), name="listening_on_call_by_team"),)

    def __str__(self) -> str:
        return f"{self.team_id} {self.person_id} {self.since:%Y-%m-%d}"


class Held(models.Model):
    """An alert that waits for somebody's morning. Machinery: gone once it was told."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    spike = models.ForeignKey("listening.Spike", on_delete=models.CASCADE, related_name="held")
    until = models.DateTimeField()
    severity = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("person", "spike"), name="listening_held_once"),
        )
        indexes = (models.Index(fields=("until",), name="listening_held_until"),)

    def __str__(self) -> str:
        return f"{self.person_id} {self.spike_id}"
