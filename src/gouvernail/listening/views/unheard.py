"""Who asked not to be kept, as pages: forgotten from a mention, listed, listened to again."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gouvernail.foundation import clock
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.listening.actions.keeping import stop_hearing
from gouvernail.listening.actions.unheard import hear_again
from gouvernail.listening.forms.mentions import ForgetForm
from gouvernail.listening.permissions import visible_mention
from gouvernail.listening.queries.unheard import unheard_page
from gouvernail.people.permissions import Right, require_overall


@login_required
@require_http_methods(["GET", "POST"])
def mention_forget(request: WebRequest, mention_id: UUID) -> HttpResponse:
    """Forget whoever said it, at their request, and keep nothing more of theirs."""
    mention = visible_mention(mention_id, viewer=request.user)
    require_overall(request.user, Right.EDIT_LISTENING)
    form = ForgetForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        done = tried(
            form,
            lambda: stop_hearing(mention.pk, reason=reason, by=request.user, at=clock.now()),
        )
        if done is not None:
            messages.success(request, _("Forgotten: nothing of theirs is kept any more."))
            return redirect("listening:unheard-list")
    context = {"form": form, "mention": mention}
    return render(request, "listening/mention_forget.html", context, status=status_of(form))


@login_required
@require_GET
def unheard_list(request: WebRequest) -> HttpResponse:
    """Show who asked not to be kept, without naming anybody."""
    require_overall(request.user, Right.EDIT_LISTENING)
    page = unheard_page(cursor=request.GET.get("cursor", ""))
    return render(request, "listening/unheard_list.html", {"page": page})


@login_required
@require_POST
def unheard_end(request: WebRequest, unheard_id: UUID) -> HttpResponse:
    """Listen again to somebody who allows it."""
    hear_again(unheard_id, by=request.user, at=clock.now())
    messages.success(request, _("What they say is taken in from now on."))
    return redirect("listening:unheard-list")
