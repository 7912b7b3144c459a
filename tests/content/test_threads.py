"""A thread, from the composer to what people agree to."""

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from gouvernail.content.models import Draft, Revision
from gouvernail.content.queries import examine, manuscript_of
from gouvernail.content.queries.previews import previews_of
from gouvernail.people.models import Person, Unit
from tests.make.content import make_draft, make_submitted
from tests.make.registry import make_account

LONG = "mot " * 100  # 400 graphemes: too long for Bluesky, not for Mastodon
TEXT = f"Un.\n---\n{LONG}\n---\nTrois : https://exemple.org/a"


@pytest.fixture
def thread(energy: Unit, hugo: Person) -> Draft:
    accounts = (
        make_account(unit=energy, network="mastodon", handle="energie@mastodon.example"),
        make_account(unit=energy, network="bluesky", handle="energie.example"),
    )
    return make_draft(author=hugo, unit=energy, accounts=accounts, text=TEXT)


def test_each_post_is_counted_alone(thread: Draft) -> None:
    manuscript = manuscript_of(thread)
    mastodon, bluesky = previews_of(manuscript, examine(manuscript, at=None))

    assert [post.number for post in bluesky.thread] == [1, 2, 3]
    assert [post.count.length for post in bluesky.thread if post.count] == [3, 399, 29]
    assert ["".join(one.text for one in post.segments) for post in mastodon.thread] == [
        "Un.",
        LONG.strip(),
        "Trois : https://exemple.org/a",
    ]
    assert (mastodon.over, bluesky.over) == (0, 99)
    assert any(one.entity for one in mastodon.thread[2].segments)


def test_only_the_post_that_is_too_long_forbids_submission(thread: Draft) -> None:
    blocks = examine(manuscript_of(thread), at=None).blocks

    assert [card.key.partition("-")[0] for card in blocks] == ["long"]
    assert blocks[0].said[0].account.network == "bluesky"


def test_where_there_are_no_threads_the_author_is_told(energy: Unit, hugo: Person) -> None:
    account = make_account(unit=energy, network="linkedin", handle="energie")
    draft = make_draft(author=hugo, unit=energy, accounts=(account,), text="Un.\n---\nDeux.")

    assert [card.key for card in examine(manuscript_of(draft), at=None).blocks] == [
        f"thread-{account.pk}"
    ]
    draft.text = "Un, deux."
    assert examine(manuscript_of(draft), at=None).blocks == []


def test_a_thread_has_an_end(energy: Unit, hugo: Person) -> None:
    account = make_account(unit=energy, network="mastodon", handle="energie@mastodon.example")
    text = "\n---\n".join(f"Post {number}." for number in range(26))
    draft = make_draft(author=hugo, unit=energy, accounts=(account,), text=text)

    assert [card.key for card in examine(manuscript_of(draft), at=None).blocks] == [
        f"thread-{account.pk}"
    ]


def test_people_agree_to_the_posts_one_by_one(energy: Unit, hugo: Person, noon: datetime) -> None:
    accounts = (make_account(unit=energy, network="mastodon", handle="e@mastodon.example"),)
    draft, _request = make_submitted(
        author=hugo, unit=energy, at=noon, accounts=accounts, text="Un.\n---\nDeux."
    )
    (payload,) = Revision.objects.get(draft=draft).payloads.values()

    assert payload["fields"]["parts"] == ["Un.", "Deux."]
    assert payload["fields"]["text"] == "Un.\n---\nDeux."


def test_a_single_post_is_agreed_to_as_before(energy: Unit, hugo: Person, noon: datetime) -> None:
    draft, _request = make_submitted(author=hugo, unit=energy, at=noon)
    (payload,) = Revision.objects.get(draft=draft).payloads.values()

    assert "parts" not in payload["fields"]


def test_the_composer_explains_and_shows_each_post(
    client: Client, hugo: Person, thread: Draft
) -> None:
    client.force_login(hugo)
    page = client.get(reverse("content:draft-edit", args=[thread.pk])).text

    assert "<code>---</code>" in page
    assert "Post 2 of 3" in page
    assert "399" in page
