"""Many tables in one step of a migration.

Django renders every related model again after each table it creates, and here nearly all models
relate to people and units: a first start spent forty seconds of processor on that.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.core.management.base import CommandError
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.recorder import MigrationRecorder

if TYPE_CHECKING:
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor
    from django.db.migrations.operations import CreateModel
    from django.db.migrations.state import ProjectState


class CreateTables(Operation):
    """Create several models, rendering the state once.

    The models may refer to one another in any order. Constraints and indexes stand in the options
    of each model: an operation after them would be applied twice.
    """

    serialization_expand_args = ["operations"]

    def __init__(self, operations: "Sequence[CreateModel]") -> None:
        """Keep the models to create, in the order of their tables."""
        self.operations = operations

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        """Return the name, no arguments, and the models by their keyword."""
        return self.__class__.__qualname__, [], {"operations": self.operations}

    def state_forwards(self, app_label: str, state: "ProjectState") -> None:
        """Add every model to the state, which renders none of them yet."""
        state.clear_delayed_apps_cache()
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: "BaseDatabaseSchemaEditor",
        from_state: "ProjectState",
        to_state: "ProjectState",
    ) -> None:
        """Create the tables, in order."""
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: "BaseDatabaseSchemaEditor",
        from_state: "ProjectState",
        to_state: "ProjectState",
    ) -> None:
        """Drop the tables, last first."""
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def references_model(self, name: str, app_label: str) -> bool:
        """Say whether one of the models is, or refers to, this one."""
        return any(one.references_model(name, app_label) for one in self.operations)

    def describe(self) -> str:
        """Say in a line what is done."""
        return f"Create {len(self.operations)} tables"


def refuse_half_way(*, using: str, **_sent: object) -> None:
    """Stop, before anything changes, where some of what a migration now stands for was applied.

    Django would leave that migration out in silence.

    Raises:
        CommandError: the areas concerned; `using` names the database.
    """
    applied = MigrationRecorder(connections[using]).applied_migrations().keys()
    replacements = MigrationLoader(connections[using]).replacements
    halves = [
        area
        for (area, _name), migration in sorted(replacements.items())
        if len({*migration.replaces} - applied) not in {0, len(migration.replaces)}
    ]
    if halves:
        raise CommandError(
            f"this database stopped half way ({', '.join(halves)}): start it once with the last "
            "version of before, then again with this one"
        )
