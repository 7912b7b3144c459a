"""Makers of signed papers: small real PDF and Word files, whole or with something in them."""

import io
import zipfile
import zlib
from datetime import UTC, datetime
from hashlib import sha256

from gouvernail.people.models import Person
from gouvernail.registry.models import Account, Agreement, AgreementPaper

EPOCH = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)

TYPES = '<Types><Override ContentType="application/vnd.openxmlformats-officedocument"/></Types>'


def make_pdf(inside: bytes = b"", *, packed: bytes = b"") -> bytes:
    """Return a PDF; `inside` goes into its catalogue, `packed` into a stream of objects."""
    stream = b""
    if packed:
        body = zlib.compress(packed)
        stream = b"4 0 obj <</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>\nstream\n" % (
            len(body)
        )
        stream += body + b"\nendstream endobj\n"
    return (
        b"%PDF-1.7\n1 0 obj <</Type/Catalog/Pages 2 0 R" + inside + b">> endobj\n"
        b"2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj\n"
        b"3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]>> endobj\n"
        + stream
        + b"trailer <</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"
    )


def make_word(**parts: str) -> bytes:
    """Return a Word file; `parts` adds files, `__` standing for a slash and `_DOT_` for a dot."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("word/document.xml", "<w:document><w:p>Signed.</w:p></w:document>")
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/").replace("_DOT_", "."), text)
    return out.getvalue()


def make_paper(*, account: Account, by: Person) -> AgreementPaper:
    """Return the saved paper of an agreement on an account, without the actions around it."""
    agreement = Agreement.objects.create(
        account=account, person=by, handle_of="organisation", followers_of="person",
        at_departure="goes", signed_on=EPOCH.date(), filed_by=by, filed_at=EPOCH,
    )  # fmt: skip
    data = make_pdf()
    digest = sha256(data).hexdigest()
    return AgreementPaper.objects.create(
        agreement=agreement, number=1, sha256=digest, original_sha256=digest, content=data,
        mime="application/pdf", size_bytes=len(data), original_name="agreement.pdf",
        added_by=by, added_at=EPOCH,
    )  # fmt: skip
