"""Opening another log after a restore cut the present one short."""

from datetime import datetime

from gouvernail.foundation.actions import action
from gouvernail.foundation.actors import Actor, HasActor
from gouvernail.ledger import queries
from gouvernail.ledger.actions.recording import record
from gouvernail.ledger.models import HEAD_ID, Epoch, Head
from gouvernail.ledger.signer.epochs import keep_known, last_known, opening, statement
from gouvernail.ledger.signer.keys import published_key, statement_key
from gouvernail.ledger.signer.loop import places


@action("ledger.open_epoch")
def open_epoch(
    *, by: Actor | HasActor, at: datetime, reason: str = "", known_note: str = ""
) -> Epoch:
    """Open the log that follows the present one; its first entry says what it follows.

    For whoever restored a backup, with the site stopped, on the machine of the signer. The entries
    that came back stay in their own log, which is never signed again.

    Args:
        by: who restored.
        at: aware; when.
        reason: free text, which the entry only commits to.
        known_note: a checkpoint kept elsewhere, if it is newer than the signer's own memory; of
            the present log, or of one that an earlier restore opened after it.

    Raises:
        EpochRefusedError: what is known of the present log contradicts itself.
        LedgerBrokenError: the restored log does not hold together.
        SigningKeyError: the key of statements cannot be used.
    """
    where = places()
    Head.objects.select_for_update().get(pk=HEAD_ID)
    kept = queries.head()
    folders = {"keys_folder": where.keys, "memory_folder": where.memory}
    known = last_known(**folders, given=known_note)
    opened = opening(**folders, given=known_note)
    keep_known(known, kept=kept, verifier=published_key(where.keys, epoch=kept.epoch), at=at)
    signer, number = statement_key(where.keys), opened.number
    epoch = Epoch.objects.create(
        number=number,
        origin=queries.origin_of(number),
        previous_note=known.note,
        kept_size=kept.size,
        kept_root=kept.root.hex(),
        statement=statement(kept=kept, known=known, opened=opened, signer=signer, at=at),
        opened_at=at,
    )
    Head.objects.filter(pk=HEAD_ID).update(size=queries.begin_of(number), edge=b"")
    told = {"private": {"reason": reason}} if reason else {}
    record(actor=by, verb="epoch.opened", subject=epoch, at=at, data=told)
    return epoch


__all__ = ["open_epoch"]
