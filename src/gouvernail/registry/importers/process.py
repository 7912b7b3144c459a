"""Reading a file in a process of its own, from the process that was asked."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

from gouvernail.registry.importers.tables import MAX_FILE_BYTES, FileProblemError, Workbook

TIMEOUT_SECONDS: Final = 60
READER: Final = "gouvernail.registry.importers.reading"
_KEPT: Final = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "VIRTUAL_ENV")


def read_file(data: bytes, name: str) -> Workbook:
    """Return what a file holds, its secrets left out already.

    The reader inherits nothing of this process: no setting, no key, no database.

    Raises:
        FileProblemError: the file cannot be taken in; the code says why.
    """
    if len(data) > MAX_FILE_BYTES:
        raise FileProblemError("too_large")
    source = Path(__file__).resolve().parents[3]
    environment = {key: os.environ[key] for key in _KEPT if key in os.environ}
    try:
        done = subprocess.run(  # noqa: S603 - our own module, the name as one argument
            [sys.executable, "-s", "-m", READER, Path(name).name[:200]],
            input=data,
            capture_output=True,
            timeout=TIMEOUT_SECONDS,
            check=False,
            env=environment | {"PYTHONPATH": str(source), "PYTHONDONTWRITEBYTECODE": "1"},
        )
    except subprocess.TimeoutExpired:
        raise FileProblemError("too_slow") from None
    head, _end, rest = done.stdout.partition(b"\n")
    try:
        answer = json.loads(head)
    except ValueError:  # a signal: the limits of the process struck
        raise FileProblemError("too_slow" if done.returncode < 0 else "too_large_inside") from None
    if "problem" in answer:
        raise FileProblemError(answer["problem"], answer.get("detail", ""))
    return Workbook.load(rest.splitlines())
