"""Addresses of ambassadors."""

from django.urls import path

from gouvernail.advocacy import views

app_name = "advocacy"

programmes = [
    path("ambassadors/", views.programme_list, name="programme-list"),
    path("ambassadors/new", views.programme_create, name="programme-create"),
    path("ambassadors/<uuid:programme_id>/", views.programme_detail, name="programme-detail"),
    path("ambassadors/<uuid:programme_id>/edit", views.programme_edit, name="programme-edit"),
    path("ambassadors/<uuid:programme_id>/open", views.programme_open, name="programme-open"),
    path("ambassadors/<uuid:programme_id>/close", views.programme_close, name="programme-close"),
    path("ambassadors/<uuid:programme_id>/join", views.programme_join, name="programme-join"),
    path(
        "ambassadors/<uuid:programme_id>/withdraw",
        views.programme_withdraw,
        name="programme-withdraw",
    ),
    path("ambassadors/<uuid:programme_id>/news", views.programme_news, name="programme-news"),
    path("ambassadors/<uuid:programme_id>/desk", views.programme_desk, name="programme-desk"),
    path(
        "ambassadors/<uuid:programme_id>/export.csv",
        views.programme_export,
        name="programme-export",
    ),
    path("ambassadors/<uuid:programme_id>/suggest", views.idea_create, name="idea-create"),
    path("ambassadors/ideas/<uuid:idea_id>/answer", views.idea_answer, name="idea-answer"),
    path("ambassadors/ideas/<uuid:idea_id>/story", views.idea_story, name="idea-story"),
]
accounts = [
    path(
        "ambassadors/<uuid:programme_id>/accounts/new",
        views.account_declare,
        name="account-declare",
    ),
    path("ambassadors/accounts/<uuid:account_id>/", views.account_edit, name="account-edit"),
    path(
        "ambassadors/accounts/<uuid:account_id>/consent",
        views.account_consent,
        name="account-consent",
    ),
    path("ambassadors/accounts/<uuid:account_id>/stop", views.account_stop, name="account-stop"),
    path(
        "ambassadors/accounts/<uuid:account_id>/remove",
        views.account_remove,
        name="account-remove",
    ),
    path(
        "ambassadors/accounts/<uuid:account_id>/profile",
        views.account_profile,
        name="account-profile",
    ),
    path(
        "ambassadors/accounts/<uuid:account_id>/profile/read",
        views.account_profile_read,
        name="account-profile-read",
    ),
]
kits = [
    path("ambassadors/<uuid:programme_id>/kits/new", views.kit_create, name="kit-create"),
    path("ambassadors/kits/<uuid:kit_id>/", views.kit_detail, name="kit-detail"),
    path("ambassadors/kits/<uuid:kit_id>/edit", views.kit_edit, name="kit-edit"),
    path("ambassadors/kits/<uuid:kit_id>/submit", views.kit_submit, name="kit-submit"),
    path("ambassadors/kits/<uuid:kit_id>/approve", views.kit_approve, name="kit-approve"),
    path("ambassadors/kits/<uuid:kit_id>/return", views.kit_return, name="kit-return"),
    path("ambassadors/kits/<uuid:kit_id>/close", views.kit_close, name="kit-close"),
    path(
        "ambassadors/kits/<uuid:kit_id>/wordings/new", views.wording_create, name="wording-create"
    ),
    path(
        "ambassadors/kits/<uuid:kit_id>/wordings/<uuid:wording_id>/",
        views.wording_edit,
        name="wording-edit",
    ),
    path(
        "ambassadors/kits/<uuid:kit_id>/wordings/<uuid:wording_id>/remove",
        views.wording_remove,
        name="wording-remove",
    ),
]
shares = [
    path("ambassadors/kits/<uuid:kit_id>/own", views.words_create, name="words-create"),
    path("ambassadors/kits/<uuid:kit_id>/own/live", views.words_live, name="words-live"),
    path("ambassadors/kits/<uuid:kit_id>/shared", views.share_create, name="share-create"),
    path("ambassadors/words/<uuid:words_id>/", views.words_decide, name="words-decide"),
    path("ambassadors/words/<uuid:words_id>/approve", views.words_approve, name="words-approve"),
    path("ambassadors/words/<uuid:words_id>/refuse", views.words_refuse, name="words-refuse"),
    path("ambassadors/words/<uuid:words_id>/back", views.words_back, name="words-back"),
    path("ambassadors/shares/<uuid:share_id>/remove", views.share_remove, name="share-remove"),
]
urlpatterns = [*programmes, *accounts, *kits, *shares]
