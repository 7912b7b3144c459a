"""What a guest reads: exactly what their decision covers, from the approved fields alone."""

from dataclasses import dataclass
from datetime import datetime

from gouvernail.approvals.models import Decision, Guest, Remark
from gouvernail.approvals.queries import decisions_of, remarks_of
from gouvernail.content.models import Draft, Revision
from gouvernail.content.permissions import KIND, draft_of_request
from gouvernail.content.queries.composing import Told, findings_told
from gouvernail.content.queries.drafts import machine_words
from gouvernail.content.queries.examination import examine
from gouvernail.content.queries.neighbours import Reading
from gouvernail.content.queries.payloads import is_intact
from gouvernail.content.queries.previews import Preview, previews_of
from gouvernail.content.queries.proofs import Support
from gouvernail.content.queries.submitted import manuscript_of_revision
from gouvernail.people.models import Seat


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestReview:
    """The page of a guest's link while it can be used."""

    guest: Guest
    draft: Draft
    revision: Revision
    intact: bool
    previews: tuple[Preview, ...]
    findings: tuple[Told, ...]
    decisions: tuple[Decision, ...]
    remarks: tuple[Remark, ...]
    code_sent: bool
    machines: tuple[str, ...] = ()
    proofs: tuple[Support, ...] = ()
    countries: tuple[str, ...] = ()

    @property
    def seat(self) -> str:
        """Return the seat in the reader's words."""
        return str(Seat(self.guest.seat).label)

    @property
    def mailbox(self) -> str:
        """Return the address, known to whoever owns it and of no use to anybody else."""
        local, _at, host = self.guest.email.rpartition("@")
        return f"{local[:1]}…@{host}"


def guest_review_of(guest: Guest, *, at: datetime) -> GuestReview:
    """Return what a guest decides on; the request and its unit must be loaded. Some ten queries."""
    request = guest.request
    draft = draft_of_request(request)
    revision = Revision.objects.select_related("by").get(draft=draft, number=request.revision)
    manuscript = manuscript_of_revision(draft, revision)
    examination = examine(manuscript, at=draft.publish_at or at, reading=Reading(outside=True))
    told = findings_told(examination.cards, manuscript)
    sent = getattr(guest, "code", None)
    return GuestReview(
        guest=guest,
        draft=draft,
        revision=revision,
        intact=is_intact(revision.payloads, guest.digest),
        previews=tuple(previews_of(manuscript, examination)),
        findings=tuple(one for one in told if one.card.counts),
        decisions=tuple(
            one for one in decisions_of(KIND, draft.pk) if one.request_id == request.pk
        ),
        remarks=tuple(remarks_of(KIND, draft.pk)),
        code_sent=sent is not None and bool(sent.code_digest),
        machines=machine_words(manuscript.origin, manuscript.sent_by),
        proofs=manuscript.proofs,
        countries=manuscript.countries,
    )
