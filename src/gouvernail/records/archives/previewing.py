"""Have an archive looked into by the confined worker, and believe only what comes back whole.

What people send is never opened in the process that answers pages: one hostile or huge file costs
a process of its own, not the site.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import gouvernail
from gouvernail.records.archives.entries import ArchiveProblemError, Bad, Entry, Options

SECONDS: Final = 60
_WORKER: Final = Path(__file__).with_name("preview_worker.py")
_PACKAGE: Final = Path(gouvernail.__file__).parents[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """The beginning of an archive: publications, what was not understood, columns of a table.

    `problem` is the code of an `ArchiveProblemError`, or empty.
    """

    entries: tuple[Entry, ...] = ()
    bad: tuple[Bad, ...] = ()
    problem: str = ""
    header: tuple[str, ...] = ()


def recognised(path: Path) -> str:
    """Return which archive a file is: one of `FORMS`. Some tenths of a second and more.

    Raises:
        ArchiveProblemError: none that is known, a broken one, or one that asks for too much work.
    """
    told = _asked(path, form="", options=Options(), entries=0)
    if told.get("problem"):
        raise ArchiveProblemError(str(told["problem"]))
    return str(told["form"])


def sampled(path: Path, form: str, options: Options, *, entries: int) -> Sample:
    """Return the beginning of an archive; what stopped the look is its `problem`.

    Some tenths of a second and more; never call it inside a transaction.
    """
    try:
        told = _asked(path, form=form, options=options, entries=entries)
        return Sample(
            entries=tuple(_entry(each) for each in told.get("entries", ())),
            bad=tuple(Bad(**each) for each in told.get("bad", ())),
            problem=str(told.get("problem", "")),
            header=tuple(map(str, told.get("header", ()))),
        )
    except ArchiveProblemError as error:
        return Sample(problem=error.code)
    except (TypeError, ValueError, KeyError):
        return Sample(problem="unreadable")


def _entry(told: dict[str, Any]) -> Entry:
    at = datetime.fromisoformat(told["published_at"])
    return Entry(**{**told, "published_at": at, "media": tuple(told["media"])})


def _asked(path: Path, *, form: str, options: Options, entries: int) -> dict[str, Any]:
    asked = {"path": str(path), "form": form, "options": options.plain(), "entries": entries}
    try:
        done = subprocess.run(  # noqa: S603 -- our own program, no shell, a fixed argument
            [sys.executable, "-I", str(_WORKER), str(_PACKAGE)],
            input=json.dumps(asked).encode() + b"\n",
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env={},  # no setting and no key of this process
        )
    except subprocess.TimeoutExpired as error:
        raise ArchiveProblemError("too_slow") from error
    if done.returncode != 0 or not done.stdout:  # a signal: the limits of the process struck
        raise ArchiveProblemError("too_slow" if done.returncode < 0 else "unreadable")
    told: dict[str, Any] = json.loads(done.stdout)
    return told
