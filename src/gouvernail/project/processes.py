"""One parent with five children: web, worker, sender, signer and listener.

    python -m gouvernail.project.processes demo --site alize --port 8000
    python -m gouvernail.project.processes run --port 8000

A child that ends is started again, after a pause that doubles from half a second to half a minute.
A child that beats and stops beating (`foundation.lifesigns`) hangs: it is killed and started again.
SIGTERM or Ctrl-C is passed on; a child that has not left after ten seconds is killed with all it
started. On several hosts the same commands run as services instead, see deploy/.
"""

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import IO, Final

from gouvernail.cli.background.children import SUPERVISOR
from gouvernail.foundation.lifesigns import beat_file

POLL_SECONDS: Final = 0.2
GRACE: Final = timedelta(seconds=10)
STEADY: Final = timedelta(seconds=30)  # a child that lived this long starts afresh
LONGEST_PAUSE: Final = timedelta(seconds=30)
HUNG_SECONDS: Final = 180.0  # without a sign of life; the longest act of a child takes 35


@dataclass(slots=True)
class Child:
    """One child process and what became of it."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[str] | None = None
    started: float = 0.0
    failures: int = 0
    due: float = 0.0  # monotonic seconds: when it may start (again)
    beat: float = 0.0  # the date of its file of signs of life, as last seen; 0 before the first
    seen: float = 0.0  # monotonic seconds: when that date was last seen to change

    def pause(self) -> float:
        """Return how many seconds to wait after the failures so far."""
        return min(LONGEST_PAUSE.total_seconds(), 0.25 * 2.0**self.failures)

    def silence(self, home: Path, *, now: float) -> float:
        """Return for how many seconds it has given no sign of life; 0 if it never gave one.

        The dates are only compared with one another, and seconds counted on the monotonic clock:
        neither a clock that is set nor a machine that sleeps makes a child look hung.
        """
        try:
            date = beat_file(home, self.name).stat().st_mtime
        except OSError:
            return 0.0
        if date != self.beat:
            self.beat, self.seen = date, now
        return now - max(self.seen, self.started)


class Supervisor:
    """Keeps children running until it is told to stop."""

    def __init__(
        self, commands: Mapping[str, Sequence[str]], *, environment: Mapping[str, str]
    ) -> None:
        """Prepare `commands` by name; nothing starts before `run`."""
        self.children = [Child(name, command) for name, command in commands.items()]
        self.environment = {**environment, SUPERVISOR: str(os.getpid())}
        self.home = Path(environment.get("GOUVERNAIL_HOME", "var"))
        self.hung_seconds = float(environment.get("GOUVERNAIL_HUNG_SECONDS", HUNG_SECONDS))
        self.stopping = False

    def run(self) -> int:
        """Start the children and keep them running; 0 when stopped by a signal."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._told)
        try:
            while not self.stopping:
                for child in self.children:
                    self._tend(child)
                time.sleep(POLL_SECONDS)
        finally:
            self.stop()
        return 0

    def stop(self) -> None:
        """End every child and whatever it started."""
        running = [child for child in self.children if child.process is not None]
        for child in running:
            _signal_group(child, signal.SIGTERM)
        deadline = time.monotonic() + GRACE.total_seconds()
        for child in running:
            if child.process is not None:
                try:
                    child.process.wait(timeout=max(0.0, deadline - time.monotonic()))
                except subprocess.TimeoutExpired:
                    say(child.name, "did not leave in time: killed")
                _signal_group(child, signal.SIGKILL)
                child.process.wait()

    def _told(self, *_signal: object) -> None:
        self.stopping = True

    def _tend(self, child: Child) -> None:
        now = time.monotonic()
        if child.process is None:
            if now >= child.due:
                self._start(child)
            return
        code = child.process.poll()
        if code is None:
            self._kill_if_hung(child, child.process, now=now)
            return
        _signal_group(child, signal.SIGKILL)  # grandchildren do not outlive it
        child.process = None
        steady = now - child.started >= STEADY.total_seconds()
        child.failures = 1 if steady else child.failures + 1
        child.due = now + child.pause()
        say(child.name, f"ended with code {code}; starting again in {child.pause():.1f} s")

    def _kill_if_hung(self, child: Child, process: subprocess.Popen[str], *, now: float) -> None:
        silence = child.silence(self.home, now=now)
        if silence > self.hung_seconds:
            say(child.name, f"no sign of life for {silence:.0f} s: killed")
            process.kill()

    def _start(self, child: Child) -> None:
        child.process = subprocess.Popen(  # noqa: S603 - our own commands, no shell
            child.command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            env=self.environment,
            start_new_session=True,
        )
        child.started = time.monotonic()
        output = child.process.stdout
        if output is not None:
            threading.Thread(target=relay, args=(child.name, output), daemon=True).start()


