"""Everything the composer shows, gathered once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from gouvernail.approvals.queries import Plan
from gouvernail.content.queries.accounts import accounts_for_choice, network_title
from gouvernail.content.queries.drafts import EDITABLE, Manuscript
from gouvernail.content.queries.examination import INFO, STOP, WARN, Card, Examination, examine
from gouvernail.content.queries.guidance import Guidance, guidance_of
from gouvernail.content.queries.neighbours import Reading
from gouvernail.content.queries.previews import Mark, Preview, common_marks, previews_of
from gouvernail.content.queries.proofs import claim_at, said_once
from gouvernail.content.queries.submission import headline, localised, plan_for, told
from gouvernail.kernel.rules import Outcome, Suggestion
from gouvernail.kernel.text.differences import ADDED, REMOVED, SAME, Piece
from gouvernail.people.models import Person
from gouvernail.policies.queries import ClauseLine, clause_lines
from gouvernail.registry.models import Account
from gouvernail.rulebooks.models import Waiver
from gouvernail.rulebooks.permissions import visible_waivers

AROUND_FIX: Final = 42
CLAIMS: Final = "claims"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A finding in words, with the way out it offers."""

    card: Card
    title: str
    quoted: bool
    message: str
    clause: str
    line: ClauseLine | None
    only_on: str
    pieces: tuple[Piece, ...]
    fix_label: str
    observed: bool
    dismissible: bool
    waiver: Waiver | None

    @property
    def asks_proof(self) -> bool:
        """Return whether a proof would answer it."""
        return self.card.finding is not None and self.card.finding.kind == CLAIMS


@dataclass(frozen=True, slots=True, kw_only=True)
class Composition:
    """The composer's page: the writing, what stands against it, how it looks, who will decide.

    `guide` is what the brand says beside it, `unproved` the sentences in which a claim lacks one.
    """

    manuscript: Manuscript
    findings: tuple[Told, ...]
    aside: tuple[Told, ...]
    previews: tuple[Preview, ...]
    marks: tuple[Mark, ...]
    plan: Plan
    tally: dict[str, int]
    reviewers: int
    guide: Guidance
    unproved: tuple[str, ...] = ()

    @property
    def editable(self) -> bool:
        """Return whether the draft can be written as it stands."""
        return self.manuscript.draft.status in EDITABLE

    @property
    def blocked(self) -> int:
        """Return how many findings forbid submission."""
        return self.tally[STOP]


def composition(manuscript: Manuscript, *, viewer: Person, at: datetime) -> Composition:
    """Return what the composer shows of a manuscript, saved or not. Some twenty queries."""
    draft = manuscript.draft
    examination = examine(manuscript, at=draft.publish_at or at, reading=Reading(person=viewer))
    plan = plan_for(manuscript, examination, by=viewer)
    findings = findings_told(examination.cards, manuscript, viewer=viewer)
    people = {person.pk for step in plan.steps for person in step.people}
    return Composition(
        manuscript=manuscript,
        findings=tuple(one for one in findings if one.card.counts),
        aside=tuple(one for one in findings if not one.card.counts),
        previews=tuple(previews_of(manuscript, examination)),
        marks=tuple(common_marks(examination.cards)),
        plan=plan,
        tally={kind: examination.tally(kind) for kind in (STOP, WARN, INFO)},
        reviewers=min(len(plan.steps), len(people)) if people else 0,
        guide=guidance_of(manuscript, viewer=viewer, used=examination.used),
        unproved=unproved_in(examination),
    )


def unproved_in(examination: Examination) -> tuple[str, ...]:
    """Return the sentences in which a rule found a claim that no proof supports. No query."""
    found = [
        claim_at(card.said[0].text, span.start)
        for card in examination.cards
        if card.counts and card.finding is not None and card.finding.kind == CLAIMS
        for span in card.finding.spans
    ]
    return tuple(said_once(found))


