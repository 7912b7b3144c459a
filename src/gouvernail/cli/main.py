"""The `gouvernail` command: finds its subcommands and runs one.

A module of this package that exposes `register(subparsers)` adds its subcommands there, each with
`set_defaults(run=...)`; `run(arguments)` returns the exit code. What they share lies in packages
below this one, which are not searched. Modules import nothing heavy at the top, so that kernel
commands (`rules`, `text`) start in a fraction of a second and need neither Django nor a database.
A command that needs them is wrapped in `with_django`.
"""

import argparse
import functools
import importlib
import json
import os
import pkgutil
import sys
from collections.abc import Callable, Mapping
from contextlib import nullcontext

from gouvernail import __version__, cli

Run = Callable[[argparse.Namespace], int]

OK = 0
FAILED = 1  # the command worked and its answer is no: findings, refusals, rows rejected
MISUSED = 2  # the command line itself is wrong (argparse's own code)
SETTINGS = "gouvernail.project.settings.production"


def main(arguments: list[str] | None = None) -> int:
    """Run one subcommand and return its exit code."""
    parser = make_parser()
    try:
        given = parser.parse_args(arguments)
        run: Run | None = getattr(given, "run", None)
        if run is None:
            parser.print_help()
            return MISUSED
        return run(given)
    except BrokenPipeError:  # the reader of the pipe left: `gouvernail accounts list | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except KeyboardInterrupt:
        return 130


def make_parser() -> argparse.ArgumentParser:
    """Return the parser with every subcommand of this package."""
    parser = argparse.ArgumentParser(
        prog="gouvernail", description="The helm of an organisation’s social media."
    )
    parser.add_argument("--version", action="version", version=f"gouvernail {__version__}")
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND")
    for module in sorted(pkgutil.iter_modules(cli.__path__), key=lambda each: each.name):
        if module.ispkg or module.name == "main":
            continue
        register = getattr(
            importlib.import_module(f"{cli.__name__}.{module.name}"), "register", None
        )
        if register is not None:
            register(subparsers)
    return parser


def with_django(run: Run, *, at_terminal: bool = True) -> Run:
    """Return `run` with Django set up first, and refusals of the product turned into exit code 1.

    `at_terminal` commands speak the language of whoever typed them (`terminal_language`), or the
    one they ask for (`spoken`); the long-lived processes keep that of the site.

    A refusal is printed on standard error as `code: message`, or on standard output as a JSON
    object (`error`, `message`, `fields`) when the command was asked for `--json`. So is a database
    that has no tables yet, or that does not answer, and a file that cannot be read or written.
    """

    @functools.wraps(run)
    def prepared(given: argparse.Namespace) -> int:
        set_up_django()
        from django.db import OperationalError, ProgrammingError
        from django.utils import translation

        from gouvernail.foundation.errors import DomainError

        typed = at_terminal and not getattr(given, "scheduled", False)
        asked = getattr(given, "spoken", "")
        language = asked or (terminal_language(os.environ) if typed else "")
        try:
            with translation.override(language) if language else nullcontext():
                return run(given)
        except DomainError as error:
            return _refused(given, error.code, error.message, error.fields)
        except (OperationalError, ProgrammingError) as error:
            if not at_terminal or not (told := _unready(error)):
                raise
            return _refused(given, *told, {})
        except OSError as error:
            if not at_terminal or error.filename is None:
                raise
            return _refused(given, "file_unusable", f"{error.filename}: {error.strerror}", {})

    return prepared


def _refused(given: argparse.Namespace, code: str, message: str, fields: Mapping[str, str]) -> int:
    if getattr(given, "json", False):
        told = {"error": code, "message": message, "fields": fields}
        print(json.dumps(told, ensure_ascii=False))
    else:
        print(f"{code}: {message}", file=sys.stderr)
        for name, text in fields.items():
            if text not in message:
                print(f"  {name}: {text}", file=sys.stderr)
    return FAILED


def _unready(error: Exception) -> tuple[str, str] | None:
    """Return what to say of a database that cannot serve the command; None for a fault of ours."""
    from django.db import DatabaseError, connection

    try:
        tables = connection.introspection.table_names()
    except DatabaseError:
        return "database_away", f"the database does not answer: {str(error).splitlines()[0]}"
    if "people_person" in tables:
        return None
    return "site_not_prepared", "this home has no site yet: run `gouvernail prepare`"


def terminal_language(environment: Mapping[str, str]) -> str:
    """Return the language of the terminal among ours; empty for that of the site.

    That of the site is French unless `GOUVERNAIL_LANGUAGE` says another, and then it counts before
    the terminal’s. A terminal in a language that is not among ours is answered in English; `C`
    names none.
    """
    if environment.get("GOUVERNAIL_LANGUAGE"):
        return ""
    names = (environment.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    code = next(filter(None, names), "").partition(".")[0].partition("@")[0]
    if code in {"", "C", "POSIX"}:
        return ""
    return {"fr_CA": "fr-ca"}.get(code) or ("fr" if code.partition("_")[0] == "fr" else "en")


def set_up_django() -> None:
    """Configure Django from `DJANGO_SETTINGS_MODULE`, the production settings by default."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    import django

    django.setup()


if __name__ == "__main__":
    sys.exit(main())
