"""The kinds of check: one module of this folder each, found by its `KIND`.

To add a kind, write `checks/<kind>.py` with a constant `KIND`, a function `read(fields)` that
returns a `Check`, `SAYS`, the names that a message may hold in braces, and its tests. Nothing else
has to be told.
"""

import importlib
import pkgutil
from functools import cache

from gouvernail.kernel.rules.check import Check
from gouvernail.kernel.rules.fields import Fields


@cache
def kinds() -> tuple[str, ...]:
    """Return the kinds of check that exist, in alphabetical order."""
    return tuple(sorted(found.name for found in pkgutil.iter_modules(__path__)))


def says(check: Check) -> frozenset[str]:
    """Return the names that the message of a rule may hold in braces, for one check."""
    own = names_said(check.kind)
    about = getattr(check, "about", None) if check.kind == "timing" else None
    return own | says(about) if about is not None else own


def names_said(kind: str) -> frozenset[str]:
    """Return the names that messages of a kind of check may hold in braces, whatever it holds."""
    own: frozenset[str] = importlib.import_module(f"{__name__}.{kind}").SAYS
    return own


def read_check(fields: Fields) -> Check | None:
    """Read the one check written among the keys of `fields`; None, with a fault, if not one."""
    for kind in kinds():
        fields.get(kind)
    written = [kind for kind in kinds() if fields.has(kind)]
    if len(written) != 1:
        fields.fault(None, "one_check", choices=", ".join(kinds()))
        return None
    child = fields.child(written[0], required=True)
    if child is None:
        return None
    module = importlib.import_module(f"{__name__}.{written[0]}")
    check: Check = module.read(child)
    child.close()
    return check
