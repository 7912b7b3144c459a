"""Addresses of the public pages, of what machines read, and of those who keep both."""

from django.urls import path

from gouvernail.verification import views

app_name = "verification"
urlpatterns = [
    # For anybody.
    path("verify/", views.answer, name="answer"),
    path("verify/accounts/", views.account_list, name="account-list"),
    path("verify/accounts/<uuid:listing_id>/", views.account_page, name="account-page"),
    path("verify/report/", views.fake_report, name="fake-report"),
    path("verify/report/thanks/", views.fake_reported, name="fake-reported"),
    path("verify/offline/", views.method, name="method"),
    path("verify/changes.atom", views.feed, name="feed"),
    path("verify/badge.svg", views.badge, name="badge"),
    path(".well-known/social-accounts.json", views.document, name="document"),
    path(".well-known/social-accounts.json.sig", views.signature, name="signature"),
    path(".well-known/social-accounts-key.pem", views.public_key, name="public-key"),
    path(".well-known/social-accounts-keys.json", views.key_list, name="key-list"),
    # For those who keep them.
    path("accounts/public/", views.choice_list, name="choice-list"),
    path("accounts/public/choose", views.choice_make, name="choice-make"),
    path("accounts/public/page/", views.directory, name="directory"),
    path("accounts/public/page/switch", views.directory_switch, name="directory-switch"),
    path("accounts/public/kept-back/", views.silence_list, name="silence-list"),
    path("accounts/public/kept-back/<uuid:silence_id>/end", views.silence_end, name="silence-end"),
    path("accounts/public/links/", views.link_list, name="link-list"),
    path("accounts/public/links/<uuid:listing_id>/note", views.link_note, name="link-note"),
    path("accounts/reports/", views.report_list, name="report-list"),
    path("accounts/reports/set-aside", views.report_dismiss, name="report-dismiss"),
    path("accounts/reports/set-aside/undo", views.report_restore, name="report-restore"),
    path("accounts/reports/export.csv", views.report_export, name="report-export"),
    path("accounts/reports/<uuid:reported_id>/", views.report_detail, name="report-detail"),
    path("accounts/reports/<uuid:reported_id>/decide", views.report_decide, name="report-decide"),
    path("accounts/reports/<uuid:reported_id>/answer", views.report_answer, name="report-answer"),
]
