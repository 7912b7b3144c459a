"""The listening query language: read, explained, compiled, matched. Pure.

The language is specified in `docs/reference/query-language.md`.
"""

from gouvernail.kernel.queries.anchors import Frequencies
from gouvernail.kernel.queries.matching import COSTLY_SHARE, Cost, Matcher, cost
from gouvernail.kernel.queries.naive import holds
from gouvernail.kernel.queries.nodes import HAS
from gouvernail.kernel.queries.parsing import Query, parse
from gouvernail.kernel.queries.parts import PartError, Parts, from_parts, to_parts
from gouvernail.kernel.queries.prepared import Document, Prepared, prepare
from gouvernail.kernel.queries.problems import QueryError
from gouvernail.kernel.queries.spelling import spell

__all__ = [
    "COSTLY_SHARE",
    "HAS",
    "Cost",
    "Document",
    "Frequencies",
    "Matcher",
    "PartError",
    "Parts",
    "Prepared",
    "Query",
    "QueryError",
    "cost",
    "from_parts",
    "holds",
    "parse",
    "prepare",
    "spell",
    "to_parts",
]
