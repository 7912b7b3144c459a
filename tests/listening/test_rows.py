"""Rows of other tools: columns found or told, each bad row with its line and its column."""

import gzip
import io
import os
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gouvernail.listening.sources.rows import (
    BadRow,
    Row,
    Told,
    columns_of,
    network_of,
    read_csv,
    read_lines,
)
from gouvernail.networks.contract.heard import Heard, What
from gouvernail.records.archives.entries import ArchiveProblemError

DATA = Path(os.environ.get("GOUVERNAIL_TEST_DATA", Path(__file__).parents[3] / "shared" / "data"))


def reader(body: bytes) -> io.BufferedReader:
    return io.BufferedReader(cast("io.RawIOBase", io.BytesIO(body)))


def rows(text: str | bytes, **told: object) -> list[Row]:
    body = text if isinstance(text, bytes) else text.encode()
    return list(read_csv(reader(body), Told(**told)))  # type: ignore[arg-type]


def test_an_export_in_french_is_read_by_its_usual_columns() -> None:
    text = (
        "Date;Auteur;Nom;Abonnés;Message;Lien;Réseau;Langue\n"
        '17/11/2026 08:30;@ana;Ana B.;12 400;"Alerte ;\nvent";https://x.com/ana/status/5;Twitter;FR\n'
    )

    (heard,) = rows(text, time_zone="Europe/Paris")

    assert heard == Heard(
        network="x",
        what=What.POST,
        remote_id="https://x.com/ana/status/5",
        posted_at=datetime(2026, 11, 17, 7, 30, tzinfo=UTC),
        url="https://x.com/ana/status/5",
        author_id="ana",
        author_handle="ana",
        author_name="Ana B.",
        author_followers=12_400,
        text="Alerte ;\nvent",
        lang="fr",
    )


def test_bad_rows_say_their_line_and_their_column_and_lose_no_other() -> None:
    good = '2026-11-17,"thr\nee"'
    text = f"date,text\n2026-11-17,one\nsoon,two\n\n2026-11-17,\n{good}\n1999-01-01,four\n"

    read = rows(text)

    assert [one.text for one in read if isinstance(one, Heard)] == ["one", "thr\nee"]
    assert [one for one in read if isinstance(one, BadRow)] == [
        BadRow(line=3, reason="no_date", column="date", excerpt="soon"),
        BadRow(line=5, reason="no_text", column="text"),
        BadRow(line=8, reason="odd_date", column="date", excerpt="1999-01-01"),
    ]


def test_a_person_may_say_which_column_is_what() -> None:
    header = ("Quand", "Quoi", "text", "Où")

    found = columns_of(header, {"text": "Quoi", "posted_at": "Quand", "url": "nowhere"})

    assert found == {"text": "Quoi", "posted_at": "Quand"}


def test_without_texts_or_dates_nothing_is_read() -> None:
    with pytest.raises(ArchiveProblemError, match="no_columns"):
        rows("a,b\n1,2\n")


def test_the_same_row_is_the_same_post_however_often_it_comes() -> None:
    text = "date,text,author\n2026-11-17,one,ana\n2026-11-17,one,ana\n2026-11-17,one,bo\n"

    names = [one.key for one in rows(text) if isinstance(one, Heard)]

    assert names[0] == names[1] != names[2]


@pytest.mark.parametrize(
    ("name", "url", "slug"),
    [
        ("Twitter", "", "x"),
        ("FACEBOOK", "", "facebook"),
        ("", "https://www.linkedin.com/feed/1", "linkedin"),
        ("News", "https://youtu.be/x", "youtube"),
        ("News", "https://journal.example/", ""),
        ("", "https://[", ""),
    ],
)
def test_a_network_is_known_by_its_name_or_its_address(name: str, url: str, slug: str) -> None:
    assert network_of(name, url) == slug


def test_json_lines_are_read_alike() -> None:
    body = b'{"text": "a", "created_at": "2026-11-17T08:00:00Z", "id": 5}\n[1]\n{"text": "b"}\n{\n'

    read = list(read_lines(reader(body), Told(network="x")))

    assert [one.key for one in read if isinstance(one, Heard)] == ["5"]
    assert [(one.line, one.reason) for one in read if isinstance(one, BadRow)] == [
        *((2, "not_a_row"), (3, "no_date"), (4, "broken_json"))
    ]


@pytest.mark.parametrize(
    ("name", "told", "network"),
    [
        ("posts_fr_customer_free.csv.gz", Told(), "web"),
        (
            "posts_barackobama.csv.gz",
            Told(day_first=False, columns={"posted_at": "created_at"}),
            "x",
        ),
    ],
)
def test_real_files_are_read(name: str, told: Told, network: str) -> None:
    if not DATA.is_dir():
        pytest.skip("the data of tests are not on this machine")
    with gzip.open(DATA / "posts_fr_customer_free.csv.gz") as file:
        read = rows(file.read())

    heard = [one for one in read if isinstance(one, Heard)]
    assert len(heard) > 1_800
    assert {one.network for one in heard} == {"web"}
    assert all(one.author_handle for one in heard)


@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
@settings(max_examples=80, deadline=None)
def test_whatever_the_bytes_a_file_is_read_to_its_end(body: bytes) -> None:
    for start in (b"", b"date,text\n"):
        with suppress(ArchiveProblemError):
            assert all(isinstance(one, Heard | BadRow) for one in rows(start + body))
