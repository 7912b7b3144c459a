"""The status page, its machine form, and the signs of life for load balancers."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gouvernail.continuity.archives import databases, restoring
from gouvernail.continuity.queries import site_status
from gouvernail.continuity.queries.processes import schedule_rows
from gouvernail.continuity.queries.readers import as_read_by
from gouvernail.foundation import clock
from gouvernail.foundation.web import WebRequest
from gouvernail.people.permissions import Right, require


@require_safe
@login_required
def status(request: WebRequest) -> HttpResponse:
    """Show how everything stands, to those who may see it."""
    require(request.user, Right.SEE_STATUS)
    at = clock.now()
    context = {
        "status": as_read_by(site_status(at=at), reader=request.user),
        "schedule": schedule_rows(at=at),
        "docs_url": settings.DOCS_URL,
    }
    return render(request, "continuity/status.html", context)


@require_safe
@login_required
def status_json(request: WebRequest) -> HttpResponse:
    """Answer the same for a machine that is signed in; with a key it asks /api/v1/status."""
    require(request.user, Right.SEE_STATUS)
    return JsonResponse(site_status(at=clock.now()).as_json())


@require_safe
def alive(_request: WebRequest) -> HttpResponse:
    """Answer that this process answers; asks nothing of anybody."""
    return JsonResponse({"alive": True})


@require_safe
def ready(_request: WebRequest) -> HttpResponse:
    """Answer 200 if a request would be served: the database is there, migrated, not restoring."""
    reason = _why_not()
    return JsonResponse({"ready": not reason, "reason": reason}, status=503 if reason else 200)


def _why_not() -> str:
    if restoring.mark(databases.home()).exists():
        return "restoring"
    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return "database"
    return "migrations" if pending else ""
