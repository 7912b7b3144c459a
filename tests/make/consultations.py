"""Makers of consultations and of what is said in them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from gouvernail.consultations.actions import NewRemark, Window, plan_consultation, send_remark
from gouvernail.consultations.models import Consultation, Remark
from gouvernail.foundation.ids import uuid7
from gouvernail.people.models import Person
from gouvernail.policies.models import Policy
from tests.make.policies import make_charter, make_draft_version

NOON = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)
OLD = "## 1 Prix\n\nUn prix porte sa date.\n\n## 2 Images\n\nUne image a un auteur.\n"
DRAFT = (
    "## 1 Prix\n\nUn prix porte sa date et sa source.\n\n## 2 Images\n\nUne image a un auteur.\n"
)
FINAL = (
    "## 1 Prix\n\nUn prix porte sa date et un lien vers sa source.\n\n"
    "## 2 Images\n\nUne image a un auteur.\n"
)


def make_consultation(
    *,
    by: Person,
    policy: Policy | None = None,
    at: datetime = NOON,
    **fields: Any,
) -> Consultation:
    """Return a consultation of the charter's next version, open from that day for a fortnight."""
    policy = policy or make_charter(by=by, source=OLD, source_en=OLD)
    version = make_draft_version(policy, by=by, source=DRAFT, source_en=DRAFT)
    window: dict[str, Any] = {
        "opens_on": at.date(),
        "closes_on": at.date() + timedelta(days=13),
        "zone": "UTC",
        **fields,
    }
    return plan_consultation(version_id=version.pk, window=Window(**window), by=by, at=at)


def make_remark(
    consultation: Consultation,
    *,
    by: Person,
    text: str = "Quelle source ?",
    anchor: str = "1",
    at: datetime = NOON,
) -> Remark:
    """Return a remark that somebody just signed and sent."""
    new = NewRemark(key=uuid7(), text=text, anchor=anchor)
    sent = send_remark(consultation_id=consultation.pk, new=new, by=by, at=at)
    assert sent.remark is not None
    return sent.remark
