"""What a signer keeps: who signed what, when, how, and the proof that the journal holds it."""

import json
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db.models import Q

from gouvernail.foundation.digests import instant
from gouvernail.foundation.ids import is_uuid
from gouvernail.ledger.queries import commitment_opening, is_sealed, proof_for, timeline
from gouvernail.ledger.queries.timelines import Event
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, scope
from gouvernail.policies.models import CarryOver, Signature
from gouvernail.policies.queries import carry_over_of, version_in_force
from gouvernail.signing.errors import CampaignNotFoundError

FORM: Final = "gouvernail-signature/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """One signature, and where it stands in the journal.

    `carried` says that it counts for a later version too, and why. `is_sealed`: a signed checkpoint
    covers its entry, so the file can be had. `handed_by` gave the code, `asked_by` asked the
    questions aloud, where there was either.
    """

    signature: Signature
    event: Event | None
    is_sealed: bool
    data: dict[str, Any]
    carried: CarryOver | None
    handed_by: Person | None = None
    asked_by: Person | None = None

    @property
    def number(self) -> int:
        """Return the number of its entry in the journal, which counts from 1."""
        return self.event.number if self.event else 0


def visible_signature(signature_id: UUID | str, *, viewer: Person) -> Signature:
    """Return a signature: one's own, or of people one manages, or of policies one writes.

    Raises:
        CampaignNotFoundError: missing or hidden.
    """
    if not is_uuid(str(signature_id)):
        raise CampaignNotFoundError
    seen = (
        Q(person=viewer)
        | scope(viewer, Right.MANAGE_PEOPLE, "person__home_unit__path")
        | scope(viewer, Right.EDIT_POLICIES, "version__policy__unit__path")
    )
    rows = Signature.objects.filter(seen, pk=signature_id)
    signature = rows.select_related("version__policy", "person__home_unit").first()
    if signature is None:
        raise CampaignNotFoundError
    return signature


def receipt_of(signature: Signature) -> Receipt:
    """Return the receipt of a signature, its version, policy and person loaded. Six queries."""
    events = timeline(Signature.ledger_kind, signature.pk).events
    event = next((one for one in events if one.verb == "signature.given"), None)
    current = version_in_force(signature.version.policy)
    carried = carry_over_of(current) if current and current.pk != signature.version_id else None
    counts = carried is not None and carried.origin.number <= signature.version.number
    return Receipt(
        signature=signature,
        event=event,
        is_sealed=event is not None and is_sealed(event.seq),
        data=event.data if event else {},
        carried=carried if counts else None,
        handed_by=_named(event.data if event else {}, "code_made_by"),
        asked_by=_named(event.data if event else {}, "asked_by"),
    )


def _named(data: dict[str, Any], name: str) -> Person | None:
    key = data.get(name, "")
    return Person.objects.filter(pk=key).first() if is_uuid(str(key)) else None


def receipt_file(signature: Signature) -> dict[str, Any]:
    """Return the file of a receipt: the entry, its proof, and what opens what the entry hides.

    `says` repeats what the entry says in clear, `opening` lets anybody check the statement against
    the entry's commitment; both go into the hands of the signer. Some ten queries.

    Raises:
        NotYetSealedError: no checkpoint covers the entry yet.
        CampaignNotFoundError: the journal has no entry of it.
    """
    receipt = receipt_of(signature)
    if receipt.event is None:
        raise CampaignNotFoundError
    proof = proof_for(receipt.event.seq)
    policy, person = signature.version.policy, signature.person
    return {
        "receipt": FORM,
        "says": {
            "signature": str(signature.pk),
            "person": str(signature.person_id),
            "version": str(signature.version_id),
            "digest": signature.digest,
            "method": signature.method,
            "at": instant(signature.at),
        },
        "for_people": {
            "person": person.name,
            "policy": policy.title,
            "policy_en": policy.title_en,
            "number": signature.version.number,
            "statement": signature.statement,
        },
        "entry": proof.leaf.decode(),
        "proof": proof.text,
        "opening": commitment_opening(receipt.event.seq),
    }


def receipt_bytes(signature: Signature) -> bytes:
    """Return the file of a receipt as it is downloaded: JSON, UTF-8. Raises as `receipt_file`."""
    return json.dumps(receipt_file(signature), ensure_ascii=False, indent=1).encode() + b"\n"
