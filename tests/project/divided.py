"""A home as deploy/systemd makes it, with users that have numbers and no names; root only."""

import json
import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any, Final, Self

from gouvernail.cli.main import set_up_django

ROOT: Final = Path(__file__).resolve().parents[2]
UNITS: Final = ROOT / "deploy/systemd"
HOME: Final = "/srv/gouvernail"
LINE: Final = re.compile(r"^d (\S+) +(\d{4}) (\S+) +(\S+)$", re.MULTILINE)
OWNER: Final = re.compile(r"^[zZ] (\S+) +(~?\d{4}) +(\S+) +(\S+)$", re.MULTILINE)
FIRST_FREE: Final = 61_200  # above those of people, below those that systemd gives away


def folders() -> dict[str, tuple[int, str, str]]:
    """Return what the tmpfiles file makes: mode, user and group by path."""
    text = (UNITS / "gouvernail.tmpfiles.conf").read_text(encoding="utf-8")
    return {path: (int(mode, 8), user, group) for path, mode, user, group in LINE.findall(text)}


def owners() -> dict[str, tuple[str, str, str]]:
    """Return what the owners file sets: mode, user and group by path below the home."""
    text = (UNITS / "gouvernail-owners.conf").read_text(encoding="utf-8")
    lines = OWNER.findall(text)
    assert len(lines) == len(re.findall(r"^[zZ] ", text, re.MULTILINE))
    return {path.removeprefix(f"{HOME}/"): (mode, *whose) for path, mode, *whose in lines}


def user_of(unit: str) -> str:
    """Return the user that a unit names."""
    text = (UNITS / f"gouvernail-{unit}.service").read_text(encoding="utf-8")
    [user] = re.findall(r"^User=(.*)$", text, re.MULTILINE)
    return str(user)


def umask_of(unit: str) -> int:
    """Return the umask that a unit names."""
    text = (UNITS / f"gouvernail-{unit}.service").read_text(encoding="utf-8")
    [umask] = re.findall(r"^UMask=(.*)$", text, re.MULTILINE)
    return int(umask, 8)


def why_not() -> str:
    """Return why processes cannot be started as other users here; empty if they can."""
    if os.geteuid() != 0:
        return "only root starts processes as other users"
    return "" if interpreter() else "no Python of this version that other users may run"


def interpreter() -> str:
    """Return a Python of this version that every user may run; empty if there is none."""
    name = f"python3.{sys.version_info.minor}"
    for found in (sys.executable, shutil.which(name, path="/usr/local/bin:/usr/bin")):
        if found and all(place.stat().st_mode & 0o005 for place in _way_to(Path(found))):
            return found
    return ""


def _way_to(path: Path) -> list[Path]:
    real = path.resolve()
    return [real, *real.parents]


