"""What a submission would be: its subject, its way, and the payloads that will bind."""

from collections.abc import Mapping
from uuid import UUID

from django.utils.translation import get_language

from gouvernail.approvals.models import Mode
from gouvernail.approvals.queries import Plan, Subject, planned_route
from gouvernail.content.models import Draft
from gouvernail.content.permissions import KIND
from gouvernail.content.queries.drafts import Manuscript, editor_ids
from gouvernail.content.queries.examination import Card, Examination
from gouvernail.content.queries.licences import answers_of, who_answers
from gouvernail.content.queries.payloads import (
    Basis,
    Message,
    Timing,
    approved_fields,
    fields_digest,
)
from gouvernail.foundation.clock import now
from gouvernail.licences.queries.answering import context_of, seat_for
from gouvernail.people.models import Person
from gouvernail.policies.queries import clause_versions
from gouvernail.rulebooks.queries import ruleset_digest


def subject_of(
    manuscript: Manuscript, examination: Examination, *, by: Person, digest: str = ""
) -> Subject:
    """Return what reviewers would be asked about. Five queries at most.

    Where the licence of somebody who answers for it will not hold when it appears, one more person
    agrees, in the seat that decides on that.
    """
    draft = manuscript.draft
    people = who_answers(manuscript, by=by)
    at = draft.publish_at or now()
    licences = answers_of(manuscript, examination.licences, people=people, at=at)
    hands = editor_ids(draft) | {by.pk}
    one_more = seat_for(draft.unit, hands=hands) if licences.lacking else ""
    return Subject(
        kind=KIND,
        id=draft.pk,
        revision=draft.revision + 1,
        digest=digest,
        title=manuscript.title,
        unit=draft.unit,
        editors=hands,
        networks=manuscript.networks,
        tags=frozenset(manuscript.tags),
        origins=manuscript.origins,
        seats=examination.seats,
        one_more=one_more,
        places=tuple(one.account.unit for one in manuscript.said),
        context={
            "networks": [one.account.network for one in manuscript.said],
            "accounts": [one.account.name for one in manuscript.said],
            "publish_at": draft.publish_at.isoformat() if draft.publish_at else None,
            **context_of(people, licences),
        },
    )


def plan_for(manuscript: Manuscript, examination: Examination, *, by: Person) -> Plan:
    """Return who would be asked, in order, if it were submitted now. Some ten queries."""
    return planned_route(subject_of(manuscript, examination, by=by))


def approvals_in(plan: Plan) -> int:
    """Return how many people the plan asks for."""
    return sum(len(step.seats) if step.mode == Mode.ALL else 1 for step in plan.steps)


def clauses_cited(examination: Examination) -> dict[str, dict[str, object]]:
    """Return the versions in force of the clauses that findings cite. One query."""
    return clause_versions(card.clause for card in examination.cards if card.clause)


def policies_of(clauses: Mapping[str, Mapping[str, object]]) -> tuple[dict[str, object], ...]:
    """Return the policy versions behind some clauses, as approvals record them."""
    found = {
        reference.partition("#")[0]: {"version": said["version"], "sha256": said["policy_sha256"]}
        for reference, said in sorted(clauses.items())
    }
    return tuple({"id": slug, **said} for slug, said in found.items())


def payloads_of(
    manuscript: Manuscript, examination: Examination, *, revision_id: UUID, plan: Plan
) -> dict[str, dict[str, object]]:
    """Return, by account, the fields to agree to and their digest. One query."""
    draft, policies = manuscript.draft, policies_of(clauses_cited(examination))
    timing = Timing(
        at=draft.publish_at,
        wall_time=draft.wall_time,
        time_zone=draft.time_zone,
        fold=draft.fold,
    )
    payloads: dict[str, dict[str, object]] = {}
    for one in examination.judgements:
        message = Message(
            account_id=one.said.account.pk,
            network=one.said.account.network,
            text=one.said.text,
            lang=manuscript.language,
            media=manuscript.pictures,
            options=one.said.options,
            origin="" if manuscript.origin == Draft.Origin.PERSON else manuscript.origin,
            sent_by=manuscript.sent_by,
            countries=manuscript.countries,
            proofs=[one.fields for one in manuscript.proofs],
        )
        basis = Basis(
            policies=policies,
            ruleset_sha256=ruleset_digest(one.rulebook.packs),
            approvals_required=approvals_in(plan),
        )
        fields = approved_fields(
            revision_id=revision_id, message=message, timing=timing, basis=basis
        )
        payloads[one.said.key] = {"fields": fields, "digest": fields_digest(fields)}
    return payloads


def reasons_of(cards: list[Card]) -> Mapping[str, str]:
    """Return the reasons that forbid submission, by the key of each finding."""
    return {card.key: f"{headline(card)}: {told(card)}".strip(": ") for card in cards}


def headline(card: Card) -> str:
    """Return what names a finding: the words it is about, or its title."""
    if card.words:
        return card.words
    return card.title or localised(card.finding.title if card.finding else {})


def told(card: Card) -> str:
    """Return what a finding says, in the reader's language."""
    return card.message or localised(card.finding.message if card.finding else {})


def localised(words: Mapping[str, str]) -> str:
    """Return the words of the reader's language, French when there is no other."""
    language = (get_language() or "fr")[:2]
    return words.get(language) or words.get("fr", "")
