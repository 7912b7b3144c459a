"""Measure, and write what each benchmark prints to benchmarks/results/<name>.md.

    python benchmarks/run.py           every benchmark of this folder, one after the other
    python benchmarks/run.py rules     one of them

With `SCALE=full` before it, the table goes to `<name>-full.md`.

A benchmark is a program `bench_<name>.py` that prints a Markdown table of figures, targets and
verdicts, and exits 1 if it misses a target. Ratios are to floors timed in the same run: absolute
times hold for one machine only.
"""

import os
import platform
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

from gouvernail import __version__

FOLDER: Final = Path(__file__).resolve().parent
RESULTS: Final = FOLDER / "results"


def main(names: list[str]) -> int:
    """Run the named benchmarks, or all, and return 1 if any missed its target."""
    programs = sorted(FOLDER.glob("bench_*.py"))
    known = {path.stem.removeprefix("bench_"): path for path in programs}
    if unknown := set(names) - set(known):
        print(f"no such benchmark: {', '.join(sorted(unknown))}; there are {', '.join(known)}")
        return 2
    RESULTS.mkdir(exist_ok=True)
    missed = [name for name in names or known if measure(name, known[name])]
    print(f"\n{len(names or known)} measured, missed: {', '.join(missed) or 'none'}")
    return 1 if missed else 0


def measure(name: str, program: Path) -> int:
    """Run one benchmark, keep what it printed, and return its exit code."""
    print(f"\n=== {name} ===", flush=True)
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, str(program)],
        cwd=FOLDER.parent,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    seconds = time.monotonic() - started
    print(done.stdout, flush=True)
    if done.returncode in {0, 1} and done.stdout.strip():
        scale = os.environ.get("SCALE", "")
        name, said = (f"{name}-{scale}", f"SCALE={scale} ") if scale else (name, "")
        heading = f"# {name}\n\n`{said}python benchmarks/{program.name}`, version {__version__}, "
        machine = f"Python {platform.python_version()} on {platform.machine()}, "
        page = f"{heading}{machine}{seconds:.0f} s.\n\n{done.stdout.strip()}\n"
        (RESULTS / f"{name}.md").write_text(page, encoding="utf-8")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
