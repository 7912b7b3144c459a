"""The lines of Today, by what they ask for."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gouvernail.approvals.models import Request
from gouvernail.attestations.models import Review
from gouvernail.attestations.queries.declarers import asked_of
from gouvernail.attestations.queries.lists import waiting_for
from gouvernail.content.models import Draft
from gouvernail.content.queries import review_queue
from gouvernail.custody.queries.handovers import handovers_waiting
from gouvernail.custody.queries.people import revocations_of
from gouvernail.foundation import clock
from gouvernail.openings.queries import tasks_of as opening_tasks
from gouvernail.openings.queries import to_decide as openings_to_decide
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, may
from gouvernail.policies.models import Policy
from gouvernail.publishing.models import Delivery, Freeze
from gouvernail.publishing.queries import hand_offs_for
from gouvernail.registry.queries import network_label
from gouvernail.web.context import Shell
from gouvernail.web.today.access import access_reviews
from gouvernail.web.today.ambassadors import ambassador_chores
from gouvernail.web.today.beginning import first_steps
from gouvernail.web.today.brand import readings, rights_waiting
from gouvernail.web.today.charter import risk_reviews
from gouvernail.web.today.conduct import cases_waiting
from gouvernail.web.today.consultations import consultations_waiting
from gouvernail.web.today.coverage import rules_without_clause
from gouvernail.web.today.licences import licences_to_decide, own_licence
from gouvernail.web.today.lines import Group, Row, group_of
from gouvernail.web.today.policies import policies_to_decide
from gouvernail.web.today.proofs import proofs_of_control
from gouvernail.web.today.reports import reports_to_help_with
from gouvernail.web.today.rules import models_to_answer, rules_to_decide, waivers_about_to_end
from gouvernail.web.today.signing import signatures_to_follow, signatures_to_give
from gouvernail.web.today.training import training_to_do
from gouvernail.web.today.vault import requests_to_see, values_to_renew

HAND_OFF_AHEAD = timedelta(hours=24)


def to_decide(person: Person, frame: Shell, *, at: datetime) -> Group | None:
    """Return what waits for this person's decision; None for those who decide nothing."""
    rows = decisions(person, frame, at=at)
    if rows is None:
        return None
    everything = reverse("web:to-do") + "?what=decide"
    return group_of("decide", _("To decide"), "checkbox", rows, everything)


