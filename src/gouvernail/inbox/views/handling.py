"""What a person does with a conversation, one act an address."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gouvernail.foundation import clock
from gouvernail.foundation.refusals import tried_all
from gouvernail.foundation.web import WebRequest
from gouvernail.inbox import actions
from gouvernail.inbox.forms import (
    AssignForm,
    ExpertForm,
    LaterForm,
    MergeForm,
    ModerateForm,
    NoteForm,
    ReferenceForm,
    ReplyForm,
)
from gouvernail.inbox.models import Conversation, Message
from gouvernail.inbox.permissions import (
    answerable_conversations,
    answered_conversation,
    visible_conversation,
)
from gouvernail.inbox.queries.thread import others_of, received_in, thread_of
from gouvernail.inbox.views.pages import conversation_page

Act = Callable[[], Any]


def _back(request: WebRequest, conversation_id: UUID, said: str = "") -> HttpResponse:
    if said:
        messages.success(request, said)
    return redirect("inbox:conversation-detail", conversation_id)


def _filled(
    request: WebRequest, conversation_id: UUID, name: str, form: forms.Form, act: Act, said: str
) -> HttpResponse:
    """Do what a form asks; when it cannot be, show the page again with what was typed."""
    if form.is_valid() and tried_all(form, act):
        return _back(request, conversation_id, said)
    conversation = visible_conversation(conversation_id, viewer=request.user)
    return conversation_page(request, conversation, **{name: form})


@login_required
@require_POST
def conversation_claim(request: WebRequest, conversation_id: UUID) -> HttpResponse:
    """Take a conversation up."""
    actions.claim(conversation_id, by=request.user, at=clock.now())
    return _back(request, conversation_id)


@login_required
@require_POST
def conversation_release(request: WebRequest, conversation_id: UUID) -> HttpResponse:
    """Give a conversation back to its queue."""
    actions.release(conversation_id, by=request.user, at=clock.now())
    return _back(request, conversation_id)


@login_required
@require_POST
def conversation_assign(request: WebRequest, conversation_id: UUID) -> HttpResponse:
    """Give a conversation to a team or to a person."""
    conversation = visible_conversation(conversation_id, viewer=request.user)
    form = AssignForm(request.POST, viewer=request.user, conversation=conversation)

    def act() -> Conversation:
        said = form.cleaned_data
        return actions.assign(
            conversation_id,
            team_id=said["team"] or None,
            person_id=said["person"] or None,
            by=request.user,
            at=clock.now(),
        )

    done = _("Given: they are told.")
    return _filled(request, conversation_id, "assign_form", form, act, done)


@login_required
@require_POST
def conversation_note(request: WebRequest, conversation_id: UUID) -> HttpResponse:
    """Leave a note for colleagues."""
    form = NoteForm(request.POST)

    def act() -> Conversation:
        words = form.cleaned_data["words"]
        return actions.add_note(conversation_id, words=words, by=request.user, at=clock.now())

    return _filled(request, conversation_id, "note_form", form, act, _("The note is kept."))


@login_required
@require_POST
def conversation_snooze(request: WebRequest, conversation_id: UUID) -> HttpResponse:
    """Put a conversation off."""
    form = LaterForm(request.POST)

    def act() -> Conversation:
        at = clock.now()
        until = at + form.length()
        return actions.snooze(conversation_id, until=until, by=request.user, at=at)

    done = _("Put off; it comes back by itself, or as soon as they write again.")
    return _filled(request, conversation_id, "later_form", form, act, done)


@login_required
@require_POST
def conversation_priority(request: WebRequest, conversation_id: UUID) -> HttpResponse:
    """Say how soon it is to be answered."""
    said = request.POST.get("priority", "")
    priority = int(said) if said in {"0", "1", "2", "3"} else -1
    actions.prioritise(conversation_id, priority=priority, by=request.user, at=clock.now())
    return _back(request, conversation_id)


@login_required
@require_POST
def conversation_close(request: WebRequest, conversation_id: UUID) -> HttpResponse:
    """Say that nothing more is expected of us."""
    actions.close(conversation_id, by=request.user, at=clock.now())
    return _back(request, conversation_id, _("Closed; it opens again if they write."))


@login_required
@require_POST
def conversation_reopen(request: WebRequest, conversation_id: UUID) -> HttpResponse:
    """Open it again."""
    actions.reopen(conversation_id, by=request.user, at=clock.now())
    return _back(request, conversation_id)


@login_required
@require_POST
def conversation_merge(request: WebRequest, conversation_id: UUID) -> HttpResponse:
    """Join it to another conversation with the same person."""
    conversation = answered_conversation(conversation_id, by=request.user, lock=False)
    others = others_of(conversation, among=answerable_conversations(request.user))
    form = MergeForm(request.POST, others=others)
    if form.is_valid():
        into = form.cleaned_data["into"]
        kept = tried_all(
            form,
            lambda: actions.merge(conversation_id, into_id=into, by=request.user, at=clock.now()),
        )
        if kept is not None:
            return _back(request, kept.pk, _("The two conversations are one."))
    return conversation_page(request, conversation, merge_form=form)


@login_required
@require_POST
def conversation_flag(request: WebRequest, conversation_id: UUID) -> HttpResponse:
    """Say that it is a regulated complaint."""
    actions.flag_complaint(conversation_id, by=request.user, at=clock.now())
    return _back(request, conversation_id, _("Noted: enter it in the register of complaints."))


@login_required
@require_POST
def conversation_register(request: WebRequest, conversation_id: UUID) -> HttpResponse:
    """Note the reference of the register of complaints."""
    form = ReferenceForm(request.POST)

    def act() -> Conversation:
        said = form.cleaned_data["reference"]
        return actions.hand_over_complaint(
            conversation_id, reference=said, by=request.user, at=clock.now()
        )

    done = _("The handing over is kept, with its reference.")
    return _filled(request, conversation_id, "register_form", form, act, done)


@login_required
@require_POST
def conversation_moderate(request: WebRequest, conversation_id: UUID) -> HttpResponse:
    """Record what was done to a comment, with its clause and its public reason."""
    conversation = answered_conversation(conversation_id, by=request.user, lock=False)
    form = ModerateForm(
        request.POST,
        reasons=actions.reasons_of(conversation),
        received=received_in(thread_of(conversation)),
    )

    def act() -> object:
        said = form.cleaned_data
        return actions.moderate(
            conversation_id,
            message_id=said["message"],
            act=said["act"],
            reason_id=said["reason"],
            by=request.user,
            at=clock.now(),
        )

    done = _("Recorded, with its clause and its public reason.")
    return _filled(request, conversation_id, "moderate_form", form, act, done)


@login_required
@require_POST
def conversation_expert(request: WebRequest, conversation_id: UUID) -> HttpResponse:
    """Ask somebody who knows."""
    answered_conversation(conversation_id, by=request.user, lock=False)
    form = ExpertForm(request.POST, viewer=request.user)

    def act() -> object:
        said, at = form.cleaned_data, clock.now()
        return actions.ask_expert(
            conversation_id,
            expert_id=said["expert"].pk,
            words=said["words"],
            due_at=at + form.length(),
            by=request.user,
            at=at,
        )

    done = _("Asked: the answer comes back to you.")
    return _filled(request, conversation_id, "expert_form", form, act, done)


@login_required
@require_POST
def question_withdraw(request: WebRequest, conversation_id: UUID) -> HttpResponse:
    """Take a question to an expert back."""
    actions.withdraw_question(conversation_id, by=request.user, at=clock.now())
    return _back(request, conversation_id)


@login_required
@require_POST
def conversation_reply(request: WebRequest, conversation_id: UUID) -> HttpResponse:
    """Answer."""
    conversation = answered_conversation(conversation_id, by=request.user, lock=False)
    received = received_in(thread_of(conversation))
    form = ReplyForm(request.POST, received=received)
    sent: list[Message] = []

    def act() -> bool:
        at = clock.now()
        sent.append(actions.reply(conversation_id, answer=form.answer(), by=request.user, at=at))
        return True

    if form.is_valid() and tried_all(form, act):
        return _back(request, conversation_id, _said_of(sent[0]))
    conversation = visible_conversation(conversation_id, viewer=request.user)
    return conversation_page(request, conversation, reply_form=form)


def _said_of(message: Message) -> str:
    if message.standing == Message.Standing.ASKED:
        return _("A rule asks for a second reading: it leaves once somebody agrees.")
    delivery = message.delivery
    if delivery is not None and delivery.mode == delivery.Mode.BY_HAND:
        return _("Ready: copy it, post it on the network, and bring the link back.")
    return _("On its way.")
