"""Addresses of the requests for new accounts."""

from django.urls import path

from gouvernail.openings.views import checklist, deciding, listing, writing

app_name = "openings"

urlpatterns = [
    path("openings/", listing.opening_list, name="opening-list"),
    path("openings/export.csv", listing.opening_export, name="opening-export"),
    path("openings/figures/", listing.opening_figures, name="opening-figures"),
    path("openings/new/", writing.opening_create, name="opening-create"),
    path("openings/<uuid:opening_id>/", deciding.opening_detail, name="opening-detail"),
    path(
        "openings/<uuid:opening_id>/edit/<slug:section>/",
        writing.opening_edit,
        name="opening-edit",
    ),
    path("openings/<uuid:opening_id>/name/", writing.opening_name, name="opening-name"),
    path("openings/<uuid:opening_id>/submit/", writing.opening_submit, name="opening-submit"),
    path("openings/<uuid:opening_id>/withdraw/", writing.opening_withdraw, name="opening-withdraw"),
    path("openings/<uuid:opening_id>/avatar/", writing.opening_avatar, name="opening-avatar"),
    path("openings/<uuid:opening_id>/merge/", writing.opening_merge, name="opening-merge"),
    path("openings/<uuid:opening_id>/rework/", writing.opening_rework, name="opening-rework"),
    path("openings/<uuid:opening_id>/appeal/", deciding.opening_appeal, name="opening-appeal"),
    path("openings/<uuid:opening_id>/answer/", deciding.opening_answer, name="opening-answer"),
    path("openings/<uuid:opening_id>/begin/", checklist.opening_begin, name="opening-begin"),
    path(
        "openings/<uuid:opening_id>/checklist/",
        checklist.opening_checklist,
        name="opening-checklist",
    ),
    path("openings/<uuid:opening_id>/finish/", checklist.opening_finish, name="opening-finish"),
    path("openings/<uuid:opening_id>/abandon/", checklist.opening_abandon, name="opening-abandon"),
    path("openings/steps/<uuid:check_id>/tick/", checklist.check_tick, name="check-tick"),
    path("openings/steps/<uuid:check_id>/proof/", checklist.check_proof, name="check-proof"),
    path("openings/reviews/<uuid:request_id>/", deciding.opening_review, name="opening-review"),
    path(
        "openings/reviews/<uuid:request_id>/decide/",
        deciding.opening_decide,
        name="opening-decide",
    ),
]
