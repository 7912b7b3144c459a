"""The lines of Today about conversations: late ones, those one has, what an expert is asked."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from gouvernail.approvals.models import Request
from gouvernail.inbox.models import Conversation, Question
from gouvernail.inbox.queries.experts import waiting_for
from gouvernail.inbox.queries.queue import held_by, late_for_teams_of
from gouvernail.people.models import Person
from gouvernail.registry.queries import network_label
from gouvernail.web.today.lines import Row, Sources, each


def conversations_waiting(person: Person, *, at: datetime) -> Sources:
    """Return what this person is asked, has to answer, or their teams are late with."""
    return [
        each(waiting_for(person), lambda one: _asked(one, at=at)),
        each(held_by(person), lambda one: _to_answer(one, at=at)),
        each(late_for_teams_of(person), lambda one: _to_answer(one, at=at)),
    ]


def _asked(question: Question, *, at: datetime) -> Row:
    return Row(
        kind="overdue" if question.due_at < at else "info",
        title=_("%(name)s asks what you know") % {"name": question.asked_by.short_name},
        fact=question.conversation.subject,
        at=question.due_at,
        url=reverse("inbox:question-answer", args=[question.pk]),
        verb=_("Answer"),
    )


def _to_answer(one: Conversation, *, at: datetime) -> Row:
    late = one.due_at is not None and one.due_at < at
    return Row(
        kind="overdue" if late else "info",
        title=_("Answer %(name)s") % {"name": one.with_whom},
        fact=_("%(network)s: %(subject)s")
        % {"network": network_label(one.network), "subject": one.subject},
        at=one.due_at or one.last_at,
        url=reverse("inbox:conversation-detail", args=[one.pk]),
        verb=_("Answer"),
    )


def answers_to_decide(waiting: list[Request], *, at: datetime) -> list[Row]:
    """Return the answers to the public that this person may agree to. No query."""
    found = {one.pk: one for one in waiting if one.subject_kind == "reply"}
    rows = []
    for request in found.values():
        step = next((one for one in request.steps.all() if one.status == "open"), None)
        due = step.due_at if step else None
        rows.append(
            Row(
                kind="overdue" if due and due < at else "info",
                title=_("Answer to the public: %(title)s") % {"title": request.title},
                fact=_("%(unit)s · %(name)s")
                % {"unit": request.unit.short_label, "name": request.submitted_by.short_name},
                at=due,
                url=reverse("inbox:reply-review", args=[request.pk]),
                verb=_("Review"),
            )
        )
    return rows
