"""What an import does not take in again, and what it may not lose."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gouvernail.people.models import Person, Unit
from gouvernail.records.actions.history import set_history_aside
from gouvernail.records.models import HistoryImport
from gouvernail.records.permissions import visible_records
from gouvernail.records.queries import last_published, publication_key
from gouvernail.registry.models import Account
from tests.make import archives as make
from tests.make.history import NOON, make_imported
from tests.make.records import make_record
from tests.make.registry import make_account

pytestmark = pytest.mark.django_db

NINE = datetime(2025, 1, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
def page(energy: Unit) -> Account:
    return make_account(unit=energy, address="https://www.linkedin.com/company/nordet")


def take(account: Account, path: Path, data: str | bytes, *, by: Person) -> tuple[int, int]:
    """Return how many entries of a file were archived, and how many were known."""
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    history: HistoryImport = make_imported(account, path, by=by)
    return history.counts["archived"], history.counts["known"]


def test_publications_that_share_a_link_are_all_taken_in(
    page: Account, claire: Person, tmp_path: Path
) -> None:
    rows = [
        ("Inscrivez-vous !", "2025-01-01 10:00", "https://ville.example/agenda"),
        ("Dernier jour", "2025-03-09 10:00", "https://ville.example/agenda"),
        ("Merci à tous", "2025-05-01 10:00", "https://autre.example/2025/agenda"),
        ("Notre page", "2025-06-01 10:00", "https://www.linkedin.com/company/nordet"),
        ("Toujours elle", "2025-07-01 10:00", "https://www.linkedin.com/company/nordet/"),
    ]
    data = make.make_csv(["text", "date", "link"], rows)

    assert take(page, tmp_path / "a.csv", data, by=claire) == (5, 0)
    assert take(page, tmp_path / "a.csv", data, by=claire) == (0, 5)


def test_pictures_without_words_are_told_apart_by_their_files(
    energy: Unit, claire: Person, tmp_path: Path
) -> None:
    account = make_account(unit=energy, address="https://instagram.com/nordet")
    posts = [
        {"media": [{"uri": f"media/{n}.jpg", "creation_timestamp": 1740821400 + n // 3 * 120}]}
        for n in range(9)
    ]

    assert take(account, tmp_path / "a.json", json.dumps(posts), by=claire) == (9, 0)
    assert take(account, tmp_path / "b.json", json.dumps(posts[::-1]), by=claire) == (0, 9)


def test_two_names_of_the_network_are_two_publications_whatever_stands_beside_them(
    page: Account, claire: Person, tmp_path: Path
) -> None:
    make_record(page, text="Bonne fête", published_at=NINE, remote_id="111", source="captured")
    rows = [("Bonne fête", "2025-01-01 10:05", "222"), ("Sans nom", "2025-01-01 10:00", "")]

    data = make.make_csv(["text", "date", "id"], rows)

    assert take(page, tmp_path / "a.csv", data, by=claire) == (2, 0)


def test_an_emoji_is_only_the_same_as_itself(page: Account, claire: Person, tmp_path: Path) -> None:
    make_record(page, text="🎉", published_at=NINE, remote_id="111", source="captured")
    rows = [("🎉", "2025-01-01 10:05"), ("🎄", "2025-01-01 10:06")]

    data = make.make_csv(["text", "date"], rows)

    assert take(page, tmp_path / "a.csv", data, by=claire) == (1, 1)


def test_what_an_import_set_aside_brought_hides_nothing_that_is_read_on_the_network(
    page: Account, claire: Person, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(make.make_csv(["text", "date", "id"], [("Fête", "2025-01-01 10:00", "1")]))
    history = make_imported(page, path, by=claire)
    set_history_aside(history.pk, reason="Mauvais compte", by=claire, at=NOON)
    assert last_published([page.pk]) == {}

    captured = make_record(page, text="Fête", published_at=NINE, remote_id="1", source="captured")

    assert list(visible_records(claire)) == [captured]
    assert last_published([page.pk]) == {page.pk: NINE}


@pytest.mark.parametrize(
    ("address", "url", "key"),
    [
        ("https://x.com/nordet", "https://twitter.com/nordet/status/42?s=20", "42"),
        ("https://x.com/nordet", "https://ville.example/status/42", ""),
        ("https://social.example/@ville", "https://social.example/@ville/42", "42"),
        ("https://social.example/@ville", "https://other.example/@ville/42", ""),
        ("https://social.example/@ville", "https://social.example/@ville", ""),
        ("https://bsky.app/profile/a.example", "https://bsky.app/profile/a.example/post/3k", "3k"),
        ("https://bsky.app/profile/a.example", "https://bsky.app/profile/a.example", ""),
        ("https://facebook.com/ville", "https://m.facebook.com/story.php?story_fbid=7&id=1", "7"),
        ("https://instagram.com/ville", "https://www.instagram.com/p/Cabc/", "Cabc"),
        ("https://instagram.com/ville", "https://www.instagram.com/ville/", ""),
        ("https://instagram.com/ville", "https://[broken/p/Cabc", ""),
    ],
)
def test_an_address_names_a_publication_on_its_own_network_only(
    energy: Unit, address: str, url: str, key: str
) -> None:
    account = make_account(unit=energy, address=address)

    assert publication_key(account, url=url) == key
