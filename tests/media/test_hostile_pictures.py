"""Two hundred hostile files: each refused by name, or comes out clean; the process holds (T15)."""

import io
import json

import pytest
from PIL import Image

from gouvernail.media.errors import PictureRefusedError
from gouvernail.media.pictures.cleaning import checked_kind, clean
from gouvernail.media.pictures.kinds import FORMATS, kind_of
from tests.make.confined import Outcome, each_in_its_own_process
from tests.media.hostile import CLEANED, REFUSED, SCRIPT, SECRET, Hostile, corpus

WORKER = "gouvernail.media.pictures.worker"
CORPUS = corpus()


@pytest.fixture(scope="module")
def answers() -> dict[str, tuple[str, bytes]]:
    """Give, by name of file, why it was refused or how it was encoded afresh."""
    given: dict[str, tuple[str, bytes]] = {}
    asked: list[tuple[Hostile, str]] = []
    for file in CORPUS:
        try:
            asked.append((file, checked_kind(file.data)))
        except PictureRefusedError as refused:
            given[file.name] = (refused.code, b"")
    outcomes = each_in_its_own_process(WORKER, [(mime, file.data) for file, mime in asked])
    for (file, _mime), outcome in zip(asked, outcomes, strict=True):
        given[file.name] = _read(outcome)
    return given


def _read(outcome: Outcome) -> tuple[str, bytes]:
    """Return what the process that asked would have understood."""
    head, _newline, body = outcome.said.partition(b"\n")
    if outcome.code or not head:
        return f"ended with {outcome.code}", b""
    return str(json.loads(head).get("refused", "")), body


def test_the_corpus_is_large_and_names_each_file_once() -> None:
    assert len({file.name for file in CORPUS}) == len(CORPUS) >= 200


@pytest.mark.parametrize("file", CORPUS, ids=lambda file: file.name)
def test_a_hostile_picture_is_refused_or_comes_out_clean(
    file: Hostile, answers: dict[str, tuple[str, bytes]]
) -> None:
    refused, body = answers[file.name]

    if file.fate == CLEANED:
        assert refused == ""
    if file.fate == REFUSED:
        assert refused
    if refused:
        assert refused.startswith("picture_")  # by name: no process fell over its limits
        return
    assert kind_of(body) in FORMATS
    assert SCRIPT not in body
    assert SECRET not in body
    with Image.open(io.BytesIO(body)) as picture:
        picture.load()
        assert not picture.getexif()
        assert not {"comment", "xmp", "icc_profile", "Author"} & set(picture.info)


@pytest.mark.parametrize(
    "name", ["bomb PNG of 100 megapixels, real", "bomb PNG zTXt", "leak JPEG Exif"]
)
def test_the_way_in_gives_the_same_answer(name: str, answers: dict[str, tuple[str, bytes]]) -> None:
    file = next(file for file in CORPUS if file.name == name)
    try:
        code, body = "", clean(file.data).data
    except PictureRefusedError as refused:
        code, body = refused.code, b""

    assert (code, bool(body)) == (answers[name][0], bool(answers[name][1]))
