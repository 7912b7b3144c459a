"""Examinations that need no Django: Python, the home, its disk, the clock, the files delivered."""

import hashlib
import json
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from gouvernail.cli.examinations import users
from gouvernail.cli.examinations.finding import Finding
from gouvernail.foundation.modes import is_shared

PACKAGE = Path(__file__).resolve().parents[2]
CHECKOUT = PACKAGE.parents[1]
SUPPORTED = ((3, 11), (3, 12), (3, 13))
LEAST_FREE_BYTES = 500_000_000
LOW_FREE_BYTES = 2_000_000_000


def examine() -> Iterator[Finding]:
    """Yield what each examination finds."""
    home = Path(os.environ.get("GOUVERNAIL_HOME", "var")).resolve()
    yield python()
    yield from home_folder(home)
    yield from users.examine(home)
    yield translations()
    yield from vendored(CHECKOUT / "tools" / "vendor" / "VENDOR.json")
    if name := os.environ.get("GOUVERNAIL_CLOCK_FILE"):
        yield Finding.warning(
            "clock", f"moved by {name}", "unset GOUVERNAIL_CLOCK_FILE except in tests and drills"
        )


def python() -> Finding:
    """Say whether this Python is recent enough."""
    version = ".".join(str(part) for part in sys.version_info[:3])
    if sys.version_info[:2] not in SUPPORTED:
        return Finding.warning(
            "python", f"{version} is not one we test with", "use Python 3.11 to 3.13, `make setup`"
        )
    return Finding.ok("python", version)


def home_folder(home: Path) -> Iterator[Finding]:
    """Say whether the home can be written and has room."""
    there = next(folder for folder in (home, *home.parents) if folder.exists())
    if not os.access(there, os.W_OK) and not (is_shared(there) and os.access(there, os.X_OK)):
        yield Finding.broken(
            "home",
            f"{home} cannot be written",
            f"chown it to uid {os.geteuid()}, or set GOUVERNAIL_HOME to a folder of yours",
        )
        return
    yield Finding.ok("home", f"{home}" if there == home else f"{home} (to be made)")
    free = shutil.disk_usage(there).free
    said = f"{free / 1e9:.1f} GB free"
    if free < LEAST_FREE_BYTES:
        yield Finding.broken("disk", said, "make room: writing will fail soon")
    elif free < LOW_FREE_BYTES:
        yield Finding.warning("disk", said, "make room")
    else:
        yield Finding.ok("disk", said)


def translations() -> Finding:
    """Say whether the compiled translations are those of the code."""
    stale = [
        source
        for source in PACKAGE.glob("**/locale/*/LC_MESSAGES/*.po")
        if not (compiled := source.with_suffix(".mo")).exists()
        or compiled.stat().st_mtime < source.stat().st_mtime
    ]
    if stale:
        return Finding.broken(
            "translations",
            f"{len(stale)} not compiled: pages show English to French readers",
            "gouvernail prepare",
        )
    return Finding.ok("translations", "compiled")


def vendored(manifest: Path) -> Iterator[Finding]:
    """Say whether the delivered libraries of the browser are those whose sums were noted."""
    if not manifest.exists():  # an installed package: pip checked the sums
        return
    libraries = json.loads(manifest.read_text(encoding="utf-8"))
    files = [file for library in libraries for file in library["files"]]
    wrong = [
        file["path"]
        for file in files
        if not (path := CHECKOUT / file["path"]).exists()
        or hashlib.sha256(path.read_bytes()).hexdigest() != file["sha256"]
    ]
    if wrong:
        yield Finding.broken(
            "browser libraries", f"changed or missing: {', '.join(wrong)}", "git checkout them"
        )
    else:
        yield Finding.ok("browser libraries", f"{len(files)} files as delivered")
