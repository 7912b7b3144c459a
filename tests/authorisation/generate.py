"""Write the rows that are missing, with the answers as observed, for a person to read.

    python -m tests.authorisation.generate            prints them
    python -m tests.authorisation.generate --write    adds them to the tables, drops dead rows
    python -m tests.authorisation.generate people     asks about one area, or several

A row that exists is never changed: delete it first, so that the difference is read.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

import django
from django.test.runner import DiscoverRunner


@contextmanager
def empty_site() -> Iterator[None]:
    """Open a database that is thrown away."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gouvernail.project.settings.test")
    django.setup()
    runner = DiscoverRunner(verbosity=0, interactive=False)
    runner.setup_test_environment(debug=False)
    made = runner.setup_databases()
    try:
        yield
    finally:
        runner.teardown_databases(made)


if __name__ == "__main__":
    with empty_site():
        import_module("tests.authorisation.writing").main(
            keep="--write" in sys.argv,
            only=frozenset(one for one in sys.argv[1:] if not one.startswith("--")),
        )
