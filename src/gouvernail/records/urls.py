"""Addresses of the archive."""

from django.urls import path

from gouvernail.records.views import archive

app_name = "records"
urlpatterns = [
    path("archive/", archive.record_list, name="record-list"),
    path("archive/export.csv", archive.record_export, name="record-export"),
    path("archive/<uuid:record_id>/", archive.record_detail, name="record-detail"),
]
