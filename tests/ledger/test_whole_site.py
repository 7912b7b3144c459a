"""A whole site, lived through its actions, replays from its ledger without one difference."""

import pytest

from demo.loading import load
from gouvernail.ledger.models import Leaf
from gouvernail.ledger.queries.verification import verify_database


@pytest.mark.django_db
def test_the_tables_of_the_demo_are_what_its_entries_say() -> None:
    load("ville")

    report = verify_database(None)

    assert report.problems == []
    assert report.size == Leaf.objects.count() > 50
