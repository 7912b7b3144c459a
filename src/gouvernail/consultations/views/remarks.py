"""What people say: sent, read, supported, edited, taken back."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gouvernail.consultations import actions
from gouvernail.consultations.errors import ConsultationNotFoundError, RemarkNotFoundError
from gouvernail.consultations.forms import CodeForm, MarkForm, RemarkForm, TextForm
from gouvernail.consultations.models import Consultation
from gouvernail.consultations.permissions import (
    is_asked,
    may_run,
    own_remark,
    visible_consultation,
    visible_remarks,
)
from gouvernail.consultations.queries import reading
from gouvernail.consultations.queries.codes import said_under
from gouvernail.consultations.views.page import context_of
from gouvernail.foundation import clock
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest

DETAIL = "consultations/consultation_detail.html"


def _back(consultation_id: object, anchor: str) -> HttpResponse:
    url = reverse("consultations:consultation-detail", args=[consultation_id])
    return redirect(f"{url}#at-{anchor or reading.WHOLE}")


@login_required
@require_POST
def remark_send(request: WebRequest, consultation_id: UUID) -> HttpResponse:
    """Send a remark, or keep it as a draft (`keep`)."""
    consultation = visible_consultation(consultation_id, viewer=request.user)
    place = f"at-{request.POST.get('anchor') or reading.WHOLE}"
    form = RemarkForm(request.POST, questions=consultation.takes_questions, place=place)
    if form.is_valid():
        act = actions.keep_draft if "keep" in request.POST else actions.send_remark
        new = form.new_remark()
        sent = tried(
            form,
            lambda: act(consultation_id=consultation.pk, new=new, by=request.user, at=clock.now()),
        )
        if isinstance(sent, actions.Sent) and sent.code:
            context = {"consultation": consultation, "code": sent.code, "place": place}
            return render(request, "consultations/remark_code.html", context)
        if sent is not None:
            kept = _("Kept: only you read it. Send it before the end.")
            messages.success(request, kept if "keep" in request.POST else _("Sent. Thank you."))
            return _back(consultation.pk, new.anchor)
    context = context_of(request, consultation, refused=form)
    return render(request, DETAIL, context, status=422)


@login_required
@require_POST
def clause_mark(request: WebRequest, consultation_id: UUID) -> HttpResponse:
    """Agree with a clause or say one has a concern; the same again takes it back."""
    form = MarkForm(request.POST)
    if not form.is_valid():
        raise ConsultationNotFoundError
    said = form.cleaned_data
    stands = actions.mark_clause(
        consultation_id=consultation_id,
        anchor=said["anchor"],
        value=said["value"],
        by=request.user,
        at=clock.now(),
    )
    messages.success(request, _("Noted.") if stands else _("Taken back."))
    return _back(consultation_id, said["anchor"])


@login_required
@require_GET
def remark_list(request: WebRequest, consultation_id: UUID) -> HttpResponse:
    """Show what others said, by clause; `?place=` for one clause."""
    consultation = visible_consultation(consultation_id, viewer=request.user)
    runs = may_run(request.user, consultation.policy)
    asked = is_asked(consultation, request.user)
    if not (runs or consultation.shows_remarks):
        raise ConsultationNotFoundError
    place = request.GET.get("place", "").strip()[:20]
    page = reading.remarks_for_list(
        consultation, request.user, place=place, cursor=request.GET.get("cursor", "")
    )
    context = {
        "consultation": consultation,
        "policy": consultation.policy,
        "page": page,
        "place": place,
        "supports": asked and consultation.status == "open",
    }
    return render(request, "consultations/remark_list.html", context)


@login_required
@require_POST
def remark_support(request: WebRequest, remark_id: UUID) -> HttpResponse:
    """Say “same for me”, or take it back."""
    remark = visible_remarks(request.user).filter(pk=remark_id).first()
    if remark is None or remark.consultation_id is None:
        raise RemarkNotFoundError
    stands = actions.support_remark(remark_id=remark_id, by=request.user, at=clock.now())
    messages.success(request, _("Same for you: noted.") if stands else _("Taken back."))
    url = reverse("consultations:remark-list", args=[remark.consultation_id])
    return redirect(f"{url}?place={remark.anchor or reading.WHOLE}#remark-{remark.pk}")


@login_required
@require_GET
def own_remarks(request: WebRequest, consultation_id: UUID) -> HttpResponse:
    """Show what one said, and what was answered."""
    consultation = visible_consultation(consultation_id, viewer=request.user)
    context = {
        "consultation": consultation,
        "policy": consultation.policy,
        "remarks": reading.own_remarks(consultation, request.user),
        "going": consultation.status == Consultation.Status.OPEN
        and consultation.closes_at > clock.now(),
    }
    return render(request, "consultations/own_remarks.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def remark_edit(request: WebRequest, remark_id: UUID) -> HttpResponse:
    """Write one's remark anew."""
    remark = own_remark(remark_id, viewer=request.user)
    form = TextForm(request.POST or None, initial={"text": remark.text})
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        done = tried(
            form,
            lambda: actions.edit_remark(
                remark_id=remark.pk, text=text, by=request.user, at=clock.now()
            ),
        )
        if done is not None:
            messages.success(request, _("Your remark is changed."))
            return _after(remark.consultation_id, remark.anchor, remark.policy.slug)
    context = {
        "remark": remark,
        "form": form,
        "changeable": actions.may_change(remark, at=clock.now()),
    }
    return render(request, "consultations/remark_edit.html", context, status=status_of(form))


