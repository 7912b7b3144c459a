"""Addresses of signatures."""

from django.urls import path

from gouvernail.signing import views

app_name = "signing"

urlpatterns = [
    path("sign/", views.mine, name="mine"),
    path("sign/code/", views.code_page, name="code"),
    path("sign/tablet/<str:key>/", views.tablet_page, name="tablet"),
    path("signatures/<uuid:campaign_id>/codes/", views.code_slips, name="code-slips"),
    path("signatures/<uuid:campaign_id>/tablets/", views.tablet_open, name="tablet-open"),
    path("signatures/tablets/<uuid:tablet_id>/close/", views.tablet_close, name="tablet-close"),
    path("signatures/<uuid:campaign_id>/sheets/", views.sheet_create, name="sheet-create"),
    path("signatures/sheets/<uuid:sheet_id>/", views.sheet_detail, name="sheet-detail"),
    path("signatures/sheets/<uuid:sheet_id>/scan/", views.sheet_scan, name="sheet-scan"),
    path("signatures/sheets/<uuid:sheet_id>/check/", views.sheet_check, name="sheet-check"),
    path("signatures/sheets/<uuid:sheet_id>/drop/", views.sheet_drop, name="sheet-drop"),
    path("sign/<uuid:campaign_id>/", views.read, name="read"),
    path("sign/<uuid:campaign_id>/sign/", views.sign_text, name="sign-text"),
    path("sign/<uuid:campaign_id>/object/", views.objection_create, name="objection-create"),
    path("receipts/check/", views.receipt_check, name="receipt-check"),
    path("receipts/<uuid:signature_id>/", views.receipt, name="receipt"),
    path("receipts/<uuid:signature_id>/file/", views.receipt_json, name="receipt-json"),
    path("signatures/of/<uuid:version_id>/", views.of_version, name="of-version"),
    path("signatures/", views.campaign_list, name="campaign-list"),
    path("signatures/new/<uuid:version_id>/", views.campaign_create, name="campaign-create"),
    path("signatures/<uuid:campaign_id>/", views.campaign_detail, name="campaign-detail"),
    path("signatures/<uuid:campaign_id>/edit/", views.campaign_edit, name="campaign-edit"),
    path("signatures/<uuid:campaign_id>/people/", views.campaign_people, name="campaign-people"),
    path("signatures/<uuid:campaign_id>/export/", views.campaign_export, name="campaign-export"),
    path("signatures/<uuid:campaign_id>/remind/", views.campaign_remind, name="campaign-remind"),
    path("signatures/<uuid:campaign_id>/close/", views.campaign_close, name="campaign-close"),
    path(
        "signatures/objections/<uuid:objection_id>/answer/",
        views.objection_answer,
        name="objection-answer",
    ),
    path(
        "signatures/carried/<uuid:version_id>/", views.carry_over_create, name="carry-over-create"
    ),
    path("signatures/carried/<uuid:version_id>/end/", views.carry_over_end, name="carry-over-end"),
]
