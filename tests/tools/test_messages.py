"""The strings of the code reach the catalogues, and bad French is refused."""

import subprocess
import sys
from pathlib import Path

import polib
import pytest

TOOLS = Path(__file__).resolve().parents[2] / "tools"
sys.path.insert(0, str(TOOLS))

import french  # noqa: E402 - the tools are scripts, found by path
import messages  # noqa: E402


@pytest.fixture
def area(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a project with one empty area, and point the tool at it."""
    monkeypatch.setattr(messages, "SOURCE", tmp_path)
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    folder = tmp_path / "harbour"
    (folder / "templates" / "harbour").mkdir(parents=True)
    return folder


def test_python_and_templates_are_extracted_with_plurals_and_contexts(area: Path) -> None:
    (area / "models.py").write_text(
        "from x import gettext_lazy as _, ngettext, pgettext\n"
        'a = _("A ship "\n      "sails")\n'
        'b = ngettext("%(count)s ship", "%(count)s ships", n)\n'
        'c = pgettext("verb", "ship")\n'
    )
    (area / "templates" / "harbour" / "list.html").write_text(
        "<p>  {% translate 'Moor here' %}</p>\n"
        "{% blocktranslate trimmed with name=ship.name %}\n  Hello\n  {{ name }}\n"
        "{% endblocktranslate %}\n"
        "{% blocktranslate count n=ships|length %}One{% plural %}Many{% endblocktranslate %}\n"
        '{% include "x.html" with label=_("Anchor") %}\n'
    )

    messages.extract(["harbour"])

    book = messages.entries(messages.catalogue("harbour", "fr"))
    assert set(book) == {
        (None, "A ship sails"),
        (None, "%(count)s ship"),
        ("verb", "ship"),
        (None, "Moor here"),
        (None, "Hello %(name)s"),
        (None, "One"),
        (None, "Anchor"),
    }
    assert book[None, "One"].msgid_plural == "Many"
    assert "python-format" in book[None, "Hello %(name)s"].flags


def test_a_second_extraction_keeps_the_french_and_changes_no_byte(area: Path) -> None:
    code = area / "models.py"
    code.write_text('_("Anchor")\n_("Mast")\n')
    messages.extract(["harbour"])
    path = messages.catalogue("harbour", "fr")
    book = polib.pofile(str(path))
    book.find("Anchor").msgstr = "Ancre"
    book.save()
    before = path.read_text()
    code.write_text("\n\n\n" + code.read_text())

    messages.extract(["harbour"])

    assert path.read_text() == before
    assert 'msgstr "Ancre"' in before


def test_a_text_that_is_not_written_out_is_refused(area: Path) -> None:
    (area / "models.py").write_text('_(f"{ship} sails")\n')

    with pytest.raises(SystemExit, match="needs its text written out"):
        messages.extract(["harbour"])


def test_a_text_named_elsewhere_is_extracted_where_it_stands(area: Path) -> None:
    (area / "models.py").write_text('WORDS = {"a": gettext_noop("Anchor")}\n_(WORDS[code])\n')

    messages.extract(["harbour"])

    assert list(messages.entries(messages.catalogue("harbour", "fr"))) == [(None, "Anchor")]


def test_the_check_names_what_is_missing_and_what_is_stale(
    area: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = area / "models.py"
    code.write_text('_("Anchor")\n')
    messages.extract(["harbour"])
    code.write_text('_("Anchor")\n_("Mast")\n')

    status = messages.check(["harbour"])

    printed = capsys.readouterr().out
    assert status == 1
    assert "“Anchor”: no French" in printed
    assert "“Mast”: not in the catalogue" in printed


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("Voulez-vous partir\xa0?", "Leave?"),
        ("L’ancre\xa0: %(name)s", "Anchor: %(name)s"),
        ("À 10:30, voir https://a.example/?b=1;c", "At 10:30, see https://a.example/?b=1;c"),
        ("Le mot «\xa0mât\xa0»", "The word “mast”"),
        ('Voir <a href="%(url)s">l’ancre</a>', 'See <a href="%(url)s">the anchor</a>'),
        ("20\u202f400 navires\u202f!", "20,400 ships!"),
    ],
)
def test_good_french_passes(text: str, english: str) -> None:
    assert list(french.problems_of_french(text, english)) == []


@pytest.mark.parametrize(
    ("text", "english", "said"),
    [
        ("L'ancre", "Anchor", "apostrophe"),
        ("Partir ?", "Leave?", "ordinary space"),
        ("Partir?", "Leave?", "no space before ;"),
        ("Ancre: non", "Anchor: no", "colon"),
        ("« mât »", "“mast”", "« »"),
        ('Le "mât"', "“mast”", "quotes"),
        ("Attendre...", "Wait…", "three dots"),
        ("Ancre %(nom)s", "Anchor %(name)s", "placeholders"),
        ("<b>Ancre</b>", "<em>Anchor</em>", "tags"),
    ],
)
def test_bad_french_is_named(text: str, english: str, said: str) -> None:
    assert any(said in problem for problem in french.problems_of_french(text, english))


def test_canada_writes_its_own_words_and_no_space_before_a_question_mark() -> None:
    rules = french.load_canadian()

    told = french.canadian("E-mail reçu\xa0? Voici\xa0: «\xa0un hashtag\xa0»\xa0!", "x", rules)

    assert told == "Courriel reçu? Voici\xa0: «\xa0un mot-clic\xa0»!"


def test_the_canadian_catalogue_holds_only_what_differs(area: Path) -> None:
    (area / "models.py").write_text('_("Anchor")\n_("Leave?")\n')
    messages.extract(["harbour"])
    path = messages.catalogue("harbour", "fr")
    book = polib.pofile(str(path))
    book.find("Anchor").msgstr = "Ancre"
    book.find("Leave?").msgstr = "Partir\xa0?"
    book.save()

    messages.derive(["harbour"])

    derived = messages.entries(messages.catalogue("harbour", "fr_CA"))
    assert [(text, entry.msgstr) for (_, text), entry in derived.items()] == [("Leave?", "Partir?")]


def test_the_script_runs_from_the_command_line() -> None:
    done = subprocess.run(
        [sys.executable, str(TOOLS / "messages.py"), "extract", "no-such-area"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 2
    assert "no such area" in done.stderr
