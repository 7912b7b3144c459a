"""Taking in a policy that is a file: dropped, corrected, made a draft."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gouvernail.foundation.clock import now
from gouvernail.foundation.errors import DomainError
from gouvernail.foundation.refusals import status_of
from gouvernail.foundation.web import WebRequest
from gouvernail.people.permissions import Right, require
from gouvernail.policies.actions.importing import (
    begin_reading,
    correct_reading,
    drop_reading,
    keep_reading,
)
from gouvernail.policies.errors import (
    DraftUnderWayError,
    PolicyInvalidError,
    ReadingStaleError,
    VersionComingError,
    VersionConsultedError,
)
from gouvernail.policies.forms.importing import (
    FilesForm,
    KeepForm,
    ReplaceForm,
    TwinForm,
    corrected,
    proposed,
)
from gouvernail.policies.models import PolicyReading
from gouvernail.policies.permissions import visible_policy
from gouvernail.policies.queries.importing import found_files, reading_of

KEPT = (
    PolicyInvalidError,
    DraftUnderWayError,
    VersionComingError,
    VersionConsultedError,
)
"""What refuses the draft and keeps the file that was read, with its corrections."""
PAGE = "policies/policy_reading.html"


@require_http_methods(["GET", "POST"])
@login_required
def policy_import(request: WebRequest) -> HttpResponse:
    """Ask for a file and read it; `?policy=charter` for the next version of one that exists."""
    slug = request.GET.get("policy", "")
    policy = visible_policy(slug=slug, viewer=request.user) if slug else None
    require(request.user, Right.EDIT_POLICIES, unit=policy.unit if policy else None)
    posted = request.method == "POST"
    form = FilesForm(request.POST, request.FILES) if posted else FilesForm()
    if form.is_valid():
        files = form.read()
        if files and "file" not in form.errors:
            reading = begin_reading(
                files=files, policy_id=policy.pk if policy else None, by=request.user, at=now()
            )
            if not form.errors:
                return redirect("policies:policy-reading", reading.pk)
            return _page(request, reading, refused=_words(form))
    context = {"form": form, "policy": policy}
    return render(request, "policies/policy_import.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
@login_required
def policy_reading(request: WebRequest, reading_id: UUID) -> HttpResponse:
    """Show how a file was cut into clauses; correct it, or make the draft."""
    reading = reading_of(reading_id, viewer=request.user)
    if request.method == "GET":
        return _page(request, reading)
    try:
        reading = correct_reading(
            reading_id=reading.pk,
            files=corrected(reading, request.POST.dict()),
            edit_count=int("0" + request.POST.get("edit_count", "")[:9]),
            by=request.user,
        )
    except ReadingStaleError as error:
        return _page(request, reading, stale=error)
    if request.POST.get("do") == "keep":
        return _keep(request, reading)
    return redirect("policies:policy-reading", reading.pk)


def _keep(request: WebRequest, reading: PolicyReading) -> HttpResponse:
    form: KeepForm | ReplaceForm = (
        ReplaceForm(request.POST) if reading.policy else KeepForm(request.POST, person=request.user)
    )
    wrong = any(line.problem for file in found_files(reading) for line in file.lines)
    if form.is_valid() and not wrong:
        try:
            version = keep_reading(
                reading_id=reading.pk,
                facts=form.facts(request.user) if isinstance(form, KeepForm) else None,
                replace=bool(form.cleaned_data.get("replace")),
                by=request.user,
                at=now(),
            )
        except KEPT as error:
            form.refuse(error)
            return _page(request, reading, form=form)
        messages.success(request, _("Taken in as a draft. It binds nobody until it is approved."))
        return redirect("policies:policy-draft", version.policy.slug)
    return _page(request, reading, form=form, wrong=True)


@require_POST
@login_required
def reading_twin(request: WebRequest, reading_id: UUID) -> HttpResponse:
    """Add the other language to a file that was read."""
    reading = reading_of(reading_id, viewer=request.user)
    form = TwinForm(request.POST, request.FILES)
    found = form.read() if form.is_valid() else []
    if not found:
        return _page(request, reading, refused=_words(form))
    first = reading.files[0]
    other = "en" if first["language"] == "fr" else "fr"
    files = sorted([first, found[0] | {"language": other}], key=lambda one: one["language"] == "en")
    correct_reading(
        reading_id=reading.pk, files=files, edit_count=reading.edit_count, by=request.user
    )
    return redirect("policies:policy-reading", reading.pk)


def _words(form: FilesForm) -> str:
    return " ".join(str(words) for words in form.errors.get("twin", ()))


@require_POST
@login_required
def reading_drop(request: WebRequest, reading_id: UUID) -> HttpResponse:
    """Throw away what was read."""
    reading = reading_of(reading_id, viewer=request.user)
    drop_reading(reading_id=reading.pk, by=request.user)
    messages.success(request, _("Thrown away. Nothing was kept of it."))
    return redirect("policies:policy-import")


def _page(
    request: WebRequest,
    reading: PolicyReading,
    *,
    form: KeepForm | ReplaceForm | None = None,
    refused: str = "",
    stale: DomainError | None = None,
    wrong: bool = False,
) -> HttpResponse:
    if form is None:
        blank = KeepForm(person=request.user, initial=proposed(reading))
        form = ReplaceForm() if reading.policy else blank
    context = {
        "reading": reading,
        "files": found_files(reading),
        "form": form if form.errors or not reading.policy else None,
        "twin": TwinForm() if len(reading.files) == 1 else None,
        "twin_refused": refused,
        "stale": stale,
        "wrong": wrong,
    }
    status = stale.status if stale else 422 if refused or wrong or form.errors else 200
    return render(request, PAGE, context, status=status)
