"""The tables of the ledger. Rows of leaves, nodes, checkpoints and anchors are never changed.

Triggers in the database refuse UPDATE and DELETE of them (migrations 0002 and 0005): a fence
against bugs. What stops a database administrator is the checkpoint kept elsewhere.

A log that a restore cut short is never signed again: another one is opened after it, its *epoch*
one higher. All epochs share these tables. The places of epoch N begin at (N - 1) * 2^40, and since
that is a multiple of every subtree's width, the node over places i*2^l to (i+1)*2^l is (l, i) in
every epoch. `seq`, `size` and `index` of the tables are such places; leaves, checkpoints and
proofs count from 0 in their own log.
"""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

HEAD_ID = 1


class Leaf(models.Model):
    """One entry. `leaf` holds the exact bytes; the other columns repeat them for timelines.

    `seq` counts without a gap, from 0 in the first epoch: the leaf's place in the Merkle tree.
    """

    seq = models.BigIntegerField(primary_key=True)
    leaf = models.BinaryField()
    leaf_hash = models.BinaryField()
    at = models.DateTimeField()
    verb = models.CharField(max_length=64)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=64)
    actor_kind = models.CharField(max_length=16)
    actor_ref = models.CharField(max_length=64)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["subject_kind", "subject_id", "seq"], name="ledger_leaf_subject"),
            models.Index(fields=["actor_ref", "seq"], name="ledger_leaf_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.verb}"


class Node(models.Model):
    """The hash of one complete subtree of two leaves or more; level 0 is `Leaf.leaf_hash`."""

    pk = models.CompositePrimaryKey("level", "index")
    level = models.PositiveSmallIntegerField()
    index = models.BigIntegerField()
    hash = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.level}/{self.index}"


class Head(models.Model):
    """The one row that orders writers: the next leaf's place, and the tree's right edge.

    `size` less the beginning of its epoch is the size of the tree. `edge` is one 32-byte hash per
    set bit of the tree's size, largest subtree first; all of them are also leaves or nodes, so that
    it saves reads and adds no truth.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=HEAD_ID)
    size = models.BigIntegerField(default=0)
    edge = models.BinaryField(default=bytes)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(id=HEAD_ID), name="ledger_head_is_one"),
        ]

    def __str__(self) -> str:
        return f"{self.size} leaves"


class Checkpoint(models.Model):
    """A signed head. `note` is the whole signed note, `at` when the signer made it.

    Cosignatures of witnesses are rows of `Anchor`: `queries.heads.full_note` puts them under it.
    """

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField()
    note = models.TextField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"checkpoint at {self.size}"


class SubjectKey(models.Model):
    """The key under which one subject's openings are sealed; deleting it is the erasure."""

    id = models.BigIntegerField(primary_key=True)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=64)
    key = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id"], name="ledger_subject_has_one_key"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_id}"


class Opening(models.Model):
    """What a leaf's commitment hides: 12 bytes of nonce, then AES-GCM of the random and value.

    `key_id` names a `SubjectKey`, which may have been erased since: hence not a foreign key.
    """

    seq = models.BigIntegerField(primary_key=True)
    key_id = models.BigIntegerField()
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return f"opening of {self.seq}"


class Epoch(models.Model):
    """A log opened after a restore cut the one before it short; governed, its leaf is leaf 0.

    `previous_note` is the last checkpoint of the log before that is known outside the database,
    verbatim; `kept_size` and `kept_root` (hexadecimal) describe what the restore brought back of
    that log; `statement` is a signed note in which the operator's key says all of this.
    """

    ledger_kind = "epoch"
    ledger_clear = ("origin", "previous_note", "kept_size", "kept_root", "statement")
    ledger_skip = ("opened_at",)
    ledger_verbs = ("epoch.opened",)

    number = models.PositiveSmallIntegerField(primary_key=True)
    origin = models.CharField(max_length=200)
    previous_note = models.TextField(blank=True)
    kept_size = models.BigIntegerField()
    kept_root = models.CharField(max_length=64)
    statement = models.TextField()
    opened_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.origin


class Anchor(models.Model):
    """A checkpoint that somebody outside the site holds, and what they answered.

    `size` is that of the checkpoint's row; `target` the mailbox, the address of the time-stamping
    authority or the name of the witness; `evidence` the message id, the token (DER) or the
    signature line of a cosignature.
    """

    class Kind(models.TextChoices):
        EMAIL = "email", _("Sent by e-mail")
        TIMESTAMP = "timestamp", _("Time-stamped (RFC 3161)")
        WITNESS = "witness", _("Cosigned by a witness")

    kind = models.CharField(max_length=12, choices=Kind.choices)
    target = models.CharField(max_length=254)
    size = models.BigIntegerField()
    at = models.DateTimeField()
    evidence = models.BinaryField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["kind", "target", "size"], name="ledger_anchor_of")
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.size} to {self.target}"


class Verification(models.Model):
    """The outcome of one verification of the log and of the tables against it."""

    at = models.DateTimeField()
    size = models.BigIntegerField()
    seconds = models.PositiveIntegerField()
    problems = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{len(self.problems)} problems at {self.size}"