@login_required
@require_POST
def remark_withdraw(request: WebRequest, remark_id: UUID) -> HttpResponse:
    """Take one's remark back."""
    remark = own_remark(remark_id, viewer=request.user)
    actions.withdraw_remark(remark_id=remark.pk, by=request.user, at=clock.now())
    messages.success(request, _("Your remark is taken back."))
    return _after(remark.consultation_id, remark.anchor, remark.policy.slug)


def _after(consultation_id: UUID | None, anchor: str, slug: str) -> HttpResponse:
    if consultation_id is None:
        return redirect("consultations:suggestion-list", slug)
    return _back(consultation_id, anchor)


@login_required
@require_http_methods(["GET", "POST"])
def code_change(request: WebRequest, consultation_id: UUID) -> HttpResponse:
    """Find a remark without a name by its code: its answer, other words, or nothing any more."""
    consultation = visible_consultation(consultation_id, viewer=request.user)
    code_form = CodeForm(request.POST or None)
    context = {
        "consultation": consultation,
        "policy": consultation.policy,
        "code_form": code_form,
        "going": consultation.status == "open" and consultation.closes_at > clock.now(),
    }
    status = 200
    if request.method == "POST" and code_form.is_valid():
        code = code_form.cleaned_data["code"]
        found = said_under(consultation, code)
        text_form = TextForm(
            request.POST if {"change", "withdraw"} & request.POST.keys() else None,
            initial={"text": found.text if found else ""},
        )
        if found is None:
            words = _("No remark of this consultation has this code: look at each sign again.")
            code_form.add_error("code", words)
        elif text_form.is_bound and ("withdraw" in request.POST or text_form.is_valid()):
            text = None if "withdraw" in request.POST else text_form.cleaned_data["text"]

            def change() -> bool:
                actions.change_by_code(
                    consultation_id=consultation.pk,
                    code=code,
                    text=text,
                    by=request.user,
                    at=clock.now(),
                )
                return True

            if tried(text_form, change):
                messages.success(
                    request,
                    _("Your remark is taken back.")
                    if text is None
                    else _("Your remark is changed."),
                )
                return redirect("consultations:consultation-detail", consultation.pk)
        context |= {"found": found, "text_form": text_form, "code": code}
        status = status_of(code_form, text_form)
    return render(request, "consultations/code_change.html", context, status=status)
