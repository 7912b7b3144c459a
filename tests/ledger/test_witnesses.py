"""A witness on another machine: it cosigns what continues what it saw, and nothing else."""

import importlib.util
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from gouvernail.kernel.merkle import (
    Checkpoint,
    ProofError,
    checkpoint_request,
    consistency_proof,
    cosigned_by,
    parse_witness_key,
    sign,
)
from gouvernail.ledger import queries, tasks
from gouvernail.ledger.models import Anchor
from gouvernail.ledger.queries.exports import log_files
from gouvernail.ledger.queries.verification import verify_files
from gouvernail.ledger.signer.outside import OutsideRefusedError
from gouvernail.people.models import Unit
from tests.make.ledger import KEY, NOON, make_checkpoint, make_entry
from tests.make.merkle import Log, make_log

TOOLS = Path(__file__).resolve().parents[2] / "tools"
NAME = "audit.example.org/witness"


@pytest.fixture(scope="module")
def module() -> Iterator[ModuleType]:
    sys.path.insert(0, str(TOOLS))
    spec = importlib.util.spec_from_file_location("witness_ledger", TOOLS / "witness_ledger.py")
    assert spec is not None
    assert spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    yield loaded
    sys.path.remove(str(TOOLS))


@pytest.fixture
def made(module: ModuleType, tmp_path: Path) -> tuple[Any, str]:
    """Return a witness of the log, and the line of its public key."""
    vkey = module.make_key(NAME, tmp_path / "key")
    key_line = (tmp_path / "key").read_text(encoding="utf-8")
    witness = module.Witness(module.read_key(KEY.verifier.vkey), key_line, tmp_path / "state")
    return witness, vkey


def request(log: Log, *, old: int, size: int | None = None, signer: Any = KEY) -> str:
    size = log.tree.size if size is None else size
    root = make_log(log.leaves[:size]).tree.root()
    note = sign(Checkpoint(signer.name, size, root).text, signer)
    return checkpoint_request(old, consistency_proof(old, size, log.read), note)


def test_it_cosigns_what_continues_what_it_saw(made: tuple[Any, str]) -> None:
    witness, vkey = made
    log = make_log(300)
    for old, size in ((0, 1), (1, 7), (7, 7), (7, 256), (256, 300)):
        asked = request(log, old=old, size=size)
        line = witness.add(asked, at=1_800_000_000)

        note = asked.partition("\n\n")[2]
        assert cosigned_by(note + line, [parse_witness_key(vkey)]) == {NAME: 1_800_000_000}


REFUSALS: dict[str, tuple[Callable[[Log], str], int]] = {
    "an older log": (lambda log: request(log, old=3, size=5), 409),
    "a size it does not know": (lambda log: request(log, old=6, size=9), 409),
    "another history of that size": (lambda log: request(other(log), old=7, size=7), 409),
    "another history": (lambda log: request(other(log), old=7), 422),
    "a proof cut short": (lambda log: cut(request(log, old=7)), 422),
    "another signature": (
        lambda log: request(log, old=7).replace("gov/1 ", "gov/1 AAAA", 1),
        403,
    ),
    "another log": (lambda log: request(log, old=7).replace("gov/1\n", "gov/9\n"), 404),
    "a log that shrinks": (lambda log: request(log, old=2).replace("old 2", "old 99"), 400),
    "no request": (lambda _log: "hello", 400),
}


def other(log: Log) -> Log:
    return make_log([b"another", *log.leaves[1:]])


def cut(asked: str) -> str:
    head, _, note = asked.partition("\n\n")
    return head.rpartition("\n")[0] + "\n\n" + note


@pytest.mark.parametrize("refusal", REFUSALS)
def test_it_refuses_everything_else_and_remembers_what_it_saw(
    module: ModuleType, made: tuple[Any, str], refusal: str
) -> None:
    witness, _vkey = made
    log = make_log(20)
    witness.add(request(log, old=0, size=7), at=1)
    kept = witness.file.read_bytes()
    ask, status = REFUSALS[refusal]

    with pytest.raises(module.AnswerError) as refused:
        witness.add(ask(log), at=2)

    assert refused.value.status == status
    assert witness.file.read_bytes() == kept
    if status == 409:
        assert str(refused.value) == "7"


