"""Addresses of the archive."""

from django.urls import path

from gouvernail.records import views

app_name = "records"
urlpatterns = [
    path("archive/", views.record_list, name="record-list"),
    path("archive/export.csv", views.record_export, name="record-export"),
    path("archive/<uuid:record_id>/", views.record_detail, name="record-detail"),
]
