"""Many hostile files through one of our confined processes, each in a process of its own.

The program is imported once and forked for each file: what is measured is the program as it runs
for real (its limits, its streams, its exit), without paying for the start of Python every time.
"""

import base64
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FORKS = """
import base64, importlib, json, os, select, signal, sys, time
sys.path.insert(0, sys.argv[2])
program = importlib.import_module(sys.argv[1])
if hasattr(program, "Image"):
    program.Image.init()

def child(argument, taken, given):
    os.dup2(taken, 0), os.dup2(given, 1)
    os.closerange(3, 256)
    sys.stdin, sys.stdout = os.fdopen(0), os.fdopen(1, "w")
    code = program.main(argument) or 0
    sys.stdout.flush()
    os._exit(code)

def outcome(argument, data):
    (there, into), (back, out) = os.pipe(), os.pipe()
    pid = os.fork()
    if not pid:
        try:
            os.close(into), os.close(back)
            child(argument, there, out)
        finally:
            os._exit(99)
    os.close(there), os.close(out)
    feeder = os.fork()
    if not feeder:
        try:
            os.close(back)
            while data:
                data = data[os.write(into, data):]
        finally:
            os._exit(0)
    os.close(into)
    said, until = b"", time.monotonic() + 30
    while select.select([back], [], [], max(0, until - time.monotonic()))[0]:
        part = os.read(back, 1 << 16)
        if not part:
            break
        said += part
    else:
        os.kill(pid, signal.SIGKILL)
    os.close(back)
    status = os.waitpid(pid, 0)[1]
    os.kill(feeder, signal.SIGKILL), os.waitpid(feeder, 0)
    return os.waitstatus_to_exitcode(status), said

for line in sys.stdin:
    argument, data = json.loads(line)
    code, said = outcome(argument, base64.b64decode(data))
    print(json.dumps([code, base64.b64encode(said).decode()]), flush=True)
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a process ended (its exit code, or minus its signal) and what it said."""

    code: int
    said: bytes


def each_in_its_own_process(program: str, files: Sequence[tuple[str, bytes]]) -> list[Outcome]:
    """Return the outcome of `program.main(argument)` for each (argument, bytes of the file)."""
    lines = "".join(
        json.dumps([argument, base64.b64encode(data).decode()]) + "\n" for argument, data in files
    )
    done = subprocess.run(
        [sys.executable, "-c", FORKS, program, str(ROOT / "src")],
        input=lines.encode(),
        capture_output=True,
        check=False,
        timeout=600,
        env={name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ},
    )
    outcomes = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(outcomes) == len(files), done.stderr.decode()[-2000:]
    return [Outcome(code, base64.b64decode(said)) for code, said in outcomes]
