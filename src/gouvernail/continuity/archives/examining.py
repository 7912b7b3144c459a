"""The program a drill starts in the scratch home, on the restored database.

    python -m gouvernail.continuity.archives.examining FOLDER

FOLDER holds the unpacked backup, `manifest.json` and `known.json` (what the living site knows of
its log). Prints one JSON list of checks; nothing of the living site is opened but, if it may, the
vault's private key.
"""

import json
import sys
from dataclasses import asdict
from importlib import import_module
from pathlib import Path

import django


def main(arguments: list[str]) -> int:
    """Examine the restored site of this process's home."""
    django.setup()
    examination = import_module("gouvernail.continuity.archives.examination")  # needs the setup
    checks = examination.examine(Path(arguments[0]))
    print(json.dumps([asdict(check) for check in checks]))  # noqa: T201 - a program's output
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
