"""What the authors of a stream that carries identifiers only are called."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import Sum

from gouvernail.foundation.clock import now
from gouvernail.listening.actions import take_in
from gouvernail.listening.actions.keeping import stop_hearing
from gouvernail.listening.actions.naming import KEPT_FOR, forget_names
from gouvernail.listening.models import AuthorName, Daily, Hourly, Mention, Source
from gouvernail.listening.tasks import naming
from gouvernail.listening.tasks.naming import ask_for_names
from gouvernail.people.models import Person, Unit
from tests.listening.test_places_that_are_asked import JSON, Paths
from tests.make.listening import batch, heard, make_source, make_topic
from tests.make.websites import Website, serving

pytestmark = pytest.mark.django_db
ASKED = "/xrpc/app.bsky.actor.getProfiles"
LEA = {"did": "did:plc:someone1", "handle": "lea.example", "displayName": "Léa"}


@pytest.fixture(autouse=True)
def nothing_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(naming, "_seen", [])


@pytest.fixture
def view(settings: Any) -> Iterator[Website]:
    """An application view that knows Léa, and nobody else."""
    with serving(Paths()) as site:
        settings.BLUESKY_APPVIEW = site.url
        answers(site, 200, {"profiles": [LEA | {"followersCount": 40}, "odd"]})
        yield site


@pytest.fixture
def source(nordet: Unit, claire: Person) -> Source:
    make_topic(unit=nordet, owner=claire)
    return make_source(unit=nordet, by=claire)


def answers(site: Website, status: int, body: object) -> None:
    site.pages[ASKED] = (status, JSON, json.dumps(body).encode())  # type: ignore[index]  # a Paths


def test_authors_of_what_is_kept_are_named_once_with_their_reach(
    source: Source, view: Website
) -> None:
    at = now()
    take_in(source_id=source.pk, batch=batch(heard(1), heard(2), heard(3, "Autre")), at=at)

    for _turn in range(2):
        ask_for_names(at)
    take_in(source_id=source.pk, batch=batch(heard(4, author_id="did:plc:someone1")), at=at)
    ask_for_names(at)

    kept = Mention.objects.order_by("pk")
    assert list(kept.values_list("author_handle", "author_name", "reach")) == [
        ("lea.example", "Léa", 40),
        ("", "", 0),
        ("lea.example", "Léa", 40),
    ]
    for sums in (Hourly, Daily):
        assert sums.objects.aggregate(Sum("count"), Sum("reach")) == {
            "count__sum": 3,
            "reach__sum": 80,
        }
    assert len([path for path in view.asked if path.startswith(ASKED)]) == 1


def test_a_view_that_is_away_is_asked_again_and_none_is_asked_where_none_is_named(
    source: Source, view: Website, settings: Any
) -> None:
    at = now()
    take_in(source_id=source.pk, batch=batch(heard(1)), at=at)
    answers(view, 503, {})
    ask_for_names(at)
    answers(view, 200, {"profiles": [LEA]})
    there, settings.BLUESKY_APPVIEW = settings.BLUESKY_APPVIEW, ""
    ask_for_names(at)
    before = Mention.objects.get().author_handle

    settings.BLUESKY_APPVIEW = there
    ask_for_names(at)

    assert (before, Mention.objects.get().author_handle) == ("", "lea.example")


def test_a_name_goes_with_who_asks_and_after_a_month(
    source: Source, view: Website, claire: Person
) -> None:
    at = now()
    take_in(source_id=source.pk, batch=batch(heard(1), heard(2)), at=at)
    ask_for_names(at)
    stop_hearing(Mention.objects.get(author_handle="lea.example").pk, reason="", by=claire, at=at)

    assert AuthorName.objects.get().key == "did:plc:someone2"
    assert forget_names(at=at + KEPT_FOR) == 0
    assert forget_names(at=at + KEPT_FOR + timedelta(seconds=1)) == 1
