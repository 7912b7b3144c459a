import io
import zipfile

import docx
import pytest
import typst
from docx.oxml import OxmlElement
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from gouvernail.kernel.policies import ReadingError, read_file, recognise, to_markdown
from gouvernail.kernel.policies import reading as reading_module
from gouvernail.kernel.policies.reading import word
from gouvernail.kernel.policies.wording import WORDS


def saved(document: docx.document.Document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def a_policy() -> docx.document.Document:
    document = docx.Document()
    document.add_heading("Charte", level=1)
    document.add_heading("1 Qui parle", level=2)
    document.add_paragraph("Les personnes nommées parlent.")
    return document


def with_part(content: bytes, name: str, data: bytes) -> bytes:
    stream = io.BytesIO(content)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr(name, data)
    return stream.getvalue()


def refusal(name: str, content: bytes) -> str:
    with pytest.raises(ReadingError) as refused:
        read_file(name, content)
    return refused.value.code


def a_pdf(source: str) -> bytes:
    made = typst.compile(source.encode(), format="pdf")
    assert isinstance(made, bytes)
    return made


def test_tracked_changes_are_read_as_accepted_and_said() -> None:
    document = a_policy()
    paragraph = document.add_paragraph("Répondez sous ")
    for tag, inner, words in (("w:del", "w:delText", "48"), ("w:ins", "w:t", "24")):
        change = OxmlElement(tag)
        run = OxmlElement("w:r")
        text = OxmlElement(inner)
        text.text = words
        run.append(text)
        change.append(run)
        paragraph._p.append(change)
    paragraph.add_run(" heures.")

    read = recognise(read_file("charte.docx", saved(document)))

    assert read.clauses[0].text.endswith("Répondez sous 24 heures.")
    (warned,) = read.warnings
    assert (warned.code, warned.count) == ("tracked_changes", 2)
    assert "acceptées" in warned.message["fr"]


def test_a_paragraph_whose_end_was_deleted_runs_into_the_next() -> None:
    document = a_policy()
    first = document.add_paragraph("Une phrase ")
    marks = OxmlElement("w:rPr")
    marks.append(OxmlElement("w:del"))
    first._p.get_or_add_pPr().append(marks)
    document.add_paragraph("coupée.")

    assert "Une phrase coupée." in recognise(read_file("a.docx", saved(document))).clauses[0].text


def test_lists_tables_and_bold_lines_of_word_keep_their_shape() -> None:
    document = docx.Document()
    document.add_paragraph().add_run("Qui parle").bold = True
    document.add_paragraph("Premier", style="List Bullet")
    document.add_paragraph("Second", style="List Bullet")
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Réseau", "Délai"
    document.add_paragraph().add_run("Qui répond").bold = True

    read = recognise(read_file("a.docx", saved(document)))

    assert [each.title for each in read.clauses] == ["Qui parle", "Qui répond"]
    assert read.clauses[0].text == "- Premier\n- Second\n\nRéseau | Délai"
    assert [each.code for each in read.warnings] == ["headings_guessed"]


def test_places_in_word_are_paragraphs() -> None:
    assert recognise(read_file("a.docx", saved(a_policy()))).clauses[0].place.paragraph == 2


def test_files_that_cannot_be_read_say_why() -> None:
    whole = saved(a_policy())
    encrypted = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")

    assert refusal("a.docm", with_part(whole, "word/vbaProject.bin", b"x")) == "has_macros"
    assert refusal("a.docx", encrypted) == "password_needed"
    assert refusal("a.doc", encrypted[:8] + b"WordDocument") == "old_word"
    assert refusal("a.docx", whole[: len(whole) // 2]) == "file_broken"
    assert refusal("a.zip", with_part(b"", "a.txt", b"x")) == "format_unknown"
    assert refusal("a.xyz", b"Bonjour") == "format_unknown"
    assert refusal("a.md", b"\0\1\2") == "format_unknown"
    assert refusal("a.md", b" \n\n") == "document_empty"
    assert refusal("a.pdf", b"%PDF-1.7 nothing more") == "file_broken"
    assert refusal("a.docx", saved(docx.Document())) == "document_empty"


def test_entities_of_xml_are_refused_not_expanded() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(
            "word/document.xml", '<!DOCTYPE a [<!ENTITY b "bbbb">]><a xmlns="x">&b;</a>'
        )

    assert refusal("a.docx", stream.getvalue()) == "file_broken"


def test_sizes_are_bounded_whatever_is_declared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word, "MAX_UNPACKED", 1000)
    monkeypatch.setattr(reading_module, "MAX_TEXT_BYTES", 10)

    assert refusal("a.docx", saved(a_policy())) == "file_too_large"
    assert refusal("a.md", b"# 1 " + b"a" * 10) == "file_too_large"


def test_a_pdf_without_text_and_one_with_a_password_are_refused() -> None:
    empty = a_pdf("#rect(width: 3cm, height: 3cm)")
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(a_pdf("Bonjour"))))
    writer.encrypt("secret")
    locked = io.BytesIO()
    writer.write(locked)

    assert refusal("a.pdf", empty) == "no_text"
    assert refusal("a.pdf", locked.getvalue()) == "password_needed"


