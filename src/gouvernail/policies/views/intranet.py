"""Everything about social media here: for colleagues, and for the sites that may show it."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from gouvernail.foundation.clock import now
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest
from gouvernail.people.permissions import Right, may_overall, require_overall
from gouvernail.policies.actions.intranet import switch_intranet, write_intranet
from gouvernail.policies.forms.spaces import IntranetForm
from gouvernail.policies.models import IntranetPage
from gouvernail.policies.queries.intranet import (
    about_here,
    embedded_page,
    intranet_page,
    organisation_label,
)

LOOKS = ("light", "plain")


@require_GET
@login_required
def about(request: WebRequest) -> HttpResponse:
    """Show everything about social media here on one page."""
    context = {
        "about": about_here(),
        "may_edit": may_overall(request.user, Right.EDIT_POLICIES),
    }
    return render(request, "policies/about.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def about_edit(request: WebRequest) -> HttpResponse:
    """Write what the page says, and name the sites that may show it."""
    require_overall(request.user, Right.EDIT_POLICIES)
    page = intranet_page()
    form = IntranetForm(request.POST if request.method == "POST" else None, initial=_said(page))
    if form.is_valid():
        facts = form.facts()
        kept = tried(form, lambda: write_intranet(facts=facts, by=request.user, at=now()))
        if kept is not None:
            messages.success(request, _("Kept."))
            return redirect("policies:about-edit")
    context = {"form": form, "page": page, "site": settings.SITE_URL, "looks": LOOKS}
    return render(request, "policies/about_edit.html", context, status=status_of(form))


def _said(page: IntranetPage) -> dict[str, str]:
    names = ("who", "who_en", "report", "report_en")
    return {name: getattr(page, name) for name in names} | {
        "documents": "\n".join(" | ".join(one) for one in page.documents),
        "origins": "\n".join(page.origins),
    }


@require_POST
@login_required
def about_switch(request: WebRequest) -> HttpResponse:
    """Let the sites named show the page, or no longer."""
    is_open = request.POST.get("to") == "open"
    switch_intranet(is_open=is_open, by=request.user, at=now())
    words = _("The sites named may show it.") if is_open else _("Nobody may show it any more.")
    messages.success(request, words)
    return redirect("policies:about-edit")


@require_safe
@xframe_options_exempt
@cache_control(public=True, max_age=300)
def about_embed(request: HttpRequest, key: str) -> HttpResponse:
    """Show the page to the sites named, without a cookie; `?look=plain|light`, `?lang=fr|en`."""
    wanted = request.GET.get("lang", "")
    language = wanted if wanted in dict(settings.LANGUAGES) else translation.get_language() or "fr"
    look = request.GET.get("look", "")
    with translation.override(language):
        found = embedded_page(key)
        context = {
            "about": found,
            "look": look if look in LOOKS else LOOKS[0],
            "language": language[:2],
            "organisation": organisation_label(),
            "site": settings.SITE_URL,
        }
        response = render(request, "policies/about_embed.html", context)
    response._csp_replace = {"frame-ancestors": found.page.origins}  # type: ignore[attr-defined]  # noqa: SLF001 - as its decorators do, which know no origins
    return response
