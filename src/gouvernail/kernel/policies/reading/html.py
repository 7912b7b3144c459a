"""HTML pages. Scripts, styles, navigation and forms are left out; nothing is fetched."""

from gouvernail.kernel.policies.documents import Document, Warned
from gouvernail.kernel.policies.reading.markup import MarkupReader, without_contents


def read_html(source: str, name: str = "", warnings: tuple[Warned, ...] = ()) -> Document:
    """Return the document of an HTML page; places are lines. Linear but for hostile nesting."""
    reader = MarkupReader()
    reader.feed_at(source, 1)
    blocks = without_contents(reader.finish())
    if reader.pictures:
        warnings = (*warnings, Warned(code="pictures_left_out", count=reader.pictures))
    title = " ".join(reader.title.split())
    return Document(name=name, blocks=tuple(blocks), title=title, warnings=warnings)
