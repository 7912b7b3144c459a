"""Every visible string has its French, and French readers of Canada get theirs."""

import subprocess
import sys
from pathlib import Path

import polib
import pytest
from django.utils import translation
from django.utils.translation import gettext

from gouvernail.project.catalogues import catalogues, compile_catalogues, stale_catalogues

ROOT = Path(__file__).resolve().parent.parent


def test_no_french_is_missing_stale_or_badly_typeset() -> None:
    done = subprocess.run(
        [sys.executable, "tools/messages.py", "check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr


def test_every_catalogue_is_compiled() -> None:
    compile_catalogues()

    assert catalogues()
    assert stale_catalogues() == []


def test_a_stale_catalogue_is_compiled_again(tmp_path: Path) -> None:
    folder = tmp_path / "harbour" / "locale" / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    book = polib.POFile()
    book.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
    book.append(polib.POEntry(msgid="Anchor", msgstr="Ancre"))
    book.save(str(folder / "django.po"))

    first, second = compile_catalogues(tmp_path), compile_catalogues(tmp_path)

    assert (first, second) == (1, 0)
    assert polib.mofile(str(folder / "django.mo")).find("Anchor").msgstr == "Ancre"


@pytest.mark.parametrize("locale", ["fr", "fr-ca"])
def test_a_page_in_french_is_not_in_english(locale: str) -> None:
    """One string of the product, through the whole machinery of Django."""
    compile_catalogues()
    entry = next(
        entry
        for path in catalogues()
        if "/fr/" in str(path)
        for entry in polib.pofile(str(path))
        if entry.msgstr and entry.msgstr != entry.msgid and not entry.msgctxt
    )

    with translation.override(locale):
        assert gettext(entry.msgid) != entry.msgid
    with translation.override("en"):
        assert gettext(entry.msgid) == entry.msgid


def test_canada_is_asked_first_and_france_for_the_rest() -> None:
    compile_catalogues()
    differing = [
        (entry.msgid, entry.msgstr)
        for path in catalogues()
        if "/fr_CA/" in str(path)
        for entry in polib.pofile(str(path))
        if entry.msgstr and not entry.msgctxt and not entry.msgid_plural
    ]

    with translation.override("fr-ca"):
        wrong = [english for english, canadian in differing if gettext(english) != canadian]

    assert wrong == []
