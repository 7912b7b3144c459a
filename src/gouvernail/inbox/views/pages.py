"""The queue and one conversation beside it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from gouvernail.foundation import clock
from gouvernail.foundation.refusals import status_of
from gouvernail.foundation.web import WebRequest
from gouvernail.inbox.actions import reasons_of
from gouvernail.inbox.forms import (
    AloneForm,
    AssignForm,
    DecideForm,
    ExpertForm,
    FilterForm,
    LaterForm,
    MergeForm,
    ModerateForm,
    NoteForm,
    ReferenceForm,
    ReplyForm,
    chips_of,
    filters_of,
    handle_of,
)
from gouvernail.inbox.models import Conversation, Message
from gouvernail.inbox.permissions import (
    answerable_conversations,
    may_answer,
    visible_conversation,
    visible_conversations,
)
from gouvernail.inbox.queries.clocks import the_desk
from gouvernail.inbox.queries.queue import queue_page
from gouvernail.inbox.queries.reviewing import review_of
from gouvernail.inbox.queries.suggested import Proposed, proposed_for
from gouvernail.inbox.queries.thread import (
    delays_of,
    heard_from,
    is_held_back,
    open_question,
    others_of,
    received_in,
    share_of_negative,
    thread_of,
)
from gouvernail.inbox.starters.heating import heat_of
from gouvernail.people.models import Person
from gouvernail.people.permissions import Right, may, visible_people

OFFERED = 100


@login_required
@require_GET
def conversation_list(request: WebRequest) -> HttpResponse:
    """Show a queue, the most urgent first."""
    context = _queue(request) | {
        "desk": the_desk(),
        "conversation": None,
        "may_answer_somewhere": may(request.user, Right.MODERATE_COMMENTS),
    }
    return render(request, "inbox/conversations.html", context)


@login_required
@require_GET
def conversation_detail(request: WebRequest, conversation_id: UUID) -> HttpResponse:
    """Show one conversation in its queue."""
    conversation = visible_conversation(conversation_id, viewer=request.user)
    return conversation_page(request, conversation)


def conversation_page(
    request: WebRequest, conversation: Conversation, **forms: Form
) -> HttpResponse:
    """Show one conversation; `forms` are those just refused, with what was typed in them."""
    at, viewer = clock.now(), request.user
    messages = thread_of(conversation)
    others = others_of(conversation, among=visible_conversations(viewer))
    received = received_in(messages)
    answers = may_answer(viewer, conversation)
    asked = next((one for one in messages if one.standing == Message.Standing.ASKED), None)
    offered = visible_people(viewer).filter(is_active=True).order_by("name", "pk")
    context = _queue(request) | {
        "conversation": conversation,
        "thread": messages,
        "answers": answers,
        "asked": asked,
        "review": review_of(asked, messages, viewer=viewer, at=at),
        "decide_form": DecideForm(),
        "alone_form": AloneForm(),
        "question": open_question(conversation),
        "held_back": is_held_back(conversation),
        "delays": delays_of(conversation, at=at),
        "stage": heat_of(messages, at=at),
        "negative": share_of_negative(messages),
        "heard": heard_from(conversation, at=at),
        "others": others,
        "desk": the_desk(),
        "mine": conversation.claimed_by_id == viewer.pk,
        "held": conversation.is_held_from(viewer),
        "people": offered.select_related("home_unit")[:OFFERED] if answers else (),
        "now": at,
    }
    if answers:
        reasons = reasons_of(conversation)
        proposed = proposed_for(conversation, messages)
        joinable = others_of(conversation, among=answerable_conversations(viewer))
        again = _unsent(messages, viewer)
        context |= {
            "reply_form": _reply_form(request, received, proposed, again),
            "greeting": _greeting(received),
            "proposed": proposed,
            "again": again,
            "note_form": NoteForm(),
            "assign_form": AssignForm(viewer=viewer, conversation=conversation),
            "later_form": LaterForm(),
            "expert_form": ExpertForm(viewer=viewer),
            "joinable": joinable,
            "merge_form": MergeForm(others=joinable),
            "register_form": ReferenceForm(),
            "moderate_form": ModerateForm(reasons=reasons, received=received),
            "reasons": reasons,
        }
    for form in forms.values():
        if isinstance(form, ReplyForm):
            form.see(received)
    status = status_of(*forms.values())
    return render(request, "inbox/conversations.html", context | forms, status=status)


def _reply_form(
    request: WebRequest,
    received: Sequence[Message],
    proposed: Sequence[Proposed],
    again: Message | None,
) -> ReplyForm:
    """Return the box, with what its address puts in: an approved reply, or what did not leave."""
    wanted = request.GET.get("version", "")
    chosen = next((one for one in proposed if str(one.version_id) == wanted), None)
    if chosen is not None:
        return ReplyForm(received=received, text=_greeting(received) + chosen.text, version=wanted)
    if again is not None and request.GET.get("again", "") == str(again.pk):
        return ReplyForm(received=received, text=again.text)
    return ReplyForm(received=received, text=_greeting(received))


def _greeting(received: Sequence[Message]) -> str:
    """Return how an answer begins where the network tells only whom a post names."""
    handle = handle_of(received[0]) if received else ""
    return f"{handle} " if handle else ""


def _unsent(messages: Sequence[Message], viewer: Person) -> Message | None:
    """Return the answer of `viewer` that came back and was not written anew. No query."""
    ours = [one for one in messages if one.kind == Message.Kind.OUT]
    back = (Message.Standing.REFUSED, Message.Standing.DROPPED)
    last = ours[-1] if ours else None
    return last if last and last.person_id == viewer.pk and last.standing in back else None


def _queue(request: WebRequest) -> dict[str, Any]:
    filters = filters_of(request.GET)
    return {
        "page": queue_page(request.user, filters, cursor=request.GET.get("cursor", "")),
        "filters": filters,
        "chips": chips_of(filters, viewer=request.user),
        "filter_form": FilterForm(request.GET, viewer=request.user),
        "queue_url": reverse("inbox:conversation-list"),
        "query": _kept(request),
        "now": clock.now(),
    }


def _kept(request: WebRequest) -> str:
    """Return the filters of the queue, as an address carries them; not what fills the box."""
    said = request.GET.copy()
    for name in ("version", "again"):
        said.pop(name, None)
    return said.urlencode()
