"""Programmes as those see them who may join, and who take part."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gouvernail.advocacy import actions
from gouvernail.advocacy.forms import IdeaForm, NewsForm
from gouvernail.advocacy.models import Programme
from gouvernail.advocacy.models.programmes import TRUSTED_FROM
from gouvernail.advocacy.permissions import (
    joinable_programmes,
    may_approve,
    membership_of,
    run_units,
    visible_programme,
)
from gouvernail.advocacy.queries import (
    accounts_of,
    has_accepted,
    ideas_of,
    memberships_of,
    offered_kits,
    programmes_page,
    shared_kits,
    shares_page,
    why_closed,
)
from gouvernail.foundation import clock
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest


@login_required
@require_GET
def programme_list(request: WebRequest) -> HttpResponse:
    """Show the programmes one may join, takes part in, or runs; straight to one's only one."""
    mine = memberships_of(request.user)
    page = programmes_page(request.user, cursor=request.GET.get("cursor", ""))
    runs = run_units(request.user).exists()
    if len(mine) == 1 and len(page.rows) == 1 and not runs:
        return redirect("advocacy:programme-detail", mine[0].programme_id)
    context = {"page": page, "runs": runs}
    return render(request, "advocacy/programme_list.html", context)


@login_required
@require_GET
def programme_detail(request: WebRequest, programme_id: UUID) -> HttpResponse:
    """Show what a programme is; to who takes part, what there is to share and their own."""
    person, at = request.user, clock.now()
    programme = visible_programme(programme_id, viewer=person)
    membership = membership_of(person, programme)
    context: dict[str, object] = {
        "programme": programme,
        "membership": membership,
        "at_desk": may_approve(person, programme),
        "ideas": ideas_of(person, programme),
        "now": at,
    }
    if membership is None:
        context |= {
            "may_join": joinable_programmes(person).filter(pk=programme.pk).exists(),
            "accepted": has_accepted(person, programme, at=at),
        }
        return render(request, "advocacy/programme_detail.html", context)
    why = why_closed(membership, programme, person=person, at=at)
    kits = [] if why else offered_kits(programme, today=clock.today())
    shared = shared_kits(membership, kits)
    context |= {
        "why_closed": why,
        "accepted": has_accepted(person, programme, at=at),
        "kits": [(kit, kit.pk in shared) for kit in kits],
        "accounts": accounts_of(membership),
        "shares": shares_page(membership, cursor=request.GET.get("cursor", "")),
        "news_form": NewsForm(initial={"news": membership.news}),
        "trusted_from": TRUSTED_FROM,
        "today": clock.today(),
    }
    return render(request, "advocacy/programme_mine.html", context)


@require_POST
@login_required
def programme_join(request: WebRequest, programme_id: UUID) -> HttpResponse:
    """Take part."""
    actions.join(programme_id, by=request.user, at=clock.now())
    messages.success(request, _("Welcome. You stop whenever you like, in one click."))
    return redirect("advocacy:programme-detail", programme_id)


@require_POST
@login_required
def programme_withdraw(request: WebRequest, programme_id: UUID) -> HttpResponse:
    """Take part no more."""
    actions.withdraw(programme_id, by=request.user, at=clock.now())
    told = _("It is done. Nothing of your accounts is read or kept any more. Thank you.")
    messages.success(request, told)
    return redirect("advocacy:programme-list")


@require_POST
@login_required
def programme_news(request: WebRequest, programme_id: UUID) -> HttpResponse:
    """Choose whether one is told of new stories."""
    news = request.POST.get("news", "")
    actions.choose_news(programme_id, news=news, by=request.user, at=clock.now())
    messages.success(request, _("Noted."))
    return redirect("advocacy:programme-detail", programme_id)


@login_required
@require_http_methods(["GET", "POST"])
def idea_create(request: WebRequest, programme_id: UUID) -> HttpResponse:
    """Take in what a colleague suggests."""
    programme = visible_programme(programme_id, viewer=request.user)
    form = IdeaForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        idea = tried(
            form,
            lambda: actions.suggest(
                programme.pk, **form.cleaned_data, by=request.user, at=clock.now()
            ),
        )
        if idea is not None:
            messages.success(request, _("Thank you. You get an answer either way."))
            return redirect("advocacy:programme-detail", programme.pk)
    is_open = programme.status == Programme.Status.OPEN
    context = {"programme": programme, "form": form, "is_open": is_open}
    return render(request, "advocacy/idea_create.html", context, status=status_of(form))
