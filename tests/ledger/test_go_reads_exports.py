"""A real export, read by Go's own library (see tests/make/witness.py)."""

from pathlib import Path

import pytest

from gouvernail.ledger.queries.exports import log_files, write_folder
from gouvernail.people.models import Unit
from tests.make.ledger import KEY, make_checkpoint, make_entry
from tests.make.witness import ask, build_witness


@pytest.mark.django_db
def test_another_program_verifies_what_we_export(nordet: Unit, tmp_path: Path) -> None:
    build = tmp_path / "build"
    build.mkdir()
    witness = build_witness(build)
    for _ in range(9):
        make_entry(nordet, "unit.updated")
    make_checkpoint()
    write_folder(log_files(KEY.verifier), tmp_path / "log")

    assert ask(witness, tmp_path / "log")[0].startswith("ok 9 ")

    bundle = tmp_path / "log" / "tile" / "entries" / "000.p" / "9"
    bundle.write_bytes(bundle.read_bytes().replace(b"unit.updated", b"unit.painted", 1))
    assert ask(witness, tmp_path / "log")[0].startswith("refused")
