"""Addresses of policies."""

from django.urls import path

from gouvernail.policies import views

app_name = "policies"
urlpatterns = [
    path("policies/", views.policy_list, name="policy-list"),
    path("policies/new", views.policy_create, name="policy-create"),
    path("policies/about", views.about, name="about"),
    path("policies/about/edit", views.about_edit, name="about-edit"),
    path("policies/about/switch", views.about_switch, name="about-switch"),
    path("about-social-media/<slug:key>/", views.about_embed, name="about-embed"),
    path("comments/<uuid:space_id>/", views.public_comments, name="public-comments"),
    path("policies/comments/<uuid:account_id>/part", views.account_space, name="account-space"),
    path("policies/comments/<uuid:account_id>/", views.space_edit, name="space-edit"),
    path("policies/comments/<uuid:account_id>/switch", views.space_switch, name="space-switch"),
    path("policies/comments/<uuid:account_id>/acts/new", views.act_record, name="act-record"),
    path("policies/comments/acts/", views.act_list, name="act-list"),
    path("policies/comments/acts/export", views.act_export, name="act-export"),
    path("policies/comments/acts/<uuid:act_id>/", views.act_edit, name="act-edit"),
    path("policies/comments/acts/<uuid:act_id>/withdraw", views.act_withdraw, name="act-withdraw"),
    path("policies/import", views.policy_import, name="policy-import"),
    path("policies/import/<uuid:reading_id>/", views.policy_reading, name="policy-reading"),
    path("policies/import/<uuid:reading_id>/twin", views.reading_twin, name="reading-twin"),
    path("policies/import/<uuid:reading_id>/drop", views.reading_drop, name="reading-drop"),
    path("policies/<slug:slug>/", views.policy_detail, name="policy-detail"),
    path("policies/<slug:slug>/edit", views.policy_edit, name="policy-edit"),
    path("policies/<slug:slug>/write", views.policy_write, name="policy-write"),
    path("policies/<slug:slug>/draft/", views.policy_draft, name="policy-draft"),
    path("policies/<slug:slug>/draft/start", views.draft_start, name="draft-start"),
    path("policies/<slug:slug>/draft/preview", views.clause_preview, name="clause-preview"),
    path("policies/<slug:slug>/draft/add", views.clause_add, name="clause-add"),
    path("policies/<slug:slug>/draft/<str:anchor>/write", views.clause_write, name="clause-write"),
    path("policies/<slug:slug>/draft/<str:anchor>/split", views.clause_split, name="clause-split"),
    path("policies/<slug:slug>/draft/<str:anchor>/merge", views.clause_merge, name="clause-merge"),
    path("policies/<slug:slug>/draft/<str:anchor>/move", views.clause_move, name="clause-move"),
    path(
        "policies/<slug:slug>/draft/<str:anchor>/remove", views.clause_remove, name="clause-remove"
    ),
    path(
        "policies/<slug:slug>/draft/<str:anchor>/restore",
        views.clause_restore,
        name="clause-restore",
    ),
    path("policies/<slug:slug>/reasons", views.reason_list, name="reason-list"),
    path(
        "policies/<slug:slug>/reasons/<uuid:reason_id>/remove",
        views.reason_remove,
        name="reason-remove",
    ),
    path("policies/<slug:slug>/review", views.policy_review, name="policy-review"),
    path("policies/<slug:slug>/archive", views.policy_archive, name="policy-archive"),
    path(
        "policies/<slug:slug>/archive/agree",
        views.policy_archive_agree,
        name="policy-archive-agree",
    ),
    path(
        "policies/<slug:slug>/archive/withdraw",
        views.policy_archive_withdraw,
        name="policy-archive-withdraw",
    ),
    path("policies/<slug:slug>/sign", views.policy_sign, name="policy-sign"),
    path("policies/<slug:slug>/signatures", views.policy_signatures, name="policy-signatures"),
    path("policies/<slug:slug>/<int:number>/", views.policy_version, name="policy-version"),
    path("policies/<slug:slug>/<int:number>/file", views.policy_file, name="policy-file"),
    path("policies/<slug:slug>/<int:number>/print", views.version_print, name="version-print"),
    path("policies/<slug:slug>/<int:number>/texts", views.version_texts, name="version-texts"),
    path(
        "policies/<slug:slug>/<int:number>/remarks", views.version_remarks, name="version-remarks"
    ),
    path(
        "policies/<slug:slug>/<int:number>/remarks/<slug:key>/aside",
        views.remark_dismiss,
        name="remark-dismiss",
    ),
    path(
        "policies/<slug:slug>/<int:number>/remarks/<slug:key>/take-up",
        views.remark_take_up,
        name="remark-take-up",
    ),
    path("policies/<slug:slug>/<int:number>/submit", views.version_submit, name="version-submit"),
    path("policies/<slug:slug>/<int:number>/agree", views.version_agree, name="version-agree"),
    path("policies/<slug:slug>/<int:number>/return", views.version_return, name="version-return"),
    path(
        "policies/<slug:slug>/<int:number>/withdraw",
        views.version_withdraw,
        name="version-withdraw",
    ),
    path("policies/<slug:slug>/<int:number>/compare", views.policy_compare, name="policy-compare"),
]
