"""What happens by itself: readers of the guide, rights that end, pictures, letters."""

import logging
from datetime import datetime, timedelta
from smtplib import SMTPException

from gouvernail.brand.actions.checks import ask_for_checks, check_profiles, look_at
from gouvernail.brand.actions.influencers import note_letter, remind_contracts
from gouvernail.brand.actions.readings import remind_readers
from gouvernail.brand.actions.rights import remind_rights
from gouvernail.brand.models import LibraryItem
from gouvernail.brand.queries.checks import without_fingerprint
from gouvernail.brand.queries.influencers import letter_to, letters_waiting
from gouvernail.foundation.models import OutboxEvent
from gouvernail.foundation.outbox import Reader
from gouvernail.foundation.schedule import Periodic

log = logging.getLogger(__name__)
LOOKS = 40  # pictures a turn: each takes some tenths of a second
LETTERS = 20


def remind(at: datetime) -> None:
    """Tell whoever has not read a guide as it stands."""
    remind_readers(at=at)


def look(at: datetime) -> None:
    """Make the fingerprints of pictures that came another way than by the library."""
    for digest in without_fingerprint(LOOKS):
        look_at(digest, at=at)


def hear_library(event: OutboxEvent, at: datetime) -> None:
    """Have the profiles that see an item of the library checked again, since it changed."""
    item = LibraryItem.objects.select_related("unit").filter(pk=event.payload["item_id"]).first()
    if item is not None:
        ask_for_checks(below=item.unit.path, at=at)


def keep_rights(at: datetime) -> None:
    """Tell of rights and contracts that end; have profiles held against what ended today."""
    remind_rights(at=at)
    remind_contracts(at=at)
    ask_for_checks(at=at)


def check(at: datetime) -> None:
    """Hold against the library the pictures of profiles that wait for it."""
    check_profiles(at=at)


def write_partners(at: datetime) -> None:
    """Send the letters that ask partners for corrections; one refused is said so on its page."""
    for post in letters_waiting(LETTERS):
        try:
            letter_to(post).send()
        except (SMTPException, OSError):
            log.exception("the letter about post %s did not leave", post.pk)
            note_letter(post, sent=False, at=at)
        else:
            note_letter(post, sent=True, at=at)


READERS = (Reader("brand.library", frozenset({"brand.library"}), hear_library),)
PERIODIC = [
    Periodic(name="brand.remind_readers", every=timedelta(hours=1), run=remind),
    Periodic(name="brand.look", every=timedelta(minutes=1), run=look),
    Periodic(name="brand.check", every=timedelta(seconds=20), run=check),
    Periodic(name="brand.keep_rights", every=timedelta(hours=6), run=keep_rights),
    Periodic(name="brand.write_partners", every=timedelta(minutes=1), run=write_partners),
]
