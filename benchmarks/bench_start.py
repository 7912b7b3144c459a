"""From a bare clone to the first page: `git clone`, `make demo`, until the sign-in page answers.

With empty caches of packages, so that it includes downloading them; then again in the same clone.
"""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final
from urllib.request import urlopen

ROOT: Final = Path(__file__).resolve().parents[1]
PATIENCE_SECONDS: Final = 300
TARGETS: Final = {"clone, packages, migration, demo, first page": 60.0, "again, set up": 10.0}


def main() -> int:
    """Measure both starts and print the table."""
    with tempfile.TemporaryDirectory(prefix="gouvernail-start-") as folder:
        clone = Path(folder) / "gouvernail"
        environment = {
            **{name: value for name, value in os.environ.items() if "GOUVERNAIL" not in name},
            "UV_CACHE_DIR": f"{folder}/cache",
            "UV_LINK_MODE": "copy",
        }
        started = time.monotonic()
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        cloned = time.monotonic() - started
        first = cloned + seconds_to_first_page(clone, environment)
        second = seconds_to_first_page(clone, environment)
    print("| start | s | target | |\n|---|---:|---:|---|")
    measured = dict(zip(TARGETS, (first, second), strict=True))
    for name, seconds in measured.items():
        verdict = "ok" if seconds <= TARGETS[name] else "**missed**"
        print(f"| {name} | {seconds:.1f} | {TARGETS[name]:.0f} | {verdict} |")
    return 1 if any(seconds > TARGETS[name] for name, seconds in measured.items()) else 0


def seconds_to_first_page(clone: Path, environment: dict[str, str]) -> float:
    """Start the demo, wait for its sign-in page, stop it; return the seconds until the page."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    started = time.monotonic()
    site = subprocess.Popen(
        ["make", "demo", f"PORT={port}"],
        cwd=clone,
        env=environment,
        stdout=sys.stderr,
        start_new_session=True,
    )
    try:
        while not answers(f"http://127.0.0.1:{port}/account/login/"):
            if site.poll() is not None or time.monotonic() - started > PATIENCE_SECONDS:
                raise SystemExit(2)
            time.sleep(0.1)
        return time.monotonic() - started
    finally:
        os.killpg(site.pid, signal.SIGTERM)
        site.wait(timeout=30)


def answers(url: str) -> bool:
    """Return whether a page comes."""
    try:
        with urlopen(url, timeout=5) as page:
            return bool(page.status == 200)
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(main())
