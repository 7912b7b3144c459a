"""The lines of Today, by what they ask for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gouvernail.approvals.models import Request
from gouvernail.content.models import Draft
from gouvernail.content.queries import review_queue
from gouvernail.custody.models import Access, Handover
from gouvernail.custody.queries.handovers import handovers_waiting
from gouvernail.custody.queries.people import revocations_of
from gouvernail.foundation import clock
from gouvernail.openings.queries import to_decide as openings_to_decide
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, may
from gouvernail.publishing.models import Delivery, Freeze
from gouvernail.publishing.queries import hand_offs_for
from gouvernail.registry.queries import network_label
from gouvernail.replies.queries.versions import KIND as REPLY
from gouvernail.web.context import Shell
from gouvernail.web.today.access import access_reviews
from gouvernail.web.today.accounts import declarations, openings_to_follow, reviews_of_accounts
from gouvernail.web.today.ambassadors import ambassador_chores
from gouvernail.web.today.beginning import first_steps
from gouvernail.web.today.brand import readings, rights_waiting
from gouvernail.web.today.charter import risk_reviews
from gouvernail.web.today.conduct import cases_waiting
from gouvernail.web.today.consultations import consultations_waiting
from gouvernail.web.today.conversations import answers_to_decide, conversations_waiting
from gouvernail.web.today.coverage import rules_without_clause
from gouvernail.web.today.drills import drills_ahead
from gouvernail.web.today.gathering import Counts, counted, everything, first
from gouvernail.web.today.licences import licences_to_decide, own_licence
from gouvernail.web.today.lines import Group, Row, Sources, each
from gouvernail.web.today.policies import policies_to_decide, reviews_due
from gouvernail.web.today.proofs import proofs_of_control
from gouvernail.web.today.replies import replies_to_review
from gouvernail.web.today.reports import reports_to_help_with
from gouvernail.web.today.rules import models_to_answer, rules_to_decide, waivers_about_to_end
from gouvernail.web.today.signing import signatures_to_follow, signatures_to_give
from gouvernail.web.today.team import team_late
from gouvernail.web.today.training import training_to_do
from gouvernail.web.today.vault import requests_to_see, values_to_renew
from gouvernail.web.today.watch import watch_chores

HAND_OFF_AHEAD = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """All that may wait for one person: what is put to them, rules and models, what is to do.

    `chores` are by topic; `counts` says how many things each source holds.
    """

    person: Person
    frame: Shell
    at: datetime
    asked: Sources
    rules: Sources
    chores: Mapping[str, Sources]
    counts: Counts


def waiting_of(person: Person, frame: Shell, *, at: datetime) -> Waiting:
    """Return where to look for what waits for `person`, and how much there is. One query.

    `frame` is what surrounds the page: what it shows of the same things is read once.
    """
    asked = [
        *requests_to_see(person),
        *policies_to_decide(person, frame),
        *licences_to_decide(person),
    ]
    rules = [*rules_to_decide(person, frame), *models_to_answer(person)]
    tasks = _chores(person, at=at)
    return Waiting(
        person=person,
        frame=frame,
        at=at,
        asked=asked,
        rules=rules,
        chores=tasks,
        counts=counted(person, asked, rules, *tasks.values()),
    )


def to_decide(waiting: Waiting) -> Group | None:
    """Return what waits for this person's decision; None for those who decide nothing."""
    sources = _decisions(waiting)
    if sources is None:
        return None
    rows, count = first(sources, waiting.counts)
    return Group(
        name="decide",
        title=_("To decide"),
        icon="checkbox",
        count=count,
        rows=rows,
        url=reverse("web:to-do") + "?what=decide",
    )


def decisions(waiting: Waiting) -> list[Row] | None:
    """Return everything that waits for this person's decision, of whatever kind; None as above."""
    sources = _decisions(waiting)
    return None if sources is None else everything(sources, waiting.counts)


