"""Papers to forward: a Typst template and its data become one tagged PDF.

Data travel as JSON and never as markup, so that no name can change the paper. Fonts are those of
the compiler, embedded; neither the machine's fonts nor the network is asked.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import typst

ACCESSIBLE: Final = "ua-1"  # PDF/UA-1: tagged, titled, its language said


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)


def pdf_of(template: Path, data: Mapping[str, Any], *, at: datetime) -> bytes:
    """Return the PDF/UA-1 of a template; it reads `sys.inputs.data`, a JSON text.

    The same data at the same instant give the same bytes. About a tenth of a second.

    Raises:
        typst.TypstError: the template does not compile: a defect of ours.
    """
    paper: bytes = typst.compile(
        template.read_bytes(),
        format="pdf",
        font_paths=_fonts(),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=ACCESSIBLE,
        timestamp=int(at.timestamp()),
    )
    return paper
