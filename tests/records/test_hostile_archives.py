"""Archives that lie, swell, are cut short or point outside: refused, with the reason."""

import gzip
import io
import json
import struct
import tarfile
import zipfile
from pathlib import Path

import pytest

from gouvernail.records.archives import (
    ArchiveProblemError,
    Bad,
    Entry,
    Item,
    Options,
    containers,
    form_of,
    read,
)
from tests.make import archives as make

OUTBOX = make.make_outbox([make.make_note(number) for number in range(1, 30)])


def items(path: Path) -> list[Item]:
    return list(read(path, form_of(path), Options()))


def refusal(path: Path) -> str:
    with pytest.raises(ArchiveProblemError) as caught:
        items(path)
    return caught.value.code


def reasons(path: Path) -> list[str]:
    return [item.reason for item in items(path) if isinstance(item, Bad)]


def texts(path: Path) -> int:
    return len([item for item in items(path) if isinstance(item, Entry)])


@pytest.mark.parametrize("change", [-100, 100])
def test_a_zip_that_says_another_size_than_it_has_lies(tmp_path: Path, change: int) -> None:
    path = make.make_zip(tmp_path / "a.zip", {"outbox.json": OUTBOX})
    data = path.read_bytes()
    said = struct.pack("<I", len(OUTBOX))
    path.write_bytes(data.replace(said, struct.pack("<I", len(OUTBOX) + change)))

    assert refusal(path) == "lying_sizes"


def test_a_zip_that_inflates_without_end_is_stopped(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("outbox.json", b'{"orderedItems": [' + b" " * (64 << 20) + b"]}")

    assert refusal(path) == "zip_bomb"


def test_a_gzip_that_inflates_without_end_is_stopped(tmp_path: Path) -> None:
    assert refusal(make.make_gzip_bomb(tmp_path / "a.tar.gz", 64 << 20)) == "zip_bomb"


@pytest.mark.parametrize("name", ["../outbox.json", "/etc/passwd", "a/../../b", "C:\\b"])
def test_an_archive_that_points_outside_of_itself_is_refused(tmp_path: Path, name: str) -> None:
    files = {name: b"x", "outbox.json": OUTBOX}

    assert refusal(make.make_zip(tmp_path / "a.zip", files)) == "path_outside"
    assert refusal(make.make_tar_gz(tmp_path / "a.tar.gz", files)) == "path_outside"


def test_a_link_inside_of_an_archive_is_not_followed(tmp_path: Path) -> None:
    path = tmp_path / "a.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        member = tarfile.TarInfo("outbox.json")
        member.type, member.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(member)

    assert refusal(path) == "not_an_archive"


@pytest.mark.parametrize("name", ["é" * 60 + "/outbox.json", "a" * 140 + "/outbox.json"])
@pytest.mark.parametrize("form", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT])
def test_a_long_name_in_a_tar_is_read_whatever_tells_it(
    tmp_path: Path, name: str, form: int
) -> None:
    path = tmp_path / "a.tar.gz"
    with tarfile.open(path, "w:gz", format=form, pax_headers={"comment": "x" * 700}) as archive:
        member = tarfile.TarInfo(name)
        member.size = len(OUTBOX)
        archive.addfile(member, io.BytesIO(OUTBOX))

    assert texts(path) == 29
    assert {item.where for item in items(path) if isinstance(item, Entry)} == {name}


@pytest.mark.parametrize(
    "said", [b"0" * 200_000, b"19 GNU.sparse.major=1\n", b"99 path=a\n", b"1 \n", b"\x00" * 50]
)
def test_a_header_of_a_tar_that_says_odd_things_is_passed_over(tmp_path: Path, said: bytes) -> None:
    path = tmp_path / "a.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        for name, kind, data in (("x", b"x", said), ("outbox.json", b"0", OUTBOX)):
            member = tarfile.TarInfo(name)
            member.type, member.size = kind, len(data)
            archive.addfile(member)
            archive.fileobj.write(data + bytes(-len(data) % 512))

    assert texts(path) == 29


def test_a_tar_whose_headers_are_altered_is_said_to_be_cut(tmp_path: Path) -> None:
    plain = gzip.decompress(
        make.make_tar_gz(tmp_path / "a.tar.gz", {"a": b"x", "outbox.json": OUTBOX}).read_bytes()
    )
    path = tmp_path / "b.tar.gz"
    path.write_bytes(gzip.compress(plain.replace(b"outbox.json", b"outbox.jsom")))

    assert refusal(path) == "truncated"


def test_the_names_of_a_zip_are_counted_before_they_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make.make_zip(tmp_path / "a.zip", {f"{n}.txt": b"x" for n in range(9)})

    def refused(path: Path) -> None:
        raise AssertionError(path)

    monkeypatch.setattr(containers, "MAX_NAMES", 8)
    monkeypatch.setattr(zipfile, "ZipFile", refused)

    assert refusal(path) == "too_many_files"


