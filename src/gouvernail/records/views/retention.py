"""The classes of retention, as a page."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gouvernail.foundation import clock
from gouvernail.foundation.web import WebRequest
from gouvernail.people.permissions import Right, may_overall, require, require_overall
from gouvernail.records.actions.retention import retire_retention_class
from gouvernail.records.forms.retention import RetentionForm
from gouvernail.records.models import Record
from gouvernail.records.queries import classes_with_counts
from gouvernail.records.queries.retention import retention_classes


@login_required
@require_http_methods(["GET", "POST"])
def retention_list(request: WebRequest) -> HttpResponse:
    """Show how long records are kept, and write a class."""
    require(request.user, Right.SEE_RECORDS)
    written = retention_classes().filter(code=request.GET.get("class", "")[:40]).first()
    form = RetentionForm(request.POST or None, written=written)
    if request.method == "POST":
        require_overall(request.user, Right.EDIT_CHARTER)
    if request.method == "POST" and form.submit(by=request.user, at=clock.now()):
        messages.success(request, _("The class is written."))
        return redirect("records:retention-list")
    words = dict(Record.Source.choices)
    classes = list(classes_with_counts())
    context = {
        "form": form,
        "written": written,
        "may_write": may_overall(request.user, Right.EDIT_CHARTER),
        "classes": [(one, [str(words[s]) for s in one.sources if s in words]) for one in classes],
    }
    status = 422 if form.errors else 200
    return render(request, "records/retention_list.html", context, status=status)


@login_required
@require_POST
def retention_retire(request: WebRequest, class_id: UUID) -> HttpResponse:
    """Take a class out of use."""
    retire_retention_class(class_id, by=request.user, at=clock.now())
    messages.success(request, _("The class is out of use; records that have it keep it."))
    return redirect("records:retention-list")