def _decisions(waiting: Waiting) -> Sources | None:
    person, frame, at = waiting.person, waiting.frame, waiting.at
    decides = may(person, Right.DECIDE) or may(person, Right.LIFT_FREEZE)
    if not (decides or everything(waiting.asked, waiting.counts)):
        return None
    requests = frame.waiting
    rows = [
        Row(
            kind="overdue" if one.is_late else "late" if one.is_soon else "info",
            title=one.request.title,
            fact=_("%(unit)s · %(name)s")
            % {"unit": one.request.unit.short_label, "name": one.request.submitted_by.short_name},
            at=one.due_at,
            url=reverse("content:review", args=[one.request.pk]),
            verb=_("Review"),
        )
        for one in review_queue(person, at=at, among=requests)
    ]
    return [
        *_lifts(person, frame.freezes),
        *waiting.asked,
        *waiting.rules,
        *rows,
        *_openings_to_decide(person, requests, at=at),
        *_replies_to_decide(requests, at=at),
        *answers_to_decide(requests, at=at),
    ]


def _lifts(person: Person, freezes: list[Freeze]) -> list[Row]:
    if not may(person, Right.LIFT_FREEZE):
        return []
    return [
        Row(
            kind="held",
            title=_("Reopen publishing?"),
            fact=freeze.lift_asked_by.name,
            url=reverse("publishing:freeze"),
            verb=_("Decide"),
        )
        for freeze in freezes
        if freeze.lift_asked_by is not None and freeze.lift_asked_by_id != person.pk
    ]


def _replies_to_decide(waiting: list[Request], *, at: datetime) -> list[Row]:
    found = {one.pk: one for one in waiting if one.subject_kind == REPLY}
    rows = []
    for request in found.values():
        step = next((one for one in request.steps.all() if one.status == "open"), None)
        due = step.due_at if step else None
        rows.append(
            Row(
                kind="overdue" if due and due < at else "info",
                title=_("Reply: %(title)s") % {"title": request.title},
                fact=_("%(unit)s · %(name)s")
                % {"unit": request.unit.short_label, "name": request.submitted_by.short_name},
                at=due,
                url=reverse("replies:reply-review", args=[request.pk]),
                verb=_("Review"),
            )
        )
    return rows


def _openings_to_decide(person: Person, waiting: list[Request], *, at: datetime) -> list[Row]:
    rows = []
    for request in openings_to_decide(person, at=at, among=waiting):
        step = next((one for one in request.steps.all() if one.status == "open"), None)
        due = step.due_at if step else None
        rows.append(
            Row(
                kind="overdue" if due and due < at else "info",
                title=request.title,
                fact=_("%(unit)s · %(name)s")
                % {"unit": request.unit.short_label, "name": request.submitted_by.short_name},
                at=due,
                url=reverse("openings:opening-review", args=[request.pk]),
                verb=_("Review"),
            )
        )
    return rows


def to_do(waiting: Waiting) -> Group:
    """Return what this person has to do: revoke, publish by hand, correct, sign, review."""
    sources = [one for found in waiting.chores.values() for one in found]
    rows, count = first(sources, waiting.counts)
    return Group(
        name="do",
        title=_("To do"),
        icon="list-check",
        count=count,
        rows=rows,
        url=reverse("web:to-do"),
    )


TOPICS: Final[Mapping[str, Promise]] = {
    "watch": gettext_lazy("Incidents and their reports"),
    "start": gettext_lazy("First steps"),
    "reports": gettext_lazy("Reports of staff"),
    "conduct": gettext_lazy("What is said to be a breach"),
    "access": gettext_lazy("Access and handovers"),
    "conversations": gettext_lazy("Conversations"),
    "publishing": gettext_lazy("Publications"),
    "accounts": gettext_lazy("Declarations and reviews of accounts"),
    "licences": gettext_lazy("Licence to publish"),
    "policies": gettext_lazy("Policies"),
    "training": gettext_lazy("Training"),
    "team": gettext_lazy("Your team"),
    "brand": gettext_lazy("Brand"),
    "openings": gettext_lazy("New accounts"),
    "replies": gettext_lazy("Approved replies"),
    "vault": gettext_lazy("Passwords and keys"),
    "rules": gettext_lazy("Rules"),
    "ambassadors": gettext_lazy("Ambassadors"),
    "charter": gettext_lazy("Charter and risks"),
}


def chores(waiting: Waiting) -> list[tuple[str, Row]]:
    """Return everything this person has to do, each with its topic, as Today orders it.

    One query for each source that holds something, whatever the number of rows.
    """
    return [
        (topic, row)
        for topic, sources in waiting.chores.items()
        for row in everything(sources, waiting.counts)
    ]


