"""Asking outsiders to vouch for a checkpoint: witnesses, and time-stamping authorities.

The network is called outside any action; what came back is noted after.
"""

from dataclasses import dataclass
from hashlib import sha256
from typing import Final

import rfc3161_client
from cryptography import x509
from rfc3161_client import HashAlgorithm, TimestampRequestBuilder, VerifierBuilder

from gouvernail.egress import Egress, Request
from gouvernail.egress.errors import EgressError
from gouvernail.kernel.merkle import NoteError, WitnessKey, cosigned_by, parse_witness_key
from gouvernail.ledger import queries
from gouvernail.ledger.models import Checkpoint

OK: Final = 200
CONFLICT: Final = 409
QUERY_TYPE: Final = "application/timestamp-query"
SHORT: Final = 200


class OutsideRefusedError(ValueError):
    """An outsider did not vouch for a checkpoint, or what it answered does not hold."""


@dataclass(frozen=True, slots=True)
class WitnessAddress:
    """Where a witness answers, and the key it must cosign with."""

    url: str
    key: WitnessKey


def witness_address(configured: str) -> WitnessAddress:
    """Return the witness that a setting `URL|KEY` names.

    Raises:
        OutsideRefusedError: not that.
    """
    url, _, line = configured.partition("|")
    try:
        return WitnessAddress(url.rstrip("/"), parse_witness_key(line))
    except NoteError as error:
        raise OutsideRefusedError(f"not a witness: {configured}: {error}") from error


def cosignature(
    checkpoint: Checkpoint, witness: WitnessAddress, *, known_size: int, egress: Egress
) -> bytes:
    """Return the line with which a witness cosigns a checkpoint.

    `known_size` is what the witness is believed to know; if it says otherwise it is asked again
    from there, once.

    Raises:
        OutsideRefusedError: it does not cosign, or its cosignature is wrong.
    """
    answer = _asked(checkpoint, witness, known_size, egress)
    if answer[0] == CONFLICT and answer[1].strip().isdecimal():
        known = int(answer[1])
        if known > queries.index_of(checkpoint.size):
            raise OutsideRefusedError(f"{witness.key.name} knows a longer log: {known} entries")
        answer = _asked(checkpoint, witness, known, egress)
    status, line = answer
    if status != OK:
        raise OutsideRefusedError(f"{witness.key.name} answered {status}: {line[:SHORT].strip()}")
    try:
        if witness.key.name not in cosigned_by(checkpoint.note + line, [witness.key]):
            raise OutsideRefusedError(f"{witness.key.name} answered without its cosignature")
    except NoteError as error:
        raise OutsideRefusedError(str(error)) from error
    own = [each for each in line.splitlines() if each.startswith(f"— {witness.key.name} ")]
    return (own[0] + "\n").encode()


def _asked(
    checkpoint: Checkpoint, witness: WitnessAddress, known_size: int, egress: Egress
) -> tuple[int, str]:
    body = queries.continuation(checkpoint, known_size=known_size).encode()
    request = Request(method="POST", url=witness.url + "/add-checkpoint", body=body)
    try:
        response = egress.send(request)
        return response.status, response.body.decode()
    except (EgressError, UnicodeDecodeError) as error:
        raise OutsideRefusedError(f"{witness.key.name} does not answer: {error}") from error


def timestamp(note: str, *, url: str, roots: bytes, egress: Egress) -> bytes:
    """Return the RFC 3161 response (DER) of an authority over the bytes of a checkpoint's note.

    `roots` are PEM certificates that the authority's own must lead to. Anybody can check the
    response later: `openssl ts -verify -data checkpoint -in response.tsr -CAfile roots.pem`.

    Raises:
        OutsideRefusedError: it refused, or what it answered does not hold.
    """
    data = note.encode()
    asked = TimestampRequestBuilder(
        data=data, hash_algorithm=HashAlgorithm.SHA256, nonce=True, cert_req=True
    ).build()
    request = Request(
        method="POST", url=url, headers={"content-type": QUERY_TYPE}, body=asked.as_bytes()
    )
    try:
        response = egress.send(request)
        if response.status != OK:
            raise OutsideRefusedError(f"{url} answered {response.status}")
        require_timestamp(response.body, note, roots=roots, nonce=asked.nonce)
    except EgressError as error:
        raise OutsideRefusedError(f"{url} does not answer: {error}") from error
    return response.body


def require_timestamp(response: bytes, note: str, *, roots: bytes, nonce: int | None) -> None:
    """Check that a response is a stamp over the note, from an authority under `roots`.

    Raises:
        OutsideRefusedError: it is not.
    """
    builder = VerifierBuilder(nonce=nonce)
    try:
        for certificate in x509.load_pem_x509_certificates(roots):
            builder = builder.add_root_certificate(certificate)
        answer = rfc3161_client.decode_timestamp_response(response)
        builder.build().verify(answer, sha256(note.encode()).digest())
    except (ValueError, rfc3161_client.VerificationError) as error:
        raise OutsideRefusedError(f"not a time stamp that holds: {error}") from error


__all__ = [
    "OutsideRefusedError",
    "WitnessAddress",
    "cosignature",
    "require_timestamp",
    "timestamp",
    "witness_address",
]
