import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gouvernail.kernel.merkle import MerkleError, TileError
from gouvernail.kernel.merkle.archive import archive_files, verify_archive
from tests.make.merkle import KEY, make_archive, make_log

SIZES = [0, 1, 2, 255, 256, 257, 600, 66_000]
FILES = make_archive(make_log(600))


def verify(files: dict[str, bytes]) -> int:
    return verify_archive(files.__getitem__, KEY.verifier).size


@pytest.mark.parametrize("size", SIZES)
def test_an_honest_archive_verifies(size: int) -> None:
    log, seen = make_log(size), []

    checkpoint = verify_archive(
        make_archive(log).__getitem__, KEY.verifier, each=lambda _index, leaf: seen.append(leaf)
    )

    assert (checkpoint.size, checkpoint.root) == (size, log.tree.root())
    assert seen == log.leaves


@settings(max_examples=300)
@given(st.sampled_from(sorted(FILES)), st.data())
def test_any_single_change_of_a_file_is_found(path: str, data: st.DataObject) -> None:
    content = bytearray(FILES[path])
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] ^= 1 << data.draw(st.integers(0, 7))

    with pytest.raises(MerkleError):
        verify({**FILES, path: bytes(content)})


@pytest.mark.parametrize("path", sorted(FILES))
def test_a_missing_a_short_and_a_long_file_are_found(path: str) -> None:
    without = {name: content for name, content in FILES.items() if name != path}
    for files in (
        without,
        {**FILES, path: FILES[path][:-1]},
        {**FILES, path: FILES[path] + b"\x00\x00"},
        {**FILES, path: b""},
        {**FILES, path: bytes(20_000_000)},
    ):
        with pytest.raises(MerkleError):
            verify(files)


def test_an_older_checkpoint_over_newer_tiles_is_refused() -> None:
    older = make_archive(make_log(599))

    with pytest.raises(MerkleError):
        verify({**FILES, "checkpoint": older["checkpoint"]})


def test_leaves_that_do_not_come_are_noticed_when_writing() -> None:
    log = make_log(5)

    with pytest.raises(TileError):
        list(archive_files(6, "", log.leaves, log.read))