@pytest.mark.parametrize("kept", [0.3, 0.9])
def test_an_archive_cut_short_is_said_to_be(tmp_path: Path, kept: float) -> None:
    zipped = make.make_zip(tmp_path / "a.zip", {"outbox.json": OUTBOX})
    tarred = make.make_tar_gz(tmp_path / "a.tar.gz", {"outbox.json": OUTBOX})
    alone = tmp_path / "outbox.json"
    alone.write_bytes(OUTBOX)

    for path in (zipped, tarred, alone):
        data = path.read_bytes()
        path.write_bytes(data[: int(len(data) * kept)])
        assert refusal(path) == "truncated"


def test_a_zip_with_a_password_is_said_to_have_one(tmp_path: Path) -> None:
    path = make.make_zip(tmp_path / "a.zip", {"outbox.json": OUTBOX})
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x03\x04") + 6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)

    assert refusal(path) == "encrypted"


def test_what_is_nested_without_end_is_skipped_and_the_next_is_read(tmp_path: Path) -> None:
    deep = b"[" * 200_000 + b"]" * 200_000
    shallow = b'{"type": "Create", "object": ' + b"[" * 100 + b"]" * 100 + b"}"
    note = json.dumps(make.make_note(1)).encode()
    path = tmp_path / "outbox.json"
    path.write_bytes(b'{"orderedItems": [' + b", ".join([deep, shallow, note]) + b"]}")

    assert reasons(path) == ["too_deep", "too_deep"]
    assert texts(path) == 1


def test_an_entry_that_is_no_json_does_not_lose_the_others(tmp_path: Path) -> None:
    note = json.dumps(make.make_note(1)).encode()
    path = tmp_path / "outbox.json"
    path.write_bytes(b'{"orderedItems": [{"a": oops, "b": "]"}, ' + note + b"]}")

    assert reasons(path) == ["broken_json"]
    assert texts(path) == 1


@pytest.mark.parametrize("content", [b"\xff\xfe", b"\\ud800"])
def test_text_that_is_no_utf_8_is_named_and_the_next_is_read(
    tmp_path: Path, content: bytes
) -> None:
    bad = json.dumps(make.make_note(1, "HERE")).encode().replace(b"HERE", content)
    good = json.dumps(make.make_note(2)).encode()
    path = tmp_path / "outbox.json"
    path.write_bytes(b'{"orderedItems": [' + bad + b"," + good + b"]}")

    assert reasons(path) == ["encoding"]
    assert texts(path) == 1


def test_what_has_no_date_or_one_before_networks_is_named(tmp_path: Path) -> None:
    notes = [make.make_note(1, published=None), make.make_note(2, published="1970-01-01T00:00:00Z")]

    assert reasons(make.make_mastodon(tmp_path / "a.tar.gz", notes)) == ["no_date", "odd_date"]


def test_a_block_whose_bytes_are_not_what_its_name_says_is_not_believed(tmp_path: Path) -> None:
    car = make.make_car([make.make_bluesky_post("Prix : 10"), make.make_bluesky_post("Autre")])
    path = tmp_path / "repo.car"
    path.write_bytes(car.replace(b"Prix : 10", b"Prix : 99"))

    assert reasons(path) == ["altered_block"]
    assert texts(path) == 1


def test_a_repository_without_its_tree_is_refused(tmp_path: Path) -> None:
    car = make.make_car([make.make_bluesky_post("Bonjour")])
    path = tmp_path / "repo.car"
    path.write_bytes(car.replace(b"app.bsky.feed.post/3k", b"app.bsky.feed.posX/3k"))

    assert refusal(path) == "missing_blocks"


def test_a_repository_that_lies_about_sizes_is_refused(tmp_path: Path) -> None:
    car = make.make_car([make.make_bluesky_post("Bonjour")])
    path = tmp_path / "repo.car"
    path.write_bytes(car + make.varint(1 << 40))

    assert refusal(path) == "lying_sizes"
    path.write_bytes(car + make.varint(200) + b"abc")
    assert refusal(path) == "truncated"


@pytest.mark.parametrize(
    "data", [b"", b"\x00" * 500, b"\x89PNG\r\n\x1a\n", b"PK\x05\x06" + bytes(18)]
)
def test_what_is_no_archive_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "thing"
    path.write_bytes(data)

    assert refusal(path) == "not_an_archive"


def test_a_table_without_texts_or_dates_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(make.make_csv(["A", "B"], [("1", "2")]))

    assert reasons(path) == ["no_columns"]


def test_a_deep_line_that_is_no_post_is_named_and_the_next_is_read(tmp_path: Path) -> None:
    deep = b'{"a": ' + b"[" * 900 + b"]" * 900 + b"}\n"
    path = tmp_path / "a.jsonl"
    path.write_bytes(deep + b'{"text": "Bonjour", "date": "2025-03-01"}\n')

    assert reasons(path) == ["no_columns"]
    assert texts(path) == 1
