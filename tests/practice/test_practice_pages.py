"""The practice network as its public sees it."""

from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from gouvernail.foundation.ids import uuid7
from gouvernail.media.queries import place_of
from gouvernail.people.models import Person
from gouvernail.practice.actions import comment, open_profile, say_on_stage
from gouvernail.practice.connector.adapter import PracticeConnector
from gouvernail.practice.models import Post, Profile
from gouvernail.practice.queries import on_stage

PIXEL = b"\x89PNG\r\n\x1a\n picture"


@pytest.fixture
def post(claire: Person, noon: datetime) -> Post:
    open_profile(handle="energie", name="Énergie")
    profile = Profile.objects.get()
    return Post.objects.create(profile=profile, key="1", text="Bonjour.", lang="fr", at=noon)


def url_of(post: Post) -> str:
    return f"/practice/{post.profile.handle}/{post.pk}/"


def test_only_those_who_are_signed_in_see_it(client: Client, post: Post) -> None:
    for url in ("/practice/", "/practice/energie/", url_of(post)):
        assert client.get(url).status_code == 302


def test_every_page_says_that_nothing_leaves(client: Client, nina: Person, post: Post) -> None:
    client.force_login(nina)

    for url in ("/practice/", "/practice/energie/", url_of(post)):
        text = client.get(url).text
        assert "Only this site sees it." in text
        assert "Bonjour." in text


def test_the_address_the_connector_hands_out_is_the_page(
    client: Client, nina: Person, post: Post
) -> None:
    assert reverse("practice:post", args=["energie", post.pk]) == url_of(post)
    assert PracticeConnector.network == "practice"


def test_an_invented_person_answers(client: Client, nina: Person, post: Post) -> None:
    client.force_login(nina)

    client.post(url_of(post), {"author": "Léo Invente", "text": "Merci !"})

    text = client.get(url_of(post)).text
    assert "Léo Invente" in text
    assert "Merci !" in text
    assert Profile.objects.get(name="Léo Invente").invented


def test_nobody_invented_speaks_under_a_real_handle(post: Post, noon: datetime) -> None:
    answer = comment(post=post, author="energie", text="I am them.", at=noon)

    assert answer.profile.invented
    assert answer.profile.handle != "energie"


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"author": "", "text": "x"}, "author"),
        ({"author": "A", "text": "  "}, "text"),
        ({"author": "A", "text": "x" * 501}, "text"),
    ],
)
def test_a_wrong_answer_is_said_at_its_place(
    client: Client, nina: Person, post: Post, answers: dict[str, str], field: str
) -> None:
    client.force_login(nina)

    response = client.post(url_of(post), answers)

    assert response.status_code == 422
    assert response.context["form"].errors[field]
    assert Post.objects.count() == 1


def test_a_post_taken_down_is_gone(client: Client, nina: Person, post: Post) -> None:
    client.force_login(nina)
    Post.objects.update(deleted_at=post.at)

    assert client.get(url_of(post)).status_code == 404
    assert "Bonjour." not in client.get("/practice/").text
    assert client.get("/practice/nobody/").status_code == 404


def test_text_is_text_and_links_are_links(client: Client, nina: Person, post: Post) -> None:
    Post.objects.update(text="<script>alert(1)</script> https://nordet.example/a")
    client.force_login(nina)

    text = client.get("/practice/").text

    assert "<script>alert(1)" not in text
    assert 'href="https://nordet.example/a"' in text


def test_a_picture_is_served_as_a_picture_only(
    client: Client, nina: Person, post: Post, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    digest = sha256(PIXEL).hexdigest()
    place_of(digest).parent.mkdir(parents=True)
    place_of(digest).write_bytes(PIXEL)
    media = [
        {"sha256": digest, "mime": "image/png", "alt": "A field"},
        {"sha256": digest, "mime": "text/html", "alt": ""},
    ]
    Post.objects.update(media=media)
    client.force_login(nina)

    shown = client.get(url_of(post) + "pictures/0")

    assert 'alt="A field"' in client.get("/practice/").text
    assert (shown.content, shown["Content-Type"]) == (PIXEL, "image/png")
    assert client.get(url_of(post) + "pictures/1").status_code == 404
    assert client.get(url_of(post) + "pictures/2").status_code == 404


def test_twenty_posts_cost_what_one_costs(client: Client, nina: Person, post: Post) -> None:
    client.force_login(nina)

    def cost() -> int:
        client.get("/practice/")
        with CaptureQueriesContext(connection) as context:
            client.get("/practice/")
        return len(context)

    comment(post=post, author="A", text="x", at=post.at)
    one = cost()
    for number in range(30):
        at = post.at + timedelta(minutes=number)
        more = Post.objects.create(profile=post.profile, key=f"k{number}", text="t", at=at)
        comment(post=more, author=f"P{number}", text="x", at=at)

    assert cost() == one
    page = client.get("/practice/").context["page"]
    assert len(client.get("/practice/", {"cursor": page.next_cursor}).context["page"].rows) == 11


def test_what_is_said_in_an_exercise_is_read_on_its_stage_alone(
    client: Client, nina: Person, post: Post, noon: datetime
) -> None:
    stage = uuid7()
    said = say_on_stage(stage=stage, author="énergie", text="Pas ici.", at=noon)
    client.force_login(nina)

    for url in ("/practice/", f"/practice/{said.profile.handle}/"):
        assert "Pas ici." not in client.get(url).text
    assert client.get(url_of(said)).status_code == 404
    assert list(on_stage(stage)) == [said]
    assert said.profile.handle != post.profile.handle
