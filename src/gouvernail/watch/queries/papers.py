"""A report or a review as a paper: tagged, sober, the same bytes for the same words."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _

from gouvernail.charter.queries import the_charter
from gouvernail.foundation.papers import pdf_of

TEMPLATE: Final = Path(__file__).resolve().parents[1] / "templates" / "watch" / "paper.typ"
LETTER: Final = frozenset({"US", "CA", "MX"})


def paper_of(
    sections: Sequence[Sequence[str]], *, language: str, digest: str, at: datetime
) -> bytes:
    """Return the PDF of titles and texts; the first is the head of the page.

    One query, a tenth of a second. `digest` is printed at the foot where there is one.
    """
    charter = the_charter()
    head, *rest = sections
    seal = _("Sealed: SHA-256 %(digest)s") % {"digest": digest} if digest else ""
    data: dict[str, Any] = {
        "lang": language[:2],
        "paper": "us-letter" if charter.country in LETTER else "a4",
        "organisation": charter.label,
        "title": head[0],
        "lead": head[1],
        "sections": [list(one) for one in rest],
        "foot": _("Internal: do not pass it on."),
        "seal": seal,
    }
    return pdf_of(TEMPLATE, data, at=at)
