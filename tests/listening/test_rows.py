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

from gouvernail.listening.sources.days import Days, days_of
from gouvernail.listening.sources.rows import (
    BadRow,
    Row,
    Told,
    columns_of,
    network_of,
    own_name,
    read_csv,
    read_lines,
)
from gouvernail.networks.contract.heard import Heard, What
from gouvernail.records.archives.entries import ArchiveProblemError
from gouvernail.records.archives.tables import numbered_rows

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

    assert isinstance(heard, Heard)
    assert heard.key.startswith("row:")
    assert heard == Heard(
        network="x",
        what=What.POST,
        remote_id=heard.key,
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
    ("network", "cell", "is_own"),
    [
        ("x", "1545000000000000001", True),
        ("x", "1.54E+18", False),
        ("x", "12", False),
        ("web", "12345678901", False),
        ("bluesky", "at://did:plc:a/app.bsky.feed.post/b", True),
        ("facebook", "100044123456_998877665544", True),
        ("youtube", "UgxKREWxIgDrw8w2e_Z4AaABAg", True),
        ("linkedin", "urn:li:share:7000000000000000001", True),
    ],
)
def test_only_what_looks_like_the_name_a_network_gives_is_one(
    network: str,
    cell: str,
    is_own: bool,  # noqa: FBT001
) -> None:
    assert own_name(network, cell) == (cell if is_own else "")


def test_rows_that_count_or_share_an_address_are_all_different() -> None:
    first = rows("id,date,text\n1,2026-11-17,one\n2,2026-11-17,two\n")
    second = rows("id,date,text\n1,2026-11-18,three\n2,2026-11-18,four\n")
    page = "https://journal.example/a" + "b" * 400
    below = rows(f"date,text,url\n2026-11-17,one,{page}\n2026-11-17,two,{page}\n")

    for read in (first + second, below):
        names = {one.key for one in read if isinstance(one, Heard)}
        assert len(names) == len(read)


def test_what_stands_first_in_a_date_is_as_the_whole_file_says() -> None:
    def said(*dates: str) -> Days:
        text = "date,text\n" + "".join(f"{date},a\n" for date in dates)
        return days_of(numbered_rows(reader(text.encode())), {})

    assert said("03/04/2026", "04/13/2026").day_first is False
    assert said("03/04/2026", "13.04.2026 10:00").day_first is True
    assert said("03/04/2026", "04/03/2026").examples == {"either": "03/04/2026"}
    assert said("13/04/2026", "04/13/2026").examples.keys() == {"day", "month"}
    assert said("2026-04-03", "05/05/2026", "soon").examples == {}


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
    body = (
        b'{"text": "a", "created_at": "2026-11-17T08:00:00Z", "id": 1990000000000000005}\n'
        b'[1]\n{"text": "b"}\n{\n'
    )

    read = list(read_lines(reader(body), Told(network="x")))

    assert [one.key for one in read if isinstance(one, Heard)] == ["1990000000000000005"]
    assert [(one.line, one.reason) for one in read if isinstance(one, BadRow)] == [
        *((2, "not_a_row"), (3, "no_date"), (4, "broken_json"))
    ]


@pytest.mark.parametrize(
    ("name", "day_first", "network", "first"),
    [
        (
            "posts_fr_customer_free.csv.gz",
            True,
            "web",
            datetime(2020, 12, 28, 7, 26, 23, tzinfo=UTC),
        ),
        ("posts_barackobama.csv.gz", False, "x", datetime(2017, 10, 16, 22, 59, tzinfo=UTC)),
    ],
)
def test_real_files_are_read(name: str, day_first: bool, network: str, first: datetime) -> None:  # noqa: FBT001
    if not DATA.is_dir():
        pytest.skip("the data of tests are not on this machine")
    with gzip.open(DATA / name) as file:
        body = file.read()

    heard = [one for one in rows(body, day_first=day_first) if isinstance(one, Heard)]

    assert len(heard) > 1_800
    assert heard[0].posted_at == first
    assert days_of(numbered_rows(reader(body)), {}).day_first is (None if day_first else False)
    assert {one.network for one in heard} == {network}


@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
@settings(max_examples=80, deadline=None)
def test_whatever_the_bytes_a_file_is_read_to_its_end(body: bytes) -> None:
    for start in (b"", b"date,text\n"):
        with suppress(ArchiveProblemError):
            assert all(isinstance(one, Heard | BadRow) for one in rows(start + body))
