"""The page of the organisation's own choices."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gouvernail.charter.actions import write_charter
from gouvernail.charter.forms.charter import CharterForm
from gouvernail.charter.queries import the_charter
from gouvernail.foundation import clock
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.ledger.queries import timeline
from gouvernail.people.permissions import Right, require_overall


@require_http_methods(["GET", "POST"])
@login_required
def charter_edit(request: WebRequest) -> HttpResponse:
    """Show and keep the organisation's choices."""
    require_overall(request.user, Right.EDIT_CHARTER)
    charter = the_charter()
    form = CharterForm(request.POST or None, charter=charter)
    if request.method == "POST" and form.is_valid():
        kept = tried(
            form, lambda: write_charter(choices=form.choices(), by=request.user, at=clock.now())
        )
        if kept is not None:
            messages.success(request, _("The settings are kept. They hold from the next act on."))
            return redirect("charter:edit")
    cursor = request.GET.get("events", "")
    context = {
        "form": form,
        "charter": charter,
        "timeline": timeline("charter", charter.pk, cursor=cursor),
    }
    return render(request, "charter/charter_edit.html", context, status=status_of(form))