def test_of_two_histories_asked_at_once_only_one_is_cosigned(
    module: ModuleType, made: tuple[Any, str]
) -> None:
    witness, _vkey = made
    log = make_log(20)
    witness.add(request(log, old=0, size=7), at=1)
    forked = make_log([*log.leaves[:7], *(b"fork %d" % n for n in range(13))])
    outcomes: list[bool] = []
    barrier = threading.Barrier(2)

    def ask(one: Log) -> None:
        asked = request(one, old=7)
        barrier.wait()
        try:
            witness.add(asked, at=2)
            outcomes.append(True)
        except module.AnswerError:
            outcomes.append(False)

    threads = [threading.Thread(target=ask, args=(one,)) for one in (log, forked)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == [False, True]


# --- the site asks --------------------------------------------------------------------------------


@pytest.fixture
def served(module: ModuleType, made: tuple[Any, str], settings: Any) -> Iterator[tuple[Any, str]]:
    """Run the witness on this machine, and name it in the settings."""
    witness, vkey = made
    server: ThreadingHTTPServer = module.make_server(witness, "127.0.0.1", 0)
    server.RequestHandlerClass.log_message = lambda *_: None  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    host = f"127.0.0.1:{server.server_port}"
    settings.EGRESS_PRIVATE_HOSTS = [host]
    settings.LEDGER_WITNESSES = [f"http://{host}|{vkey}"]
    yield witness, vkey
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.django_db
def test_the_site_keeps_the_cosignatures_with_its_checkpoints(
    nordet: Unit, served: tuple[Any, str], tmp_path: Path
) -> None:
    _witness, vkey = served
    for _ in range(2):
        for _ in range(5):
            make_entry(nordet, "unit.updated")
        make_checkpoint(folder=tmp_path / "signer")
        tasks.ask_witnesses(NOON)
        tasks.ask_witnesses(NOON)

    assert list(Anchor.objects.values_list("kind", "target", "size")) == [
        ("witness", NAME, 5),
        ("witness", NAME, 10),
    ]
    files = dict(log_files(KEY.verifier))
    assert list(cosigned_by(files["checkpoint"].decode(), [parse_witness_key(vkey)])) == [NAME]
    assert verify_files(files.__getitem__, KEY.verifier).ok
    assert list(
        cosigned_by(queries.proof_for(3).text.partition("\n\n")[2], [parse_witness_key(vkey)])
    )


@pytest.mark.django_db
def test_a_site_that_forgot_what_the_witness_knows_asks_again_from_there(
    nordet: Unit, served: tuple[Any, str], tmp_path: Path
) -> None:
    witness, _vkey = served
    for _ in range(5):
        make_entry(nordet, "unit.updated")
    make_checkpoint(folder=tmp_path / "signer")
    checkpoint = queries.last_checkpoint()
    assert checkpoint is not None
    witness.add(queries.continuation(checkpoint, known_size=0), at=1)
    make_entry(nordet, "unit.updated")
    make_checkpoint(folder=tmp_path / "signer")

    tasks.ask_witnesses(NOON)

    assert Anchor.objects.get().size == 6


@pytest.mark.django_db
def test_a_refusal_is_the_error_of_the_task(
    nordet: Unit, served: tuple[Any, str], tmp_path: Path
) -> None:
    witness, _vkey = served
    make_entry(nordet, "unit.updated")
    make_checkpoint(folder=tmp_path / "signer")
    witness.add(request(make_log(9), old=0), at=1)

    with pytest.raises(OutsideRefusedError, match="knows a longer log"):
        tasks.ask_witnesses(NOON)
    assert not Anchor.objects.exists()


@pytest.mark.django_db
def test_a_proof_from_a_size_the_log_never_had_is_not_made(nordet: Unit) -> None:
    make_entry(nordet, "unit.updated")
    make_checkpoint()
    checkpoint = queries.last_checkpoint()
    assert checkpoint is not None

    with pytest.raises((ProofError, ValueError)):
        queries.continuation(checkpoint, known_size=2)


def test_the_command_makes_a_key_and_cosigns_from_a_file(tmp_path: Path) -> None:
    def run(*arguments: object) -> tuple[int, str]:
        command = [sys.executable, str(TOOLS / "witness_ledger.py"), *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert not done.stderr
        return done.returncode, done.stdout

    code, vkey = run("key", NAME, tmp_path / "key")
    assert code == 0
    log = make_log(5)
    (tmp_path / "request").write_text(request(log, old=0), encoding="utf-8")
    where = "--vkey", KEY.verifier.vkey, "--key", tmp_path / "key", "--state", tmp_path / "s"
    code, line = run("sign", tmp_path / "request", *where)

    note = sign(Checkpoint(KEY.name, 5, log.tree.root()).text, KEY)
    assert code == 0
    assert NAME in cosigned_by(note + line, [parse_witness_key(vkey)])
    (tmp_path / "request").write_text(request(other(log), old=5), encoding="utf-8")
    assert run("sign", tmp_path / "request", *where)[0] == 1
