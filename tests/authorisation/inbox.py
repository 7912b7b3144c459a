"""Conversations, for the matrix: one of each standing in each unit, and what its forms send."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from gouvernail.approvals.models import Request
from gouvernail.foundation.clock import now
from gouvernail.foundation.ids import uuid7
from gouvernail.inbox import actions
from gouvernail.inbox.models import Message, Question, RoutingRule
from tests.make.inbox import make_conversation
from tests.make.registry import make_account
from tests.make.teams import make_team

if TYPE_CHECKING:
    from tests.authorisation.world import World

INSTEAD = {
    "inbox:conversation-reopen": {"conversation_id": "conversation-closed"},
    "inbox:conversation-register": {"conversation_id": "conversation-complaint"},
    "inbox:question-withdraw": {"conversation_id": "conversation-expert"},
    "inbox:reply-review": {"request_id": "reply-request"},
    "inbox:reply-decide": {"request_id": "reply-request"},
    "inbox:reply-release": {"request_id": "reply-request"},
    "inbox:reply-withdraw": {"request_id": "reply-request"},
    "inbox:question-answer": {"question_id": "expert-question"},
    "inbox:rule-drop": {"rule_id": "routing-rule"},
    "inbox:rule-move": {"rule_id": "routing-rule"},
}
BODIES: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "inbox:conversation-assign": lambda t: {"person": "", "team": t["inbox-team"]},
    "inbox:conversation-note": lambda _: {"words": "Seen."},
    "inbox:conversation-snooze": lambda _: {"hours": "4"},
    "inbox:conversation-priority": lambda _: {"priority": "2"},
    "inbox:conversation-merge": lambda t: {"into": t["conversation-other"]},
    "inbox:conversation-register": lambda _: {"reference": "R-1"},
    "inbox:conversation-expert": lambda _: {
        "expert": "founder@nordet.example",
        "words": "Is it true?",
        "due": "24",
    },
    "inbox:conversation-reply": lambda _: {"key": uuid7(), "text": "Bonjour, merci."},
    "inbox:question-answer": lambda _: {"words": "Yes."},
    "inbox:reply-decide": lambda _: {"verdict": "refuse", "comment": "Not so."},
    "inbox:reply-release": lambda _: {"reason": "Read again."},
    "inbox:desk-edit": lambda _: {
        "zone": "UTC",
        "first_minutes": 60,
        "next_minutes": 60,
        "solve_minutes": 60,
        "kept_days": 396,
        "private_days": 396,
        "complaint_days": 1827,
    },
    "inbox:rule-create": lambda t: {"team": t["inbox-team"], "priority": "1", "keyword": "x"},
}
ASKED = {
    "own": "responder",
    "child": "delegate",
    "sibling": "contributor-sibling",
    "parent": "auditor",
}


def put_conversations(world: "World") -> None:
    """Have somebody speak to an account of each unit."""
    for number, (place, unit) in enumerate(world.units.items()):
        lead, account = world.people["lead"], make_account(unit=unit)
        team = make_team(unit=unit, name=f"Clients {place}")

        def opened(stage: str, number: int = number, account: Any = account) -> Any:
            return make_conversation(
                account, remote_id=f"at://{stage}/{number}", author_key=f"did:{number}"
            )

        going, other, closed = opened("open"), opened("other"), opened("closed")
        complaint, expert = opened("complaint"), opened("expert")
        asker = world.people["lead"]
        actions.close(closed.pk, by=lead, at=now())
        actions.flag_complaint(complaint.pk, by=lead, at=now())
        question = Question.objects.create(
            conversation=expert,
            asked_by=asker,
            expert=world.people[ASKED[place]],
            words="Is it true?",
            asked_at=now(),
            due_at=now() + timedelta(days=1),
        )
        answer = Message.objects.create(
            conversation=opened("asked"),
            kind=Message.Kind.OUT,
            text="Hello.",
            at=now(),
            received_at=now(),
            standing=Message.Standing.ASKED,
            facts={"fields": {"v": 1}},
        )
        answer.approval_id = _request(answer, unit, by=asker)
        answer.save()
        world.things[place] |= {
            "conversation_id": going.pk,
            "conversation-other": other.pk,
            "conversation-closed": closed.pk,
            "conversation-complaint": complaint.pk,
            "conversation-expert": expert.pk,
            "expert-question": question.pk,
            "reply-request": answer.approval_id,
            "inbox-team": team.pk,
            "routing-rule": RoutingRule.objects.create(team=team).pk,
        }


def _request(answer: Message, unit: Any, *, by: Any) -> Any:
    return Request.objects.create(
        subject_kind="reply",
        subject_id=answer.pk,
        revision=1,
        digest="0" * 64,
        title="Answer",
        unit=unit,
        submitted_by=by,
        submitted_at=now(),
    ).pk
