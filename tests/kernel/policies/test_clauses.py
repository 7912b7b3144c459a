import gzip
import json
from pathlib import Path

import pytest

from gouvernail.kernel.policies import Recognised, read_file, recognise, to_markdown
from gouvernail.policies.starters import read_clauses
from tests.kernel.policies.forms import as_docx, as_pdf

MARKS = json.loads((Path(__file__).parent / "clause_marks.json").read_text(encoding="utf-8"))


def recognised(source: str) -> Recognised:
    return recognise(read_file("a.md", source.encode()))


def anchors(source: str) -> list[tuple[str, str]]:
    return [(each.anchor, each.title) for each in recognised(source).clauses]


def test_numbers_that_were_typed_are_kept_as_anchors() -> None:
    source = "# Charte\n\n## Avant-propos\n\n## 1.0 Parler\n\n### 1.2 Vite\n\n"
    source += "### Bien\n\n## Article 3 : Taire\n"

    assert anchors(source) == [
        ("2", "Avant-propos"),
        ("1", "Parler"),
        ("1.2", "Vite"),
        ("1.1", "Bien"),
        ("3", "Taire"),
    ]


def test_a_number_in_a_title_is_not_an_anchor() -> None:
    assert anchors("# A\n\n## Why\n\n## 5 things to know\n\n## How\n")[1] == (
        "2",
        "5 things to know",
    )


def test_a_repeated_number_gets_the_next_free_one() -> None:
    assert anchors("# A\n\n## 1 Un\n\n## 2 Deux\n\n## 2 Bis\n") == [
        ("1", "Un"),
        ("2", "Deux"),
        ("3", "2 Bis"),
    ]


def test_examples_and_deep_headings_stay_in_their_clause() -> None:
    read = recognised("# A\n\n## Un\n\nTexte.\n\n### Exemple de réponse\n\nBonjour.\n\n## Deux\n")

    assert [each.title for each in read.clauses] == ["Un", "Deux"]
    assert read.clauses[0].text == "Texte.\n\n**Exemple de réponse**\n\nBonjour."


def test_lettered_paragraphs_are_clauses_when_there_is_no_heading() -> None:
    text = (
        "Règles.\n(a) Dites qui vous êtes, toujours.\nMême en vacances.\n(b) Vérifiez vos sources."
    )
    read = recognise(read_file("a.txt", text.encode()))

    assert [each.title for each in read.clauses][-1] == "Vérifiez vos sources"


def test_what_is_written_back_is_read_by_the_editor() -> None:
    read = recognised(
        "# Charte\n\nPourquoi.\n\n## Un\n\n```\n# 1 dans un exemple\n```\n\n### Deux\n\nB.\n"
    )

    again = read_clauses(to_markdown(read))

    assert again.title == "Charte"
    assert [(each.anchor, each.title) for each in again.clauses] == [("1", "Un"), ("1.1", "Deux")]


@pytest.mark.parametrize("row", MARKS)
def test_real_policies_come_in_cleanly_in_each_form(row: str, test_data: Path) -> None:
    with gzip.open(test_data / "policy_texts.jsonl.gz", "rt", encoding="utf-8") as lines:
        record = next(each for each in map(json.loads, lines) if each["id"] == row)
    name = "a.md" if record["format"] == "markdown" else "a.txt"
    document = read_file(name, record["text"].encode())
    read = recognise(document)

    found = {each.place.line for each in read.clauses}
    assert len(found & set(MARKS[row])) >= 0.95 * len(MARKS[row]) - 1
    assert len(found - set(MARKS[row])) <= 0.05 * len(found)
    assert not any("{%" in each.text or "{{<" in each.text for each in read.clauses)
    assert len(read_clauses(to_markdown(read)).clauses) == len(read.clauses)
    titles = [each.title for each in read.clauses]
    in_word = recognise(read_file("a.docx", as_docx(document)))
    assert [each.title for each in in_word.clauses] == titles
    if len(record["text"]) < 10_000:  # a second of the machine for the longest, otherwise
        in_pdf = recognise(read_file("a.pdf", as_pdf(document)))
        assert abs(len(in_pdf.clauses) - len(titles)) <= 1


def test_articles_that_only_a_number_announces_are_clauses() -> None:
    text = (
        "Guide de la ville\n\nArticle 1 – Objet\n\nLe guide fixe les règles.\n\n"
        "Article 2 – Réserve\n\n2.1 L’agent respecte la réserve.\n\n1. Un exemple.\n\n"
        "Article 3 – Suites\n\nRien.\n"
    )
    read = recognised(text)

    assert [(each.anchor, each.title, each.text) for each in read.clauses] == [
        ("1", "Objet", "Le guide fixe les règles."),
        ("2", "Réserve", ""),
        ("2.1", "L’agent respecte la réserve", "L’agent respecte la réserve.\n\n1. Un exemple."),
        ("3", "Suites", "Rien."),
    ]
    assert (read.title, read.summary) == ("Guide de la ville", "")
    assert read.warnings[0].code == "numbers_taken"


def test_the_first_line_of_a_numbered_paragraph_is_not_repeated() -> None:
    read = recognise(read_file("a.txt", "1. Règles\nÉvitez.\n\n2. Fin\nTerminé.".encode()))

    assert [(each.title, each.text) for each in read.clauses] == [
        ("Règles", "Évitez."),
        ("Fin", "Terminé."),
    ]


def test_numbers_that_do_not_follow_one_another_are_no_clauses() -> None:
    read = recognised("3. Trois choses à savoir d’abord\n\n2. Deux choses à taire\n")

    assert read.warnings[0].code == "paragraphs_taken"


def test_short_paragraphs_without_heading_each_make_a_clause() -> None:
    read = recognised("Bonjour à toutes et à tous.\n\nSoyez vous-même.\n")

    assert [each.title for each in read.clauses] == [
        "Bonjour à toutes et à tous",
        "Soyez vous-même",
    ]


def test_a_bold_title_above_numbered_bold_headings_is_the_title() -> None:
    source = "# Guide\n\n# Article 1 – Objet\n\nUn.\n\n# Article 2 – Suite\n\nDeux.\n"
    read = recognised(source)

    assert (read.title, [each.anchor for each in read.clauses]) == ("Guide", ["1", "2"])
