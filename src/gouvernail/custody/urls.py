"""Addresses of who can get in."""

from django.urls import path

from gouvernail.custody.views import accesses, accounts, board

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
]
