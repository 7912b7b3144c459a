"""Read one policy file into clauses, in a process with tight limits.

Reads one line of JSON on standard input (`name`), then the bytes of the file, and writes one line
of JSON on standard output. Run as `python -I reading_worker.py FOLDER`, the folder the package is
in; it needs no setting, no database and no key, and writes nothing. Nothing else imports this.
"""

import json
import resource
import sys
from typing import Any, Final

MEMORY_BYTES: Final = 1_000_000_000
CPU_SECONDS: Final = 50
FILES: Final = 24  # its streams, a module read late


def confine() -> None:
    """Give up memory and time beyond what a file needs, and every new file and process."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (FILES, FILES))


def main() -> None:
    """Answer for one file."""
    from gouvernail.kernel import policies  # noqa: PLC0415 - found by then
    from gouvernail.kernel.policies.linting import examined  # noqa: PLC0415 - likewise

    asked = json.loads(sys.stdin.buffer.readline())
    content = sys.stdin.buffer.read()
    confine()
    try:
        told = _told(policies, examined, asked["name"], content)
    except policies.ReadingError as error:
        told = {"problem": error.code, "message": dict(error.message)}
    except MemoryError:
        told = {"problem": "too_slow"}
    sys.stdout.write(json.dumps(told) + "\n")


def _told(policies: Any, examined: Any, name: str, content: bytes) -> dict[str, Any]:  # noqa: ANN401 - modules
    read = policies.recognise(policies.read_file(name, content))
    return {
        "name": name,
        "title": read.title,
        "summary": read.summary,
        "language": examined(read).language,
        "clauses": [
            {"anchor": one.anchor, "title": one.title, "text": one.text} for one in read.clauses
        ],
        "warnings": [{"code": one.code, "message": dict(one.message)} for one in read.warnings],
    }


if __name__ == "__main__":
    sys.path.insert(0, sys.argv[1])
    main()
