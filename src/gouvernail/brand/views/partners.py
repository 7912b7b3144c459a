"""Partners as pages: the register, contracts, posts held against them."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gouvernail.brand.actions.influencers import (
    ask_follow_up,
    close_post,
    end_contract,
    end_partner,
    expect_post,
    file_contract,
    read_post,
    save_partner,
)
from gouvernail.brand.forms.library import paper_of
from gouvernail.brand.forms.partners import ContractForm, PartnerForm, PostForm, ReadForm
from gouvernail.brand.forms.removals import EndContractForm
from gouvernail.brand.models import Partner
from gouvernail.brand.permissions.library import (
    visible_contract,
    visible_partner,
    visible_partner_post,
    visible_partners,
)
from gouvernail.brand.queries.influencers import (
    contracts_of,
    counted,
    partners_page,
    posts_of_partner,
)
from gouvernail.foundation import clock
from gouvernail.foundation.exports import csv_lines
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.sorting import Plain
from gouvernail.foundation.web import WebRequest
from gouvernail.people.permissions import Act, Right, may, require, require_step_up
from gouvernail.registry.queries import network_label

STATES = {"over", "breach"}


@login_required
@require_GET
def partner_list(request: WebRequest) -> HttpResponse:
    """Show the partners, by name."""
    require(request.user, Right.SEE_CONTENT)
    state = request.GET.get("state", "")
    search = request.GET.get("q", "").strip()[:200]
    page = partners_page(
        request.user,
        search=search,
        state=state if state in STATES else "",
        cursor=request.GET.get("cursor", ""),
        today=clock.today(),
    )
    context = {
        "page": page,
        "state": state,
        "search": search,
        "may_add": may(request.user, Right.EDIT_BRAND),
        "today": clock.today(),
    }
    return render(request, "brand/partner_list.html", context)


@login_required
@require_GET
def partner_export(request: WebRequest) -> HttpResponseBase:
    """Give the register as a file that no spreadsheet will execute."""
    require(request.user, Right.SEE_CONTENT)
    require_step_up(Act.EXPORT, at=clock.now())
    rows = counted(visible_partners(request.user).select_related("unit")).order_by(
        Plain("name"), "pk"
    )
    header = [
        *(_("Name"), pgettext("partner", "Kind"), _("Unit"), _("E-mail"), _("Profiles")),
        *(_("Last day agreed"), _("Posts"), _("Breaches")),
    ]
    name = f"partners-{clock.today().isoformat()}.csv"
    return StreamingHttpResponse(
        csv_lines(header, _cells(rows.iterator())),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _cells(rows: Iterable[Partner]) -> Iterator[list[object]]:
    for one in rows:
        handles = [f"{network_label(each['network'])} {each['handle']}" for each in one.handles]
        yield [
            *(one.name, one.get_kind_display(), one.unit.label, one.email, "; ".join(handles)),
            *(one.last_day, one.post_count, one.breach_count),  # type: ignore[attr-defined]  # annotated
        ]


@login_required
@require_http_methods(["GET", "POST"])
def partner_create(request: WebRequest) -> HttpResponse:
    """Put a partner in the register."""
    require(request.user, Right.EDIT_BRAND)
    return _partner_form(request, None)


@login_required
@require_http_methods(["GET", "POST"])
def partner_edit(request: WebRequest, partner_id: UUID) -> HttpResponse:
    """Change what is known of a partner."""
    partner = visible_partner(partner_id, viewer=request.user)
    require(request.user, Right.EDIT_BRAND, unit=partner.unit)
    return _partner_form(request, partner)


def _partner_form(request: WebRequest, partner: Partner | None) -> HttpResponse:
    form = PartnerForm(request.POST or None, viewer=request.user, partner=partner)
    if request.method == "POST" and form.is_valid():
        saved = tried(
            form,
            lambda: save_partner(
                facts=form.facts(),
                unit_id=form.cleaned_data["unit"],
                partner_id=partner.pk if partner else None,
                by=request.user,
                at=clock.now(),
            ),
        )
        if saved:
            messages.success(request, _("The partner is in the register."))
            return redirect("brand:partner-detail", saved.pk)
    title = _("Change the partner") if partner else _("Add a partner")
    context = {"partner": partner, "form": form, "title": title, "action": _("Save")}
    return render(request, "brand/partner_form.html", context, status=status_of(form))


@login_required
@require_GET
def partner_detail(request: WebRequest, partner_id: UUID) -> HttpResponse:
    """Show a partner: contracts, what they must say, posts and what was found in them."""
    partner = visible_partner(partner_id, viewer=request.user)
    context = {
        "partner": counted(visible_partners(request.user)).get(pk=partner.pk),
        "contracts": contracts_of(partner),
        "page": posts_of_partner(partner, cursor=request.GET.get("cursor", "")),
        "may_edit": may(request.user, Right.EDIT_BRAND, unit=partner.unit),
        "may_write": may(request.user, Right.WRITE_CONTENT, unit=partner.unit),
        "today": clock.today(),
    }
    return render(request, "brand/partner_detail.html", context)


@login_required
@require_POST
def partner_end(request: WebRequest, partner_id: UUID) -> HttpResponse:
    """Say that work with a partner is over."""
    partner = end_partner(partner_id, by=request.user, at=clock.now())
    messages.success(request, _("Ended; contracts and posts are kept."))
    return redirect("brand:partner-detail", partner.pk)


@login_required
@require_http_methods(["GET", "POST"])
def contract_create(request: WebRequest, partner_id: UUID) -> HttpResponse:
    """File a contract."""
    partner = visible_partner(partner_id, viewer=request.user)
    require(request.user, Right.EDIT_BRAND, unit=partner.unit)
    form = ContractForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        filed = tried(
            form,
            lambda: file_contract(
                partner.pk,
                terms=form.terms(),
                paper=paper_of(form.cleaned_data["paper"]),
                by=request.user,
                at=clock.now(),
            ),
        )
        if filed:
            messages.success(request, _("The contract is filed."))
            return redirect("brand:partner-detail", partner.pk)
    context = {
        "partner": partner,
        "form": form,
        "title": _("File a contract"),
        "action": _("File it"),
    }
    return render(request, "brand/partner_form.html", context, status=status_of(form))


@login_required
@require_http_methods(["GET", "POST"])
def contract_end(request: WebRequest, contract_id: UUID) -> HttpResponse:
    """End a contract before its day."""
    contract = visible_contract(contract_id, viewer=request.user)
    require(request.user, Right.EDIT_BRAND, unit=contract.partner.unit)
    form = EndContractForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        why = form.cleaned_data["reason"]
        if tried(
            form, lambda: end_contract(contract.pk, reason=why, by=request.user, at=clock.now())
        ):
            messages.success(request, _("The contract ends today; its posts are still checked."))
            return redirect("brand:partner-detail", contract.partner_id)
    context = {
        "partner": contract.partner,
        "form": form,
        "title": _("End the contract early"),
        "action": _("End it today"),
    }
    return render(request, "brand/partner_form.html", context, status=status_of(form))


@login_required
@require_http_methods(["GET", "POST"])
def partner_post_create(request: WebRequest, contract_id: UUID) -> HttpResponse:
    """Put down a post that is owed or was made."""
    contract = visible_contract(contract_id, viewer=request.user)
    require(request.user, Right.WRITE_CONTENT, unit=contract.partner.unit)
    form = PostForm(request.POST or None, contract=contract)
    if request.method == "POST" and form.is_valid():
        seen = form.seen()
        if tried(
            form, lambda: expect_post(contract.pk, seen=seen, by=request.user, at=clock.now())
        ):
            messages.success(request, _("The post is in the register."))
            return redirect("brand:partner-detail", contract.partner_id)
    context = {
        "partner": contract.partner,
        "form": form,
        "title": _("Add a post to check"),
        "action": pgettext("post of a partner", "Add"),
    }
    return render(request, "brand/partner_form.html", context, status=status_of(form))


@login_required
@require_http_methods(["GET", "POST"])
def partner_post_read(request: WebRequest, post_id: UUID) -> HttpResponse:
    """Hold what a post says against its contract."""
    post = visible_partner_post(post_id, viewer=request.user)
    require(request.user, Right.WRITE_CONTENT, unit=post.contract.partner.unit)
    initial = {"url": post.url, "country": post.country, "text": post.text}
    form = ReadForm(request.POST or None, contract=post.contract, initial=initial)
    if request.method == "POST" and form.is_valid():
        seen = form.seen()
        if tried(form, lambda: read_post(post.pk, seen=seen, by=request.user, at=clock.now())):
            messages.success(request, _("Held against the contract."))
            return redirect("brand:partner-detail", post.contract.partner_id)
    context = {
        "partner": post.contract.partner,
        "form": form,
        "title": _("Check the post"),
        "action": _("Hold it against the contract"),
    }
    return render(request, "brand/partner_form.html", context, status=status_of(form))


@login_required
@require_POST
def partner_post_ask(request: WebRequest, post_id: UUID) -> HttpResponse:
    """Ask the partner for a correction."""
    note = request.POST.get("note", "")
    post = ask_follow_up(post_id, note=note, by=request.user, at=clock.now())
    told = (
        _("Asked: the letter leaves within a minute.")
        if post.letter
        else _("Noted; no e-mail of this partner is known: ask them yourself.")
    )
    messages.success(request, told)
    return redirect("brand:partner-detail", post.contract.partner_id)


@login_required
@require_POST
def partner_post_close(request: WebRequest, post_id: UUID) -> HttpResponse:
    """Settle a post."""
    post = close_post(post_id, by=request.user, at=clock.now())
    messages.success(request, _("Settled; the breach stays counted if there was one."))
    return redirect("brand:partner-detail", post.contract.partner_id)
