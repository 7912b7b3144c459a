"""`gouvernail rules import-vale`: styles and lists of words kept elsewhere, as a pack."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from gouvernail.cli.posts import InputError, read_source

if TYPE_CHECKING:
    from gouvernail.kernel.rules.vale import Imported

KEPT, REFUSED, MISUSED = 0, 1, 2
READ = (".yml", ".csv", ".txt")


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to `gouvernail rules`."""
    parser = commands.add_parser(
        "import-vale",
        help="make a pack of Vale styles, or of CSV lists of words",
        description="Writes the pack, and each rule that cannot be kept with its place and the "
        "reason. Exit code 0 when all were kept, 1 when some were not, 2 when nothing was read.",
    )
    parser.add_argument("folder", metavar="DIR", help="a folder of styles, or one file")
    parser.add_argument("--pack", default="vale", metavar="NAME", help="identifier of the pack")
    parser.add_argument(
        "--clause", default="charter#9.4", help="the clause that its rules carry out"
    )
    parser.add_argument("--out", metavar="FILE", help="where to write it (standard output)")
    parser.add_argument("--json", action="store_true", help="what became of each rule, as JSON")
    parser.set_defaults(run=run_import)


def run_import(given: argparse.Namespace) -> int:
    """Read the styles, write the pack, and tell what is not in it."""
    from gouvernail.kernel.rules.vale import import_styles

    try:
        files = _files(Path(given.folder))
    except InputError as error:
        sys.stderr.write(f"{error}\n")
        return MISUSED
    found = import_styles(files, pack=given.pack, clause=given.clause)
    if given.out and found.source:
        Path(given.out).write_text(found.source, encoding="utf-8")
    elif not given.json:
        sys.stdout.write(found.source)
    _tell(found, as_json=given.json)
    return REFUSED if found.refused else KEPT


def _files(folder: Path) -> dict[str, str]:
    paths = [folder] if folder.is_file() else sorted(folder.rglob("*"))
    root = folder.parent if folder.is_file() else folder
    found = {
        path.relative_to(root).as_posix(): read_source(str(path))
        for path in paths
        if path.suffix in READ and path.is_file()
    }
    if not found:
        raise InputError(f"{folder}: no style, list or vocabulary in it")
    return found


def _tell(found: "Imported", *, as_json: bool) -> None:
    told = (("refused", found.refused), ("dropped", found.dropped))
    if as_json:
        rows = {
            name: [
                {
                    "file": each.file,
                    "line": each.line,
                    "column": each.column,
                    "code": each.code,
                    "message": dict(each.message),
                }
                for each in problems
            ]
            for name, problems in told
        }
        print(json.dumps({"rules": found.rules, **rows}, ensure_ascii=False))
        return
    for _name, problems in told:
        for each in problems:
            sys.stderr.write(f"{each}\n")
    sys.stderr.write(f"{len(found.rules)} rules, {len(found.refused)} faults\n")
