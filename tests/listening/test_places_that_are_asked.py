"""The listener at places that are asked in turns: a feed, a page, a search, a closed timeline."""

import json
import time
from collections.abc import Iterator
from email.utils import format_datetime

import pytest

from gouvernail.foundation.clock import now
from gouvernail.listening.models import Mention, Position, TopicMention
from gouvernail.listening.tasks.listener import Listener
from gouvernail.people.models import Person, Unit
from tests.make.listening import make_source, make_topic
from tests.make.websites import Answer, Website, page, serving
from tests.networks.test_feeds import item, rss
from tests.networks.test_listening_to_mastodon import status

pytestmark = pytest.mark.django_db
JSON = {"Content-Type": "application/json; charset=utf-8"}
QUICK = {"every_seconds": 1}


class Paths(dict[str, Answer]):
    """Answers by path, whatever is asked after it."""

    def get(self, path: str, default: object = None) -> object:  # type: ignore[override]  # by path
        """Return the answer to a path without its query."""
        return super().get(path.partition("?")[0], default)


@pytest.fixture
def site() -> Iterator[Website]:
    with serving(Paths()) as served:
        yield served


def heard_of(site: Website, *, until: int) -> None:
    """Let the listener write until so many mentions are kept."""
    listener, deadline = Listener(), time.monotonic() + 30
    listener.look()
    try:
        while Mention.objects.count() < until:
            assert time.monotonic() < deadline, (Mention.objects.count(), site.asked)
            if not listener.turn():
                listener.rest(0.05)
    finally:
        listener.stop()


def test_a_feed_is_kept_whole_and_what_concerns_a_topic_is_linked_to_it(
    nordet: Unit, claire: Person, site: Website
) -> None:
    make_topic(unit=nordet, owner=claire)
    date = format_datetime(now())
    body = rss(item(1, "Le Nordet arrive", date), item(2, "Autre chose", date))
    site.pages["/feed"] = (200, {"Content-Type": "application/rss+xml"}, body)  # type: ignore[index]  # a Paths
    source = make_source(unit=nordet, by=claire, kind="feed", address=f"{site.url}feed")

    heard_of(site, until=2)

    assert TopicMention.objects.get().mention.text.endswith("Le Nordet arrive")
    position = Position.objects.get(source=source)
    assert (position.health, position.kept) == ("ok", 2)


def test_a_page_is_remembered_first_and_what_is_added_is_heard(
    nordet: Unit, claire: Person, site: Website
) -> None:
    make_topic(unit=nordet, owner=claire)
    site.pages["/news"] = page("<p>Rien de neuf cette semaine ici.</p>")  # type: ignore[index]  # a Paths
    make_source(unit=nordet, by=claire, kind="page", address=f"{site.url}news", options=QUICK)
    listener, deadline = Listener(), time.monotonic() + 30
    listener.look()
    try:
        while not Position.objects.get().cursor and time.monotonic() < deadline:
            listener.turn()
            listener.rest(0.05)
        site.pages["/news"] = page(  # type: ignore[index]  # a Paths
            "<p>Rien de neuf cette semaine ici.</p><p>Le Nordet ouvre une ligne vers Brest.</p>"
        )
        while not Mention.objects.exists() and time.monotonic() < deadline:
            listener.turn()
            listener.rest(0.05)
    finally:
        listener.stop()

    assert "Le Nordet ouvre une ligne" in Mention.objects.get().text


@pytest.mark.parametrize(
    ("kind", "options", "path"),
    [
        ("mastodon_search", {"name": "nordet"}, "/api/v2/search"),
        # a server that streams to nobody from outside is asked in turns
        (
            "mastodon_stream",
            {"stream": "hashtag", "name": "nordet"},
            "/api/v1/timelines/tag/nordet",
        ),
    ],
)
def test_posts_of_mastodon_are_read_once_by_search_and_where_streams_are_closed(
    nordet: Unit, claire: Person, site: Website, kind: str, options: dict[str, str], path: str
) -> None:
    make_topic(unit=nordet, owner=claire)
    at = now().strftime("%Y-%m-%dT%H:%M:%S.000Z")
    posts = [status(each, content=f"<p>Nordet {each}</p>", created_at=at) for each in (2, 1)]
    body = {"statuses": posts} if kind == "mastodon_search" else posts
    site.pages[path] = (200, JSON, json.dumps(body).encode())  # type: ignore[index]  # a Paths
    make_source(
        unit=nordet, by=claire, kind=kind, address=site.url.rstrip("/"), options=options | QUICK
    )

    heard_of(site, until=2)
    heard_of(site, until=2)

    assert sorted(Mention.objects.values_list("text", flat=True)) == ["Nordet 1", "Nordet 2"]
