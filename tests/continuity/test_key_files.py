"""Every file of the folder of keys is somewhere else too, or needs not be: said, and true."""

import json
from pathlib import Path

import pytest
from pytest_django import Settings

from gouvernail.cli.examinations.users import copies
from gouvernail.continuity.archives import restoring
from gouvernail.continuity.archives.keyfiles import KEY_FILES, Kept, homeless, kinds_of
from gouvernail.project.settings import base
from tests.make.sites import ROOT, Site

EVERY_KEY = """
import json, sys
from pathlib import Path
from gouvernail.cli.main import main
from gouvernail.continuity.actions import plant_canary
from gouvernail.foundation.actors import machine
from gouvernail.foundation.clock import now
from gouvernail.ledger.signer.loop import places, run
from gouvernail.vault.keyring.factors import factor_keys
from gouvernail.verification.signer.keys import held_key
folder = places().keys
plant_canary(by=machine("backup"), at=now())
factor_keys()
held_key()
for command in (["keys", "rotate"], ["keys", "rotate", "--factors"]):
    assert main(command) == 0
run(turns=1)
assert main(["ledger", "new-epoch"]) == 0
run(turns=1)
(folder / "statements.key").unlink()  # as on a new machine, whose backup brought the public half
assert main(["ledger", "new-epoch"]) == 0
run(turns=1)
assert main(["ledger", "verify"]) == 0
escrow, word = folder.parent / "copy.txt", folder.parent / "word"
word.write_text("a long enough passphrase")
assert main(["keys", "export", "--escrow", str(escrow), "--passphrase-file", str(word)]) == 0
assert main(["backup", "--to", sys.argv[1], "--keep-all"]) == 0
"""


def files_in(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder by its path there."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def kept(files: dict[str, bytes], where: Kept) -> dict[str, bytes]:
    return {name: text for name, text in files.items() if kinds_of(name)[0].kept is where}


@pytest.mark.timeout(240)
def test_every_key_of_a_site_has_the_home_it_is_said_to_have(tmp_path: Path) -> None:
    site, backups = Site(tmp_path / "home"), tmp_path / "backups"
    site.set_up()
    site.python(EVERY_KEY, str(backups))
    files = files_in(site.home / "keys")

    assert {name: len(kinds_of(name)) for name in files} == dict.fromkeys(files, 1)
    made = {kinds_of(name)[0].pattern for name in files}
    assert made == {each.pattern for each in KEY_FILES}, "a kind that nothing makes any more"

    (backup,) = (path for path in backups.iterdir() if path.is_dir())
    everything = b"\0".join(files_in(backup).values()) + (site.home / "copy.txt").read_bytes()
    secret = {**kept(files, Kept.ESCROW), **kept(files, Kept.NOWHERE)}
    del secret["vault.pub"]
    assert [name for name, text in secret.items() if text.strip() in everything] == []

    other = Site(tmp_path / "other")
    given = "--escrow", str(site.home / "copy.txt"), "--passphrase-file", str(site.home / "word")
    other.home.mkdir()
    verify = ["ledger", "verify", "--no-replay"]
    done = other.run_all(["restore", str(backup)], ["keys", "import", *given], verify)
    assert [code for code, _said in done] == [0, 0, 0], done
    back = files_in(other.home / "keys")
    escrowed = set(kept(files, Kept.ESCROW).values())
    assert escrowed <= set(back.values()), "a new machine opens what the old one sealed"
    public = set(kept(files, Kept.BACKUP).values())
    assert public <= set(back.values()), "a new machine checks what the old one signed"


def test_settings_name_no_key_file_without_a_home() -> None:
    folder = base.HOME / "keys"
    named = [Path(each) for each in vars(base).values() if str(each).startswith(f"{folder}/")]

    assert len(named) >= 3
    assert homeless(folder, named) == []


@pytest.mark.parametrize(("name", "faults"), [("later.key", 1), ("ledger-2.key", 0)])
def test_the_doctor_names_a_key_without_a_home(tmp_path: Path, name: str, faults: int) -> None:
    folder = tmp_path / "keys"
    folder.mkdir(mode=0o700)
    (folder / name).touch(mode=0o600)

    said = [each.said for each in copies(folder) if "no copy" in each.said]

    assert len(said) == faults
    assert all(name in each for each in said)


def test_the_page_lists_them_all() -> None:
    page = (ROOT / "docs/reference/key-files.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| `")]

    said = [f"| `{e.pattern}` | {e.holds} | {e.kept} | {e.then} |" for e in KEY_FILES]
    assert rows == said, json.dumps(said, indent=1, ensure_ascii=False)


def test_a_public_key_that_comes_back_follows_no_link(tmp_path: Path, settings: Settings) -> None:
    """Root restores, and other users may write in the folder of keys."""
    settings.GOUVERNAIL_HOME = tmp_path
    stage, keys = tmp_path / "stage", tmp_path / "keys"
    for folder in (stage / "ledger" / "1", keys):
        folder.mkdir(parents=True)
    (stage / "ledger" / "1" / "vkey").write_text("a public key")
    (keys / "ledger.vkey").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(OSError, match="symbolic links"):
        restoring._publish_keys_of_the_log(stage)
    assert not (tmp_path / "elsewhere").exists()

    (keys / "ledger.vkey").unlink()
    restoring._publish_keys_of_the_log(stage)
    assert (keys / "ledger.vkey").read_text() == "a public key"
