"""Reading what people send: encodings, shapes, traps; secrets are gone before anything is kept."""

import gzip
import io
import subprocess
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook as Book

from gouvernail.registry.importers.accounts import day_of, read_line
from gouvernail.registry.importers.columns import guess, network_of, role_by_header
from gouvernail.registry.importers.process import read_file
from gouvernail.registry.importers.reading import read_workbook
from gouvernail.registry.importers.tables import FileProblemError, Line, Workbook

SETS = Path(__file__).resolve().parents[1] / "data" / "accounts"
CANARY = "Soleil!2019"
TEXT = "réseau;compte;unité\nX;@nordet;Énergie\nFacebook;nordet;Santé\n"


def xlsx(*sheets: tuple[str, list[list[object]]], merged: tuple[str, ...] = ()) -> bytes:
    """Return a workbook; `merged` are ranges of its first sheet."""
    book = Book()
    book.remove(book.worksheets[0])
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    for area in merged:
        book.worksheets[0].merge_cells(area)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("zipped", [False, True])
def test_a_text_is_read_whatever_its_encoding(encoding: str, zipped: bool) -> None:  # noqa: FBT001
    data = TEXT.encode(encoding)

    book = read_workbook(gzip.compress(data) if zipped else data, "list.csv")

    assert book.tables[0].header == ("réseau", "compte", "unité")
    assert [line.cells[2] for line in book.tables[0].lines] == ["Énergie", "Santé"]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_the_separator_is_found(delimiter: str) -> None:
    rows = (("network", "handle", "notes"), ("x", "nordet", '"one; two, three"'))
    text = "\n".join(delimiter.join(row) for row in rows)

    table = read_workbook(text.encode(), "list.txt").tables[0]

    assert table.header == ("network", "handle", "notes")
    assert table.lines[0].cells == ("x", "nordet", "one; two, three")


def test_a_header_under_a_title_is_found_and_rows_keep_their_numbers() -> None:
    table = read_workbook((SETS / "long.csv").read_bytes(), "long.csv").tables[0]

    assert table.header[:3] == ("Réseau social", "Compte", "Direction")
    assert [line.number for line in table.lines] == [4, 5, 6, 7, 8, 9]


def test_a_workbook_of_several_sheets_with_merged_headers() -> None:
    data = xlsx(
        (
            "Siège",
            [
                ["Comptes du groupe au 12 novembre", None, None, None],
                ["Entité", "Réseaux", None, "Accès"],
                ["Direction", "Twitter", "Facebook", "Mot de passe"],
                ["Énergie", "@NordetEnergie", "NordetEnergie", CANARY],
                [None, "@NordetSolaire", None, "Vent#2020x"],
            ],
        ),
        ("Notes", [["rien à voir"]]),
        ("Filiales", [["Compte", "Réseau"], ["nordet.filiale", "Instagram"]]),
        merged=("A1:D1", "B2:C2", "A4:A5"),
    )

    book = read_workbook(data, "inventaire.xlsx")

    first, other = book.tables
    assert first.name == "Siège"
    assert first.header == ("Direction", "Twitter", "Facebook", "Mot de passe")
    assert [line.cells[0] for line in first.lines] == ["Énergie", "Énergie"]
    assert first.secret_columns == ("Mot de passe",)
    assert guess(first)["Twitter"] == "on:x"
    assert (other.name, other.header) == ("Filiales", ("Compte", "Réseau"))
    assert CANARY not in "".join(book.dump())


def test_dates_and_numbers_of_a_workbook_are_read_as_shown() -> None:
    data = xlsx(("A", [["compte", "review", "x"], ["nordet", date(2027, 3, 12), 3.0]]))

    assert read_workbook(data, "a.xlsx").tables[0].lines[0].cells == ("nordet", "2027-03-12", "3")