def _chores(person: Person, *, at: datetime) -> dict[str, Sources]:
    """Return where to look for what this person has to do, by topic. No query but the grants."""
    return {
        "watch": [*watch_chores(person, at=at), *drills_ahead(person)],
        "start": first_steps(person),
        "reports": reports_to_help_with(person, at=at),
        "conduct": cases_waiting(person, at=at),
        "access": [
            *_revocations(person),
            *_handovers(person),
            *access_reviews(person, at=at),
            *proofs_of_control(person),
        ],
        "conversations": conversations_waiting(person, at=at),
        "publishing": [*_hand_offs(person, at=at), *_corrections(person)],
        "accounts": [*declarations(person), *reviews_of_accounts(person, at=at)],
        "licences": own_licence(person, at=at),
        "policies": [
            *consultations_waiting(person, at=at),
            *signatures_to_give(person),
            *signatures_to_follow(person),
            *reviews_due(person),
        ],
        "training": training_to_do(person, at=at),
        "team": team_late(person, at=at),
        "brand": [*readings(person), *rights_waiting(person)],
        "openings": openings_to_follow(person),
        "replies": replies_to_review(person),
        "vault": values_to_renew(person, at=at),
        "rules": [*waivers_about_to_end(person, at=at), *rules_without_clause(person)],
        "ambassadors": ambassador_chores(person, at=at),
        "charter": risk_reviews(person),
    }


def _revocations(person: Person) -> Sources:
    """Return the accesses to take away, the late first: as custodian, owner, or by right."""
    return [each(revocations_of(person), _revocation)]


def _revocation(access: Access) -> Row:
    return Row(
        kind="overdue" if access.due_on and access.due_on < clock.today() else "late",
        title=_("Take away the access of %(name)s") % {"name": access.holder_name},
        fact=_("%(account)s, %(network)s (%(means)s, %(level)s): %(why)s")
        % {
            "account": access.account.name,
            "network": network_label(access.account.network),
            "means": access.detail or access.get_means_display(),
            "level": access.get_level_display(),
            "why": access.get_why_display(),
        },
        url=reverse("custody:access-revoke", args=[access.pk]),
        verb=_("Take away"),
    )


def _handovers(person: Person) -> Sources:
    """Return the accounts this person gives, takes, or must find somebody for."""
    return [each(handovers_waiting(person, today=clock.today()), _handover)]


def _handover(one: Handover) -> Row:
    return Row(
        kind="overdue" if one.due_on < clock.today() else "info" if one.successor else "warn",
        title=_("Hand over “%(title)s”") % {"title": one.account.name},
        fact=_("from %(giver)s to %(successor)s")
        % {"giver": one.giver.name, "successor": one.successor.name}
        if one.successor
        else _("nobody follows %(giver)s yet") % {"giver": one.giver.name},
        url=reverse("custody:handover-detail", args=[one.pk]),
        verb=_("Go on"),
    )


def _hand_offs(person: Person, *, at: datetime) -> Sources:
    return [each(hand_offs_for(person, until=at + HAND_OFF_AHEAD), _hand_off)]


def _hand_off(one: Delivery) -> Row:
    return Row(
        kind="warn" if one.status == Delivery.Status.TO_CONFIRM else "clock",
        title=one.title,
        fact=_("%(network)s, %(account)s")
        % {"network": network_label(one.account.network), "account": one.account.name},
        at=one.publish_at,
        is_planned=True,
        url=reverse("publishing:hand-off", args=[one.pk]),
        verb=_("Bring the link")
        if one.status == Delivery.Status.TO_CONFIRM
        else _("Publish by hand"),
    )


def _corrections(person: Person) -> Sources:
    mine = Q(author=person, status=Draft.Status.CHANGES)
    given = Q(assignee=person, status__in=(Draft.Status.DRAFTING, Draft.Status.CHANGES))
    return [each(Draft.objects.filter(mine | given).order_by("edited_at"), _correction)]


def _correction(draft: Draft) -> Row:
    return Row(
        kind="info",
        title=draft.title,
        fact=_("Changes were asked for")
        if draft.status == Draft.Status.CHANGES
        else _("Given to you to work on"),
        at=draft.publish_at,
        is_planned=True,
        url=reverse("content:draft-edit", args=[draft.pk]),
        verb=_("Write"),
    )
