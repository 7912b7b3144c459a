"""What each network's archive holds, read as it is documented."""

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gouvernail.records.archives import Bad, Entry, Item, Left, Options, form_of, read
from tests.make import archives as make

OPTIONS = Options(time_zone="Europe/Paris")


def items(path: Path, options: Options = OPTIONS) -> list[Item]:
    return list(read(path, form_of(path), options))


def entries(path: Path, options: Options = OPTIONS) -> list[Entry]:
    return [item for item in items(path, options) if isinstance(item, Entry)]


def write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def test_mastodon_public_notes_are_publications_and_boosts_and_letters_are_not(
    tmp_path: Path,
) -> None:
    boost = {"type": "Announce", "object": "https://other.example/1"}
    letter = make.make_note(3, to=["https://social.example/users/ann"], cc=[])
    picture = {"type": "Document", "mediaType": "image/png", "name": "Le pont"}
    note = make.make_note(
        4,
        "<p>Un <b>pont</b> ouvert<br>demain</p><p>Été</p>",
        summary="Travaux",
        attachment=[picture],
    )

    found = items(make.make_mastodon(tmp_path / "a.tar.gz", [boost, letter, note]))

    assert found[:2] == [Left("repost"), Left("not_public")]
    assert found[2] == Entry(
        text="Travaux\n\nUn pont ouvert\ndemain\n\nÉté",
        published_at=datetime(2025, 3, 5, 9, 30, tzinfo=UTC),
        language="fr",
        remote_id="4",
        url="https://social.example/@ville/4",
        media=({"sha256": "", "mime": "image/png", "alt": "Le pont"},),
        where="outbox.json",
    )


def test_a_mastodon_archive_of_real_size_is_read_to_its_end(tmp_path: Path) -> None:
    words = [hashlib.sha256(str(n).encode()).hexdigest() * 8 for n in range(2_000)]
    notes = [make.make_note(n, f"<p>{said}</p>") for n, said in enumerate(words)]
    path = make.make_mastodon(tmp_path / "a.tar.gz", notes)

    assert path.stat().st_size > 100_000
    assert [one.text for one in entries(path)] == words


def test_a_mastodon_outbox_in_a_zip_or_alone_is_the_same(tmp_path: Path) -> None:
    outbox = make.make_outbox([make.make_note(1)])
    zipped = make.make_zip(tmp_path / "a.zip", {"outbox.json": outbox})
    alone = write(tmp_path / "outbox.json", outbox)

    assert form_of(zipped) == form_of(alone) == "mastodon"
    assert [one.text for one in entries(zipped)] == [one.text for one in entries(alone)]


def test_bluesky_posts_come_from_the_tree_with_their_address(tmp_path: Path) -> None:
    posts = [make.make_bluesky_post(f"Message {number}") for number in range(30)]
    car = make.make_car(posts, others=["app.bsky.feed.repost", "app.bsky.graph.follow"])

    found = items(write(tmp_path / "repo.car", car))

    texts = [item.text for item in found if isinstance(item, Entry)]
    assert texts == [f"Message {number}" for number in range(30)]
    first = next(item for item in found if isinstance(item, Entry))
    assert first.remote_id == f"at://{make.DID}/app.bsky.feed.post/3k00000000000"
    assert {item.kind for item in found if isinstance(item, Left)} == {"repost", "not_a_post"}


def test_x_gives_texts_back_as_people_read_them(tmp_path: Path) -> None:
    links = {"urls": [{"url": "https://t.co/a", "expanded_url": "https://ville.example/pont"}]}
    media = {"media": [{"url": "https://t.co/b", "type": "photo", "ext_alt_text": "Le pont"}]}
    post = make.make_tweet(
        7, "Pont &amp; quai https://t.co/a https://t.co/b", entities=links, extended_entities=media
    )
    repost = make.make_tweet(8, "RT @ville: Bonjour")
    files = {
        "data/tweets.js": make.make_tweets_js([post]),
        "data/tweets-part1.js": make.make_tweets_js([repost], 1),
        "data/like.js": b"window.YTD.like.part0 = []",
    }

    found = items(make.make_zip(tmp_path / "x.zip", files))

    assert isinstance(found[0], Entry)
    assert found[0].text == "Pont & quai https://ville.example/pont"
    assert found[0].published_at == datetime(2025, 3, 8, 9, 30, tzinfo=UTC)
    assert found[0].media[0]["alt"] == "Le pont"
    assert found[1] == Left("repost")


