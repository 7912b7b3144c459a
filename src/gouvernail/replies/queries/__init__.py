"""What is asked of the library of replies."""

from gouvernail.replies.queries.filling import (
    Filled,
    fill,
    filled,
    missing,
    text_for,
    variable_labels,
)
from gouvernail.replies.queries.suggesting import Suggested, suggestions

__all__ = [
    "Filled",
    "Suggested",
    "fill",
    "filled",
    "missing",
    "suggestions",
    "text_for",
    "variable_labels",
]
