"""The packs that come with the product: read before anything, put on the site, brought up to date.

What is put on the site is a draft: it binds nobody until a second person agrees to it.
"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gouvernail.foundation.clock import now
from gouvernail.foundation.ids import is_uuid
from gouvernail.foundation.web import WebRequest
from gouvernail.people.errors import UnitNotFoundError
from gouvernail.people.permissions import Right, may
from gouvernail.people.queries import unit_choices
from gouvernail.rulebooks.actions import NewPack, create_pack, write_version
from gouvernail.rulebooks.errors import PackNotFoundError
from gouvernail.rulebooks.queries import rules_of
from gouvernail.rulebooks.queries.comparing import comparison
from gouvernail.rulebooks.queries.shipped import NEWER, pack_shipped, shipped_row, shipped_rows


@require_safe
@login_required
def shipped_list(request: WebRequest) -> HttpResponse:
    """List the packs that ship: what each is for, and what the site has of it."""
    context = {"rows": shipped_rows(request.user)}
    return render(request, "rulebooks/shipped_list.html", context)


@require_safe
@login_required
def shipped_detail(request: WebRequest, slug: str) -> HttpResponse:
    """Show the rules of a pack that ships; beside the site's version, what it would change."""
    row = shipped_row(slug, viewer=request.user)
    shipped, mine = row.shipped.as_version, row.version if row.is_known else None
    context = {
        "row": row,
        "rules": rules_of(shipped, viewer=request.user),
        "comparison": comparison(mine, shipped)
        if mine is not None and mine.digest != shipped.digest
        else None,
        "units": unit_choices(request.user, Right.EDIT_RULES),
        "may_update": row.state == NEWER
        and row.is_known
        and row.pack is not None
        and may(request.user, Right.EDIT_RULES, unit=row.pack.unit),
    }
    return render(request, "rulebooks/shipped_detail.html", context)


@require_POST
@login_required
def shipped_install(request: WebRequest, slug: str) -> HttpResponse:
    """Put a pack that ships on the site, as a draft for a unit."""
    unit = request.POST.get("unit", "")
    if not is_uuid(unit):
        raise UnitNotFoundError
    new = NewPack(source=pack_shipped(slug).source, unit_id=unit)
    pack = create_pack(pack=new, by=request.user, at=now())
    messages.success(request, _("Put here as a draft: it binds nobody until it is agreed to."))
    return redirect("rulebooks:version-detail", pack.slug, 1)


@require_POST
@login_required
def shipped_update(request: WebRequest, slug: str) -> HttpResponse:
    """Add what ships now to a pack of the site, as a draft."""
    row = shipped_row(slug, viewer=request.user)
    if row.pack is None or not row.is_known:
        raise PackNotFoundError
    source = row.shipped.source
    version = write_version(pack_id=row.pack.pk, source=source, by=request.user, at=now())
    messages.success(request, _("Put here as a draft: it binds nobody until it is agreed to."))
    return redirect("rulebooks:version-detail", slug, version.number)
