"""The file of a receipt checked for anybody, against the public keys of the journals of this site.

What `tools/verify_ledger.py receipt` checks, in the same order; nothing is looked up and nothing
kept. Sources: c2sp.org/tlog-proof, RFC 6962.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from django.utils.translation import gettext as _

from gouvernail.foundation.errors import InvalidInputError
from gouvernail.kernel.merkle import Verifier
from gouvernail.kernel.merkle.errors import MerkleError
from gouvernail.kernel.merkle.proofs import parse_proof, verify_proof
from gouvernail.ledger.signer.keys import published_keys
from gouvernail.ledger.signer.loop import places
from gouvernail.signing.queries.receipts import FORM

LONGEST: Final = 200_000  # characters; a receipt holds some 6,000
COMMITTED: Final = b"\x02"  # before what a commitment of the journal is the digest of
UNREADABLE: Final = (ValueError, KeyError, TypeError, AttributeError, RecursionError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a receipt proves; `told` holds what its file adds for people and nothing proves.

    `number` is that of the entry, from 1; `vkey` the key it was checked with.
    """

    person: str
    version: str
    digest: str
    method: str
    at: datetime
    statement: str
    number: int
    vkey: str
    told: dict[str, str]


def keys_here() -> list[Verifier]:
    """Return the public keys of this site's journals; none where this process may not read them."""
    try:
        return published_keys(places().keys)
    except PermissionError:
        return []


def check_receipt(text: str, *, keys: Iterable[Verifier]) -> Checked:
    """Return what the file of a receipt proves. No query.

    Raises:
        InvalidInputError: it is no receipt, was altered, or is of a journal of other keys.
    """
    try:
        receipt = json.loads(text)
        entry, proof = str(receipt["entry"]), str(receipt["proof"])
        written, leaf = entry.encode(), json.loads(entry)
        stands = _stands(leaf)
        is_one = receipt["receipt"] == FORM and leaf["type"] == "signature.given"
        says, opening, told = receipt["says"], receipt.get("opening"), _told(receipt)
        at = datetime.fromisoformat(stands["at"])
    except UNREADABLE as error:
        raise _refusal(_("This is not the receipt of a signature.")) from error
    if not is_one:
        raise _refusal(_("This is not the receipt of a signature."))
    if says != stands:
        raise _refusal(
            _("The receipt does not say what its entry in the journal says: it was altered.")
        )
    number, vkey = _proved(written, proof, keys)
    return Checked(
        person=stands["person"],
        version=stands["version"],
        digest=stands["digest"],
        method=stands["method"],
        at=at,
        statement=_statement(leaf, opening, told) if opening else "",
        number=number,
        vkey=vkey,
        told=told,
    )


def _stands(leaf: dict[str, Any]) -> dict[str, str]:
    state = leaf["data"]["state"]
    return {
        "signature": leaf["subject"]["id"],
        "person": state["person_id"],
        "version": state["version_id"],
        "digest": state["digest"],
        "method": state["method"],
        "at": leaf["at"],
    }


def _told(receipt: dict[str, Any]) -> dict[str, str]:
    """Return the words that the file adds, fit for a page: half a character is a question mark."""
    told = receipt.get("for_people") or {}
    return {key: str(told[key]).encode(errors="replace").decode() for key in told}


def _proved(entry: bytes, proof: str, keys: Iterable[Verifier]) -> tuple[int, str]:
    for key in keys:
        try:
            verify_proof(proof, entry, key)
            index = parse_proof(proof).index
        except (MerkleError, ValueError):
            continue
        if index == 0 and _is_reopened(key.name):
            break  # such a log begins with the statement of an operator, never with a signature
        return index + 1, key.vkey
    raise _refusal(
        _(
            "The journal of this organisation does not hold this entry: the receipt was altered, or"
            " is of another journal."
        )
    )


def _is_reopened(origin: str) -> bool:
    last = origin.rpartition("/")[2]
    return last.isdecimal() and int(last) > 1


def _statement(leaf: dict[str, Any], opening: dict[str, str], told: dict[str, str]) -> str:
    try:
        value = opening["value"].encode()
        digest = sha256(COMMITTED + bytes.fromhex(opening["random"]) + value).hexdigest()
        is_its = digest == leaf["pii"].get("fields")
        statement = str(json.loads(opening["value"])["fields"]["statement"])
    except UNREADABLE:
        is_its, statement = False, ""
    if not is_its or told.get("statement", statement) != statement:
        raise _refusal(_("The statement is not the one that was signed: it was altered."))
    return statement


def _refusal(why: str) -> InvalidInputError:
    return InvalidInputError(why, fields={"receipt": why})
