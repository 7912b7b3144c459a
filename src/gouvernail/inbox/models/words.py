"""The words of messages, for full-text search. Machinery: one row a message."""

from django.db import models


class Words(models.Model):
    """The number under which the words of a message stand in the full-text index.

    The words themselves are in a table of the database's own kind, made by a migration: FTS5 on
    SQLite, a `tsvector` column on PostgreSQL. `fold_version` says which folding made them.
    """

    number = models.BigAutoField(primary_key=True)
    message = models.OneToOneField("inbox.Message", on_delete=models.CASCADE, related_name="words")
    fold_version = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return f"{self.number}"
