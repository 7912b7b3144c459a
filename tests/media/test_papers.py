"""A signed paper is judged by its bytes: what runs, hides or breaks is refused with its reason."""

import zipfile
from io import BytesIO

import pytest

from gouvernail.media.errors import PaperRefusedError
from gouvernail.media.pictures.papers import MAX_PAPER_BYTES, PDF, WORD, checked_paper
from tests.make.media import make_picture
from tests.make.papers import make_pdf, make_word


def bomb() -> bytes:
    out = BytesIO(make_word())
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/blank.bmp", bytes(101_000_000))
    return out.getvalue()


def test_a_pdf_and_a_word_file_are_kept_to_the_byte_and_a_picture_is_encoded_afresh() -> None:
    pdf, word, picture = make_pdf(), make_word(), make_picture("JPEG", comment=b"Lat 48.8584")

    kept = [
        checked_paper(data, name=name)
        for data, name in ((pdf, "a.pdf"), (word, "C:\\x\\b.exe"), (picture, "c\x00.jpg"))
    ]

    assert [paper.mime for paper in kept] == [PDF, WORD, "image/jpeg"]
    assert [paper.name for paper in kept] == ["a.pdf", "b.exe", "c.jpg"]
    assert (kept[0].data, kept[1].data) == (pdf, word)
    assert kept[0].sha256 == kept[0].original_sha256
    assert b"48.8584" not in kept[2].data
    assert kept[2].sha256 != kept[2].original_sha256


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "paper_empty"),
        (b"%PDF-" + bytes(MAX_PAPER_BYTES), "paper_too_large"),
        (b"GIF89a", "paper_type_unknown"),
        (b"<svg onload=alert(1)/>", "paper_type_unknown"),
        (b"MZ\x90\x00", "paper_type_unknown"),
        (b"%PDF-1.7\n<script>alert(1)</script>", "paper_unreadable"),
        (make_pdf(b"/OpenAction<</S/JavaScript/JS(app.alert(1))>>"), "paper_active"),
        (make_pdf(b"/OpenAction<</S/J#61vaScript/J#53(app.alert(1))>>"), "paper_active"),
        (make_pdf(b"/Names<</EmbeddedFiles 5 0 R>>"), "paper_active"),
        (make_pdf(packed=b"5 0 <</S/Launch/F(calc.exe)>>"), "paper_active"),
        (make_pdf(b"/Encrypt 6 0 R"), "paper_locked"),
        (b"PK\x03\x04 not an archive", "paper_unreadable"),
        (make_word()[:-30], "paper_unreadable"),
        (make_word(word__vbaProject_DOT_bin="x"), "paper_active"),
        (make_word(word__embeddings__x_DOT_exe="x"), "paper_active"),
        (
            make_word(
                word___rels__settings_DOT_xml_DOT_rels=(
                    '<Relationship Type="x/attachedTemplate" TargetMode="External"/>'
                )
            ),
            "paper_active",
        ),
        (make_word(word__x_DOT_xml="<!DOCTYPE x [<!ENTITY a 'b'>]><x/>"), "paper_unreadable"),
        (make_word(word_x="x").replace(b"word_x", b"../../"), "paper_unreadable"),
        (bomb(), "paper_too_slow"),
        (make_picture("PNG")[:60], "paper_unreadable"),
    ],
)
def test_what_runs_hides_or_breaks_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(PaperRefusedError) as caught:
        checked_paper(data, name="agreement.pdf")

    assert caught.value.code == code
    assert caught.value.fields["paper"]
