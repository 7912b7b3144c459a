"""Files that are odd in small ways: each costs what is odd of it, and leaves nothing on disk."""

import os
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from gouvernail.foundation.errors import DomainError
from gouvernail.people.models import Person, Unit
from gouvernail.records import tasks
from gouvernail.records.actions.history import sweep_archives
from gouvernail.records.archives import Bad, Entry, Item, Options, elements, form_of, read, tables
from gouvernail.records.archives.store import keep, place_of
from gouvernail.records.forms import history as forms
from gouvernail.records.models import HistoryImport
from gouvernail.registry.models import Account
from tests.make import archives as make
from tests.make.history import NOON, make_history
from tests.make.registry import make_account

PAGE = "/archive/history/"


@pytest.fixture
def city(energy: Unit, tmp_path: Path, settings: Settings) -> Account:
    settings.MEDIA_ROOT = tmp_path / "media"
    return make_account(unit=energy, network="x", handle="@ville")


def kept() -> list[str]:
    return [path.name for path in place_of("x").parent.glob("*")]


def items(path: Path, data: bytes) -> list[Item]:
    path.write_bytes(data)
    return list(read(path, form_of(path), Options()))


@pytest.mark.parametrize("end", [b"", b"A"])
def test_utf_16_that_is_none_costs_its_row(tmp_path: Path, end: bytes) -> None:
    text = "text,date\nBonjour,2025-01-01\n#,2025-01-01\nBonsoir,2025-01-01\n"
    odd = text.encode("utf-16-le").replace(b"#\x00", b"\x00\xdcA\x00")

    found = items(tmp_path / "a.csv", b"\xff\xfe" + odd + end)

    assert [one.text for one in found if isinstance(one, Entry)] == ["Bonjour", "Bonsoir"]
    assert next(one.reason for one in found if isinstance(one, Bad)) == "encoding"


@pytest.mark.parametrize(
    ("row", "after"), [("x" * 2000, ["Bonsoir"]), ('"a\n",' * 400, [])], ids=["line", "quotes"]
)
def test_a_row_without_end_is_not_read_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, row: str, after: list[str]
) -> None:
    monkeypatch.setattr(tables, "MAX_LINE", 1000)
    data = f"text,date\nBonjour,2025-01-01\n{row}\nBonsoir,2025-01-01\n"

    found = items(tmp_path / "a.csv", data.encode())

    assert "too_long" in [one.reason for one in found if isinstance(one, Bad)]
    assert [one.text for one in found if isinstance(one, Entry)] == ["Bonjour", *after]


def test_an_address_that_would_swell_a_text_is_refused_and_only_those_of_x_are_made_whole(
    tmp_path: Path,
) -> None:
    swollen = [{"url": "https://t.co/a", "expanded_url": "https://o.example/" + "b" * 60_000}]
    letters = [{"url": "o", "expanded_url": "b" * 60_000}]
    posts = [
        make.make_tweet(1, "https://t.co/a " * 2_000, entities={"urls": swollen}),
        make.make_tweet(2, "Bonjour https://t.co/ab", entities={"urls": swollen + letters}),
    ]

    found = items(tmp_path / "tweets.js", make.make_tweets_js(posts))

    assert [one.reason for one in found if isinstance(one, Bad)] == ["too_long"]
    assert [one.text for one in found if isinstance(one, Entry)] == ["Bonjour https://t.co/ab"]


def test_blanks_between_entries_are_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    held: list[int] = []

    class Watched(elements._Window):
        def more(self) -> bool:
            told = super().more()
            held.append(len(self.text))
            return told

    monkeypatch.setattr(elements, "_Window", Watched)
    stream = BytesIO(b"[" + b" " * (elements.CHUNK * 6) + b'{"a": 1}]')

    assert list(elements.elements(stream)) == [{"a": 1}]
    assert max(held) <= elements.CHUNK


@pytest.mark.django_db
def test_a_column_whose_name_is_no_text_does_not_break_the_preview(
    client: Client, claire: Person, city: Account, tmp_path: Path
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"text": "Bonjour", "date": "2025-01-01", "x\\ud800": 1}\n')
    history = make_history(city, path, by=claire)
    client.force_login(claire)

    assert client.get(f"{PAGE}{history.pk}/").status_code == 200


@pytest.mark.django_db
def test_a_file_that_cannot_be_understood_is_refused_and_not_kept(
    client: Client, claire: Person, city: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    def odd(path: Path) -> str:
        raise LookupError(path)

    monkeypatch.setattr(forms, "recognised", odd)
    client.force_login(claire)
    file = SimpleUploadedFile("a.csv", b"text,date\n")

    answer = client.post(PAGE, {"account": str(city.pk), "file": file, "form": "auto"})

    assert (answer.status_code, HistoryImport.objects.count(), kept()) == (422, 0, [])


@pytest.mark.django_db
def test_a_refused_upload_leaves_the_file_that_another_import_needs(
    client: Client, claire: Person, city: Account, tmp_path: Path
) -> None:
    path = tmp_path / "tweets.js"
    path.write_bytes(make.make_tweets_js([make.make_tweet(1)]))
    history = make_history(city, path, by=claire)

    with pytest.raises(DomainError):
        forms.receive(
            SimpleUploadedFile("b.js", path.read_bytes()),
            account_id=UUID(int=0),
            form="x",
            by=claire,
            at=NOON,
        )

    assert kept() == [history.sha256]


@pytest.mark.django_db
def test_each_day_files_that_nothing_needs_go_and_old_previews_are_left(
    claire: Person, city: Account, tmp_path: Path
) -> None:
    path = tmp_path / "tweets.js"
    path.write_bytes(make.make_tweets_js([make.make_tweet(1)]))
    history = make_history(city, path, by=claire)
    for name in ("old", "new"):
        keep(name, [name.encode()])
    before = (NOON - timedelta(days=2)).timestamp()
    (place_of("x").parent / "tmp_half").write_bytes(b"a")
    for one in place_of("x").parent.glob("*"):
        new = one.read_bytes() == b"new"
        os.utime(one, (NOON.timestamp(), NOON.timestamp()) if new else (before, before))

    assert sweep_archives(at=NOON) == 2
    assert len(kept()) == 2
    tasks.sweep_files(NOON + timedelta(days=31))

    history.refresh_from_db()
    assert (history.status, kept()) == (HistoryImport.Status.ABANDONED, [])