def relay(name: str, output: IO[str]) -> None:
    """Print each line a child writes, with its name before it."""
    for line in output:
        say(name, line.rstrip("\n"))


def say(name: str, line: str) -> None:
    """Print one line of the supervisor's log."""
    print(f"{name:<8}| {line}", flush=True)  # noqa: T201 - its output is the log


def _signal_group(child: Child, number: signal.Signals) -> None:
    if child.process is not None:
        try:
            os.killpg(child.process.pid, number)
        except ProcessLookupError:
            return


def commands(*, host: str, port: int, server: str) -> dict[str, list[str]]:
    """Return the command line of each child of a site."""
    gouvernail = [sys.executable, "-m", "gouvernail.cli.main"]
    web = ["web", "--host", host, "--port", str(port), "--server", server]
    return {
        "web": [*gouvernail, *web],
        "worker": [*gouvernail, "worker"],
        "sender": [*gouvernail, "sender"],
        "signer": [*gouvernail, "signer"],
        "listener": [*gouvernail, "listener"],
    }


def main(arguments: list[str] | None = None) -> int:
    """Prepare the site and supervise it."""
    parser = argparse.ArgumentParser(prog="python -m gouvernail.project.processes")
    parser.add_argument("what", choices=("demo", "run"))
    parser.add_argument("--site", choices=("alize", "ville"), default="alize")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    given = parser.parse_args(arguments)
    if not port_is_free(given.host, given.port):
        say("start", f"port {given.port} is taken: choose another with PORT={given.port + 1}")
        return 1
    environment = environment_for(given)
    os.environ.update(environment)
    if code := prepare(given.site if given.what == "demo" else ""):
        say("start", f"the site could not be prepared (code {code}); see `gouvernail doctor`")
        return 1
    threading.Thread(target=announce, args=(given,), daemon=True).start()
    server = "waitress" if given.what == "demo" else "granian"
    started = commands(host=given.host, port=given.port, server=server)
    return Supervisor(started, environment=os.environ).run()


def environment_for(given: argparse.Namespace) -> dict[str, str]:
    """Return what the children's environment must hold besides what is there already.

    A demo has its own home, so that it never mixes with the site of the same checkout.
    """
    settings = "demo" if given.what == "demo" else "production"
    home = f"var/demo-{given.site}" if given.what == "demo" else "var"
    wanted = {
        "DJANGO_SETTINGS_MODULE": f"gouvernail.project.settings.{settings}",
        "GOUVERNAIL_HOME": home,
        "GOUVERNAIL_URL": f"http://localhost:{given.port}",
        "PYTHONUNBUFFERED": "1",
    }
    result = {name: os.environ.get(name, value) for name, value in wanted.items()}
    return {**result, "GOUVERNAIL_HOME": str(Path(result["GOUVERNAIL_HOME"]).resolve())}


def port_is_free(host: str, port: int) -> bool:
    """Return whether this machine can listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def prepare(site: str) -> int:
    """Migrate, compile and load in a process of its own; return its exit code."""
    command = [sys.executable, "-m", "gouvernail.project.preparation", *([site] if site else [])]
    return subprocess.run(command, check=False).returncode  # noqa: S603 - our own module


def announce(given: argparse.Namespace) -> None:
    """Wait until the site answers, then print where, and how to sign in."""
    while port_is_free(given.host, given.port):
        time.sleep(POLL_SECONDS)
    address = f"http://localhost:{given.port}/"
    say("start", f"Gouvernail answers at {address}")
    if given.what == "demo":
        say("start", f"Sign in as anyone with one click: {address}account/login/")
        home = os.environ["GOUVERNAIL_HOME"]
        say("start", f"Its data: export GOUVERNAIL_HOME={home}")
        if not any(map(os.environ.get, ("GOUVERNAIL_SMTP_HOST", "GOUVERNAIL_EMAIL_BACKEND"))):
            say("start", f"The letters it sends are files in {home}/letters")
    else:
        say_how_to_begin()
    say("start", "Ctrl-C stops it")


def say_how_to_begin() -> None:
    """Print the link that begins the site, if nobody has begun it."""
    command = [sys.executable, "-m", "gouvernail.cli.main", "setup-link", "--json"]
    made = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603 - ours
    if made.returncode == 0:
        link = json.loads(made.stdout)["link"]
        say("start", f"Nobody has begun it yet. Within a day, in one browser: {link}")


if __name__ == "__main__":
    sys.exit(main())
