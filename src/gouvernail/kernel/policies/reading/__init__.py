"""From the bytes of a file to a document: Word, PDF, HTML and Markdown.

Everything is bounded before it is opened or while it is read: bytes, unpacked bytes, pages,
pieces of text. Nothing in a file is run, followed or fetched.
"""

from typing import Final

from gouvernail.kernel.policies.documents import Document, ReadingError, Warned
from gouvernail.kernel.policies.reading.html import read_html
from gouvernail.kernel.policies.reading.markdown import read_markdown
from gouvernail.kernel.policies.reading.pdf import read_pdf
from gouvernail.kernel.policies.reading.plain import read_plain
from gouvernail.kernel.policies.reading.word import read_docx

__all__ = ["read_docx", "read_file", "read_html", "read_markdown", "read_pdf", "read_plain"]

MAX_BYTES: Final = 20 * 1024 * 1024
MAX_TEXT_BYTES: Final = 2 * 1024 * 1024
_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_TEXTS: Final = {
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".txt": read_plain,
    ".html": read_html,
    ".htm": read_html,
}


def read_file(name: str, content: bytes) -> Document:
    """Return the document in a file; what it is comes from its bytes, then from its name.

    Raises:
        ReadingError: `format_unknown`, `file_too_large`, `file_broken`, `password_needed`,
            `has_macros`, `old_word`, `no_text` or `document_empty`.
    """
    if not content:
        raise ReadingError("document_empty", name)
    if len(content) > MAX_BYTES:
        raise ReadingError("file_too_large", name, limit="20 MB")
    if content.startswith(_OLD_OFFICE):
        raise ReadingError("password_needed" if _ENCRYPTED in content else "old_word", name)
    if b"%PDF-" in content[:1024]:
        document = read_pdf(content, name)
    elif content.startswith(b"PK"):
        document = read_docx(content, name)
    else:
        document = _read_text(name, content)
    if not any(block.text.strip() for block in document.blocks):
        raise ReadingError("document_empty", name)
    return document


def _read_text(name: str, content: bytes) -> Document:
    reader = _TEXTS.get("." + name.rpartition(".")[2].lower())
    if reader is None:
        raise ReadingError("format_unknown", name)
    if len(content) > MAX_TEXT_BYTES:
        raise ReadingError("file_too_large", name, limit="2 MB")
    text, warnings = _decoded(name, content)
    return reader(text, name, warnings)


def _decoded(name: str, content: bytes) -> tuple[str, tuple[Warned, ...]]:
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = content.decode("utf-16" if wide else "utf-8-sig")
        warnings: tuple[Warned, ...] = ()
    except UnicodeDecodeError as error:
        if wide:
            raise ReadingError("file_broken", name) from error
        text, warnings = (
            content.decode("cp1252", errors="replace"),
            (Warned(code="encoding_guessed"),),
        )
    if "\0" in text:
        raise ReadingError("format_unknown", name)
    return text.replace("\r\n", "\n").replace("\r", "\n"), warnings
