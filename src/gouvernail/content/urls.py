"""Addresses of content."""

from django.urls import path

from gouvernail.content import views
from gouvernail.content.views import proofs, uses

app_name = "content"
urlpatterns = [
    path("drafts/", views.draft_list, name="draft-list"),
    path("drafts/new/", views.draft_create, name="draft-create"),
    path("drafts/<uuid:draft_id>/", views.draft_edit, name="draft-edit"),
    path("drafts/<uuid:draft_id>/live", views.draft_live, name="draft-live"),
    path("drafts/<uuid:draft_id>/record/", views.draft_detail, name="draft-detail"),
    path("drafts/<uuid:draft_id>/proofs/<uuid:proof_id>/", proofs.draft_proof, name="draft-proof"),
    path("drafts/<uuid:draft_id>/assign", views.draft_assign, name="draft-assign"),
    path("drafts/<uuid:draft_id>/copy", views.draft_copy, name="draft-copy"),
    path("drafts/<uuid:draft_id>/reopen", views.draft_reopen, name="draft-reopen"),
    path("drafts/<uuid:draft_id>/withdraw", views.draft_withdraw, name="draft-withdraw"),
    path("drafts/<uuid:draft_id>/cancel", views.draft_cancel, name="draft-cancel"),
    path("drafts/<uuid:draft_id>/move/", views.draft_move, name="draft-move"),
    path("library/<uuid:item_id>/uses/", uses.asset_uses, name="asset-uses"),
    path(
        "library/<uuid:item_id>/uses/<uuid:record_id>/taken-down",
        uses.asset_taken_down,
        name="asset-taken-down",
    ),
    path("calendar/", views.calendar, name="calendar"),
    path("reviews/", views.review_list, name="review-list"),
    path("reviews/<uuid:request_id>/", views.review, name="review"),
    path(
        "reviews/<uuid:request_id>/pictures/<uuid:asset_id>/",
        views.review_picture,
        name="review-picture",
    ),
    path(
        "reviews/<uuid:request_id>/proofs/<uuid:proof_id>/",
        proofs.review_proof,
        name="review-proof",
    ),
    path("reviews/<uuid:request_id>/guests", views.review_invite, name="review-invite"),
    path(
        "reviews/<uuid:request_id>/guests/<uuid:guest_id>/revoke",
        views.guest_revoke,
        name="guest-revoke",
    ),
    path("guests/<str:key>/", views.guest_page, name="guest-page"),
    path("guests/<str:key>/pictures/<uuid:asset_id>/", views.guest_picture, name="guest-picture"),
    path("guests/<str:key>/proofs/<uuid:proof_id>/", views.guest_proof, name="guest-proof"),
    path("guests/<str:key>/code", views.guest_code, name="guest-code"),
    path("guests/<str:key>/decide", views.guest_decide, name="guest-decide"),
    path("reviews/<uuid:request_id>/seen", views.review_seen, name="review-seen"),
    path("reviews/<uuid:request_id>/decide", views.review_decide, name="review-decide"),
    path("reviews/<uuid:request_id>/release", views.review_release, name="review-release"),
    path("reviews/<uuid:request_id>/claim", views.review_claim, name="review-claim"),
    path("reviews/<uuid:request_id>/remark", views.review_remark, name="review-remark"),
]
