"""Papers to forward: a Typst template and its data become one tagged PDF.

Data travel as JSON and never as markup, so that no name can change the paper. Fonts are those of
the compiler, embedded; neither the machine's fonts nor the network is asked.
"""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, Final

import typst

ACCESSIBLE: Final = "ua-1"  # PDF/UA-1: tagged, titled, its language said
NO_SIGN: Final = "could not be displayed with font"


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)


def pdf_of(template: Path, data: Mapping[str, Any], *, at: datetime) -> bytes:
    """Return the PDF/UA-1 of a template; it reads `sys.inputs.data`, a JSON text.

    The same data at the same instant give the same bytes. About a tenth of a second. A name in
    signs that no font at hand can draw (Chinese, an emoji) makes a paper that is tagged but cannot
    claim the standard: better than none.

    Raises:
        typst.TypstError: the template does not compile: a defect of ours.
    """
    compiled: Callable[..., Any] = partial(
        typst.compile,
        template.read_bytes(),
        format="pdf",
        font_paths=_fonts(),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        timestamp=int(at.timestamp()),
    )
    try:
        paper: bytes = compiled(pdf_standards=ACCESSIBLE)
    except typst.TypstError as error:
        if NO_SIGN not in str(error):
            raise
        paper = compiled()
    return paper


def png_of(svg: str, *, width: int, height: int) -> bytes:
    """Return a drawing as a PNG, two pixels for each of its units. Some tens of milliseconds.

    Words are drawn with the fonts of papers, whatever the drawing asks for.

    Raises:
        typst.TypstError: the drawing cannot be read: a defect of ours.
    """
    page = (
        f"#set page(width: {width}pt, height: {height}pt, margin: 0pt)\n"
        f'#image(bytes(sys.inputs.svg), format: "svg", width: {width}pt)'
    )
    drawn = typst.compile(
        page.encode(), format="png", ppi=144, font_paths=_fonts(), sys_inputs={"svg": svg}
    )
    return bytes(drawn)