class Site:
    """A home whose folders are those of the tmpfiles file, and the processes started in it."""

    def __init__(self, **environment: str) -> None:
        self.place = Path(tempfile.mkdtemp(prefix="gvusers"))
        self.place.chmod(0o711)
        self.home = self.place / "home"
        self.uids = {name: FIRST_FREE + number for number, name in enumerate(_names())}
        for uid in self.uids.values():
            assert uid not in {each.pw_uid for each in pwd.getpwall()}
        self.gid = FIRST_FREE
        for path, (mode, user, group) in folders().items():
            if not path.startswith(HOME):
                continue
            made = self.home / path.removeprefix(HOME).lstrip("/")
            made.mkdir()
            os.chown(made, self.uids.get(user, 0), self.gid if group != "root" else 0)
            made.chmod(mode)
        packages = next(path for path in sys.path if path.endswith("site-packages"))
        self.environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), packages, str(ROOT)]),
            "PYTHONDONTWRITEBYTECODE": "1",
            "DJANGO_SETTINGS_MODULE": "gouvernail.project.settings.demo",
            "GOUVERNAIL_HOME": str(self.home),
            "GOUVERNAIL_BACKUP_EVERY_HOURS": "0",
            **environment,
        }
        self.log = self.place / "log"
        self.started: list[int] = []

    def __enter__(self) -> Self:
        """Load the product once, as root; every process is forked from there and gives root up."""
        first = "from pathlib import Path; from gouvernail.project.keys import site_key as key;"
        assert self.run("web", f"{first} key(Path({str(self.home / 'keys' / 'django')!r}))") == 0
        with self.log.open("ab") as log:
            self._nursery = subprocess.Popen(
                [interpreter(), "-m", "tests.project.divided"],
                cwd=ROOT, env=self.environment, text=True,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log,
            )  # fmt: skip
        return self

    def __exit__(self, *_raised: object) -> None:
        """End what was started, and remove everything."""
        self.stop()
        self._nursery.kill()
        self._nursery.communicate()
        shutil.rmtree(self.place)

    def start(self, unit: str, *arguments: str) -> int:
        """Start the command of a unit, as its user; return its process id."""
        given = {"arguments": [unit, *arguments], "uid": self.uids[user_of(unit)]}
        given |= {"gid": self.gid, "umask": umask_of(unit), "log": str(self.log)}
        assert self._nursery.stdin is not None
        assert self._nursery.stdout is not None
        self._nursery.stdin.write(json.dumps(given) + "\n")
        self._nursery.stdin.flush()
        self.started.append(int(self._nursery.stdout.readline()))
        return self.started[-1]

    def said(self) -> str:
        """Return what the processes wrote last."""
        return self.log.read_text(encoding="utf-8")[-8000:]

    def stop(self) -> None:
        """End what was started."""
        for pid in self.started:
            end(pid)

    def run(self, unit: str, program: str) -> int:
        """Run a few lines of Python as the user of a unit; return the exit code."""
        return self._run(unit, "-c", program)

    def command(self, unit: str, *arguments: str) -> int:
        """Run a command of the product as the user of a unit, or as root; return its exit code."""
        return self._run(unit, "-m", "gouvernail.cli.main", *arguments)

    def _run(self, unit: str, *line: str) -> int:
        with self.log.open("ab") as log:
            return subprocess.run(
                [interpreter(), *line],
                check=False,
                cwd=self.home,
                env=self.environment,
                user=self.uids[user_of(unit)] if unit else 0,
                group=self.gid if unit else 0,
                extra_groups=[],
                umask=umask_of(unit) if unit else 0o022,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                timeout=300,
            ).returncode

    def give_owners(self) -> None:
        """Do what `systemd-tmpfiles --create gouvernail-owners.conf` does."""
        for path, (mode, user, _group) in owners().items():
            for found in sorted(self.home.glob(path)):
                below = found.rglob("*") if mode.startswith("~") else ()
                for each in (found, *below):
                    self._give(each, int(mode.lstrip("~"), 8), user)

    def _give(self, path: Path, mode: int, user: str) -> None:
        os.chown(path, self.uids.get(user, -1), self.gid)
        path.chmod(mode if path.is_dir() or not mode & 0o111 else mode & 0o666)

    def refuses(self, unit: str, code: str) -> bool:
        """Return whether the kernel forbids what a line of Python does, to the user of a unit."""
        program = f"import os\ntry:\n    {code}\nexcept PermissionError:\n    os._exit(77)\n"
        status = self.run(unit, program)
        assert status in {0, 77}, self.said()
        return status == 77

    def owner(self, path: str) -> str:
        """Return the name of the user who owns a file of the home."""
        uid = (self.home / path).stat().st_uid
        return next((name for name, each in self.uids.items() if each == uid), str(uid))

    def mode(self, path: str) -> int:
        """Return the mode of a file of the home."""
        return (self.home / path).stat().st_mode & 0o7777


def _names() -> list[str]:
    return sorted({user_of(unit) for unit in ("web", "worker", "sender", "signer")})


def end(pid: int) -> None:
    """Kill a process, and wait until it is gone."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    while not is_gone(pid):
        time.sleep(0.01)


def is_gone(pid: int) -> bool:
    """Return whether a process has ended."""
    return not Path(f"/proc/{pid}").exists()


def soon(happened: Callable[[], bool], site: Site, *, seconds: float = 40) -> None:
    """Wait until something is so; fail with what the processes said."""
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, site.said()
        time.sleep(0.05)


def become(given: dict[str, Any]) -> None:
    """Be the process of a unit, for good."""
    log = os.open(given["log"], os.O_WRONLY | os.O_APPEND)
    for number in (1, 2):
        os.dup2(log, number)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.umask(given["umask"])
    os.setgroups([])
    os.setresgid(given["gid"], given["gid"], given["gid"])
    os.setresuid(given["uid"], given["uid"], given["uid"])
    os.chdir(os.environ["GOUVERNAIL_HOME"])
    os._exit(import_module("gouvernail.cli.main").main(given["arguments"]))


def nurse() -> None:
    """Fork one process a line."""
    set_up_django()
    for name in ("publishing.tasks", "ledger.signer.loop", "cli.background.worker", "project.urls"):
        import_module(f"gouvernail.{name}")
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            become(json.loads(line))
        print(pid, flush=True)  # noqa: T201 - the answer


if __name__ == "__main__":
    nurse()
