"""A receipt checked by whoever was shown it, without an account; nothing of it is kept."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gouvernail.foundation.refusals import status_of, tried
from gouvernail.signing.forms import ReceiptForm
from gouvernail.signing.queries.checking import check_receipt, keys_here


@never_cache
@require_http_methods(["GET", "POST"])
def receipt_check(request: HttpRequest) -> HttpResponse:
    """Let anybody check a receipt, pasted or as its file."""
    form, checked = ReceiptForm(), None
    if request.method == "POST":
        form = ReceiptForm(request.POST, request.FILES)
        keys = keys_here()
        if form.is_valid() and not keys:
            form.add_error(
                None,
                _(
                    "This receipt cannot be checked here: ask for the public key of the journal,"
                    " and check it with verify_ledger.py."
                ),
            )
        elif form.is_valid():
            checked = tried(form, lambda: check_receipt(form.text(), keys=keys))
    context = {"form": form, "checked": checked}
    return render(request, "signing/receipt_check.html", context, status=status_of(form))
