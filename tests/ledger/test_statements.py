"""A log opened after a restore begins with an operator’s statement, and every reader checks it."""

import base64
import importlib.util
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.db import connection

from gouvernail.cli.main import main
from gouvernail.foundation.digests import canonical
from gouvernail.kernel.merkle import Signer, sign
from gouvernail.ledger import queries
from gouvernail.ledger.actions import open_epoch
from gouvernail.ledger.models import Head, Leaf
from gouvernail.ledger.queries.epochs import statements_name
from gouvernail.ledger.queries.exports import log_files, write_tar
from gouvernail.ledger.queries.statements import signs_statements, statement_faults
from gouvernail.ledger.queries.verification import verify_database, verify_files
from gouvernail.ledger.signer import keys, loop
from gouvernail.people.models import Unit
from tests.ledger.test_epochs import OPERATOR, home, restored, signed
from tests.ledger.test_standalone_verifier import TOOL
from tests.make.ledger import NOON, make_entry, without_triggers
from tests.make.merkle import Log, make_archive

pytestmark = pytest.mark.django_db
__all__ = ["home"]
Change = Callable[[dict[str, Any], Path], None]
ORIGIN = "gouvernail.local/gov/2"


def resigned(state: dict[str, Any], text: str, signer: Signer) -> None:
    state["statement"] = sign(text, signer)


def missing(said: dict[str, Any], _home: Path) -> None:
    said["data"]["state"]["statement"] = ""


def not_an_opening(said: dict[str, Any], _home: Path) -> None:
    said["type"] = "unit.updated"


def of_a_wrong_key(said: dict[str, Any], _home: Path) -> None:
    state = said["data"]["state"]
    text = state["statement"].rpartition("\n\n")[0] + "\n"
    resigned(state, text, Signer(statements_name(), bytes(32)))


def of_the_logs_own_key(said: dict[str, Any], home: Path) -> None:
    state = said["data"]["state"]
    text = state["statement"].rpartition("\n\n")[0] + "\n"
    resigned(state, text, keys.signing_key(ORIGIN, home / "keys", epoch=2))


def altered(said: dict[str, Any], _home: Path) -> None:
    state = said["data"]["state"]
    state["statement"] = state["statement"].replace("\nkept 3 ", "\nkept 2 ")


def of_another_log(said: dict[str, Any], home: Path) -> None:
    state = said["data"]["state"]
    text = state["statement"].rpartition("\n\n")[0] + "\n"
    resigned(state, text.replace(ORIGIN, "elsewhere.org/gov/2"), keys.statement_key(home / "keys"))


def other_facts(said: dict[str, Any], _home: Path) -> None:
    said["data"]["state"]["kept_size"] = 2


def hidden_checkpoint(said: dict[str, Any], _home: Path) -> None:
    said["data"]["state"]["previous_note"] = ""


CHANGES: dict[str, Change] = {
    "missing": missing,
    "not an opening": not_an_opening,
    "wrong key": of_a_wrong_key,
    "signed with the log’s own key": of_the_logs_own_key,
    "altered": altered,
    "of another log": of_another_log,
    "entry says other facts": other_facts,
    "entry hides the checkpoint before": hidden_checkpoint,
}


@pytest.fixture
def reopened(nordet: Unit, home: Path) -> Path:
    restored(nordet)
    open_epoch(by=OPERATOR, at=NOON)
    make_entry(nordet, "unit.updated")
    signed()
    return home


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("verify_ledger", TOOL)
    assert spec is not None
    assert spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


def present_keys(home: Path) -> tuple[Any, list[Any]]:
    verifier = keys.published_key(home / "keys", epoch=2)
    assert verifier is not None
    return verifier, keys.published_statement_keys(home / "keys")


def refused_by_tool(tool: ModuleType, files: dict[str, bytes], home: Path) -> str:
    """Return why the standalone verifier refuses a log; empty if it does not."""
    verifier, trusted = present_keys(home)
    try:
        statements = [tool.Key(key.vkey) for key in trusted]
        tool.verify_log(files.__getitem__, tool.Key(verifier.vkey), None, statements)
    except tool.RefusedError as refused:
        return str(refused)
    return ""


def forged(home: Path, change: Change, *, at: int = 0) -> dict[str, bytes]:
    """Return the files of a log whose signer was made to sign another opening."""
    begin = queries.begin_of(2)
    leaves = _leaves(begin)
    said = json.loads(leaves[at])
    change(said, home)
    leaves[at] = canonical(said)
    log = Log()
    for leaf in leaves:
        log.add(leaf)
    signer = keys.signing_key(ORIGIN, home / "keys", epoch=2)
    return make_archive(log, signer=signer)


