"""What people were told, and how they want to be told."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gouvernail.foundation.ids import uuid7


class Notification(models.Model):
    """One thing one person should know; `kind` and `facts` are worded in the reader’s language."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(
        "people.Person", on_delete=models.CASCADE, related_name="notifications"
    )
    kind = models.CharField(max_length=60)
    facts = models.JSONField(default=dict)
    path = models.CharField(max_length=300, blank=True)
    subject_kind = models.CharField(max_length=40, blank=True)
    subject_id = models.CharField(max_length=40, blank=True)
    once = models.CharField(max_length=120, unique=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    emailed_at = models.DateTimeField(null=True, blank=True)
    email_tried_at = models.DateTimeField(null=True, blank=True)
    email_error = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=("person", "-at"), name="notifications_by_person"),
            models.Index(
                fields=("subject_id",),
                condition=~models.Q(subject_id=""),
                name="notifications_by_subject",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.person_id}"


class Preference(models.Model):
    """How one person wants e-mail."""

    class Email(models.TextChoices):
        AT_ONCE = "at_once", _("at once")
        DAILY = "daily", _("once a day")
        NEVER = "never", _("never")

    person = models.OneToOneField(
        "people.Person", primary_key=True, on_delete=models.CASCADE, related_name="preference"
    )
    email = models.CharField(_("e-mail"), max_length=10, choices=Email, default=Email.AT_ONCE)
    digest_hour = models.PositiveSmallIntegerField(default=8)

    def __str__(self) -> str:
        return f"{self.person_id} {self.email}"
