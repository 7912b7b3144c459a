"""A certificate as a paper, and as anybody may check it."""

from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gouvernail.charter.queries import the_charter
from gouvernail.foundation.papers import pdf_of
from gouvernail.training.models import Certificate

TEMPLATE: Final = Path(__file__).resolve().parents[1] / "templates" / "training" / "certificate.typ"
LETTER: Final = frozenset({"US", "CA", "MX"})
LONGEST: Final = 20


def certificate_with(code: str) -> Certificate | None:
    """Return the certificate with a code, however it was typed; nothing when there is none.

    One query. For anybody: whoever has the code was given the certificate.
    """
    signs = "".join(sign for sign in code.upper() if sign.isalnum())[:LONGEST]
    shown = "-".join(signs[at : at + 4] for at in range(0, len(signs), 4))
    rows = Certificate.objects.select_related("person", "course__unit", "completion__version")
    return rows.filter(code=shown).first() if signs else None


def address_of_check(certificate: Certificate) -> str:
    """Return the public address where a certificate is checked."""
    path = reverse("training:certificate-check-one", args=[certificate.code])
    return f"{settings.SITE_URL.rstrip('/')}{path}"


def certificate_paper(certificate: Certificate, *, at: datetime) -> bytes:
    """Return a certificate as PDF, in the language in force. One query, a tenth of a second."""
    charter = the_charter()
    language = get_language() or "fr"
    until = certificate.until
    data: dict[str, Any] = {
        "lang": language[:2],
        "paper": "us-letter" if charter.country in LETTER else "a4",
        "organisation": charter.label,
        "title": certificate.course.label,
        "kind": _("Certificate of training"),
        "given_to": _("given to"),
        "name": certificate.person.name,
        "lines": [
            [_("Finished"), _day(localtime(certificate.completion.done_at).date())],
            [_("Way"), str(certificate.completion.get_how_display())],
            [_("Valid until"), _day(until) if until else _("without end")],
            [_("Code"), certificate.code],
        ],
        "withdrawn": _("This certificate has been withdrawn.") if certificate.revoked_at else "",
        "check": _("Anybody can check it, without an account:"),
        "address": address_of_check(certificate),
    }
    return pdf_of(TEMPLATE, data, at=at)


def _day(on: date) -> str:
    return date_format(on, "DATE_FORMAT")
