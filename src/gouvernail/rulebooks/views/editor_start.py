"""Where the editor begins: a rule from a clause or from a text, a pack from blank or a starter."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gouvernail.foundation.clock import now
from gouvernail.foundation.errors import DomainError, ForbiddenError, NotFoundError
from gouvernail.foundation.web import WebRequest
from gouvernail.people.permissions import Right, require
from gouvernail.policies.permissions import visible_policy
from gouvernail.policies.queries import version_in_force
from gouvernail.rulebooks.forms.editor_start import (
    NewPackForm,
    begin_rule,
    beginning_of,
    offered_rules,
    take_offered,
    writable_packs,
)
from gouvernail.rulebooks.permissions import visible_pack


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def rule_begin(request: WebRequest) -> HttpResponse:
    """Show what a rule would begin from and ask for its pack; then open the editor at it."""
    require(request.user, Right.EDIT_RULES)
    beginning = beginning_of(request.GET, viewer=request.user)
    if request.method == "POST":
        pack = visible_pack(request.POST.get("pack", ""), viewer=request.user)
        index = begin_rule(pack, beginning, by=request.user, at=now())
        address = reverse("rulebooks:pack-editor", args=[pack.slug])
        return HttpResponseRedirect(f"{address}?at={index}")
    context = {"beginning": beginning, "packs": writable_packs(request.user)}
    return render(request, "rulebooks/editor_begin.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def rule_propose(request: WebRequest, slug: str) -> HttpResponse:
    """Show the rules that the sentences of a document ask for; take those ticked into a draft."""
    require(request.user, Right.EDIT_RULES)
    policy = visible_policy(slug=slug, viewer=request.user)
    version = version_in_force(policy)
    offered = offered_rules(version) if version else []
    taken = [one for one in offered if one.key in request.POST.getlist("take")]
    if taken:
        pack = visible_pack(request.POST.get("pack", ""), viewer=request.user)
        index = take_offered(pack, taken, by=request.user, at=now())
        address = reverse("rulebooks:pack-editor", args=[pack.slug])
        return HttpResponseRedirect(f"{address}?at={index}")
    context = {
        "policy": policy,
        "offered": offered,
        "packs": writable_packs(request.user),
        "nothing": request.method == "POST",
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "rulebooks/editor_propose.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def pack_create(request: WebRequest) -> HttpResponse:
    """Create a pack, blank or from one that ships, and open it in the editor."""
    require(request.user, Right.EDIT_RULES)
    form = NewPackForm(request.POST if request.method == "POST" else None, by=request.user)
    if form.is_valid():
        try:
            pack = form.create(by=request.user, at=now())
        except DomainError as refused:
            _tell(form, refused)
        else:
            messages.success(request, _("Created. Its first version is a draft: write its rules."))
            return redirect("rulebooks:pack-editor", pack.slug)
    status = 422 if form.errors else 200
    return render(request, "rulebooks/editor_pack.html", {"form": form}, status=status)


def _tell(form: NewPackForm, refused: DomainError) -> None:
    """Say in the form why no pack was created; what is hidden or not allowed stays so."""
    if isinstance(refused, NotFoundError | ForbiddenError):
        raise refused
    form.add_error("slug" if refused.code == "pack_already_there" else None, refused.message)
    for message in refused.fields.values():
        form.add_error(None, message)