def test_a_nested_list_becomes_columns_and_keeps_what_is_written() -> None:
    table = read_workbook((SETS / "people.yaml").read_bytes(), "people.yaml").tables[0]

    assert table.header[:3] == ("id.staff", "id.old", "social.twitter")
    assert table.lines[0].cells[1] == "02019"
    roles = guess(table)
    assert roles["social.twitter"] == "on:x"
    assert roles["social.youtube_id"] == "id:youtube"
    assert roles["id.staff"] == ""


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ('[{"network": "x", "handle": "a"}, {"network": "x", "handle": "b"}]', 2),
        ('{"accounts": [{"url": "https://x.com/a"}]}', 1),
        ('{"nordet": {"twitter": "a"}, "care": {"twitter": "b"}}', 2),
    ],
)
def test_json_is_read_like_yaml(text: str, rows: int) -> None:
    assert len(read_workbook(text.encode(), "list.json").tables[0].lines) == rows


def bomb(part: str, *, size: int) -> bytes:
    """Return a workbook one part of which grows to `size` bytes."""
    out = io.BytesIO(xlsx(("A", [["compte"], ["nordet"]])))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(part, b" " * size)
    return out.getvalue()


def with_entities() -> bytes:
    data = xlsx(("A", [["compte"], ["nordet"]]))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for part in source.infolist():
            content = source.read(part)
            if part.filename == "xl/workbook.xml":
                declared = (
                    b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
                )
                content = declared + content
            target.writestr(part.filename, content)
    return out.getvalue()


LAUGHS = "a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n"
DEEP = "[" * 3000 + "]" * 3000


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "a.csv", "empty_file"),
        (b" \n\n ", "a.csv", "empty_file"),
        (gzip.compress(b""), "a.csv.gz", "empty_file"),
        (b"compte;reseau\n", "a.csv", "no_rows"),
        (b"just one line", "a.csv", "no_rows"),
        (b"x" * (12 * 1024 * 1024 + 1), "a.csv", "too_large"),
        (gzip.compress(b"a" * 120_000_000), "a.csv.gz", "too_large_inside"),
        (gzip.compress(b"a;b\nc;d\n" * 999)[:40], "a.csv.gz", "broken_archive"),
        (b"PK\x03\x04 not a zip", "a.xlsx", "broken_archive"),
        (b"\xd0\xcf\x11\xe0" + b"0" * 600, "a.xls", "old_workbook"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00" + bytes(range(256)) * 8, "a.csv", "not_text"),
        (LAUGHS.encode(), "a.yaml", "forbidden_yaml"),
        (b"a: [1, 2", "a.yaml", "broken_yaml"),
        (b"- just\n- words\n", "a.yaml", "not_a_list"),
        (b"{'a': 1}", "a.json", "broken_json"),
        (DEEP.encode(), "a.json", "too_deep"),
        (b";".join([b"c"] * 300) + b"\n" + b";" * 299, "a.csv", "too_many_columns"),
        (b"compte;x\n" + b"nordet;1\n" * 100_001, "a.csv", "too_many_rows"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_cannot_be_taken_says_why(data: bytes, name: str, code: str) -> None:
    with pytest.raises(FileProblemError) as problem:
        read_file(data, name)

    assert problem.value.code == code


def test_a_workbook_that_grows_without_end_or_declares_entities_is_not_parsed() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("notes.txt", "hello")
    for data, code in (
        (bomb("xl/media/huge.bin", size=120_000_000), "too_large_inside"),
        (with_entities(), "forbidden_xml"),
        (out.getvalue(), "not_a_workbook"),
    ):
        with pytest.raises(FileProblemError) as problem:
            read_file(data, "a.xlsx")
        assert problem.value.code == code


def test_a_header_that_lies_about_sizes_is_found_out() -> None:
    data = bytearray(bomb("xl/media/huge.bin", size=120_000_000))
    true_size = (120_000_000).to_bytes(4, "little")
    lie = (1000).to_bytes(4, "little")
    assert true_size in data

    with pytest.raises(FileProblemError) as problem:
        read_file(bytes(data.replace(true_size, lie)), "a.xlsx")

    assert problem.value.code in {"too_large_inside", "broken_archive"}


def test_the_reader_inherits_no_secret_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOUVERNAIL_SECRET_KEY", "ours")
    seen: dict[str, str] = {}
    run = subprocess.run

    def watched(*args: Any, **options: Any) -> Any:
        seen.update(options["env"])
        return run(*args, **options)

    monkeypatch.setattr(subprocess, "run", watched)

    book = read_file(TEXT.encode(), "list.csv")

    assert len(book.tables[0].lines) == 2
    assert "PYTHONPATH" in seen
    assert not any("GOUVERNAIL" in name or "DATABASE" in name for name in seen)


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("Réseau social", "network"),
        ("Lien du compte", "address"),
        ("Compte Twitter", "on:x"),
        ("Page Facebook", "on:facebook"),
        ("social.instagram", "on:instagram"),
        ("LinkedIn URL", "on:linkedin"),
        ("twitter_id", "id:x"),
        ("twitter_followers", ""),
        ("twitter_name", ""),
        ("Prochaine révision", "review_on"),
        ("agencies/0/agency_name", "unit"),
        ("Suppléant(e)", "backup"),
        ("X", "on:x"),
        ("Date", ""),
    ],
)
def test_headers_say_what_a_column_means(header: str, role: str) -> None:
    assert role_by_header(header) == role


