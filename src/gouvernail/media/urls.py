"""Addresses of files."""

from django.urls import path

from gouvernail.media import views

app_name = "media"
urlpatterns = [path("media/<uuid:asset_id>/", views.asset_file, name="asset-file")]
