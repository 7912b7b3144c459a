"""Addresses of reviews and declarations."""

from django.urls import path

from gouvernail.attestations.views import reviews, rhythms

app_name = "attestations"
urlpatterns = [
    path("accounts/reviews/", reviews.review_list, name="review-list"),
    path("accounts/reviews/rhythms/", rhythms.rule_list, name="rule-list"),
    path("accounts/reviews/<uuid:review_id>/", reviews.review_detail, name="review-detail"),
    path("accounts/reviews/<uuid:review_id>/attest", reviews.review_attest, name="review-attest"),
    path("accounts/reviews/<uuid:review_id>/disown", reviews.review_disown, name="review-disown"),
    path("accounts/reviews/<uuid:review_id>/assign", reviews.review_assign, name="review-assign"),
    path(
        "accounts/reviews/<uuid:review_id>/confirm", reviews.review_confirm, name="review-confirm"
    ),
    path("accounts/reviews/<uuid:review_id>/return", reviews.review_return, name="review-return"),
    path("accounts/reviews/<uuid:review_id>/finish", reviews.review_finish, name="review-finish"),
    path("accounts/reviews/<uuid:review_id>/cancel", reviews.review_cancel, name="review-cancel"),
    path("accounts/<uuid:account_id>/reviews/", reviews.account_reviews, name="account-reviews"),
    path(
        "accounts/<uuid:account_id>/reviews/open",
        reviews.account_review_open,
        name="account-review-open",
    ),
    path("accounts/staffing/", rhythms.staffing, name="staffing"),
]
