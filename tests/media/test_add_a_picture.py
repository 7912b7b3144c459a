"""Taking a picture in: what is refused and where, what is kept and how."""

import io
import struct
import zlib
from datetime import datetime

import pytest
from PIL import Image

from gouvernail.foundation.errors import DomainError
from gouvernail.media.actions import NewPicture, add_asset, withdraw_asset
from gouvernail.media.errors import AssetAlreadyWithdrawnError, PictureRefusedError
from gouvernail.media.models import Asset
from gouvernail.media.pictures.cleaning import MAX_BYTES, clean
from gouvernail.media.queries import asset_bytes, place_of
from gouvernail.people.errors import RightMissingError, UnitNotFoundError
from gouvernail.people.models import Person, Unit
from tests.make.ledger import leaves
from tests.make.media import make_picture


def code_of(data: bytes) -> str:
    with pytest.raises(PictureRefusedError) as refused:
        clean(data)
    return refused.value.code


@pytest.mark.parametrize(
    ("kind", "mime"),
    [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("WEBP", "image/jpeg"), ("GIF", "image/png")],
)
def test_a_picture_comes_back_encoded_afresh(kind: str, mime: str) -> None:
    picture = clean(make_picture(kind))

    assert (picture.mime, picture.width, picture.height) == (mime, 64, 40)
    with Image.open(io.BytesIO(picture.data)) as decoded:
        assert decoded.size == (64, 40)


def test_place_camera_and_author_are_not_kept() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Leaky Camera"
    exif[0x8825] = {1: "N", 2: (48.0, 51.0, 30.0)}
    data = make_picture("JPEG", exif=exif, comment=b"written by someone")
    assert b"Leaky Camera" in data

    cleaned = clean(data).data

    assert b"Leaky Camera" not in cleaned
    assert b"someone" not in cleaned
    with Image.open(io.BytesIO(cleaned)) as decoded:
        assert not decoded.getexif()


def test_a_picture_turned_by_its_metadata_is_kept_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6

    picture = clean(make_picture("JPEG", exif=exif))

    assert (picture.width, picture.height) == (40, 64)


def test_a_moving_picture_keeps_moving() -> None:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "green", "blue")]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=80)

    picture = clean(out.getvalue())

    assert picture.mime == "image/gif"
    with Image.open(io.BytesIO(picture.data)) as decoded:
        assert getattr(decoded, "n_frames", 1) == 3


def test_a_large_photograph_is_made_small_enough_for_every_network() -> None:
    noise = Image.effect_noise((3000, 2000), 90).convert("RGB")
    out = io.BytesIO()
    noise.save(out, "JPEG", quality=95)

    picture = clean(out.getvalue())

    assert len(picture.data) <= 950_000
    assert max(picture.width, picture.height) <= 2560


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "picture_empty"),
        (b"%PDF-1.7 not a picture", "picture_type_unknown"),
        (
            b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
            "picture_type_unknown",
        ),
        (b"MZ\x90\x00", "picture_type_unknown"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, "picture_unreadable"),
        (b"\xff\xd8\xff\xe0" + b"junk" * 20, "picture_unreadable"),
        (b"GIF89a" + b"\xff" * 30, "picture_unreadable"),
    ],
)
def test_what_is_not_a_picture_is_refused_by_name(data: bytes, code: str) -> None:
    assert code_of(data) == code


def test_a_cut_picture_is_refused() -> None:
    data = make_picture("JPEG", size=(400, 400))

    assert code_of(data[: len(data) // 2]) == "picture_unreadable"


def test_a_file_that_is_too_heavy_is_refused_before_it_is_read() -> None:
    assert code_of(b"\x89PNG\r\n\x1a\n" + b"\x00" * MAX_BYTES) == "picture_too_large"


def test_a_bomb_of_a_hundred_million_pixels_is_refused() -> None:
    assert code_of(_png_of(10_000, 10_000)) == "picture_too_many_pixels"


def test_a_picture_that_is_also_a_page_loses_the_page() -> None:
    polyglot = make_picture("JPEG") + b"<script>alert(1)</script>"

    assert b"<script>" not in clean(polyglot).data


def test_the_same_picture_twice_is_one_asset(hugo: Person, energy: Unit, noon: datetime) -> None:
    file = NewPicture(data=make_picture(), name="C:\\photos\\mât.png", alt="Un mât", credit="HP")

    first = add_asset(file=file, unit_id=energy.pk, by=hugo, at=noon)
    second = add_asset(file=file, unit_id=energy.pk, by=hugo, at=noon)

    assert first.pk == second.pk
    assert first.original_name == "mât.png"
    assert (first.title, first.alt, first.credit) == ("mât", "Un mât", "HP")
    assert place_of(first.sha256).exists()
    assert Image.open(io.BytesIO(asset_bytes(first))).size == (64, 40)
    assert [leaf["subject"]["id"] for leaf in leaves(verb="asset.added")] == [str(first.pk)]


def test_nothing_is_kept_of_a_refused_file(hugo: Person, energy: Unit, noon: datetime) -> None:
    with pytest.raises(PictureRefusedError) as refused:
        add_asset(
            file=NewPicture(data=b"hello", name="photo.png"), unit_id=energy.pk, by=hugo, at=noon
        )

    assert "picture" in refused.value.fields
    assert not Asset.objects.exists()


def test_only_who_may_write_in_the_unit_adds_to_it(
    ines: Person, julie: Person, energy: Unit, noon: datetime
) -> None:
    file = NewPicture(data=make_picture(), name="a.png")

    with pytest.raises(UnitNotFoundError):
        add_asset(file=file, unit_id=energy.pk, by=ines, at=noon)
    with pytest.raises(RightMissingError):
        add_asset(file=file, unit_id=energy.pk, by=julie, at=noon)


def test_a_changed_file_is_not_served(hugo: Person, energy: Unit, noon: datetime) -> None:
    file = NewPicture(data=make_picture(colour="red"), name="a.png")
    asset = add_asset(file=file, unit_id=energy.pk, by=hugo, at=noon)
    place_of(asset.sha256).write_bytes(b"something else")

    with pytest.raises(DomainError):
        asset_bytes(asset)

    place_of(asset.sha256).unlink()


def test_a_picture_is_withdrawn_once(hugo: Person, energy: Unit, noon: datetime) -> None:
    file = NewPicture(data=make_picture(), name="a.png")
    asset = add_asset(file=file, unit_id=energy.pk, by=hugo, at=noon)

    withdraw_asset(asset_id=asset.pk, by=hugo, at=noon)

    with pytest.raises(AssetAlreadyWithdrawnError):
        withdraw_asset(asset_id=asset.pk, by=hugo, at=noon)


def _png_of(width: int, height: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        crc = zlib.crc32(kind + body)
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", crc)

    rows = zlib.compress((b"\x00" + b"\x00" * (width // 8)) * height, 9)
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
