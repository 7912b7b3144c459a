"""The tables of the ledger. Rows of leaves and nodes are inserted and never changed.

Triggers in the database refuse UPDATE and DELETE of leaves and nodes (migration 0002): a fence
against bugs. What stops a database administrator is the checkpoint kept elsewhere.
"""

from typing import ClassVar

from django.db import models

HEAD_ID = 1


class Leaf(models.Model):
    """One entry. `leaf` holds the exact bytes; the other columns repeat them for timelines.

    `seq` counts from 0 without a gap and is the leaf's index in the Merkle tree.
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
    """The one row that orders writers: how many leaves there are, and the tree's right edge.

    `edge` is one 32-byte hash per set bit of `size`, largest subtree first; all of them are also
    leaves or nodes, so that it saves reads and adds no truth.
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
    """A signed head. `note` is the whole signed note, `at` when the signer made it."""

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
