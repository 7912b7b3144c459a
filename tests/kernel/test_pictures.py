"""Fingerprints of pictures: pure, symmetric, the same for the same pixels."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gouvernail.kernel.pictures import (
    SIDE,
    Alteration,
    fingerprint,
    likeness,
    may_be_near,
)

WHITE = (255, 255, 255)


def square(*, ink: tuple[int, int, int] = (10, 100, 130), left: int = 8, top: int = 20) -> bytes:
    """Return 64 by 64 pixels: a block of ink and a smaller one, on white."""
    pixels = bytearray(bytes(WHITE) * SIDE * SIDE)
    for x, y, wide, high in ((left, top, 30, 24), (44, 8, 12, 40)):
        for row in range(y, y + high):
            at = (row * SIDE + x) * 3
            pixels[at : at + wide * 3] = bytes(ink) * wide
    return bytes(pixels)


def test_a_picture_is_like_itself() -> None:
    one = fingerprint(square(), ratio=2.0, background=WHITE)

    same = likeness(one, one)

    assert (same.bits, same.stretch, same.colour) == (0, 0, 0)
    assert same.is_near
    assert same.alterations == (Alteration.NONE,)


@pytest.mark.parametrize(("ratio", "is_stretched"), [(2.0, False), (2.06, False), (2.12, True)])
def test_other_proportions_are_stretched(ratio: float, *, is_stretched: bool) -> None:
    one = fingerprint(square(), ratio=2.0, background=WHITE)
    other = fingerprint(square(), ratio=ratio, background=WHITE)

    assert (Alteration.STRETCHED in likeness(one, other).alterations) == is_stretched


def test_other_colours_of_the_same_shape_are_recoloured() -> None:
    one = fingerprint(square(), ratio=2.0, background=WHITE)
    other = fingerprint(square(ink=(150, 20, 60)), ratio=2.0, background=WHITE)

    how = likeness(one, other)

    assert how.is_near
    assert how.alterations == (Alteration.RECOLOURED,)


def test_another_shape_is_another_picture() -> None:
    one = fingerprint(square(), ratio=2.0, background=WHITE)
    other = fingerprint(square(left=2, top=36), ratio=2.0, background=WHITE)

    assert not likeness(one, other).is_near


def test_proportions_far_apart_are_another_picture() -> None:
    one = fingerprint(square(), ratio=1.0, background=WHITE)
    other = fingerprint(square(), ratio=2.0, background=WHITE)

    assert not likeness(one, other).is_near


def _noise(seed: int) -> bytes:
    return random.Random(seed).randbytes(SIDE * SIDE * 3)  # noqa: S311 -- the same each time


@given(st.integers(0, 2**32), st.integers(0, 2**32))
@settings(max_examples=15, deadline=None)
def test_likeness_is_symmetric(first: int, second: int) -> None:
    one, other = (fingerprint(_noise(seed), ratio=1.0, background=None) for seed in (first, second))

    assert likeness(one, other) == likeness(other, one)
    if likeness(one, other).is_near:
        assert may_be_near(one.luma, one.shape, other.luma, other.shape)


@pytest.mark.parametrize(("size", "ratio"), [(10, 1.0), (SIDE * SIDE * 3, 0.0)])
def test_what_is_no_square_of_pixels_is_refused(size: int, ratio: float) -> None:
    with pytest.raises(ValueError, match=str(size)):
        fingerprint(bytes(size), ratio=ratio, background=None)
