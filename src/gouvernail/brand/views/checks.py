"""Pictures of profiles against the library, as pages."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from gouvernail.brand.actions.checks import note_profile_picture
from gouvernail.brand.errors.library import LibraryNotFoundError
from gouvernail.brand.forms.library import ProfilePictureForm
from gouvernail.brand.models import ProfilePicture
from gouvernail.brand.permissions.library import visible_items
from gouvernail.brand.queries.checks import limits, profile_pictures, profiles_to_mend
from gouvernail.foundation import clock
from gouvernail.foundation.paging import page_of
from gouvernail.foundation.refusals import status_of, tried
from gouvernail.foundation.sorting import Plain
from gouvernail.foundation.web import WebRequest, file_response
from gouvernail.media.pictures.cleaning import MAX_BYTES
from gouvernail.media.queries import stored_bytes
from gouvernail.people.permissions import Right, may, require
from gouvernail.registry.permissions import may_read_by_hand, visible_account, visible_accounts


@login_required
@require_GET
def profile_list(request: WebRequest) -> HttpResponse:
    """Show the profiles whose picture is outdated, altered or without rights."""
    require(request.user, Right.SEE_ACCOUNTS)
    rows = profiles_to_mend(request.user).annotate(by_name=Plain("account__name"))
    page = page_of(rows, order=("by_name", "id"), cursor=request.GET.get("cursor", ""), size=50)
    return render(request, "brand/profile_list.html", {"page": page, "limits": limits()})


@login_required
@require_http_methods(["GET", "POST"])
def profile_pictures_of(request: WebRequest, account_id: UUID) -> HttpResponse:
    """Show the pictures of one profile beside the library, and take what a person saw."""
    account = visible_account(account_id, viewer=request.user)
    may_note = may_read_by_hand(request.user, account) or may(
        request.user, Right.EDIT_ACCOUNTS, unit=account.unit
    )
    if request.method == "POST" and not may_note:
        require(request.user, Right.EDIT_ACCOUNTS, unit=account.unit)
    form = ProfilePictureForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        done = tried(
            form,
            lambda: note_profile_picture(
                account.pk,
                place=said["place"],
                data=said["picture"].read(MAX_BYTES + 1),
                by=request.user,
                at=clock.now(),
            ),
        )
        if done:
            messages.success(request, _("Held against the library."))
            return redirect("brand:profile-pictures", account.pk)
    pictures = profile_pictures(account.pk)
    items = [one.version.item_id for one in pictures if one.version is not None]
    context = {
        "account": account,
        "pictures": pictures,
        "form": form,
        "may_note": may_note,
        "limits": limits(),
        "seen_items": set(
            visible_items(request.user).filter(pk__in=items).values_list("pk", flat=True)
        ),
    }
    return render(request, "brand/profile_pictures.html", context, status=status_of(form))


@login_required
@require_safe
def profile_picture_file(request: WebRequest, picture_id: UUID) -> HttpResponse:
    """Serve the picture of a profile as somebody saw it."""
    rows = ProfilePicture.objects.filter(account__in=visible_accounts(request.user))
    picture = rows.filter(pk=picture_id).first()
    if picture is None:
        raise LibraryNotFoundError
    return file_response(stored_bytes(picture.sha256), mime=picture.mime, sha256=picture.sha256)