def _leaves(begin: int) -> list[bytes]:
    rows = Leaf.objects.filter(seq__gte=begin).order_by("seq")
    return [bytes(leaf) for leaf in rows.values_list("leaf", flat=True)]


def test_every_reader_accepts_what_the_operator_signed(reopened: Path, tool: ModuleType) -> None:
    verifier, trusted = present_keys(reopened)
    files = dict(log_files(verifier, *trusted))

    assert verify_database(*keys.published_keys(reopened / "keys")).problems == []
    assert verify_files(files.__getitem__, verifier, *trusted).problems == []
    assert refused_by_tool(tool, files, reopened) == ""
    assert files["statements.vkey"].decode() == "".join(f"{key.vkey}\n" for key in trusted)


@pytest.mark.parametrize("how", CHANGES)
def test_an_export_that_no_operator_opened_is_refused_where_it_begins(
    reopened: Path, tool: ModuleType, how: str
) -> None:
    verifier, trusted = present_keys(reopened)
    files = forged(reopened, CHANGES[how])

    problems = verify_files(files.__getitem__, verifier, *trusted).problems

    assert {(each.code, each.seq) for each in problems} >= {("statement", 0)}
    assert {each.code for each in problems} == {"statement"}
    assert problems[0].detail.startswith(f"{ORIGIN}: ")
    assert refused_by_tool(tool, files, reopened).startswith("entry 1: ")


@pytest.mark.parametrize("how", CHANGES)
def test_a_database_that_no_operator_opened_is_found_where_it_begins(
    reopened: Path, how: str
) -> None:
    begin = queries.begin_of(2)
    said = json.loads(bytes(Leaf.objects.get(pk=begin).leaf))
    CHANGES[how](said, reopened)
    with without_triggers(), connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_leaf SET leaf = %s WHERE seq = %s", [canonical(said), begin])

    problems = verify_database(*keys.published_keys(reopened / "keys"), replay=False).problems

    found = [each for each in problems if each.code == "statement"]
    assert [(each.seq, each.detail.partition(": ")[0]) for each in found] == [(0, ORIGIN)]


def test_without_the_key_of_statements_nothing_is_verified(
    reopened: Path, tool: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    verifier, trusted = present_keys(reopened)
    archive = reopened / "log.tar"
    write_tar(log_files(verifier, *trusted), archive)
    line = trusted[0].vkey

    assert main(["ledger", "verify", str(archive), "--vkey", verifier.vkey]) == 1
    assert "no public key of statements" in capsys.readouterr().out
    given = ["ledger", "verify", str(archive), "--vkey", verifier.vkey, "--vkey", line]
    assert main(given) == 0
    assert main(["ledger", "verify", str(archive)]) == 0  # those inside, and it says so
    command = [sys.executable, "-I", TOOL, "log", archive, "--vkey", verifier.vkey]
    alone = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (alone.returncode, "--statements" in alone.stdout) == (1, True)
    (reopened / "keys.txt").write_text(line + "\n", encoding="utf-8")
    command += ["--statements", str(reopened / "keys.txt")]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_the_first_entrys_proof_is_held_to_the_statement_too(
    reopened: Path, tool: ModuleType
) -> None:
    verifier, trusted = present_keys(reopened)
    proof = queries.proof_for(queries.begin_of(2))
    key, statements = tool.Key(verifier.vkey), [tool.Key(each.vkey) for each in trusted]

    assert tool.verify_proof(proof.leaf, proof.text, key, statements) == (0, 2)
    with pytest.raises(tool.RefusedError, match="--statements"):
        tool.verify_proof(proof.leaf, proof.text, key)


def test_the_key_of_the_first_log_signs_no_statement(
    reopened: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = keys.signing_key("gouvernail.local/gov/1", reopened / "keys", epoch=1)

    def of_the_first_log(said: dict[str, Any], _home: Path) -> None:
        state = said["data"]["state"]
        resigned(state, state["statement"].rpartition("\n\n")[0] + "\n", first)

    verifier, trusted = present_keys(reopened)
    archive = reopened / "log.tar"
    write_tar(iter(forged(reopened, of_the_first_log).items()), archive)
    given = ["ledger", "verify", str(archive)]
    for key in (verifier, first.verifier, *trusted):
        given += ["--vkey", key.vkey]

    assert main(given) == 1
    assert "the statement does not hold" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "signs"),
    [
        ("gouvernail.local/gov/statements", True),
        ("gouvernail.local/statements", True),  # of a first log without a number
        ("gouvernail.local/gov/1", False),
        ("gouvernail.local/gov/2", False),
        ("elsewhere.org/gov/statements", False),
        ("gouvernail.local/gov/2/statements", False),
        ("gouvernail.local/gov/misstatements", False),
        ("statements", False),
    ],
)
def test_statements_are_signed_under_the_name_of_their_log(name: str, *, signs: bool) -> None:
    assert signs_statements(name, ORIGIN) is signs


