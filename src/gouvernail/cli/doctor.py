"""`gouvernail doctor`: what is wrong with an installation, and how to mend it.

Runs even when the site cannot: each examination that cannot be made says why. The exit code is 1 if
anything is broken; warnings alone leave it 0.
"""

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict

from gouvernail.cli.examinations.finding import Finding, Level
from gouvernail.cli.main import FAILED, OK, set_up_django

MARKS = {Level.OK: "ok  ", Level.WARNING: "warn", Level.BROKEN: "FAIL"}


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `doctor`."""
    parser = subparsers.add_parser("doctor", help="say what is wrong with this installation")
    parser.add_argument("--json", action="store_true", help="print the findings as JSON")
    parser.set_defaults(run=examine)


def examine(given: argparse.Namespace) -> int:
    """Run every examination and print what was found."""
    findings = list(all_findings())
    broken = [each for each in findings if each.level == Level.BROKEN]
    if given.json:
        print(json.dumps({"ok": not broken, "findings": [asdict(each) for each in findings]}))
    else:
        for each in findings:
            print(f"{MARKS[each.level]}  {each.subject}: {each.said}")
            if each.mend:
                print(f"      mend: {each.mend}")
        warned = sum(each.level == Level.WARNING for each in findings)
        print(f"\n{len(findings)} examined, {len(broken)} broken, {warned} to look at")
    return FAILED if broken else OK


def all_findings() -> Iterator[Finding]:
    """Yield what each examination finds; those that need Django only once it could be set up."""
    from gouvernail.cli.examinations import machine

    yield from machine.examine()
    try:
        set_up_django()
    except (ImportError, OSError, ValueError, RuntimeError) as error:
        yield Finding.broken("settings", str(error), "correct the environment variable it names")
        return
    except Exception as error:  # noqa: BLE001 - Django raises many kinds here; the doctor must speak
        yield Finding.broken(
            "settings", f"{type(error).__name__}: {error}", "see the settings page"
        )
        return
    from gouvernail.cli.examinations import site, storage

    yield from storage.examine()
    yield from site.examine()