def decisions(person: Person, frame: Shell, *, at: datetime) -> list[Row] | None:
    """Return everything that waits for this person's decision, of whatever kind; None as above."""
    asked, policies = requests_to_see(person), policies_to_decide(person)
    licences = licences_to_decide(person)
    if not (
        asked or policies or licences or may(person, Right.DECIDE) or may(person, Right.LIFT_FREEZE)
    ):
        return None
    waiting = frame.waiting
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
        for one in review_queue(person, at=at, among=waiting)
    ]
    return [
        *_lifts(person, frame.freezes),
        *asked,
        *policies,
        *licences,
        *rules_to_decide(person),
        *models_to_answer(person),
        *rows,
        *_openings_to_decide(person, waiting, at=at),
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


def to_do(person: Person, *, at: datetime) -> Group:
    """Return what this person has to do: revoke, publish by hand, correct, sign, review."""
    rows = [row for _topic, row in chores(person, at=at)]
    return group_of("do", _("To do"), "list-check", rows, reverse("web:to-do"))


TOPICS: Final[Mapping[str, Promise]] = {
    "start": gettext_lazy("First steps"),
    "reports": gettext_lazy("Reports of staff"),
    "conduct": gettext_lazy("What is said to be a breach"),
    "access": gettext_lazy("Access and handovers"),
    "publishing": gettext_lazy("Publications"),
    "accounts": gettext_lazy("Declarations and reviews of accounts"),
    "licences": gettext_lazy("Licence to publish"),
    "policies": gettext_lazy("Policies"),
    "training": gettext_lazy("Training"),
    "brand": gettext_lazy("Brand"),
    "openings": gettext_lazy("New accounts"),
    "vault": gettext_lazy("Passwords and keys"),
    "rules": gettext_lazy("Rules"),
    "ambassadors": gettext_lazy("Ambassadors"),
    "charter": gettext_lazy("Charter and risks"),
}


def chores(person: Person, *, at: datetime) -> list[tuple[str, Row]]:
    """Return everything this person has to do, each with its topic, as Today orders it.

    Some fifteen queries, whatever the number of rows.
    """
    found = {
        "start": first_steps(person),
        "reports": reports_to_help_with(person, at=at),
        "conduct": cases_waiting(person, at=at),
        "access": [
            *_revocations(person),
            *_handovers(person),
            *access_reviews(person, at=at),
            *proofs_of_control(person),
        ],
        "publishing": [*_hand_offs(person, at=at), *_corrections(person)],
        "accounts": [*_to_declare(person), *_attested(person, at=at)],
        "licences": own_licence(person, at=at),
        "policies": [
            *consultations_waiting(person, at=at),
            *signatures_to_give(person),
            *signatures_to_follow(person),
            *_policy_reviews(person),
        ],
        "training": training_to_do(person, at=at),
        "brand": [*readings(person), *rights_waiting(person)],
        "openings": _openings(person),
        "vault": values_to_renew(person, at=at),
        "rules": [*waivers_about_to_end(person, at=at), *rules_without_clause(person)],
        "ambassadors": ambassador_chores(person, at=at),
        "charter": risk_reviews(person),
    }
    return [(topic, row) for topic, rows in found.items() for row in rows]


def _revocations(person: Person) -> list[Row]:
    """Return the accesses to take away, the late first: as custodian, owner, or by right."""
    today = clock.today()
    return [
        Row(
            kind="overdue" if access.due_on and access.due_on < today else "late",
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
        for access in revocations_of(person)
    ]


def _handovers(person: Person) -> list[Row]:
    """Return the accounts this person gives, takes, or must find somebody for."""
    today = clock.today()
    return [
        Row(
            kind="overdue" if one.due_on < today else "info" if one.successor else "warn",
            title=_("Hand over “%(title)s”") % {"title": one.account.name},
            fact=_("from %(giver)s to %(successor)s")
            % {"giver": one.giver.name, "successor": one.successor.name}
            if one.successor
            else _("nobody follows %(giver)s yet") % {"giver": one.giver.name},
            url=reverse("custody:handover-detail", args=[one.pk]),
            verb=_("Go on"),
        )
        for one in handovers_waiting(person, today=today)
    ]


def _hand_offs(person: Person, *, at: datetime) -> list[Row]:
    until = at + HAND_OFF_AHEAD
    return [
        Row(
            kind="warn" if one.status == Delivery.Status.TO_CONFIRM else "clock",
            title=one.title,
            fact=_("%(network)s, %(account)s")
            % {"network": network_label(one.account.network), "account": one.account.name},
            at=one.publish_at,
            url=reverse("publishing:hand-off", args=[one.pk]),
            verb=_("Bring the link")
            if one.status == Delivery.Status.TO_CONFIRM
            else _("Publish by hand"),
        )
        for one in hand_offs_for(person, until=until)
    ]


def _corrections(person: Person) -> list[Row]:
    mine = Q(author=person, status=Draft.Status.CHANGES)
    given = Q(assignee=person, status__in=(Draft.Status.DRAFTING, Draft.Status.CHANGES))
    drafts = Draft.objects.filter(mine | given)
    return [
        Row(
            kind="info",
            title=draft.title,
            fact=_("Changes were asked for")
            if draft.status == Draft.Status.CHANGES
            else _("Given to you to work on"),
            at=draft.publish_at,
            url=reverse("content:draft-edit", args=[draft.pk]),
            verb=_("Write"),
        )
        for draft in drafts.order_by("edited_at")
    ]


def _policy_reviews(person: Person) -> list[Row]:
    today = clock.today()
    late = Policy.objects.filter(owner=person, review_on__lte=today, archived_at__isnull=True)
    return [
        Row(
            kind="overdue",
            title=policy.label,
            fact=_("Its review is due"),
            url=reverse("policies:policy-detail", args=[policy.slug]),
            verb=_("Review"),
        )
        for policy in late
    ]


def _attested(person: Person, *, at: datetime) -> list[Row]:
    """Return the account reviews that wait for this person, and what reviews gave them to do."""
    today = clock.today()
    waiting = waiting_for(person, at=at)
    verbs = {
        Review.Status.OPEN: (_("Account to attest"), _("Attest")),
        Review.Status.TO_ASSIGN: (_("Nobody attests this account"), _("Name somebody")),
        Review.Status.TO_CONFIRM: (_("Attested: a second person confirms"), _("Confirm")),
    }
    rows = [
        Row(
            kind="overdue" if review.is_late(today) else "clock",
            title=review.account.name,
            fact=verbs[Review.Status(review.status)][0],
            url=reverse("attestations:review-detail", args=[review.pk]),
            verb=verbs[Review.Status(review.status)][1],
        )
        for review in waiting.reviews
    ]
    return rows + [
        Row(
            kind="overdue" if task.due_on < today else "clock",
            title=task.review.account.name,
            fact=task.text[:120],
            url=reverse("attestations:review-detail", args=[task.review_id]),
            verb=_("Do it"),
        )
        for task in waiting.tasks
    ]


OPENING_TASKS: Final[Mapping[str, tuple[Promise, Promise, str]]] = {
    "accept": (
        gettext_lazy("You are named for this account"),
        gettext_lazy("Answer"),
        "opening-detail",
    ),
    "change": (gettext_lazy("Changes were asked for"), gettext_lazy("Write"), "opening-detail"),
    "begin": (
        gettext_lazy("Agreed to: its opening may begin"),
        gettext_lazy("Begin"),
        "opening-begin",
    ),
    "checklist": (gettext_lazy("Being opened"), gettext_lazy("Go on"), "opening-checklist"),
    "appeal": (gettext_lazy("Its refusal is put to you"), gettext_lazy("Answer"), "opening-detail"),
    "rework": (
        gettext_lazy("Rework asked of your account"),
        gettext_lazy("Look"),
        "opening-detail",
    ),
}


def _openings(person: Person) -> list[Row]:
    """Return what of the opening requests waits for this person, the late ones marked."""
    today = clock.today()
    rows = []
    for task in opening_tasks(person):
        fact, verb, page = OPENING_TASKS[task.code]
        late = task.due_on is not None and task.due_on < today
        rows.append(
            Row(
                kind="overdue" if late else "info",
                title=task.opening.title,
                fact=str(fact),
                url=reverse(f"openings:{page}", args=[task.opening.pk]),
                verb=str(verb),
            )
        )
    return rows


def _to_declare(person: Person) -> list[Row]:
    """Return the declarations asked of this person."""
    today = clock.today()
    return [
        Row(
            kind="overdue" if one.declaration.campaign.closes_on < today else "clock",
            title=one.declaration.campaign.label,
            fact=_("Accounts to declare: %(unit)s") % {"unit": one.declaration.unit.short_label},
            url=reverse("attestations:my-declaration", args=[one.pk]),
            verb=_("Declare"),
        )
        for one in asked_of(person)[:20]
    ]
