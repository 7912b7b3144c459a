"""Addresses of reviews and declarations."""

from django.urls import path

from gouvernail.attestations.views import campaigns, declarations, reviews, rhythms

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
    path("accounts/declarations/", campaigns.campaign_list, name="campaign-list"),
    path("accounts/declarations/last/", campaigns.last_declaration, name="last-declaration"),
    path("accounts/declarations/campaigns/new/", campaigns.campaign_create, name="campaign-create"),
    path(
        "accounts/declarations/campaigns/<uuid:campaign_id>/",
        campaigns.campaign_detail,
        name="campaign-detail",
    ),
    path(
        "accounts/declarations/campaigns/<uuid:campaign_id>/open",
        campaigns.campaign_open,
        name="campaign-open",
    ),
    path(
        "accounts/declarations/campaigns/<uuid:campaign_id>/extend",
        campaigns.campaign_extend,
        name="campaign-extend",
    ),
    path(
        "accounts/declarations/campaigns/<uuid:campaign_id>/close",
        campaigns.campaign_close,
        name="campaign-close",
    ),
    path(
        "accounts/declarations/campaigns/<uuid:campaign_id>/cancel",
        campaigns.campaign_cancel,
        name="campaign-cancel",
    ),
    path(
        "accounts/declarations/campaigns/<uuid:campaign_id>/export.csv",
        campaigns.campaign_export,
        name="campaign-export",
    ),
    path(
        "accounts/declarations/campaigns/<uuid:campaign_id>/report/",
        campaigns.campaign_report,
        name="campaign-report",
    ),
    path(
        "accounts/declarations/<uuid:declaration_id>/",
        declarations.declaration_detail,
        name="declaration-detail",
    ),
    path(
        "accounts/declarations/<uuid:declaration_id>/declarers",
        declarations.declarer_add,
        name="declarer-add",
    ),
    path(
        "accounts/declarations/declarers/<uuid:declarer_id>/remove",
        declarations.declarer_remove,
        name="declarer-remove",
    ),
    path(
        "accounts/declarations/declarers/<uuid:declarer_id>/link",
        declarations.declarer_link,
        name="declarer-link",
    ),
    path(
        "accounts/declarations/<uuid:declaration_id>/lines/<uuid:line_id>",
        declarations.line_settle,
        name="line-settle",
    ),
    path(
        "accounts/declarations/mine/<uuid:declarer_id>/",
        declarations.my_declaration,
        name="my-declaration",
    ),
    path("declare/<str:key>/", declarations.declare, name="declare"),
]
