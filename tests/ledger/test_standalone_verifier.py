"""The auditors' one file: it runs without the product and judges as the product does."""

import base64
import importlib.util
import json
import random
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from types import ModuleType

import pytest

from gouvernail.kernel.merkle import Signer
from gouvernail.ledger import queries
from gouvernail.ledger.queries.exports import log_files, write_folder, write_tar
from gouvernail.ledger.queries.verification import verify_files
from gouvernail.people.models import Unit
from tests.make.ledger import KEY, make_checkpoint, make_entry
from tests.make.merkle import Log, make_archive, make_note

TOOL = Path(__file__).resolve().parents[2] / "tools" / "verify_ledger.py"
RANDOM = random.Random(8)  # noqa: S311 -- chooses what to try, protects nothing


def tool(*arguments: object) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-I", TOOL, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert not done.stderr
    return done.returncode, done.stdout.strip()


@pytest.fixture(scope="module")
def module() -> ModuleType:
    """Return the tool as a module, to try many logs quickly."""
    spec = importlib.util.spec_from_file_location("verify_ledger", TOOL)
    assert spec is not None
    assert spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


@pytest.fixture
def export(nordet: Unit, tmp_path: Path) -> Path:
    for _ in range(5):
        make_entry(nordet, "unit.updated")
    make_checkpoint(folder=tmp_path / "signer")
    (tmp_path / "kept").write_text(queries.last_checkpoint().note, encoding="utf-8")  # type: ignore[union-attr]
    for _ in range(4):
        make_entry(nordet, "unit.updated")
    make_checkpoint(folder=tmp_path / "signer")
    write_folder(log_files(KEY.verifier), tmp_path / "log")
    write_tar(log_files(KEY.verifier), tmp_path / "log.tar")
    return tmp_path


def test_it_needs_nothing_of_the_product() -> None:
    imports = [line for line in TOOL.read_text(encoding="utf-8").splitlines() if "import " in line]

    assert not [line for line in imports if "gouvernail" in line or "django" in line]


@pytest.mark.django_db
def test_it_verifies_an_export_and_that_it_continues_what_was_kept(export: Path) -> None:
    vkey = KEY.verifier.vkey
    for source in ("log", "log.tar"):
        code, said = tool("log", export / source, "--vkey", vkey, "--since", export / "kept")

        assert code == 0, said
        assert said.startswith("verified: 9 entries of gouvernail.local/gov/1, root ")
        assert said.endswith("all of the first 5 unchanged")


@pytest.mark.django_db
def test_it_verifies_one_entry_by_its_proof(export: Path) -> None:
    proof = queries.proof_for(3)
    (export / "entry.json").write_bytes(proof.leaf)
    (export / "entry.tlog-proof").write_text(proof.text, encoding="utf-8")
    arguments = "proof", export / "entry.json", export / "entry.tlog-proof"

    code, said = tool(*arguments, "--vkey", export / "log" / "vkey")
    assert (code, said[:22]) == (0, "verified: entry 4 is i")

    (export / "entry.json").write_bytes(proof.leaf + b" ")
    assert tool(*arguments, "--vkey", export / "log" / "vkey")[0] == 1


@pytest.mark.django_db
def test_it_refuses_a_rewritten_history_signed_with_the_stolen_key(export: Path) -> None:
    forged = [json_leaf(number, actor="someone else") for number in range(9)]
    log = log_of(forged)
    for path, content in make_archive(log, signer=KEY).items():
        (export / "log" / path).parent.mkdir(parents=True, exist_ok=True)
        (export / "log" / path).write_bytes(content)

    alone = tool("log", export / "log", "--vkey", KEY.verifier.vkey)
    anchored = tool("log", export / "log", "--vkey", KEY.verifier.vkey, "--since", export / "kept")

    assert alone[0] == 0, "nothing inside a forged log betrays it"
    assert anchored[0] == 1
    assert "history was rewritten" in anchored[1]


@pytest.mark.django_db
@pytest.mark.parametrize("fault", ["key", "missing", "nowhere", "longer since"])
def test_it_says_what_is_wrong_without_a_traceback(export: Path, fault: str) -> None:
    vkey, source, since = KEY.verifier.vkey, export / "log", export / "kept"
    if fault == "key":
        vkey = Signer(KEY.name, bytes(32)).verifier.vkey
    if fault == "missing":
        (source / "tile" / "0" / "000.p" / "9").unlink()
    if fault == "nowhere":
        source = export / "elsewhere"
    if fault == "longer since":
        since.write_text(make_note(log_of([b"{}"] * 12), signer=KEY), encoding="utf-8")

    code, said = tool("log", source, "--vkey", vkey, "--since", since)

    assert code == 1
    assert said.startswith("NOT VERIFIED: ")


def json_leaf(seq: int, **fields: object) -> bytes:
    leaf = {"seq": str(seq), "log": KEY.name, "prev_cp": None, **fields}
    return json.dumps(leaf, sort_keys=True, separators=(",", ":")).encode()


def log_of(leaves: list[bytes]) -> Log:
    log = Log()
    for leaf in leaves:
        log.add(leaf)
    return log


def random_log() -> Log:
    """Return a log whose entries mention checkpoints of its own past, as real ones do."""
    log, seen = Log(), None
    for seq in range(RANDOM.randrange(1, 600)):
        log.add(json_leaf(seq, prev_cp=seen, noise=RANDOM.randrange(10**6)))
        if RANDOM.random() < 0.02:
            root = base64.b64encode(log.tree.root()).decode()
            text = f"{KEY.name}\n{log.tree.size}\n{root}\n"
            digest = sha256(text.encode()).hexdigest()
            seen = {"size": str(log.tree.size), "sha256": digest}
    return log


def test_it_accepts_every_honest_log(module: ModuleType) -> None:
    key = module.Key(KEY.verifier.vkey)
    for _ in range(40):
        log = random_log()
        files = make_archive(log, signer=KEY)

        assert module.verify_log(files.__getitem__, key) == (log.tree.size, log.tree.root())
        assert verify_files(files.__getitem__, KEY.verifier).ok


def test_it_refuses_every_changed_log_and_so_does_the_product(module: ModuleType) -> None:
    key = module.Key(KEY.verifier.vkey)
    files = make_archive(random_log(), signer=KEY)
    for _ in range(300):
        path = RANDOM.choice(sorted(files))
        content = bytearray(files[path])
        content[RANDOM.randrange(len(content))] ^= 1 << RANDOM.randrange(8)
        changed = {**files, path: bytes(content)}

        with pytest.raises((module.RefusedError, UnicodeDecodeError, KeyError)):
            module.verify_log(changed.__getitem__, key)
        assert not verify_files(changed.__getitem__, KEY.verifier).ok


def test_an_entry_that_saw_another_history_is_refused(module: ModuleType) -> None:
    other = {"size": "1", "sha256": "00" * 32}
    log = log_of([json_leaf(0), json_leaf(1, prev_cp=other)])
    files = make_archive(log, signer=KEY)

    with pytest.raises(module.RefusedError, match="another history"):
        module.verify_log(files.__getitem__, module.Key(KEY.verifier.vkey))
    assert [p.code for p in verify_files(files.__getitem__, KEY.verifier).problems] == ["prev_cp"]
