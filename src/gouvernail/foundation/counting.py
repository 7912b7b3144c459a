"""Counting beside: how many rows a query would find, as a part of another query."""

from typing import Any

from django.db.models import IntegerField, QuerySet, Subquery


class CountOf(Subquery):
    """How many rows a query would find, its limits and groups kept. No query of its own."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()
    empty_result_set_value = 0  # a query that can find nothing is not asked

    def __init__(self, rows: QuerySet[Any]) -> None:
        super().__init__(rows.values("pk"))
