"""What a reviewer needs to decide: what changed, how it will look, what was said before."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gouvernail.approvals.models import Decision, Guest, Look, Remark, Request, RequestStep
from gouvernail.approvals.permissions import (
    Standing,
    asks_another,
    has_a_hand_in,
    may_ask,
    replaced_by,
    standings,
)
from gouvernail.approvals.queries import (
    awaiting,
    decisions_of,
    guests_of,
    last_look,
    remarks_of,
    seats_for_guests,
    steps_of,
)
from gouvernail.charter.models import Charter
from gouvernail.charter.queries import separation
from gouvernail.content.models import Draft, Revision
from gouvernail.content.permissions import KIND, may_write
from gouvernail.content.queries.composing import Told, findings_told
from gouvernail.content.queries.drafts import Manuscript, machine_words
from gouvernail.content.queries.examination import examine
from gouvernail.content.queries.licences import lapsed_words
from gouvernail.content.queries.neighbours import Reading
from gouvernail.content.queries.payloads import is_intact
from gouvernail.content.queries.previews import Preview, previews_of
from gouvernail.content.queries.proofs import Support
from gouvernail.content.queries.submitted import manuscript_of_revision
from gouvernail.content.queries.uses import PictureFinding, picture_findings
from gouvernail.foundation.clock import site_day
from gouvernail.kernel.text.differences import SAME, Piece, word_diff
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One line of the queue: a request this person could decide, and until when."""

    request: Request
    step: RequestStep | None
    networks: tuple[str, ...]
    is_late: bool
    is_soon: bool

    @property
    def due_at(self) -> datetime | None:
        """Return until when the open step is to be decided."""
        return self.step.due_at if self.step else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing besides the text that is not as it was: a sentence, and its state."""

    text: str
    kind: str = "warn"


@dataclass(frozen=True, slots=True, kw_only=True)
class TextChange:
    """How one text changed: the common one, or that of one account."""

    name: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """Everything on the review page about one request."""

    request: Request
    draft: Draft
    revision: Revision
    intact: bool
    look: Look | None
    texts: tuple[TextChange, ...]
    changes: tuple[Change, ...]
    findings: tuple[Told, ...]
    aside: tuple[Told, ...]
    previews: tuple[Preview, ...]
    steps: tuple[RequestStep, ...]
    decisions: tuple[Decision, ...]
    remarks: tuple[Remark, ...]
    standing: Standing | None
    own_work: bool
    may_release_alone: bool
    machines: tuple[str, ...] = ()
    second_look: bool = False
    guests: tuple[Guest, ...] = ()
    guest_seats: tuple[str, ...] = ()
    may_invite: bool = False
    asked: tuple[Decision, ...] = ()
    history: tuple[Revision, ...] = ()
    picture_findings: Mapping[UUID, PictureFinding] = field(default_factory=dict)
    proofs: tuple[Support, ...] = ()
    countries: tuple[str, ...] = ()
    licence: str = ""

    @property
    def changed(self) -> bool:
        """Return whether the text differs from what this reader saw last."""
        return any(piece.kind != SAME for text in self.texts for piece in text.pieces)

    @property
    def may_decide(self) -> bool:
        """Return whether this reader can decide the open step."""
        return self.standing is not None and self.request.status == Request.Status.PENDING

    @property
    def covers(self) -> str:
        """Say exactly what an agreement covers."""
        accounts, pictures = (
            len(self.previews),
            max((len(preview.media) for preview in self.previews), default=0),
        )
        parts = [
            _("this text"),
            ngettext("this account", "these %(count)s accounts", accounts) % {"count": accounts},
        ]
        if pictures:
            words = ngettext("this picture", "these %(count)s pictures", pictures)
            parts.append(words % {"count": pictures})
        if self.proofs:
            words = ngettext("this proof", "these %(count)s proofs", len(self.proofs))
            parts.append(words % {"count": len(self.proofs)})
        if self.countries:
            parts.append(_("these countries"))
        if self.draft.publish_at:
            parts.append(_("this time"))
        listed = _("%(first)s and %(last)s") % {
            "first": ", ".join(parts[:-1]),
            "last": parts[-1],
        }
        return _("Your agreement covers %(what)s; any change voids it.") % {"what": listed}


def review_queue(
    person: Person, *, at: datetime, among: Iterable[Request] | None = None
) -> list[Waiting]:
    """Return what `person` could decide, most urgent first. Some four queries.

    `among` are the requests that wait for them, of any kind, when they are read already: no query.
    """
    found, seen = [], set()
    for request in awaiting(person, at=at, kind=KIND) if among is None else among:
        if request.pk in seen or request.subject_kind != KIND:
            continue
        seen.add(request.pk)
        step = next((one for one in request.steps.all() if one.status == "open"), None)
        due = step.due_at if step else None
        left = (due - at).total_seconds() if due else None
        found.append(
            Waiting(
                request=request,
                step=step,
                networks=tuple(request.context.get("networks", ())),
                is_late=left is not None and left < 0,
                is_soon=left is not None and left < SOON_SECONDS,
            )
        )
    return found


SOON_SECONDS = 3600


def second_looks(person: Person) -> QuerySet[Request]:
    """Return what was published alone and that nobody but its author has looked at since.

    One query when iterated.
    """
    since = Look.objects.filter(
        subject_kind=KIND, subject_id=OuterRef("subject_id"), at__gte=OuterRef("closed_at")
    ).exclude(person_id=OuterRef("submitted_by_id"))
    return (
        Request.objects.filter(
            scope(person, Right.SEE_CONTENT, "unit__path"),
            ~Exists(since),
            subject_kind=KIND,
            alone=True,
            status=Request.Status.APPROVED,
        )
        .exclude(submitted_by=person)
        .select_related("submitted_by", "unit")
        .order_by("closed_at", "pk")
    )


def replaced_people(person: Person, *, at: datetime) -> list[Person]:
    """Return whose place `person` takes now. One query."""
    return replaced_by(person, at=at)


def review_of(
    request: Request, draft: Draft, *, viewer: Person, at: datetime, replaced: Sequence[Person]
) -> Review:
    """Return the review page of a request. Some twenty queries, whatever the history.

    `replaced` are the people whose place `viewer` takes at that instant.
    """
    revisions = list(draft.revisions.select_related("by").order_by("-number"))
    revision = next(one for one in revisions if one.number == request.revision)
    look = last_look(KIND, draft.pk, viewer)
    seen = _seen(revisions, look, revision)
    manuscript = manuscript_of_revision(draft, revision)
    examination = examine(manuscript, at=draft.publish_at or at, reading=Reading(person=viewer))
    findings = findings_told(examination.cards, manuscript, viewer=viewer)
    held = standings(viewer, request, at=at, replaced=replaced)
    steps = steps_of(request)
    own = has_a_hand_in(viewer, request)
    decisions = tuple(decisions_of(KIND, draft.pk))
    other = _is_another_asked(viewer, request, steps, decisions, at=at)
    guests = tuple(guests_of(request))
    invites = (
        not own and request.status == Request.Status.PENDING and may_ask(viewer, request, held)
    )
    return Review(
        request=request,
        draft=draft,
        revision=revision,
        intact=is_intact(revision.payloads, request.digest),
        look=look if seen else None,
        texts=tuple(_texts(seen, revision, manuscript)),
        changes=tuple(_changes(seen, revision, manuscript)) if seen else (),
        findings=tuple(one for one in findings if one.card.counts),
        aside=tuple(one for one in findings if not one.card.counts),
        previews=tuple(previews_of(manuscript, examination)),
        steps=tuple(steps),
        decisions=decisions,
        remarks=tuple(remarks_of(KIND, draft.pk)) if held else (),
        standing=None if own or other else _standing(held, steps, guests, viewer),
        own_work=own,
        may_release_alone=_alone(request, draft, viewer),
        machines=machine_words(manuscript.origin, manuscript.sent_by),
        second_look=request.alone and second_looks(viewer).filter(pk=request.pk).exists(),
        guests=guests,
        guest_seats=tuple(seats_for_guests(steps)) if invites else (),
        may_invite=invites,
        asked=tuple(
            one
            for one in decisions
            if one.person_id == viewer.pk
            and one.verdict == Decision.Verdict.CHANGES
            and one.request.revision < revision.number
        ),
        history=tuple(one for one in revisions if one.number < revision.number),
        picture_findings=picture_findings(
            manuscript.media, path=request.unit.path, viewer=viewer, today=site_day(at)
        ),
        proofs=manuscript.proofs,
        countries=manuscript.countries,
        licence=lapsed_words(request),
    )


def _seen(revisions: list[Revision], look: Look | None, revision: Revision) -> Revision | None:
    """Return the revision this reader saw last, when it is not the present one."""
    if look is None or look.revision >= revision.number:
        return None
    return next((one for one in revisions if one.number == look.revision), None)


def _standing(
    held: list[Standing], steps: list[RequestStep], guests: tuple[Guest, ...], viewer: Person
) -> Standing | None:
    step = next((one for one in steps if one.status == RequestStep.Status.OPEN), None)
    if step is None:
        return None
    decided = {decision.seat for decision in step.decisions.all()}
    decided |= {guest.seat for guest in guests if guest.verdict and guest.step_id == step.pk}
    if any(decision.person_id == viewer.pk for decision in step.decisions.all()):
        return None
    return next((one for one in held if one.seat in step.seats and one.seat not in decided), None)


def _is_another_asked(
    viewer: Person,
    request: Request,
    steps: list[RequestStep],
    decisions: tuple[Decision, ...],
    *,
    at: datetime,
) -> bool:
    """Return whether whoever agreed to these words already may not agree again.

    No query for those who decided nothing of it.
    """
    step = next((one for one in steps if one.status == RequestStep.Status.OPEN), None)
    mine = any(
        one.person_id == viewer.pk and one.request.revision == request.revision for one in decisions
    )
    return step is not None and mine and asks_another(viewer, request, step, at=at)


def _alone(request: Request, draft: Draft, viewer: Person) -> bool:
    return (
        request.status == Request.Status.PENDING
        and may_write(viewer, draft.unit)
        and separation() == Charter.Separation.SMALL
    )


def _texts(seen: Revision | None, revision: Revision, manuscript: Manuscript) -> list[TextChange]:
    """Return the texts to read: what changed since the last look, or all of it the first time."""
    if seen is None:
        return [TextChange(name="", pieces=(Piece(SAME, revision.text),))]
    found = [TextChange(name="", pieces=tuple(word_diff(seen.text, revision.text)))]
    for said in manuscript.said:
        old = seen.payloads.get(said.key, {}).get("fields", {}).get("text")
        if said.adapted and old is not None and old != said.text:
            pieces = tuple(word_diff(old, said.text))
            found.append(TextChange(name=said.account.name, pieces=pieces))
    return found


def _changes(seen: Revision, revision: Revision, manuscript: Manuscript) -> list[Change]:
    names = {said.key: said.account.name for said in manuscript.said}
    added = [names[key] for key in revision.payloads if key not in seen.payloads]
    removed = len([key for key in seen.payloads if key not in revision.payloads])
    found = []
    if added:
        found.append(Change(text=_("Added: %(accounts)s") % {"accounts": ", ".join(added)}))
    if removed:
        words = ngettext("%(count)s account removed", "%(count)s accounts removed", removed)
        found.append(Change(text=words % {"count": removed}))
    before, after = _first(seen), _first(revision)
    if before.get("publish_at_utc") != after.get("publish_at_utc"):
        found.append(Change(text=_("The time of publication changed.")))
    found += _facts_changed(before, after)
    if [m["sha256"] for m in before.get("media", [])] != [m["sha256"] for m in after["media"]]:
        found.append(Change(text=_("The pictures changed.")))
    elif [m["alt"] for m in before.get("media", [])] != [m["alt"] for m in after["media"]]:
        found.append(Change(text=_("The alternative text of a picture changed.")))
    return found


def _facts_changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """Return what changed of who wrote it, of what proves it and of where it speaks."""
    found = []
    if any(before.get(name) != after.get(name) for name in ("origin", "sent_by")):
        found.append(Change(text=_("What machines had to do with it changed.")))
    if _proofs(before) != _proofs(after):
        found.append(Change(text=_("The proofs changed.")))
    if before.get("countries") != after.get("countries"):
        found.append(Change(text=_("The countries it speaks to changed.")))
    return found


def _proofs(fields: Mapping[str, Any]) -> list[str]:
    return [one["id"] for one in fields.get("proofs", [])]


def _first(revision: Revision) -> dict[str, list[dict[str, str]]]:
    payload: dict[str, Any] = next(iter(revision.payloads.values()), {})
    return dict(payload.get("fields", {"media": []}))
