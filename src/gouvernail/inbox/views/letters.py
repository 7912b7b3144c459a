"""Notifications by mail of networks that give no access, brought by whoever received them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gouvernail.foundation import clock
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.inbox import actions
from gouvernail.inbox.forms import LetterForm
from gouvernail.inbox.queries.letters import accounts_written_to
from gouvernail.people.permissions import Right, require


@login_required
@require_http_methods(["GET", "POST"])
def letter_take(request: WebRequest) -> HttpResponse:
    """Take in one notification, and lead to its conversation."""
    require(request.user, Right.MODERATE_COMMENTS)
    accounts = accounts_written_to(request.user)
    posted = request.method == "POST"
    data, files = (request.POST, request.FILES) if posted else (None, None)
    form = LetterForm(data, files, accounts=accounts)
    if form.is_valid():
        said = form.cleaned_data
        letter = said["file"].read()
        taken = tried(
            form,
            lambda: actions.take_letter(
                letter, account_id=said["account"], by=request.user, at=clock.now()
            ),
        )
        if taken:
            told = _("It is in its conversation.") if taken.is_new else _("We had it already.")
            messages.success(request, told)
            return redirect("inbox:conversation-detail", taken.conversation.pk)
    context = {"form": form, "accounts": accounts}
    return render(request, "inbox/letter_take.html", context, status=status_of(form))
