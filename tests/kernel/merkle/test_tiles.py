import pytest
from hypothesis import given
from hypothesis import strategies as st

from gouvernail.kernel.merkle import TileError, inclusion_proof, root, tiles
from gouvernail.kernel.merkle.tiles import Tile
from tests.make.merkle import make_log

LOG = make_log(70_000)


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0, 0), "tile/0/000"),
        (Tile(0, 1234067), "tile/0/x001/x234/067"),
        (Tile(2, 5, 17), "tile/2/005.p/17"),
        (Tile(-1, 1000, 1), "tile/entries/x001/000.p/1"),
        (Tile(63, 999, 255), "tile/63/999.p/255"),
    ],
)
def test_paths_are_those_of_the_specification(tile: Tile, path: str) -> None:
    assert tile.path == path
    assert tiles.parse_path(path) == tile


@given(st.integers(-1, 63), st.integers(0, 10**12), st.integers(1, 256))
def test_every_path_can_be_read_back(level: int, index: int, width: int) -> None:
    tile = Tile(level, index, width)

    assert tiles.parse_path(tile.path) == tile


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/0",
        "tile/00/000",
        "tile/64/000",
        "tile/0/x000/001",
        "tile/0/001/002",
        "tile/0/000.p/256",
        "tile/0/000.p/0",
        "tile/0/000.p/01",
        "tile/data/000",
        "tile/-1/000",
        "/tile/0/000",
        "tile/0/000/",
        "tile/0/٠٠٠",
        "",
    ],
)
def test_any_other_spelling_is_refused(path: str) -> None:
    with pytest.raises(TileError):
        tiles.parse_path(path)


def test_a_tree_of_70000_has_the_tiles_the_specification_says() -> None:
    hashes = [tile for tile in tiles.tiles_of(70_000) if tile.level >= 0]

    assert sum(tile.level == 0 and tile.width == 256 for tile in hashes) == 273
    assert [tile for tile in hashes if tile.width < 256] == [
        Tile(0, 273, 112),
        Tile(1, 1, 17),
        Tile(2, 0, 1),
    ]
    assert Tile(1, 0) in hashes


def test_a_tree_of_256_has_one_full_tile_and_a_partial_one_above() -> None:
    assert list(tiles.tiles_of(256)) == [Tile(-1, 0), Tile(0, 0), Tile(1, 0, 1)]
    assert list(tiles.tiles_of(0)) == []


@given(st.integers(0, 200_000), st.integers(0, 200_000))
def test_what_a_growth_adds_is_what_was_not_there(one: int, other: int) -> None:
    old, new = sorted((one, other))

    added = set(tiles.tiles_of(new, old_size=old))

    assert added == set(tiles.tiles_of(new)) - set(tiles.tiles_of(old))


@pytest.mark.parametrize("size", [1, 255, 256, 257, 511, 512, 65_535, 65_536, 65_537, 70_000])
def test_nodes_can_be_read_from_tiles(size: int) -> None:
    read = tiles.tile_reader(size, lambda tile: tiles.tile_bytes(tile, LOG.read))

    assert root(size, read) == root(size, LOG.read)
    for index in {0, size // 2, size - 1}:
        assert inclusion_proof(index, size, read) == inclusion_proof(index, size, LOG.read)


def test_a_tile_of_the_wrong_length_and_a_node_outside_are_refused() -> None:
    with pytest.raises(TileError):
        tiles.tile_reader(10, lambda _tile: b"short")(0, 3)
    with pytest.raises(TileError):
        tiles.tile_reader(10, lambda _tile: bytes(320))(3, 1)


@given(st.lists(st.binary(max_size=300), max_size=256))
def test_bundles_can_be_read_back(leaves: list[bytes]) -> None:
    assert tiles.decode_bundle(tiles.encode_bundle(leaves)) == leaves


def test_a_bundle_is_each_length_on_two_bytes_then_the_leaf() -> None:
    assert tiles.encode_bundle([b"", b"abc"]) == b"\x00\x00\x00\x03abc"


@pytest.mark.parametrize("content", [b"\x00", b"\x00\x05abc", b"\x00\x01a\x00"])
def test_a_bundle_cut_short_is_refused(content: bytes) -> None:
    with pytest.raises(TileError):
        tiles.decode_bundle(content)


def test_too_much_for_one_bundle_is_refused() -> None:
    with pytest.raises(TileError):
        tiles.encode_bundle([b""] * 257)
    with pytest.raises(TileError):
        tiles.encode_bundle([bytes(65_536)])
