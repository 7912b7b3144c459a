"""Cutting a rectangle: nothing lost, nothing covered twice, nothing thin without need."""

import random

import pytest

from gouvernail.kernel.treemap import Box, squarified

WHOLE = Box(0, 0, 600, 300)


def test_the_example_of_the_paper() -> None:
    boxes = squarified([6, 6, 4, 3, 2, 2, 1], Box(0, 0, 6, 4))

    assert (boxes[0], boxes[1]) == (Box(0, 0, 3, 2), Box(0, 2, 3, 2))
    assert round(boxes[2].width * boxes[2].height, 6) == 4


@pytest.mark.parametrize("number", [0, 1, 2, 7, 60])
def test_areas_are_as_the_weights_and_stay_inside(number: int) -> None:
    chance = random.Random(number)  # noqa: S311 - the same weights each time
    weights = sorted((chance.randint(1, 5000) for _ in range(number)), reverse=True)

    boxes = squarified(weights, WHOLE)

    assert len(boxes) == len(weights)
    for weight, box in zip(weights, boxes, strict=True):
        area = weight * 600 * 300 / sum(weights)
        assert abs(box.width * box.height - area) < 1e-6 * area + 1e-6
        assert box.x >= -1e-6
        assert box.y >= -1e-6
        assert box.x + box.width <= 600 + 1e-6
        assert box.y + box.height <= 300 + 1e-6
