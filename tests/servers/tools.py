"""Where the programs that the tests install are kept, and how they are started and stopped."""

import contextlib
import os
import queue
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 60


class NotInstalledError(RuntimeError):
    """A server the tests need is not on this machine."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is not installed. Run: python -m tests.servers.install {name}")


def tools_folder() -> Path:
    """Return `GOUVERNAIL_TOOLS`, or `.tools` at the root of the project."""
    return Path(os.environ.get("GOUVERNAIL_TOOLS") or ROOT / ".tools").resolve()


def is_stamped(folder: Path, stamp: str) -> bool:
    """Whether a whole installation, of this very version, is there."""
    mark = folder / ".installed"
    return mark.is_file() and mark.read_text() == stamp


def fresh_folder(folder: Path) -> Path:
    """Return the folder, empty: half an installation is worth nothing."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def stamp(folder: Path, text: str) -> None:
    """Say that the installation is whole."""
    (folder / ".installed").write_text(text)


def free_ports(count: int) -> list[int]:
    """Return different ports of the loopback that nobody holds just now."""
    with contextlib.ExitStack() as held:
        listeners = [
            held.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)
        ]
        return [int(listener.getsockname()[1]) for listener in listeners]


class Running:
    """A program that runs until `stop`, its words kept for whoever must explain a failure."""

    def __init__(
        self, command: Sequence[str | Path], *, folder: Path, env: Mapping[str, str] | None = None
    ) -> None:
        self._lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._said: list[str] = []
        self.process = subprocess.Popen(
            [str(part) for part in command],
            cwd=folder,
            env={**os.environ, **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        output = self.process.stdout
        if output is None:
            raise RuntimeError("a pipe was asked for")
        threading.Thread(target=self._listen, args=(output,), daemon=True).start()

    def _listen(self, output: IO[str]) -> None:
        with output:
            for line in output:
                self._lines.put(line)

    def said(self) -> str:
        """Return what it printed so far."""
        while not self._lines.empty():
            self._said.append(self._lines.get())
        return "".join(self._said)

    def wait_until(self, ready: Callable[[str], bool]) -> None:
        """Wait until `ready`, given what was printed, says so.

        Raises:
            RuntimeError: it stopped, or took longer than a minute.
        """
        end = time.monotonic() + PATIENCE_SECONDS
        while not ready(self.said()):
            if self.process.poll() is not None or time.monotonic() > end:
                self.stop()
                raise RuntimeError(f"{self.process.args!r} is not ready:\n{self.said()[-4000:]}")
            time.sleep(0.05)

    def stop(self) -> None:
        """Ask it to stop, then make it."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(timeout=10)


def accepts(port: int) -> bool:
    """Whether somebody listens on a port of the loopback."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=0.2):
            return True
    except OSError:
        return False
