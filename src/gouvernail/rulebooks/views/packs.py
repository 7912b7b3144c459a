"""The rules as people read them, try them and replace them."""

from itertools import groupby

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gouvernail.charter.models import Charter
from gouvernail.charter.queries import separation
from gouvernail.foundation.clock import now
from gouvernail.foundation.errors import InvalidInputError
from gouvernail.foundation.exports import csv_lines
from gouvernail.foundation.web import WebRequest
from gouvernail.people.permissions import Right, may, require, visible_units
from gouvernail.rulebooks.actions import (
    adopt_starter_packs,
    ask_to_retire_pack,
    keep_pack,
    retire_pack,
)
from gouvernail.rulebooks.actions.packs import packs_that_ship
from gouvernail.rulebooks.errors import PackNotFoundError
from gouvernail.rulebooks.forms import VersionForm, Written, written
from gouvernail.rulebooks.models import Pack, PackVersion
from gouvernail.rulebooks.permissions import may_agree, visible_pack
from gouvernail.rulebooks.queries import (
    RULES_HEADER,
    Standing,
    bound_in_force,
    packs_for_list,
    rule_rows,
    rules_of,
    standings_of,
    tried,
    versions_of,
)

TEXT_LIMIT = 20_000


@require_safe
@login_required
def pack_list(request: WebRequest) -> HttpResponse:
    """List the packs that bind the reader's units."""
    unit = request.user.home_unit
    context = {
        "packs": packs_for_list(request.user),
        "may_adopt": unit is not None and may(request.user, Right.EDIT_RULES, unit=unit),
        "unit": unit,
        "may_read": may(request.user, Right.SEE_CONTENT),
    }
    return render(request, "rulebooks/pack_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def pack_detail(request: WebRequest, slug: str) -> HttpResponse:
    """Read a pack, rule by rule, and try it on a text; trying stores nothing."""
    return _detail(request, visible_pack(slug, viewer=request.user))


def _detail(
    request: WebRequest, pack: Pack, *, refused: InvalidInputError | None = None
) -> HttpResponse:
    """Show a pack; after a refusal, with what was typed and why."""
    versions = list(versions_of(pack))
    version = _asked(versions, request.GET.get("version", ""))
    text = request.POST.get("text", "")[:TEXT_LIMIT]
    network, language = request.POST.get("network", ""), request.POST.get("language", "")
    rules = rules_of(version, viewer=request.user) if version else []
    context = {
        "pack": pack,
        "versions": versions,
        "version": version,
        "rules": rules,
        "text": text,
        "tried": tried(version, text, network=network, language=language)
        if version and text
        else None,
        "titles": {line.rule.id: line.title for line in rules},
        "may_edit": may(request.user, Right.EDIT_RULES, unit=pack.unit),
        "may_agree": may_agree(request.user, unit=pack.unit),
        "may_ask": may(request.user, Right.WRITE_CONTENT),
        "standings": _standings(pack, version),
        "small": separation() == Charter.Separation.SMALL,
        "refused": refused,
        "typed": request.POST.get("reason", "") or request.POST.get("comment", ""),
    }
    status = refused.status if refused else 200
    return render(request, "rulebooks/pack_detail.html", context, status=status)


def _standings(pack: Pack, version: PackVersion | None) -> dict[str, Standing]:
    """Return where each rule stands; nothing of a version that does not bind."""
    at = now()
    bound = bound_in_force(pack, at=at) if version and pack.retired_at is None else None
    if bound is None or version is None or bound.pack.digest != version.digest:
        return {}
    return standings_of(bound, pack, at=at)


def _asked(versions: list[PackVersion], number: str) -> PackVersion | None:
    chosen = next((one for one in versions if str(one.number) == number), None)
    in_force = (one for one in versions if one.status == PackVersion.Status.IN_FORCE)
    return chosen or next(in_force, None) or next(iter(versions), None)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def pack_upload(request: WebRequest, slug: str) -> HttpResponse:
    """Add a version to a pack, or show at which lines the file is wrong."""
    pack = visible_pack(slug, viewer=request.user)
    require(request.user, Right.EDIT_RULES, unit=pack.unit)
    form = VersionForm(request.POST or None, request.FILES or None)
    outcome = Written()
    if form.is_valid():
        source = form.cleaned_data["source"]
        outcome = written(pack, source, by=request.user, at=now())
        if outcome.version is not None:
            messages.success(
                request, _("Version kept. It binds nobody until a second person agrees to it.")
            )
            return redirect("rulebooks:version-detail", pack.slug, outcome.version.number)
        form = VersionForm(initial={"source": source})
    status = 422 if form.errors or outcome.refused else 200
    context = {"pack": pack, "form": form, "outcome": outcome}
    return render(request, "rulebooks/pack_upload.html", context, status=status)


@require_POST
@login_required
def pack_starters(request: WebRequest) -> HttpResponse:
    """Adopt the packs that come with the product, for the reader's own unit."""
    adopted = adopt_starter_packs(unit_id=request.user.home_unit_id, by=request.user, at=now())
    there = packs_that_ship().exclude(pk__in=[one.pk for one in adopted]).select_related("unit")
    known = set(visible_units(request.user))
    for unit, packs in groupby(there.order_by("unit__path", "slug"), key=lambda one: one.unit):
        said = _("Left out, there already for %(unit)s: %(packs)s.")
        names = ", ".join(one.slug for one in packs)
        where = unit.label if unit in known else _("another unit")
        messages.info(request, said % {"unit": where, "packs": names})
    if adopted:
        messages.success(request, _("Adopted, at the level “observe”: nothing is blocked yet."))
    return redirect("rulebooks:pack-list")


@require_POST
@login_required
def pack_retire_ask(request: WebRequest, slug: str) -> HttpResponse:
    """Ask for a pack to be taken out of use."""
    pack = visible_pack(slug, viewer=request.user)
    reason = request.POST.get("reason", "")[:2000]
    try:
        ask_to_retire_pack(pack_id=pack.pk, reason=reason, by=request.user, at=now())
    except InvalidInputError as refused:
        return _detail(request, pack, refused=refused)
    messages.success(request, _("Asked: a second person decides."))
    return redirect("rulebooks:pack-detail", slug)


@require_POST
@login_required
def pack_retire(request: WebRequest, slug: str) -> HttpResponse:
    """Take a pack out of use, as somebody else asked."""
    pack = visible_pack(slug, viewer=request.user)
    comment = request.POST.get("comment", "")[:2000]
    try:
        retire_pack(pack_id=pack.pk, comment=comment, by=request.user, at=now())
    except InvalidInputError as refused:
        return _detail(request, pack, refused=refused)
    messages.success(request, _("Out of use. What it said stays where it was said."))
    return redirect("rulebooks:pack-detail", slug)


@require_POST
@login_required
def pack_keep(request: WebRequest, slug: str) -> HttpResponse:
    """Keep a pack that somebody asked to retire."""
    pack = visible_pack(slug, viewer=request.user)
    keep_pack(pack_id=pack.pk, by=request.user, at=now())
    messages.success(request, _("Kept in use."))
    return redirect("rulebooks:pack-detail", slug)


@require_safe
@login_required
def pack_yaml(request: WebRequest, slug: str) -> HttpResponse:
    """Download the text of a version, the one in force by default: it can be uploaded again."""
    pack = visible_pack(slug, viewer=request.user)
    version = _asked(list(versions_of(pack)), request.GET.get("version", ""))
    if version is None:
        raise PackNotFoundError
    name = f"{pack.slug}-{version.number}.yaml"
    return HttpResponse(
        version.source,
        content_type="application/yaml; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_safe
@login_required
def pack_csv(request: WebRequest, slug: str) -> HttpResponseBase:
    """Download the rules of a version as a table: one row a rule, with its level and clause."""
    pack = visible_pack(slug, viewer=request.user)
    version = _asked(list(versions_of(pack)), request.GET.get("version", ""))
    if version is None:
        raise PackNotFoundError
    name = f"{pack.slug}-{version.number}.csv"
    return StreamingHttpResponse(
        csv_lines(RULES_HEADER, rule_rows(version)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
