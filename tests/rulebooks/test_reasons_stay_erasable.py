"""What people write when they decide about rules is never in clear in the journal."""

import json
from datetime import datetime

from gouvernail.people.models import Person, Role, Unit
from gouvernail.rulebooks.actions import Submission, reject_version, submit_version, write_version
from tests.make.ledger import leaves
from tests.make.people import make_grant
from tests.make.rulebooks import PACK, make_pack

WORDS = "Trop large : voyez Camille."


def test_the_reason_of_a_rejection_is_committed_to_and_not_told(
    nordet: Unit, claire: Person, karim: Person, noon: datetime
) -> None:
    make_grant(person=karim, unit=nordet, role=Role.LEAD)
    first = make_pack(unit=nordet, by=claire)
    source = PACK.replace("the cheapest in France", "the cheapest in Europe").replace(
        "is the cheapest in France", "is the cheapest in Europe"
    )
    version = write_version(pack_id=first.pack_id, source=source, by=claire, at=noon)
    why = Submission(purpose="Europe.", untried_reason="Nothing published yet.")
    submit_version(version_id=version.pk, submission=why, by=claire, at=noon)
    reject_version(version_id=version.pk, comment=WORDS, by=karim, at=noon)

    (leaf,) = leaves(verb="pack_version.rejected")
    assert WORDS not in json.dumps(leaf, ensure_ascii=False)
