"""Addresses of the library of approved replies."""

from django.urls import path

from gouvernail.replies import views

app_name = "replies"
ONE = "replies/<uuid:reply_id>/"
urlpatterns = [
    path("replies/", views.reply_list, name="reply-list"),
    path("replies/new/", views.reply_create, name="reply-create"),
    path("replies/preview/", views.reply_preview, name="reply-preview"),
    path("replies/import/", views.reply_import, name="reply-import"),
    path("replies/to-review/", views.reply_reviews, name="reply-reviews"),
    path("replies/export.csv", views.reply_export, name="reply-export"),
    path("replies/find/", views.reply_find, name="reply-find"),
    path("replies/requests/<uuid:request_id>/", views.reply_review, name="reply-review"),
    path("replies/requests/<uuid:request_id>/decide/", views.reply_decide, name="reply-decide"),
    path(ONE, views.reply_detail, name="reply-detail"),
    path(f"{ONE}edit/", views.reply_edit, name="reply-edit"),
    path(f"{ONE}submit/", views.reply_submit, name="reply-submit"),
    path(f"{ONE}take-back/", views.reply_take_back, name="reply-take-back"),
    path(f"{ONE}confirm/", views.reply_confirm, name="reply-confirm"),
    path(f"{ONE}retire/", views.reply_retire, name="reply-retire"),
    path(f"{ONE}take-up/", views.reply_take_up, name="reply-take-up"),
    path(f"{ONE}versions/<int:number>/", views.version_compare, name="version-compare"),
]
