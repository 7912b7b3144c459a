"""Addresses of the archive."""

from django.urls import path

from gouvernail.records.views import archive, history, retention

app_name = "records"
urlpatterns = [
    path("archive/", archive.record_list, name="record-list"),
    path("archive/export.csv", archive.record_export, name="record-export"),
    path("archive/export.jsonl", archive.record_export_lines, name="record-export-lines"),
    path("archive/<uuid:record_id>/", archive.record_detail, name="record-detail"),
    path("archive/retention/", retention.retention_list, name="retention-list"),
    path(
        "archive/retention/<uuid:class_id>/retire/",
        retention.retention_retire,
        name="retention-retire",
    ),
    path("archive/history/", history.history_list, name="history-list"),
    path("archive/history/<uuid:history_id>/", history.history_detail, name="history-detail"),
    path(
        "archive/history/<uuid:history_id>/confirm/",
        history.history_confirm,
        name="history-confirm",
    ),
    path(
        "archive/history/<uuid:history_id>/abandon/",
        history.history_abandon,
        name="history-abandon",
    ),
    path("archive/history/<uuid:history_id>/aside/", history.history_aside, name="history-aside"),
    path("archive/history/<uuid:history_id>/back/", history.history_back, name="history-back"),
    path("archive/history/<uuid:history_id>/bad.csv", history.history_bad, name="history-bad"),
]
