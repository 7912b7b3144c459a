"""What was published, when and where."""

from gouvernail.records.queries.archive import (
    EXPORT_HEADER,
    Asked,
    export_lines,
    export_rows,
    last_published,
    records_asked,
    records_of_account,
    records_of_delivery,
    with_fates,
)
from gouvernail.records.queries.keys import publication_key
from gouvernail.records.queries.retention import (
    classes_by_source,
    classes_with_counts,
    retention_classes,
)
from gouvernail.records.queries.words import (
    holding,
    holding_any,
    postings,
    records_with,
    words_of,
)

__all__ = [
    "EXPORT_HEADER",
    "Asked",
    "classes_by_source",
    "classes_with_counts",
    "export_lines",
    "export_rows",
    "holding",
    "holding_any",
    "last_published",
    "postings",
    "publication_key",
    "records_asked",
    "records_of_account",
    "records_of_delivery",
    "records_with",
    "retention_classes",
    "with_fates",
    "words_of",
]
