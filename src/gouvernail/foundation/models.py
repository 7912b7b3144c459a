"""Outbox and schedule: how a lower area causes something above it, and how time causes work."""

from django.db import models

from gouvernail.foundation.ids import uuid7


class OutboxEvent(models.Model):
    """A fact written in the transaction that made it true, for areas above to act upon.

    `topic` is `area.fact` (`approvals.decided`). Each reader keeps its own mark, so a fact is
    handed to every reader at least once, in order of `position`.
    """

    position = models.BigAutoField(primary_key=True)
    id = models.UUIDField(default=uuid7, unique=True, editable=False)
    topic = models.CharField(max_length=80, db_index=True)
    payload = models.JSONField(default=dict)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.position} {self.topic}"


class OutboxMark(models.Model):
    """How far one reader has come, and what stopped it if something did."""

    reader = models.CharField(max_length=80, primary_key=True)
    position = models.BigIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)
    last_error = models.TextField(blank=True)
    retry_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.reader} at {self.position}"


class SetAside(models.Model):
    """A fact that one reader could not handle, however often it was tried; people must look."""

    reader = models.CharField(max_length=80)
    event = models.ForeignKey(OutboxEvent, on_delete=models.CASCADE, related_name="+")
    error = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("reader", "event"), name="foundation_set_aside_once"),
        )

    def __str__(self) -> str:
        return f"{self.reader} {self.event_id}"


class Schedule(models.Model):
    """A periodic task's next turn; claimed by comparing and setting `next_at`."""

    name = models.CharField(max_length=80, primary_key=True)
    every_seconds = models.PositiveIntegerField()
    next_at = models.DateTimeField()
    last_started_at = models.DateTimeField(null=True, blank=True)
    last_ended_at = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name


class Heartbeat(models.Model):
    """When a background process was last seen alive; not a governed model."""

    process = models.CharField(max_length=40, primary_key=True)
    pid = models.PositiveIntegerField()
    at = models.DateTimeField()
    version = models.CharField(max_length=20, blank=True)

    def __str__(self) -> str:
        return self.process
