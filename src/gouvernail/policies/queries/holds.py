"""What must be done before a version goes to approval, as areas above this one say it.

An area above asks about what it keeps beside a version (remarks that wait for an answer) without
this one knowing it: when Django starts, its `apps.py` hands a function to `hold_while`.
"""

from collections.abc import Callable
from typing import Final

from gouvernail.policies.models import PolicyVersion

Hold = Callable[[PolicyVersion], list[str]]
_HOLDS: Final[dict[str, Hold]] = {}


def hold_while(name: str, hold: Hold) -> None:
    """Ask `hold` before each submission. `name` is of the area: said twice, it counts once.

    `hold(version)` returns a sentence for each thing to do first, in the reader's language.
    """
    _HOLDS[name] = hold


def holds_of(version: PolicyVersion) -> list[str]:
    """Return what must be done before `version` is submitted; what each hold costs, no more."""
    return [sentence for name in sorted(_HOLDS) for sentence in _HOLDS[name](version)]
