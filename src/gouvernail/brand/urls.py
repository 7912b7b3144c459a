"""Addresses of the brand."""

from django.urls import URLPattern, path

from gouvernail.brand.views import audiences as audience_views
from gouvernail.brand.views import checks as checks_views
from gouvernail.brand.views import guides as guides_views
from gouvernail.brand.views import library as library_views
from gouvernail.brand.views import partners as partners_views
from gouvernail.brand.views import readings as readings_views
from gouvernail.brand.views import removals as removal_views
from gouvernail.brand.views import rights as rights_views
from gouvernail.brand.views import templates as template_views

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
        removal_views.section_archive,
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

other_guides: list[URLPattern] = [
    path("brand/templates/", template_views.template_list, name="template-list"),
    path("brand/templates/new", template_views.template_create, name="template-create"),
    path(
        "brand/templates/<uuid:template_id>/",
        template_views.template_detail,
        name="template-detail",
    ),
    path(
        "brand/templates/<uuid:template_id>/write",
        template_views.template_write,
        name="template-write",
    ),
    path(
        "brand/templates/<uuid:template_id>/<int:number>/publish",
        template_views.template_publish,
        name="template-publish",
    ),
    path(
        "brand/templates/<uuid:template_id>/drop",
        template_views.template_drop,
        name="template-drop",
    ),
    path(
        "brand/templates/<uuid:template_id>/archive",
        removal_views.template_archive,
        name="template-archive",
    ),
    path("brand/audiences/", audience_views.audience_list, name="audience-list"),
    path("brand/audiences/export.csv", audience_views.audience_export, name="audience-export"),
    path("brand/audiences/new", audience_views.audience_create, name="audience-create"),
    path("brand/audiences/<uuid:audience_id>/", audience_views.audience_edit, name="audience-edit"),
    path(
        "brand/audiences/<uuid:audience_id>/archive",
        audience_views.audience_archive,
        name="audience-archive",
    ),
    path("brand/kit/", audience_views.kit, name="kit"),
    path("brand/kit/themes/new", audience_views.theme_create, name="kit-theme-create"),
    path("brand/kit/themes/<uuid:theme_id>/", audience_views.theme_edit, name="kit-theme-edit"),
    path(
        "brand/kit/themes/<uuid:theme_id>/archive",
        audience_views.theme_archive,
        name="kit-theme-archive",
    ),
    path("brand/kit/themes/<uuid:theme_id>/kit.zip", audience_views.kit_file, name="kit-file"),
]
# The library, its rights and the influencers.
library: list[URLPattern] = [
    path("brand/library/", library_views.library_list, name="library-list"),
    path("brand/library/export.csv", library_views.library_export, name="library-export"),
    path("brand/library/new", library_views.library_create, name="library-create"),
    path("brand/library/<uuid:item_id>/", library_views.library_item, name="library-item"),
    path("brand/library/<uuid:item_id>/edit", library_views.library_edit, name="library-edit"),
    path("brand/library/<uuid:item_id>/rights", rights_views.library_rights, name="library-rights"),
    path("brand/library/<uuid:item_id>/extend", rights_views.library_extend, name="library-extend"),
    path(
        "brand/library/<uuid:item_id>/withdraw",
        removal_views.library_withdraw,
        name="library-withdraw",
    ),
    path(
        "brand/library/<uuid:item_id>/versions/new",
        library_views.library_version_create,
        name="library-version-create",
    ),
    path(
        "brand/library/versions/<uuid:version_id>/approve",
        library_views.library_version_approve,
        name="library-version-approve",
    ),
    path(
        "brand/library/versions/<uuid:version_id>/file",
        library_views.library_version_file,
        name="library-version-file",
    ),
    path(
        "brand/library/versions/<uuid:version_id>/download",
        library_views.library_version_download,
        name="library-version-download",
    ),
    path(
        "brand/library/extensions/<uuid:extension_id>/answer",
        rights_views.extension_answer,
        name="extension-answer",
    ),
    path(
        "brand/removals/<uuid:removal_id>/answer",
        removal_views.removal_answer,
        name="removal-answer",
    ),
    path("brand/papers/<uuid:paper_id>/", rights_views.paper_file, name="paper-file"),
    path("brand/profiles/", checks_views.profile_list, name="profile-list"),
    path(
        "brand/profiles/<uuid:account_id>/",
        checks_views.profile_pictures_of,
        name="profile-pictures",
    ),
    path(
        "brand/profiles/pictures/<uuid:picture_id>/",
        checks_views.profile_picture_file,
        name="profile-picture-file",
    ),
    path("brand/partners/", partners_views.partner_list, name="partner-list"),
    path("brand/partners/export.csv", partners_views.partner_export, name="partner-export"),
    path("brand/partners/new", partners_views.partner_create, name="partner-create"),
    path("brand/partners/<uuid:partner_id>/", partners_views.partner_detail, name="partner-detail"),
    path("brand/partners/<uuid:partner_id>/edit", partners_views.partner_edit, name="partner-edit"),
    path("brand/partners/<uuid:partner_id>/end", partners_views.partner_end, name="partner-end"),
    path(
        "brand/partners/<uuid:partner_id>/contracts/new",
        partners_views.contract_create,
        name="contract-create",
    ),
    path(
        "brand/contracts/<uuid:contract_id>/end", partners_views.contract_end, name="contract-end"
    ),
    path(
        "brand/contracts/<uuid:contract_id>/posts/new",
        partners_views.partner_post_create,
        name="partner-post-create",
    ),
    path(
        "brand/partner-posts/<uuid:post_id>/check",
        partners_views.partner_post_read,
        name="partner-post-read",
    ),
    path(
        "brand/partner-posts/<uuid:post_id>/ask",
        partners_views.partner_post_ask,
        name="partner-post-ask",
    ),
    path(
        "brand/partner-posts/<uuid:post_id>/close",
        partners_views.partner_post_close,
        name="partner-post-close",
    ),
]
urlpatterns = [*guides, *other_guides, *library]