def test_the_first_archives_of_x_wrapped_nothing(tmp_path: Path) -> None:
    bare = make.make_tweet(9, "Bonjour")["tweet"]
    path = make.make_zip(tmp_path / "x.zip", {"tweet.js": make.make_tweets_js([bare])})

    assert [one.remote_id for one in entries(path)] == ["9"]


def test_meta_letters_are_mended_on_facebook_and_instagram(tmp_path: Path) -> None:
    text = make.mojibake("Été à l’hôtel de ville 🎉")
    link = {"external_context": {"url": "https://ville.example/"}}
    facebook = [
        {"timestamp": 1740821400, "data": [{"post": text}], "attachments": [{"data": [link]}]},
        {"timestamp": 1740821401, "data": [{"update_timestamp": 1}], "title": "x"},
    ]
    instagram = [{"media": [{"uri": "a.jpg", "creation_timestamp": 1740821400, "title": text}]}]
    folder = "your_facebook_activity/posts/your_posts__check_ins__photos_and_videos_1.json"
    name = "your_instagram_activity/media/posts_1.json"

    found = items(make.make_zip(tmp_path / "f.zip", {folder: json.dumps(facebook).encode()}))
    other = entries(make.make_zip(tmp_path / "i.zip", {name: json.dumps(instagram).encode()}))

    assert isinstance(found[0], Entry)
    assert found[0].text == "Été à l’hôtel de ville 🎉\nhttps://ville.example/"
    assert found[0].published_at == datetime(2025, 3, 1, 9, 30, tzinfo=UTC)
    assert found[1] == Left("no_text")
    assert other[0].text == "Été à l’hôtel de ville 🎉"


def test_linkedin_lines_lose_the_quotes_around_them_and_its_clock_is_utc(tmp_path: Path) -> None:
    text = (
        "Date,ShareLink,ShareCommentary,SharedUrl,MediaUrl,Visibility\n"
        "2025-07-01 08:32:15,https://www.linkedin.com/feed/update/urn%3Ali%3Ashare%3A42,"
        '"Une ligne""\n""et une autre",,,MEMBER_NETWORK\n'
    )

    found = entries(make.make_zip(tmp_path / "l.zip", {"Shares.csv": text.encode()}))

    assert found[0].text == "Une ligne\net une autre"
    assert found[0].published_at == datetime(2025, 7, 1, 8, 32, 15, tzinfo=UTC)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_csv_is_read_in_its_encoding_and_in_the_zone_that_was_said(
    tmp_path: Path, encoding: str
) -> None:
    rows = [("03/07/2025 10:15", "Été au musée", "https://f.example/1")]
    data = make.make_csv(["Publié le", "Message", "Lien"], rows, encoding)

    found = entries(write(tmp_path / "a.csv", data))

    assert found[0].text == "Été au musée"
    assert found[0].published_at == datetime(2025, 7, 3, 8, 15, tzinfo=UTC)


def test_columns_are_what_somebody_says_and_months_may_come_first(tmp_path: Path) -> None:
    data = make.make_csv(["When", "What"], [("07/03/2025 10:15 PM", "Bonjour")])
    options = Options(
        columns={"text": "What", "published_at": "When"}, time_zone="UTC", day_first=False
    )

    found = entries(write(tmp_path / "a.csv", data), options)

    assert found[0].published_at == datetime(2025, 7, 3, 22, 15, tzinfo=UTC)


def test_json_lines_name_the_line_that_is_none(tmp_path: Path) -> None:
    lines = b'{"text": "Un", "date": "2025-03-01T09:30:00+01:00"}\n{"text": \n\xff\xfe\n'

    found = items(write(tmp_path / "a.jsonl", lines))

    assert isinstance(found[0], Entry)
    assert found[0].published_at == datetime(2025, 3, 1, 8, 30, tzinfo=UTC)
    assert [(item.reason, item.where) for item in found if isinstance(item, Bad)] == [
        ("broken_json", "2"),
        ("encoding", "3"),
    ]
