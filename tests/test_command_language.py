"""Commands refuse in the language of the terminal; French where nothing names one."""

from pathlib import Path

import pytest
from django.utils import translation

from gouvernail.cli.main import main, terminal_language
from gouvernail.vault.keyring.factors import factor_keys
from gouvernail.vault.keyring.keys import key_id

REFUSALS = {
    "fr": "Il n’y a pas de sauvegarde à",
    "en": "There is no backup at",
}


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, ""),
        ({"LANG": "C.UTF-8"}, ""),
        ({"LANG": "POSIX"}, ""),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "fr_BE@euro"}, "fr"),
        ({"LANG": "fr_CA.UTF-8"}, "fr-ca"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "fr_FR.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
        ({"LANG": "fr_FR.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": ""}, "en"),
        ({"LANG": "en_GB.UTF-8", "GOUVERNAIL_LANGUAGE": "fr"}, ""),
    ],
)
def test_the_terminal_says_which(environment: dict[str, str], language: str) -> None:
    assert terminal_language(environment) == language


@pytest.mark.django_db
def test_the_key_of_second_factors_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    name = key_id(factor_keys()[-1].public_key())
    assert main(["keys", "list"]) == 0
    assert f"{name}  in force  second factors  private key here" in capsys.readouterr().out


@pytest.mark.django_db
def test_a_drill_looks_for_the_backup_before_it_asks_and_needs_an_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def nobody(_prompt: str) -> str:
        raise EOFError

    monkeypatch.setattr("getpass.getpass", nobody)
    copy = tmp_path / "copy.txt"
    copy.touch()
    assert main(["drill", str(tmp_path / "none"), "--escrow", str(copy)]) == 1
    assert "backup_not_found" in capsys.readouterr().err
    assert main(["keys", "import", "--escrow", str(copy)]) == 1
    assert "passphrase_missing" in capsys.readouterr().err


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("locale", "site", "spoken"),
    [
        ("en_GB.UTF-8", "", "en"),
        ("fr_CA.UTF-8", "", "fr"),
        ("", "", "fr"),
        ("en_GB.UTF-8", "fr", "fr"),
    ],
)
def test_a_refusal_is_in_that_language(
    locale: str,
    site: str,
    spoken: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "GOUVERNAIL_LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", locale)
    monkeypatch.setenv("GOUVERNAIL_LANGUAGE", site)
    with translation.override("fr"):  # the default of a site
        assert main(["restore", str(tmp_path / "none"), "--check"]) == 1

    assert REFUSALS[spoken] in capsys.readouterr().err
