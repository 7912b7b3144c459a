"""Addresses of the register."""

from django.urls import path, re_path

from gouvernail.registry.views import (
    accounts,
    connections,
    feeds,
    findings,
    imports,
    life,
    profiles,
    sheets,
)

app_name = "registry"

urlpatterns = [
    path("accounts/", accounts.account_list, name="account-list"),
    path("accounts/deadlines/", feeds.account_deadlines, name="account-deadlines"),
    path("accounts/deadlines/close/", feeds.account_feed_close, name="account-feed-close"),
    path("feeds/deadlines/<str:secret>.ics", feeds.deadline_feed, name="deadline-feed"),
    path("accounts/map/", accounts.account_map_page, name="account-map"),
    path("accounts/map.csv", accounts.account_map_export, name="account-map-export"),
    path("accounts/matrix/", accounts.account_matrix_page, name="account-matrix"),
    re_path(
        r"^accounts/export\.(?P<form>csv|xlsx)$", accounts.account_export, name="account-export"
    ),
    path("accounts/found/", life.account_found, name="account-found"),
    path("accounts/profiles/", profiles.account_profiles, name="account-profiles"),
    path("accounts/profiles/standard/", profiles.account_standard, name="account-standard"),
    path(
        "accounts/profiles/<uuid:standard_id>/remove/",
        profiles.account_standard_remove,
        name="account-standard-remove",
    ),
    path(
        "accounts/profiles/changes/<uuid:change_id>/explain/",
        profiles.account_change_explain,
        name="account-change-explain",
    ),
    path("accounts/<uuid:account_id>/profile/", profiles.account_profile, name="account-profile"),
    path(
        "accounts/<uuid:account_id>/profile/read/",
        profiles.account_profile_read,
        name="account-profile-read",
    ),
    path("accounts/findings/", findings.account_findings, name="account-findings"),
    path("accounts/findings/look/", findings.account_findings_look, name="account-findings-look"),
    path("accounts/findings/thresholds/", findings.account_thresholds, name="account-thresholds"),
    path(
        "accounts/findings/<uuid:finding_id>/accept/",
        findings.account_finding_accept,
        name="account-finding-accept",
    ),
    path(
        "accounts/findings/<uuid:finding_id>/aside/",
        findings.account_finding_aside,
        name="account-finding-aside",
    ),
    path("accounts/sheets.csv", sheets.account_sheets_export, name="account-sheets-export"),
    path("accounts/new/", accounts.account_create, name="account-create"),
    path("accounts/imports/", imports.import_list, name="import-list"),
    path("accounts/imports/<uuid:run_id>/", imports.import_detail, name="import-detail"),
    path("accounts/imports/<uuid:run_id>/run/", imports.import_run, name="import-run"),
    path("accounts/imports/<uuid:run_id>/abandon/", imports.import_abandon, name="import-abandon"),
    path("accounts/<uuid:account_id>/", accounts.account_detail, name="account-detail"),
    path("accounts/<uuid:account_id>/edit/", accounts.account_edit, name="account-edit"),
    path(
        "accounts/<uuid:account_id>/repair/<slug:kind>/",
        accounts.account_repair,
        name="account-repair",
    ),
    path("accounts/<uuid:account_id>/life/", life.account_life, name="account-life"),
    path("accounts/<uuid:account_id>/life/undo/", life.account_undo, name="account-undo"),
    path("accounts/<uuid:account_id>/life/<slug:status>/", life.account_move, name="account-move"),
    path("accounts/<uuid:account_id>/closing/", life.account_closing, name="account-closing"),
    path(
        "accounts/<uuid:account_id>/closing/<slug:step>/",
        life.account_closing_step,
        name="account-closing-step",
    ),
    path("accounts/<uuid:account_id>/sheet/", sheets.account_sheet, name="account-sheet"),
    path(
        "accounts/<uuid:account_id>/sheet/edit/",
        sheets.account_sheet_edit,
        name="account-sheet-edit",
    ),
    path(
        "accounts/<uuid:account_id>/agreement/",
        sheets.account_agreement,
        name="account-agreement",
    ),
    path(
        "accounts/<uuid:account_id>/agreement/papers/",
        sheets.account_paper,
        name="account-paper",
    ),
    path(
        "accounts/<uuid:account_id>/agreement/papers/<uuid:paper_id>/",
        sheets.account_paper_file,
        name="account-paper-file",
    ),
    path("accounts/connected/", connections.account_connected, name="account-connected"),
    path(
        "accounts/<uuid:account_id>/connect/", connections.account_connect, name="account-connect"
    ),
    path(
        "accounts/<uuid:account_id>/disconnect/",
        connections.account_disconnect,
        name="account-disconnect",
    ),
    path("accounts/<uuid:account_id>/reading/", accounts.account_reading, name="account-reading"),
]