def test_a_proof_says_when_the_opening_was_not_looked_at(reopened: Path) -> None:
    verifier, trusted = present_keys(reopened)
    files = [str(reopened / "entry"), str(reopened / "proof")]
    command = [sys.executable, "-I", str(TOOL), "proof", *files]
    command += ["--vkey", verifier.vkey, "--statements", trusted[0].vkey]
    said = []
    for place in (0, 1):
        proof = queries.proof_for(queries.begin_of(2) + place)
        (reopened / "entry").write_bytes(proof.leaf)
        (reopened / "proof").write_text(proof.text, encoding="utf-8")
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        said.append(done.stdout.strip())

    entries = f"is in the log of 2 entries of {ORIGIN}"
    unseen = ", whose opening (entry 1) was not looked at"
    assert said == [f"verified: entry 1 {entries}", f"verified: entry 2 {entries}{unseen}"]


def test_the_proof_of_an_opening_in_the_middle_is_refused(reopened: Path, tool: ModuleType) -> None:
    text = queries.proof_for(queries.begin_of(2) + 1).text
    verifier, trusted = present_keys(reopened)
    key, statements = tool.Key(verifier.vkey), [tool.Key(each.vkey) for each in trusted]
    leaf = bytes(Leaf.objects.get(pk=queries.begin_of(2) + 1).leaf)
    assert tool.verify_proof(leaf, text, key, statements) == (1, 2)

    said = json.loads(leaf)
    said["type"] = "epoch.opened"
    log = Log()
    for each in (_leaves(queries.begin_of(2))[0], canonical(said)):
        log.add(each)
    signer = keys.signing_key(ORIGIN, reopened / "keys", epoch=2)
    note = make_archive(log, signer=signer)["checkpoint"].decode()
    path = base64.b64encode(tool.leaf_hash(log.leaves[0])).decode()
    forged_text = f"c2sp.org/tlog-proof@v1\nindex 1\n{path}\n\n{note}"

    with pytest.raises(tool.RefusedError, match="entry 2: a log cannot be opened in the middle"):
        tool.verify_proof(log.leaves[1], forged_text, key, statements)


def test_a_log_is_not_opened_in_the_middle_of_another(reopened: Path, tool: ModuleType) -> None:
    def again(said: dict[str, Any], _home: Path) -> None:
        said["type"] = "epoch.opened"

    verifier, trusted = present_keys(reopened)
    files = forged(reopened, again, at=1)

    problems = verify_files(files.__getitem__, verifier, *trusted).problems

    assert [(each.code, each.seq) for each in problems] == [("statement", 1)]
    assert refused_by_tool(tool, files, reopened).startswith("entry 2: a log cannot be opened")


def test_it_must_follow_the_log_that_it_follows(reopened: Path) -> None:
    said = json.loads(bytes(Leaf.objects.get(pk=queries.begin_of(2)).leaf))
    trusted = keys.published_statement_keys(reopened / "keys")

    def faults(after: str) -> list[str]:
        return list(statement_faults(said, 0, origin=ORIGIN, trusted=trusted, after=after))

    assert faults("gouvernail.local/gov/1") == []
    assert len(faults("gouvernail.local/gov/7")) == 1


def test_a_statement_of_an_earlier_machine_is_still_checked(reopened: Path, nordet: Unit) -> None:
    """The private key stayed on the lost machine; its public half came back with the backup."""
    folder = reopened / "keys"
    (first,) = keys.published_statement_keys(folder)
    (folder / "statements.key").unlink()
    open_epoch(by=OPERATOR, at=NOON)
    make_entry(nordet, "unit.updated")
    signed()

    assert Head.objects.get().size == queries.begin_of(3) + 2
    assert len(keys.published_statement_keys(folder)) == 2
    assert verify_database(*keys.published_keys(folder)).problems == []
    (folder / keys.statement_file(first)).unlink()
    problems = verify_database(*keys.published_keys(folder)).problems
    assert [(each.code, each.detail.partition(": ")[0]) for each in problems] == [
        ("statement", ORIGIN)
    ]
    assert loop.shown_statement_keys().split() == [keys.statement_key(folder).verifier.vkey]
