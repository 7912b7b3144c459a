"""Pages of the archive."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from gouvernail.foundation import clock
from gouvernail.foundation.exports import csv_lines
from gouvernail.foundation.paging import page_of
from gouvernail.foundation.web import WebRequest
from gouvernail.ledger.queries import timeline
from gouvernail.media.queries import assets_with
from gouvernail.people.permissions import Act, Right, may, require, require_step_up
from gouvernail.records.forms.filters import FilterForm, asked_of
from gouvernail.records.permissions import visible_record
from gouvernail.records.queries import (
    EXPORT_HEADER,
    export_lines,
    export_rows,
    records_asked,
    records_of_delivery,
    with_fates,
)

PAGE = 40


@require_GET
@login_required
def record_list(request: WebRequest) -> HttpResponse:
    """Show what was published in the organisation's name, newest first."""
    require(request.user, Right.SEE_RECORDS)
    asked, chips = asked_of(request.GET, viewer=request.user)
    rows = records_asked(asked, viewer=request.user)
    cursor = request.GET.get("cursor", "")
    page = page_of(rows, order=("-published_at", "-pk"), cursor=cursor, size=PAGE)
    with_fates(page.rows)
    context = {
        "page": page,
        "total": rows.count(),
        "asked": asked,
        "chips": chips,
        "may_import": may(request.user, Right.IMPORT_ACCOUNTS),
        "filter_form": FilterForm(request.GET, viewer=request.user),
        "query": request.GET.urlencode(),
        "scoped": True,
    }
    return render(request, "records/record_list.html", context)


@require_GET
@login_required
def record_export(request: WebRequest) -> HttpResponseBase:
    """Stream the archive, narrowed as the list was, as a CSV that no spreadsheet executes."""
    require(request.user, Right.SEE_RECORDS)
    require_step_up(Act.EXPORT, at=clock.now())
    asked, _chips = asked_of(request.GET, viewer=request.user)
    rows = export_rows(records_asked(asked, viewer=request.user))
    response = StreamingHttpResponse(
        csv_lines(EXPORT_HEADER, rows), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="archive.csv"'
    return response


@require_GET
@login_required
def record_export_lines(request: WebRequest) -> HttpResponseBase:
    """Stream the archive, narrowed as the list was, as JSON lines."""
    require(request.user, Right.SEE_RECORDS)
    require_step_up(Act.EXPORT, at=clock.now())
    asked, _chips = asked_of(request.GET, viewer=request.user)
    lines = export_lines(records_asked(asked, viewer=request.user))
    response = StreamingHttpResponse(lines, content_type="application/x-ndjson")
    response["Content-Disposition"] = 'attachment; filename="archive.jsonl"'
    return response


@require_GET
@login_required
def record_detail(request: WebRequest, record_id: UUID) -> HttpResponse:
    """Show one thing as it was published, and the proof that it is."""
    record = visible_record(record_id, viewer=request.user)
    with_fates([record])
    also = [("ending", record.taken_down.pk)] if record.taken_down else []
    also += [("history_batch", record.batch_id)] if record.batch_id else []
    events = timeline("record", record.pk, also=also, cursor=request.GET.get("events", ""))
    digests = [str(item.get("sha256", "")) for item in record.media]
    others = records_of_delivery(record.delivery_id) if record.delivery_id else []
    context = {
        "record": record,
        "assets": assets_with(digests, viewer=request.user) if digests else [],
        "others": [one for one in others if one.pk != record.pk],
        "timeline": events,
        "ended": next((one for one in events.events if one.subject_kind == "ending"), None),
    }
    return render(request, "records/record_detail.html", context)