def test_a_pdf_leaves_out_page_numbers_and_repeated_margins() -> None:
    pages = "\n#pagebreak()\n".join(f"= Titre {n}\nTexte du titre {n}." for n in range(1, 5))
    footer = 'context counter(page).display("1 / 1", both: true)'
    source = f"#set page(header: [Groupe Nordet], footer: {footer})\n"

    read = recognise(read_file("a.pdf", a_pdf(source + pages)))

    assert [each.title for each in read.clauses] == [f"Titre {n}" for n in range(1, 5)]
    assert [each.text for each in read.clauses] == [f"Texte du titre {n}." for n in range(1, 5)]
    assert [each.place.page for each in read.clauses] == [1, 2, 3, 4]


def test_html_leaves_out_scripts_menus_and_tables_of_contents() -> None:
    page = (
        b"<html><head><title>Charte</title><script>alert(1)</script></head><body>"
        b"<nav><a href='/'>Accueil</a></nav><h1>Charte</h1>"
        b"<h2>Sommaire</h2><ul><li><a href='#a'>Qui parle</a></li></ul>\n"
        b"<h2>Qui parle</h2>\n<p>Les <b>personnes</b> nomm&eacute;es,<br>et elles seules.</p>"
        b"<ol><li>Une</li><li>Deux</li></ol></body></html>"
    )

    read = recognise(read_file("a.html", page))

    assert read.title == "Charte"
    (clause,) = read.clauses
    assert clause.title == "Qui parle"
    assert clause.text == "Les personnes nommées,\net elles seules.\n\n1. Une\n2. Deux"
    assert clause.place.line == 2


def test_front_matter_becomes_facts_and_publishing_tags_leave_their_words() -> None:
    source = (
        "---\ntitle: Guide\nowner: Communication\n---\n\n# Guide\n\n## Contact\n\n"
        'Écrivez dans {% canal "aide" %}. {{< note >}} Vite. {{< /note >}}\n'
    ).encode()

    read = recognise(read_file("a.md", source))

    assert (read.title, read.facts["owner"]) == ("Guide", "Communication")
    assert read.clauses[0].text == "Écrivez dans aide.  Vite."
    assert read.clauses[0].place.line == 8
    assert read.warnings[0].code == "tags_dropped"


def test_windows_letters_are_read_and_the_guess_is_said() -> None:
    document = read_file("a.txt", "Règle\n\nUne règle écrite.".encode("cp1252"))

    assert document.title == "Règle"
    assert document.warnings[0].code == "encoding_guessed"


def read_or_refused(name: str, content: bytes) -> str:
    try:
        return to_markdown(recognise(read_file(name, content)))
    except ReadingError as error:
        return error.code


@given(st.binary(max_size=200))
def test_hostile_bytes_are_read_or_refused_with_a_code(tail: bytes) -> None:
    for head, name in ((b"%PDF-1.7\n", "a.pdf"), (b"PK", "a.docx")):
        assert read_or_refused(name, head + tail) in WORDS
    for name in ("a.md", "a.html", "a.txt"):
        assert read_or_refused(name, tail)


def test_each_sentence_exists_in_both_languages() -> None:
    assert all(set(each) == {"fr", "en"} for each in WORDS.values())
