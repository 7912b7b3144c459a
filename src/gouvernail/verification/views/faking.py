"""“Report a fake”: the public’s form. Nothing of who sends it is kept but what they write."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from gouvernail.foundation import clock
from gouvernail.verification.actions.reports import report_account
from gouvernail.verification.errors import DirectoryClosedError, ReportRefusedError
from gouvernail.verification.forms import FASTEST, FakeForm, fresh_mark
from gouvernail.verification.views.opening import directory_for, in_asked_language, public_page


@require_http_methods(["GET", "HEAD", "POST"])
@in_asked_language
def fake_report(request: HttpRequest) -> HttpResponse:
    """Take a report in, and thank; what fills the trap is thanked too, and forgotten."""
    directory, preview = directory_for(request)
    at = clock.now()
    given = request.POST if request.method == "POST" else None
    initial = {"address": request.GET.get("address", "")[:500]}
    form = FakeForm(given, at=at, initial=initial)
    if given is not None and form.is_valid():
        if preview:
            raise DirectoryClosedError
        try:
            if not form.is_trapped:
                report_account(given=form.given(language=get_language() or ""), at=at)
        except ReportRefusedError as refused:
            for name, words in refused.fields.items():
                form.add_error(name, words)
        else:
            return HttpResponseRedirect(reverse("verification:fake-reported"))
    context: dict[str, object] = {
        "directory": directory,
        "preview": preview,
        "form": form,
        "mark": fresh_mark(at - FASTEST if form.is_bound else at),  # the next press counts at once
    }
    return public_page(
        request, "verification/fake_report.html", context, status=422 if form.errors else 200
    )


@require_safe
@in_asked_language
def fake_reported(request: HttpRequest) -> HttpResponse:
    """Thank whoever reported."""
    directory, preview = directory_for(request)
    context: dict[str, object] = {"directory": directory, "preview": preview}
    return public_page(request, "verification/fake_reported.html", context)
