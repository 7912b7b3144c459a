"""Every page of the demo costs no more queries than it did: a ratchet.

`make query-counts` writes the counts down after a change that is meant; the difference is read in
the commit.
"""

import json
import os
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.test import Client

import demo
from benchmarks.bench_pages import MOST_QUERIES, counted, reachable

COUNTS = Path(__file__).with_name("query_counts.json")
EARLY = datetime(2026, 11, 17, 6, 0, tzinfo=ZoneInfo("Europe/Paris"))  # pages change with the hour
SLACK = 2  # caches of content types and of the session


@pytest.mark.timeout(900)
@pytest.mark.django_db
@time_machine.travel(EARLY, tick=False)  # a session notes each minute that it is used
def test_every_page_of_the_demo_keeps_its_query_count() -> None:
    demo.load("alize")
    seen: dict[str, int] = {}
    for role in ("lead", "contributor", "reviewer"):
        person = get_user_model().objects.filter(grants__role=role).order_by("pk").first()
        assert person is not None
        client = Client()
        client.force_login(person)
        for name, path in reachable(client):
            seen.setdefault(f"{role} {name}", counted(client, path)[1])

    if os.environ.get("GOUVERNAIL_WRITE_QUERY_COUNTS"):
        COUNTS.write_text(json.dumps(seen, indent=1, sort_keys=True) + "\n")
    allowed = json.loads(COUNTS.read_text())

    assert set(seen) == set(allowed), "run `make query-counts`"
    assert {name: count for name, count in allowed.items() if count > MOST_QUERIES} == {}
    assert {
        name: (count, allowed[name])
        for name, count in seen.items()
        if count > allowed[name] + SLACK
    } == {}