def findings_told(
    cards: Iterable[Card], manuscript: Manuscript, *, viewer: Person | None = None
) -> list[Told]:
    """Return findings in words, with the clauses they rest on and what the author signed.

    With the waivers that `viewer` may read; a guest (None) reads none. Two queries, and two at most
    where a waiver let something off.
    """
    cards = list(cards)
    lines = clause_lines([card.clause for card in cards], manuscript.draft.author)
    waivers = _waivers_read([card.waiver_id for card in cards if card.waiver_id], viewer)
    return [
        _told(card, manuscript, lines.get(card.clause), waivers.get(card.waiver_id))
        for card in cards
    ]


def _waivers_read(keys: Sequence[UUID], viewer: Person | None) -> Mapping[UUID | None, Waiver]:
    if viewer is None or not keys:
        return {}
    return {one.pk: one for one in visible_waivers(viewer).filter(pk__in=keys)}


def _told(
    card: Card, manuscript: Manuscript, line: ClauseLine | None, waiver: Waiver | None
) -> Told:
    finding = card.finding
    suggestion = finding.suggestion if finding else None
    text = card.said[0].text if card.said else manuscript.text
    return Told(
        card=card,
        title=headline(card),
        quoted=bool(card.words),
        message=told(card),
        clause=card.clause,
        line=line,
        only_on=_only_on(card, manuscript),
        pieces=tuple(_pieces(suggestion, text)) if suggestion else (),
        fix_label=localised(suggestion.label) if suggestion else "",
        observed=finding is not None and finding.would >= Outcome.REVIEW > finding.severity,
        dismissible=finding is not None and finding.dismissible,
        waiver=waiver,
    )


def _only_on(card: Card, manuscript: Manuscript) -> str:
    if len(card.said) >= len(manuscript.said) or not card.said or card.said[0].account is None:
        return ""
    if card.finding is None:
        return ""
    return ", ".join(dict.fromkeys(network_title(one.account) for one in card.said))


def _pieces(suggestion: Suggestion, text: str) -> list[Piece]:
    """Return every change: what it strikes out and what it writes, with some words around it."""
    if not suggestion.replacements:
        return []
    first, last = suggestion.replacements[0], suggestion.replacements[-1]
    pieces = [Piece(SAME, _last_words(text[: first.start].rsplit("\n", maxsplit=1)[-1]))]
    at = first.start
    for edit in suggestion.replacements:
        between = text[at : edit.start]
        if len(between) > 2 * AROUND_FIX:
            between = f"{_first_words(between)} {_last_words(between)}"
        pieces += [
            Piece(SAME, between),
            Piece(REMOVED, text[edit.start : edit.end].strip("\n")),
            Piece(ADDED, edit.text),
        ]
        at = edit.end
    pieces.append(Piece(SAME, _first_words(text[last.end :].split("\n", maxsplit=1)[0])))
    return [piece for piece in pieces if piece.text]


def _first_words(text: str) -> str:
    """Return the whole words that begin a stretch."""
    if len(text) <= AROUND_FIX:
        return text
    return text[: AROUND_FIX + 1].rsplit(maxsplit=1)[0] + "…"


def _last_words(text: str) -> str:
    """Return the whole words that end a stretch, and the space after them."""
    if len(text) <= AROUND_FIX:
        return text
    return "…" + text[-AROUND_FIX - 1 :].split(maxsplit=1)[-1]


def clause_words(reference: str) -> str:
    """Return `charter, clause 5.2` for `charter#5.2`; the policy's own title when it is known."""
    policy, _mark, anchor = reference.partition("#")
    return _("%(policy)s, clause %(anchor)s") % {"policy": policy.capitalize(), "anchor": anchor}


def chosen_and_offered(manuscript: Manuscript, *, viewer: Person) -> Sequence[tuple[Account, bool]]:
    """Return the accounts one may choose, each with whether it is chosen. One query."""
    chosen = {one.account.pk for one in manuscript.said}
    offered = accounts_for_choice(manuscript.draft.unit, viewer=viewer)
    return [(account, account.pk in chosen) for account in offered]
