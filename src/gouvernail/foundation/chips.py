"""The filters in force of a list, each to be taken out of its address."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter in force: the parameter and its words.

    `value` is which one, where the parameter may stand more than once.
    """

    name: str
    label: str
    value: str | None = None
