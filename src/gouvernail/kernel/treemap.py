"""Cutting a rectangle into areas that keep their proportions, as square as they come."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, in whatever unit the whole was given."""

    x: float
    y: float
    width: float
    height: float


def squarified(weights: Sequence[float], whole: Box) -> list[Box]:
    """Return one box for each weight, in the order given; their areas are as the weights.

    Bruls, Huizing and van Wijk (2000): rows are filled along the shorter side as long as the worst
    proportion of the row gets better. Weights are positive; the heavier should come first.
    """
    total = sum(weights)
    if not total:
        return []
    areas = [weight * whole.width * whole.height / total for weight in weights]
    boxes: list[Box] = []
    row: list[float] = []
    left = whole
    for area in areas:
        side = min(left.width, left.height)
        if row and _worst(row, side) < _worst([*row, area], side):
            placed, left = _laid(row, left)
            boxes += placed
            row = []
        row.append(area)
    return boxes + _laid(row, left)[0]


def _worst(row: Sequence[float], side: float) -> float:
    """Return the worst proportion of a row of areas along `side`: 1 is a square."""
    total = sum(row)
    if not side or not total:
        return float("inf")
    depth = total / side
    return max(max(depth * depth / area, area / (depth * depth)) for area in row)


def _laid(row: Sequence[float], left: Box) -> tuple[list[Box], Box]:
    """Return a row laid along the shorter side, and what is left of the rectangle."""
    total = sum(row)
    if left.width >= left.height:
        depth = total / left.height if left.height else 0
        y, boxes = left.y, []
        for area in row:
            height = area / depth if depth else 0
            boxes.append(Box(left.x, y, depth, height))
            y += height
        return boxes, Box(left.x + depth, left.y, left.width - depth, left.height)
    depth = total / left.width if left.width else 0
    x, boxes = left.x, []
    for area in row:
        width = area / depth if depth else 0
        boxes.append(Box(x, left.y, width, depth))
        x += width
    return boxes, Box(left.x, left.y + depth, left.width, left.height - depth)
