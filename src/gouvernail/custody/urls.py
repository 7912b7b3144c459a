"""Addresses of who can get in."""

from django.urls import path

from gouvernail.custody.views import (
    accesses,
    accounts,
    answering,
    board,
    drills,
    handovers,
    proofs,
    reviewing,
)

app_name = "custody"

urlpatterns = [
    path("custody/", board.board_page, name="board"),
    path("custody/export.csv", board.board_export, name="board-export"),
    path("custody/departure/", board.departure_page, name="departure"),
    path("custody/departure/export.csv", board.departure_export, name="departure-export"),
    path("custody/accounts/<uuid:account_id>/", accounts.account_custody, name="account-custody"),
    path("custody/accounts/<uuid:account_id>/panel/", accounts.account_panel, name="account-panel"),
    path(
        "custody/accounts/<uuid:account_id>/declare/",
        accesses.access_declare,
        name="access-declare",
    ),
    path("custody/accounts/<uuid:account_id>/renew/", accesses.rotation_note, name="rotation-note"),
    path("custody/accesses/<uuid:access_id>/change/", accesses.access_change, name="access-change"),
    path(
        "custody/accesses/<uuid:access_id>/confirm/",
        accesses.access_confirm,
        name="access-confirm",
    ),
    path("custody/accesses/<uuid:access_id>/revoke/", accesses.access_revoke, name="access-revoke"),
    path("custody/people/<uuid:person_id>/panel/", accounts.person_panel, name="person-panel"),
    path("custody/people/<uuid:person_id>/briefing/", handovers.briefing, name="briefing"),
    path(
        "custody/people/<uuid:person_id>/hand-over/",
        handovers.person_hand_over,
        name="person-hand-over",
    ),
    path("custody/reviews/", reviewing.review_list, name="review-list"),
    path("custody/reviews/open/", reviewing.review_open, name="review-open"),
    path("custody/reviews/<uuid:access_review_id>/", reviewing.review_detail, name="review-detail"),
    path(
        "custody/reviews/<uuid:access_review_id>/answer/",
        answering.review_answer,
        name="review-answer",
    ),
    path(
        "custody/reviews/<uuid:access_review_id>/extend/",
        reviewing.review_extend,
        name="review-extend",
    ),
    path(
        "custody/reviews/<uuid:access_review_id>/close/",
        reviewing.review_close,
        name="review-close",
    ),
    path(
        "custody/reviews/<uuid:access_review_id>/export.csv",
        reviewing.review_export,
        name="review-export",
    ),
    path(
        "custody/reviews/<uuid:access_review_id>/evidence/",
        reviewing.review_evidence,
        name="review-evidence",
    ),
    path("custody/reviews/lines/<uuid:reviewed_id>/", answering.review_line, name="review-line"),
    path("custody/handovers/", handovers.handover_list, name="handover-list"),
    path(
        "custody/accounts/<uuid:account_id>/hand-over/",
        handovers.handover_open,
        name="handover-open",
    ),
    path(
        "custody/handovers/<uuid:handover_id>/", handovers.handover_detail, name="handover-detail"
    ),
    path(
        "custody/handovers/<uuid:handover_id>/steps/<slug:kind>/",
        handovers.handover_step,
        name="handover-step",
    ),
    path(
        "custody/handovers/<uuid:handover_id>/sign/", handovers.handover_sign, name="handover-sign"
    ),
    path(
        "custody/handovers/<uuid:handover_id>/finish/",
        handovers.handover_finish,
        name="handover-finish",
    ),
    path(
        "custody/handovers/<uuid:handover_id>/refuse/",
        handovers.handover_refuse,
        name="handover-refuse",
    ),
    path(
        "custody/handovers/<uuid:handover_id>/successor/",
        handovers.handover_successor,
        name="handover-successor",
    ),
    path(
        "custody/handovers/<uuid:handover_id>/cancel/",
        handovers.handover_cancel,
        name="handover-cancel",
    ),
    path("custody/proofs/", proofs.proof_list, name="proof-list"),
    path("custody/proofs/export.csv", proofs.proof_export, name="proof-export"),
    path("custody/proofs/open/", drills.drill_open, name="drill-open"),
    path("custody/proofs/rhythm/", drills.proof_rule, name="proof-rule"),
    path("custody/proofs/<uuid:proof_id>/", proofs.proof_detail, name="proof-detail"),
    path("custody/proofs/<uuid:proof_id>/read/", proofs.proof_read, name="proof-read"),
    path("custody/proofs/<uuid:proof_id>/send/", proofs.proof_send, name="proof-send"),
    path("custody/proofs/<uuid:proof_id>/picture/", proofs.proof_picture, name="proof-picture"),
    path("custody/proofs/<uuid:proof_id>/confirm/", proofs.proof_confirm, name="proof-confirm"),
    path(
        "custody/proofs/<uuid:proof_id>/send-back/", proofs.proof_send_back, name="proof-send-back"
    ),
    path("custody/proofs/<uuid:proof_id>/decline/", proofs.proof_decline, name="proof-decline"),
    path("custody/proofs/<uuid:proof_id>/settle/", proofs.proof_settle, name="proof-settle"),
    path("custody/proofs/<uuid:proof_id>/removed/", proofs.proof_removed, name="proof-removed"),
]
