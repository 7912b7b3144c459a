"""What the columns of a row can take: asked before the database, which one engine lets pass."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db.models import Model


def faults_of(row: Model, *, leave: Collection[str] = ()) -> dict[str, str]:
    """Return what no column takes, by name of field: too long, no such choice.

    Relations are not asked, nor the fields in `leave`. No query.
    """
    relations = {field.name for field in row._meta.concrete_fields if field.is_relation}
    try:
        row.clean_fields(exclude=relations | set(leave))
    except ValidationError as error:
        return {name: said[0] for name, said in error.message_dict.items()}
    return {}
