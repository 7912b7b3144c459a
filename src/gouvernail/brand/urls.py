"""Addresses of the brand."""

from django.urls import URLPattern, path

from gouvernail.brand.views import guides as guides_views
from gouvernail.brand.views import readings as readings_views

app_name = "brand"
guides: list[URLPattern] = [
    path("brand/guide/", guides_views.guide, name="guide"),
    path("brand/guide/read", readings_views.guide_read, name="guide-read"),
    path("brand/guide/sections/", guides_views.sections, name="guide-sections"),
    path("brand/guide/sections/new", guides_views.section_create, name="guide-section-create"),
    path(
        "brand/guide/sections/<uuid:section_id>/", guides_views.section_detail, name="guide-section"
    ),
    path(
        "brand/guide/sections/<uuid:section_id>/write",
        guides_views.section_write,
        name="guide-section-write",
    ),
    path(
        "brand/guide/sections/<uuid:section_id>/<int:number>/publish",
        guides_views.section_publish,
        name="guide-section-publish",
    ),
    path(
        "brand/guide/sections/<uuid:section_id>/drop",
        guides_views.section_drop,
        name="guide-section-drop",
    ),
    path(
        "brand/guide/sections/<uuid:section_id>/archive",
        guides_views.section_archive,
        name="guide-section-archive",
    ),
    path("brand/guide/starter/", guides_views.starter, name="guide-starter"),
    path("brand/guide/readers/", readings_views.readers, name="guide-readers"),
    path(
        "brand/guide/readers/<uuid:reading_id>/",
        readings_views.reading_detail,
        name="guide-reading",
    ),
    path(
        "brand/guide/readers/<uuid:reading_id>/end",
        readings_views.reading_end,
        name="guide-reading-end",
    ),
    path(
        "brand/guide/documents/new", readings_views.reference_create, name="guide-reference-create"
    ),
    path(
        "brand/guide/documents/<uuid:reference_id>/",
        readings_views.reference_edit,
        name="guide-reference-edit",
    ),
    path(
        "brand/guide/documents/<uuid:row_id>/remove",
        readings_views.reference_remove,
        name="guide-reference-remove",
    ),
    path("brand/guide/site/new", readings_views.element_create, name="guide-element-create"),
    path(
        "brand/guide/site/<uuid:element_id>/",
        readings_views.element_edit,
        name="guide-element-edit",
    ),
    path(
        "brand/guide/site/<uuid:row_id>/remove",
        readings_views.element_remove,
        name="guide-element-remove",
    ),
]
# The library, its rights and the influencers.
library: list[URLPattern] = []
urlpatterns = [*guides, *library]
