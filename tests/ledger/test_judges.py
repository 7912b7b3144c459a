"""Three judges of one log: Go's own library, the auditors' file, and the product.

None shares a line with another. They must accept every honest history and refuse every single
change of one. The short form runs in `make test`; `make soak PART=judges` runs ten thousand of each
and appends a line to benchmarks/results/ledger-soak.md.
"""

import base64
import importlib.util
import random
import shutil
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import pytest

from gouvernail.ledger.queries.verification import verify_files
from tests.ledger.test_standalone_verifier import TOOL, json_leaf, log_of, random_log
from tests.make.ledger import KEY
from tests.make.merkle import Log, make_archive, write_archive
from tests.make.witness import ask, build_witness

ROOT = Path(__file__).resolve().parents[2]
RESULTS = ROOT / "benchmarks" / "results" / "ledger-soak.md"
HEADER = (
    "# Judges of the ledger\n\nWritten by `make soak PART=judges`. *Missed*: an honest history "
    "refused, or a change accepted.\n*Respelled*: a bit flipped in the unused end of the base64 of "
    "the signature, which leaves its bytes as they\nwere: Go reads it, the two others take the "
    "canonical form only.\n\n| day | what | tried | Go missed | auditors’ file missed | product "
    "missed | respelled | seconds |\n|---|---|---|---|---|---|---|---|\n"
)
BATCH = 50
SOAK = [pytest.mark.soak, pytest.mark.timeout(2700)]
CHOICES = random.Random(20261121)  # noqa: S311 -- chooses what to try, protects nothing

Files = dict[str, bytes]


@pytest.fixture(scope="module")
def go(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_witness(tmp_path_factory.mktemp("witness"))


@pytest.fixture(scope="module")
def auditor() -> ModuleType:
    spec = importlib.util.spec_from_file_location("verify_ledger", TOOL)
    assert spec is not None
    assert spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


def accepted_by_auditor(auditor: ModuleType, files: Files) -> bool:
    try:
        auditor.verify_log(files.__getitem__, auditor.Key(KEY.verifier.vkey))
    except (auditor.RefusedError, UnicodeDecodeError, KeyError):
        return False
    return True


def verdicts(
    go: Path, auditor: ModuleType, histories: list[Files], folder: Path
) -> list[tuple[bool, bool, bool]]:
    """Return whether Go, the auditors' file and the product accept each history."""
    folders = [
        write_archive(files, folder / str(number), signer=KEY)
        for number, files in enumerate(histories)
    ]
    go_says = [answer.startswith("ok ") for answer in ask(go, *folders)]
    for one in folders:
        shutil.rmtree(one)
    return [
        (
            says,
            accepted_by_auditor(auditor, files),
            verify_files(files.__getitem__, KEY.verifier).ok,
        )
        for says, files in zip(go_says, histories, strict=True)
    ]


def judged(
    go: Path, auditor: ModuleType, make: Callable[[], Files], tries: int, folder: Path
) -> Counter[tuple[bool, bool, bool]]:
    """Return how often each combination of verdicts was given."""
    outcomes: Counter[tuple[bool, bool, bool]] = Counter()
    for start in range(0, tries, BATCH):
        histories = [make() for _ in range(min(BATCH, tries - start))]
        outcomes.update(verdicts(go, auditor, histories, folder))
    return outcomes


def write_result(what: str, tries: int, missed: list[int], respelled: int, seconds: float) -> None:
    if tries < 10_000:
        return
    if not RESULTS.exists():
        RESULTS.write_text(HEADER, encoding="utf-8")
    cells = [f"{datetime.now(UTC):%F}", what, tries, *missed, respelled, round(seconds)]
    with RESULTS.open("a", encoding="utf-8") as file:
        file.write("| " + " | ".join(map(str, cells)) + " |\n")


@pytest.mark.parametrize("tries", [100, pytest.param(10_000, marks=SOAK)])
def test_judges_accept_every_honest_history(
    go: Path, auditor: ModuleType, tmp_path: Path, tries: int
) -> None:
    started = time.monotonic()

    outcomes = judged(go, auditor, lambda: make_archive(random_log(), signer=KEY), tries, tmp_path)

    missed = [sum(n for said, n in outcomes.items() if not said[judge]) for judge in range(3)]
    write_result("honest histories", tries, missed, 0, time.monotonic() - started)
    assert missed == [0, 0, 0]
    assert sum(outcomes.values()) == tries


@pytest.mark.parametrize("tries", [100, pytest.param(10_000, marks=SOAK)])
def test_judges_refuse_every_single_change(
    go: Path, auditor: ModuleType, tmp_path: Path, tries: int
) -> None:
    started = time.monotonic()
    spelled: list[bool] = []

    def make() -> Files:
        log = random_log()
        honest = make_archive(log, signer=KEY)
        changed = changed_once(log, honest)
        assert changed != honest
        spelled.append(is_respelled(changed["checkpoint"], honest["checkpoint"]))
        return changed

    outcomes = judged(go, auditor, make, tries, tmp_path)

    missed = [sum(n for said, n in outcomes.items() if said[judge]) for judge in range(3)]
    respelled = sum(spelled)
    write_result(
        "single changes",
        tries,
        [missed[0] - respelled, *missed[1:]],
        respelled,
        time.monotonic() - started,
    )
    assert missed == [respelled, 0, 0]


def changed_once(log: Log, honest: Files) -> Files:
    """Return a history with one thing changed: a bit, a leaf, a file, or what was signed."""
    how = CHOICES.choice([flipped, flipped, flipped, flipped, cut, rewritten, swapped])
    return how(log, honest)


def flipped(_log: Log, honest: Files) -> Files:
    """Flip one bit of one file."""
    path = CHOICES.choice(sorted(honest))
    content = bytearray(honest[path])
    content[CHOICES.randrange(len(content))] ^= 1 << CHOICES.randrange(8)
    return {**honest, path: bytes(content)}


def cut(_log: Log, honest: Files) -> Files:
    """Cut one file short, by a byte or a whole hash."""
    path = CHOICES.choice(sorted(honest))
    return {**honest, path: honest[path][: -CHOICES.choice([1, 32])]}


def rewritten(log: Log, honest: Files) -> Files:
    """Rewrite one leaf and every tile after it; the signature stays the old one."""
    leaves = list(log.leaves)
    at = CHOICES.randrange(len(leaves))
    leaves[at] = json_leaf(at, actor="someone else")
    return {**make_archive(log_of(leaves), signer=KEY), "checkpoint": honest["checkpoint"]}


def swapped(log: Log, honest: Files) -> Files:
    """Swap two leaves in their bundles; with one leaf, change it."""
    if len(log.leaves) == 1:
        return rewritten(log, honest)
    leaves = list(log.leaves)
    first, second = CHOICES.sample(range(len(leaves)), 2)
    leaves[first], leaves[second] = leaves[second], leaves[first]
    files = make_archive(log_of(leaves), signer=KEY)
    bundles = {path: content for path, content in files.items() if "entries" in path}
    return {**honest, **bundles}


def is_respelled(note: bytes, honest: bytes) -> bool:
    """Return whether a note only spells the same signature in another base64."""
    text, _, signature = note.rpartition(b" ")
    honest_text, _, honest_signature = honest.rpartition(b" ")
    if note == honest or text != honest_text or not signature.endswith(b"\n"):
        return False
    try:
        return base64.b64decode(signature) == base64.b64decode(honest_signature)
    except ValueError:
        return False
