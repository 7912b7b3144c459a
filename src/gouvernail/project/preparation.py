"""What a site needs before its processes start; run as a program of its own, then gone.

    python -m gouvernail.project.preparation [SITE]

Compiles the translations, migrates the database, collects static files where the settings ask for
it, and with a SITE loads that invented organisation into an empty database.
"""

import importlib
import sys
import time
from pathlib import Path

import django
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection

from gouvernail.foundation.modes import close_database
from gouvernail.project.catalogues import compile_catalogues

CHECKOUT = Path(__file__).resolve().parents[3]


def main(arguments: list[str]) -> int:
    """Prepare the site that the environment describes."""
    compile_catalogues()
    django.setup()
    Path(settings.STATIC_ROOT).mkdir(mode=0o700, exist_ok=True)
    if connection.vendor == "sqlite":
        keep_from_others(Path(str(connection.settings_dict["NAME"])))
    call_command("migrate", interactive=False, verbosity=0)
    storage = settings.STORAGES["staticfiles"]["BACKEND"]
    if storage.endswith("ManifestStaticFilesStorage"):
        call_command("collectstatic", interactive=False, verbosity=0)
    for site in arguments:
        load_demo(site)
    return 0


def keep_from_others(database: Path) -> None:
    """Let only the processes of this site read the database, from its first byte on."""
    database.touch(mode=0o600)
    close_database(database)


def load_demo(site: str) -> None:
    """Load an invented organisation, unless somebody is there already."""
    if get_user_model().objects.exists():
        return
    if str(CHECKOUT) not in sys.path:
        sys.path.insert(0, str(CHECKOUT))
    say(f"inventing the organisation {site}: people, accounts, drafts, a journal")
    started = time.monotonic()
    importlib.import_module("demo").load(site)
    say(f"done in {time.monotonic() - started:.1f} s")


def say(line: str) -> None:
    """Print one line, as the supervisor does."""
    print(f"start  | {line}", flush=True)  # noqa: T201 - a program's output


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
