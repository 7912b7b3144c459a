"""How much each part of a reply counts when replies are ranked for a message."""

from typing import Final

from gouvernail.kernel.ranking import Field, Settings

WEIGHTS: Final = Settings(
    fields={
        "title": Field(weight=2.0, length=0.5),
        "when": Field(weight=1.0, length=0.5),
        "asked": Field(weight=1.0, length=0.5),
        "short": Field(weight=0.5, length=0.5),
        "long": Field(weight=0.25, length=0.5),
    }
)

HERE: Final = 1.05
"""A reply of the account's own unit before the same words of a unit above."""
TOPIC: Final = 1.25
"""A reply about the topic of the message."""
ELSEWHERE: Final = 0.6
"""A reply about other topics only."""
