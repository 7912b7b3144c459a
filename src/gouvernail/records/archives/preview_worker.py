"""Look into one archive of history, in a process with tight limits.

Reads one line of JSON on standard input (`path`, `form`, `options`, `entries`) and writes one on
standard output: the form when none was given, else the beginning of what the archive holds. Run as
`python -I preview_worker.py FOLDER`, the folder the package is in; it needs no setting, no database
and no key, and writes nothing. Nothing else imports this.
"""

import json
import resource
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

MEMORY_BYTES: Final = 1_000_000_000
CPU_SECONDS: Final = 50
FILES: Final = 24  # its streams, the archive several times over, a module read late


def confine() -> None:
    """Give up memory and time beyond what a look needs, and every new file and process."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (FILES, FILES))


def main() -> None:
    """Answer for one archive."""
    from gouvernail.records import archives  # noqa: PLC0415 - found by then

    asked = json.loads(sys.stdin.buffer.readline())
    confine()
    try:
        told = _told(archives, asked)
    except archives.ArchiveProblemError as error:
        told = {"problem": error.code}
    except archives.ODD:
        told = {"problem": "unreadable"}
    except MemoryError:
        told = {"problem": "too_slow"}
    sys.stdout.write(json.dumps(told) + "\n")


def _told(archives: Any, asked: dict[str, Any]) -> dict[str, Any]:  # noqa: ANN401 - a module
    path = Path(asked["path"])
    if not asked["form"]:
        return {"form": archives.form_of(path)}
    options = archives.Options.of(asked["options"])
    found, bad, problem = archives.sample_of(path, asked["form"], options, entries=asked["entries"])
    return {
        "entries": [
            {
                **asdict(entry),
                "published_at": entry.published_at.isoformat(),
                "media": [dict(each) for each in entry.media],
            }
            for entry in found
        ],
        "bad": [asdict(each) for each in bad],
        "problem": problem,
        "header": archives.header_of(path, asked["form"]),
    }


if __name__ == "__main__":
    sys.path.insert(0, sys.argv[1])
    main()
