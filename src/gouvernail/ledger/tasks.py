"""What happens by itself: asking witnesses and time stamps, and verifying everything at night."""

import logging
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from gouvernail.foundation.outbound import way_out
from gouvernail.foundation.schedule import Periodic
from gouvernail.ledger import queries
from gouvernail.ledger.actions import note_anchor, note_verification
from gouvernail.ledger.models import Anchor
from gouvernail.ledger.queries.verification import Report, verify_database
from gouvernail.ledger.signer.keys import published_keys
from gouvernail.ledger.signer.loop import places
from gouvernail.ledger.signer.outside import (
    OutsideRefusedError,
    WitnessAddress,
    cosignature,
    timestamp,
    witness_address,
)

log = logging.getLogger(__name__)
SHOWN = 3


class LedgerAlarmError(ValueError):
    """The log or the tables are not what they must be; kept as the error of the nightly task."""


def ask_witnesses(at: datetime) -> None:
    """Have the newest checkpoint cosigned by every witness that has not yet.

    Raises:
        OutsideRefusedError: one refused, after all were asked.
    """
    refusals = []
    for configured in settings.LEDGER_WITNESSES:
        try:
            _ask_witness(witness_address(configured), at=at)
        except OutsideRefusedError as refusal:
            log.error("no cosignature: %s", refusal)  # noqa: TRY400 -- a refusal, not a defect
            refusals.append(str(refusal))
    if refusals:
        raise OutsideRefusedError("; ".join(refusals))


def _ask_witness(witness: WitnessAddress, *, at: datetime) -> None:
    newest = queries.last_checkpoint()
    given = queries.last_anchor(Anchor.Kind.WITNESS, witness.key.name)
    if newest is None or (given and given.size >= newest.size):
        return
    known = given.size - queries.begin_of(queries.number_of(newest.size)) if given else 0
    line = cosignature(newest, witness, known_size=max(known, 0), egress=way_out())
    note_anchor(
        kind=Anchor.Kind.WITNESS, target=witness.key.name, size=newest.size, evidence=line, at=at
    )


def stamp(at: datetime) -> None:
    """Have a checkpoint time-stamped, once a day and at once when a freeze was sealed.

    Raises:
        OutsideRefusedError: the authority refused, or its roots cannot be read.
    """
    url = settings.LEDGER_TSA_URL
    checkpoint = queries.to_anchor(Anchor.Kind.TIMESTAMP, url, at=at) if url else None
    if checkpoint is None:
        return
    roots = Path(settings.LEDGER_TSA_ROOTS_FILE).read_bytes()
    token = timestamp(checkpoint.note, url=url, roots=roots, egress=way_out())
    note_anchor(kind=Anchor.Kind.TIMESTAMP, target=url, size=checkpoint.size, evidence=token, at=at)


def verify(at: datetime) -> None:
    """Verify the whole log and replay it over the tables; keep the outcome.

    Raises:
        LedgerAlarmError: something does not hold.
    """
    report = verified(at=at)
    if not report.ok:
        said = "; ".join(f"{one.code} {one.detail}".strip() for one in report.problems[:SHOWN])
        log.critical("the journal does not verify: %s", said)
        raise LedgerAlarmError(f"{len(report.problems)} problems: {said}")


def verified(*, at: datetime) -> Report:
    """Return the report of a verification, after keeping its outcome."""
    report = verify_database(*published_keys(places().keys))
    note_verification(report=report, at=at)
    return report


PERIODIC = [
    Periodic(name="ledger.witnesses", every=timedelta(minutes=1), run=ask_witnesses),
    Periodic(name="ledger.timestamp", every=timedelta(minutes=1), run=stamp),
    Periodic(name="ledger.verification", every=timedelta(days=1), run=verify),
]
