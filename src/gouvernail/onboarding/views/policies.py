"""The policy people have, as one dated file."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gouvernail.foundation import clock
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.onboarding.actions import take_policy_file
from gouvernail.onboarding.forms.sources import PolicyFileForm
from gouvernail.people.permissions import Right, require


@require_http_methods(["GET", "POST"])
@login_required
def policy(request: WebRequest) -> HttpResponse:
    """Take a policy file in."""
    require(request.user, Right.EDIT_POLICIES)
    initial = {"owner_id": str(request.user.pk), "in_force_on": clock.today()}
    form = PolicyFileForm(
        request.POST or None, request.FILES or None, viewer=request.user, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        taken = tried(
            form,
            lambda: take_policy_file(
                facts=form.facts(),
                name=upload.name,
                content=upload.read(),
                by=request.user,
                at=clock.now(),
            ),
        )
        if taken is not None:
            messages.success(request, _("“%(title)s” is in force.") % {"title": taken.title})
            return redirect("onboarding:first-hour")
    return render(request, "onboarding/policy.html", {"form": form}, status=status_of(form))
