"""The Word and PDF forms of a document, as an office suite would save them."""

import io
import json

import docx
import typst

from gouvernail.kernel.policies import Document

TYPST = """
#set page(paper: "a4", footer: context align(center, counter(page).display()))
#set text(size: 10pt)
#show heading: it => block(above: 1.2em, below: 0.8em, it.body)
#show heading.where(level: 1): set text(size: 19pt)
#show heading.where(level: 2): set text(size: 16pt)
#show heading.where(level: 3): set text(size: 14pt)
#show heading.where(level: 4): set text(size: 12.5pt)
#show heading.where(level: 5): set text(size: 11.5pt)
#for each in json(bytes(sys.inputs.blocks)) {
  if each.level > 0 { heading(level: each.level, outlined: false, each.text) } else {
    par(if each.label { strong(each.text) } else { each.text })
    v(0.6em)
  }
}
"""


def as_docx(document: Document) -> bytes:
    word = docx.Document()
    if document.title:
        word.core_properties.title = document.title
    for block in document.blocks:
        if block.level:
            word.add_heading(_clean(block.text), level=block.level)
        else:
            paragraph = word.add_paragraph()
            paragraph.add_run(_clean(block.text)).bold = block.is_label
    return _saved(word)


def _saved(word: object) -> bytes:
    stream = io.BytesIO()
    word.save(stream)  # type: ignore[attr-defined]
    return stream.getvalue()


def as_pdf(document: Document) -> bytes:
    blocks = [
        {"level": each.level, "label": each.is_label, "text": _clean(each.text)}
        for each in document.blocks
    ]
    made = typst.compile(TYPST.encode(), format="pdf", sys_inputs={"blocks": json.dumps(blocks)})
    assert isinstance(made, bytes)
    return made


def _clean(text: str) -> str:
    return "".join(char for char in text if char in "\n\t" or char.isprintable())