@pytest.mark.parametrize(
    ("word", "network"),
    [
        *(("Twitter", "x"), ("X (Twitter)", "x"), ("fb", "facebook"), ("Insta", "instagram")),
        *(("LinkedIn", "linkedin"), ("You Tube", "youtube"), ("BlueSky", "bluesky"), ("fax", None)),
    ],
)
def test_words_for_networks(word: str, network: str | None) -> None:
    assert network_of(word) == network


@pytest.mark.parametrize(
    ("cells", "roles", "handles", "codes"),
    [
        (["@a", "fb.com/b"], ["on:x", "on:facebook"], ["a", "b"], []),
        (["@a @b", ""], ["on:x", ""], ["a", "b"], []),
        (["https://x.com/a", "twitter"], ["address", "network"], ["a"], []),
        (["https://x.com/a", "facebook"], ["address", "network"], [], ["wrong_network"]),
        (["nordet", "fax"], ["handle", "network"], [], ["unknown_network"]),
        (["nordet", ""], ["handle", "network"], [], ["ambiguous_network"]),
        (["nordet", "X"], ["handle", "network"], ["nordet"], []),
        (["x", "-"], ["on:facebook", "on:x"], [], ["only_a_tick"]),
        (["", "-"], ["on:facebook", "on:x"], [], ["no_account"]),
        (["UCaaaaaaaaaaaaaaaaaaaaaa", ""], ["id:youtube", ""], ["UCaaaaaaaaaaaaaaaaaaaaaa"], []),
        (["UCaaaaaaaaaaaaaaaaaaaaaa", "tv"], ["id:youtube", "on:youtube"], ["tv"], []),
        (["https://nordet.example https://x.com/a", ""], ["links", ""], ["a"], []),
    ],
)
def test_a_row_names_its_accounts(
    cells: list[str], roles: list[str], handles: list[str], codes: list[str]
) -> None:
    header = ("one", "two")

    found = read_line(
        Line(number=2, cells=tuple(cells)), header, dict(zip(header, roles, strict=True))
    )

    assert [account.handle for account in found.accounts] == handles
    assert [problem.code for problem in found.problems] == codes


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2027-03-12", date(2027, 3, 12)),
        ("2009-09-23T07:21:37", date(2009, 9, 23)),
        ("12/03/2027", date(2027, 3, 12)),
        ("3/31/2027", date(2027, 3, 31)),
        ("12.03.27", date(2027, 3, 12)),
        ("31/02/2027", None),
        ("next spring", None),
    ],
)
def test_days_are_read_as_they_are_written(text: str, day: date | None) -> None:
    assert day_of(text) == day


def test_what_was_read_can_be_stored_and_read_again() -> None:
    book = read_workbook((SETS / "long.csv").read_bytes(), "long.csv")

    assert Workbook.unpacked(book.packed()) == book


def test_a_state_of_a_country_is_no_status_and_a_status_is_one() -> None:
    country = "twitter,state,twitter_created_at\nnordet,ME,2009-09-23T07:21:37\nnord,RI,\n"
    register = "twitter,état\nnordet,fermé\nnord,actif\n"

    first = guess(read_workbook(country.encode(), "a.csv").tables[0])
    other = guess(read_workbook(register.encode(), "b.csv").tables[0])

    assert first == {"twitter": "on:x", "state": "", "twitter_created_at": "opened_on"}
    assert other["état"] == "status"
