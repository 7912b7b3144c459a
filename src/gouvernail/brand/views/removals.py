"""Taking out of force what two people put in force: asked on a page, answered on another."""

from collections.abc import Callable, Mapping
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gouvernail.brand.actions.agreeing import answer_removal
from gouvernail.brand.actions.assets import withdraw_item
from gouvernail.brand.actions.guides import archive_section
from gouvernail.brand.actions.removals import removal_path
from gouvernail.brand.actions.templates import archive_template
from gouvernail.brand.errors.library import KeeperOnlyError
from gouvernail.brand.forms.removals import RemovalForm
from gouvernail.brand.models import Removal
from gouvernail.brand.permissions.guides import require_write, visible_section, visible_template
from gouvernail.brand.permissions.library import may_keep, visible_item
from gouvernail.brand.queries.removals import is_urgent
from gouvernail.brand.queries.templates import versions_of_template
from gouvernail.foundation import clock
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.web import WebRequest

Ask = Callable[[str], tuple[Removal | None]]


@login_required
@require_http_methods(["GET", "POST"])
def section_archive(request: WebRequest, section_id: UUID) -> HttpResponse:
    """Ask that a section leaves the guide."""
    section = visible_section(section_id, viewer=request.user)
    require_write(request.user, unit=section.unit)
    by = request.user
    told = {
        "name": capfirst(section.get_topic_display()),
        "title": _("Take out of the guide"),
        "consequence": _(
            "It no longer shows, and who must read the guide is asked again. Its versions are kept."
        ),
        "back": reverse("brand:guide-section", args=[section.pk]),
        "then": f"{reverse('brand:guide-sections')}?unit={section.unit.code}",
    }
    return _asked(
        request,
        told,
        lambda why: (archive_section(section_id=section.pk, reason=why, by=by, at=clock.now()),),
    )


@login_required
@require_http_methods(["GET", "POST"])
def template_archive(request: WebRequest, template_id: UUID) -> HttpResponse:
    """Ask that a template is offered no more."""
    template = visible_template(template_id, viewer=request.user)
    require_write(request.user, unit=template.unit)
    by = request.user
    versions = versions_of_template(template, viewer=by)
    told = {
        "name": versions[0].label if versions else template.unit.label,
        "title": _("Offer it no more"),
        "consequence": _("Nobody begins a post with it any more; where it was used is kept."),
        "back": reverse("brand:template-detail", args=[template.pk]),
        "then": reverse("brand:template-list"),
    }
    return _asked(
        request,
        told,
        lambda why: (archive_template(template_id=template.pk, reason=why, by=by, at=clock.now()),),
    )


@login_required
@require_http_methods(["GET", "POST"])
def library_withdraw(request: WebRequest, item_id: UUID) -> HttpResponse:
    """Ask that an item leaves the library; one whose rights ended leaves it at once."""
    item = visible_item(item_id, viewer=request.user)
    if not may_keep(request.user, item):
        raise KeeperOnlyError
    by, page = request.user, reverse("brand:library-item", args=[item.pk])
    told = {
        "name": item.title,
        "title": _("Withdraw from the library"),
        "consequence": _(
            "Nothing new is made with it; what carries it keeps it, and pictures like it are "
            "reported."
        ),
        "back": page,
        "then": page,
        "urgent": is_urgent(item, today=clock.today()),
    }
    return _asked(
        request,
        told,
        lambda why: (withdraw_item(item.pk, reason=why, by=by, at=clock.now()),),
    )


def _asked(request: WebRequest, told: Mapping[str, object], ask: Ask) -> HttpResponse:
    form = RemovalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = tried(form, lambda: ask(form.cleaned_data["reason"]))
        if done is not None:
            return _after(request, done[0], told)
    context = {"form": form, **told}
    return render(request, "brand/removal_form.html", context, status=status_of(form))


def _after(
    request: WebRequest, removal: Removal | None, told: Mapping[str, object]
) -> HttpResponse:
    if removal is not None and removal.at_once:
        messages.success(request, _("Withdrawn at once; another person confirms it."))
    elif removal is not None and removal.status == Removal.Status.ASKED:
        messages.success(request, _("Asked: it stays in force until another person agrees."))
        return redirect(str(told["back"]))
    else:
        messages.success(request, _("It is no longer in force; what was made with it is kept."))
    return redirect(str(told["then"]))


@login_required
@require_POST
def removal_answer(request: WebRequest, removal_id: UUID) -> HttpResponse:
    """Agree to a request, refuse it, or take one's own back."""
    agreed = request.POST.get("do") == "agree"
    words = request.POST.get("answer", "")
    removal = answer_removal(
        removal_id, agreed=agreed, words=words, by=request.user, at=clock.now()
    )
    messages.success(request, _("Answered: whoever asked is told."))
    gone = agreed and removal.what in {Removal.What.SECTION, Removal.What.TEMPLATE}
    lists = {"section": "brand:guide-sections", "template": "brand:template-list"}
    return redirect(lists[removal.what] if gone else removal_path(removal))
