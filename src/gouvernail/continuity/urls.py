"""Addresses of the area."""

from django.urls import path

from gouvernail.continuity import views

app_name = "continuity"
urlpatterns = [
    path("status/", views.status, name="status"),
    path("status.json", views.status_json, name="status-json"),
    path("healthz", views.alive, name="alive"),
    path("healthz/ready", views.ready, name="ready"),
]
