"""Mutation testing: change the code in small ways, and see whether a test notices.

    python tools/mutation.py --modules gouvernail.kernel.merkle.notes -- tests/kernel/merkle

Every mutant is one change in one function: a comparison turned, a constant moved, `and` and `or` or
two operators swapped, a `not` added, a condition of a database query dropped, a call, a `raise` or
a change of an attribute taken out. Tests run once without any, to learn which of them reach which
line; then each mutant is put into a copy of the process and only those tests run, until one
fails. Prints the mutants that nothing noticed, and the share that was. A mutant that takes far
longer than its tests do counts as noticed; one in a line that no test reaches does not. Mutants
are taken in an order drawn from `--seed`, until the time is over. At the end the same tests run in
a copy without any mutant: if they fail there, which is said, the figures are worth nothing.
"""

import argparse
import os
import random
import shutil
import sys
import time
import traceback
from collections import Counter
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, TypeAlias

import pytest
from _pytest.runner import runtestprotocol
from mutants import Mutant, Place, function_of, mutants_of, told_of_lines

SECONDS_A_MUTANT = 20  # and six times what the tests take without it
SECONDS_A_CONTROL = 600
Reaching: TypeAlias = dict[Place, list[pytest.Item]]


class Mutation:
    """Runs the tests once to learn what they reach, then against each mutant."""

    def __init__(self, modules: list[str], minutes: float, seed: int) -> None:
        self.names, self.minutes, self.seed = modules, minutes, seed
        self.timed: dict[str, float] = {}
        self.verdicts: Counter[str] = Counter()

    def pytest_configure(self) -> None:
        """Let Hypothesis take its time: a machine that is busy is no mutant."""
        settings = import_module("hypothesis").settings
        settings.register_profile("mutation", deadline=None)
        settings.load_profile("mutation")

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Take the place of the ordinary run."""
        modules = [import_module(name) for name in self.names]
        began = time.monotonic()
        reaching = self.learn(modules, session.items)
        let_go(session, session.items[-1])
        every = {id(item): item for tests in reaching.values() for item in tests}
        kept = Kept()
        mutants = [mutant for module in modules for mutant in mutants_of(module)]
        random.Random(self.seed).shuffle(mutants)  # noqa: S311 - an order that can be had again
        end = time.monotonic() + self.minutes * 60
        for number, mutant in enumerate(mutants, start=1):
            if time.monotonic() > end:
                break
            tests = reaching.get(mutant.place, [])
            kept.restore()
            self.judge(session, mutant, tests)
            told = f"{number}/{len(mutants)} {dict(self.verdicts)}"
            sys.stdout.write(f"{told}\n" if number % 10 == 0 else "")
            sys.stdout.flush()
        self.tell(len(mutants), len(every), time.monotonic() - began)
        kept.restore()
        self.control(session, [*every.values()])
        return True

    def learn(self, modules: list[ModuleType], items: list[pytest.Item]) -> Reaching:
        """Run every test without a change; return which tests reach which line."""
        reaching: Reaching = {}
        reached: set[Place] = set()
        with told_of_lines(modules, reached):
            for item, following in zip(items, [*items[1:], items[-1]], strict=True):
                reached.clear()
                began = time.monotonic()
                reports = runtestprotocol(item, log=False, nextitem=following)
                self.timed[item.nodeid] = time.monotonic() - began
                if any(report.failed for report in reports):
                    told = "\n".join(str(one.longrepr) for one in reports if one.failed)
                    raise pytest.UsageError(f"fails without any change: {item.nodeid}\n{told}")
                for one in reached:
                    reaching.setdefault(one, []).append(item)
        for tests in reaching.values():
            tests.sort(key=lambda item: self.timed[item.nodeid])
        return reaching

    def control(self, session: pytest.Session, tests: list[pytest.Item]) -> None:
        """Run tests in a copy without any mutant: what fails there would count as noticing."""
        ended = self.ended(session, None, tests) if tests else "alive"
        if ended != "alive":
            told = f"without any mutant, a copy of the process is: {ended}"
            raise pytest.UsageError(told)

    def ended(
        self, session: pytest.Session, mutant: Mutant | None, tests: list[pytest.Item]
    ) -> str:
        """Return how a copy of the process with a mutant ended."""
        longest = SECONDS_A_MUTANT + 6 * sum(self.timed[item.nodeid] for item in tests)
        longest = longest if mutant else SECONDS_A_CONTROL
        child = os.fork()
        if child == 0:
            os._exit(in_the_copy(mutant, tests, session))
        return {0: "alive", 2: "too long"}.get(waited(child, longest), "killed")

    def judge(self, session: pytest.Session, mutant: Mutant, tests: list[pytest.Item]) -> None:
        """Put a mutant in a copy of the process and run the tests that reach it."""
        verdict = self.ended(session, mutant, tests) if tests else "not reached"
        self.verdicts[verdict] += 1
        if verdict in {"alive", "not reached"}:
            where = f"{mutant.module}:{mutant.line} {mutant.function}"
            sys.stdout.write(f"{verdict}: {where}: {mutant.what}\n")

    def tell(self, total: int, tests: int, seconds: float) -> None:
        """Print the score."""
        tried = sum(self.verdicts.values())
        noticed = self.verdicts["killed"] + self.verdicts["too long"]
        share = 100 * noticed / max(tried, 1)
        sys.stdout.write(f"\nmutants: {tried} of {total} tried, {noticed} noticed: {share:.1f} %\n")
        sys.stdout.write(f"{dict(self.verdicts)}; {tests} tests; {seconds:.0f} s\n")


class Kept:
    """The test database as it stood before the mutants: a copy cut short leaves rows behind."""

    def __init__(self) -> None:
        self.file: Path | None = None
        if "DJANGO_SETTINGS_MODULE" in os.environ:
            connections = import_module("django.db").connections
            connections.close_all()
            one = connections["default"]
            found = Path(str(one.settings_dict["NAME"]))
            self.file = found if one.vendor == "sqlite" and found.exists() else None
        if self.file is not None:
            shutil.copyfile(self.file, f"{self.file}.kept")

    def restore(self) -> None:
        """Put the database back."""
        if self.file is not None:
            for ending in ("-wal", "-shm"):
                Path(f"{self.file}{ending}").unlink(missing_ok=True)
            shutil.copyfile(f"{self.file}.kept", self.file)


def let_go(session: pytest.Session, item: pytest.Item) -> None:
    """End what tests have open, but for what the module of one of them shares."""
    around: Any = item.parent
    session._setupstate.teardown_exact(around)  # noqa: SLF001 - nothing else does it between runs


def in_the_copy(mutant: Mutant | None, tests: list[pytest.Item], session: pytest.Session) -> int:
    """Return 0 if every test passes with the mutant in place."""
    told = os.dup(2)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    try:
        if "DJANGO_SETTINGS_MODULE" in os.environ:
            import_module("django.db").connections.close_all()
        if mutant is not None:
            function_of(sys.modules[mutant.module], mutant.function).__code__ = mutant.code
        let_go(session, tests[0])
        for item, following in zip(tests, [*tests[1:], tests[-1]], strict=True):
            reports = runtestprotocol(item, log=False, nextitem=following)
            for report in reports:
                if report.failed and mutant is None:
                    os.write(told, f"{item.nodeid}\n{report.longrepr}\n".encode())
                if report.failed:
                    return 1
    except BaseException:  # noqa: BLE001 - nothing may return into the copied session
        os.write(told, traceback.format_exc().encode())
        return 1
    return 0


def waited(child: int, longest: float) -> int:
    """Return how a copy ended; one that takes too long is ended, and counts as noticed."""
    end = time.monotonic() + longest
    while time.monotonic() < end:
        pid, status = os.waitpid(child, os.WNOHANG)
        if pid:
            code = os.waitstatus_to_exitcode(status)
            return code if code in {0, 1} else 1
        time.sleep(0.02)
    os.kill(child, 9)
    os.waitpid(child, 0)
    return 2


def main() -> int:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=15)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--modules", nargs="+", required=True)
    parser.add_argument("tests", nargs="+")
    given = parser.parse_args()
    plugin = Mutation(given.modules, given.minutes, given.seed)
    quiet = ["-q", "-p", "no:cacheprovider", "-s", "-p", "no:randomly"]
    return int(pytest.main([*quiet, *given.tests], plugins=[plugin]))


if __name__ == "__main__":
    raise SystemExit(main())
