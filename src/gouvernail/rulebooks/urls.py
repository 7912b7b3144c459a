"""Addresses of the rules."""

from django.urls import path

from gouvernail.rulebooks import views

app_name = "rulebooks"
urlpatterns = [
    path("rules/", views.pack_list, name="pack-list"),
    path("rules/starters", views.pack_starters, name="pack-starters"),
    path("rules/<slug:slug>/", views.pack_detail, name="pack-detail"),
    path("rules/<slug:slug>/new/", views.pack_upload, name="pack-upload"),
    path("rules/<slug:slug>/<uuid:version_id>/adopt", views.version_adopt, name="version-adopt"),
]
