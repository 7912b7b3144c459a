"""Addresses of the team, of units and of one's own page."""

from django.urls import path

from gouvernail.people import views

app_name = "people"
urlpatterns = [
    path("team/", views.person_list, name="person-list"),
    path("team/export.csv", views.person_export, name="person-export"),
    path("team/new", views.person_add, name="person-add"),
    path("team/invite", views.invite, name="invite"),
    path("team/invitations/", views.invitation_list, name="invitation-list"),
    path(
        "team/invitations/<uuid:invitation_id>/revoke",
        views.invitation_revoke,
        name="invitation-revoke",
    ),
    path("team/sign-ins/", views.door_list, name="door-list"),
    path("team/sign-ins/export.csv", views.door_export, name="door-export"),
    path("join/<str:secret>", views.join, name="join"),
    path("team/import/", views.people_import, name="person-import"),
    path("team/import/run", views.people_import_run, name="person-import-run"),
    path("team/roles/<uuid:grant_id>/revoke", views.role_revoke, name="role-revoke"),
    path("team/absences/<uuid:absence_id>/cancel", views.absence_cancel, name="absence-cancel"),
    path("team/<uuid:person_id>/", views.person_detail, name="person-detail"),
    path("team/<uuid:person_id>/edit", views.person_edit, name="person-edit"),
    path("team/<uuid:person_id>/invite", views.person_invite, name="person-invite"),
    path("team/<uuid:person_id>/leave", views.person_leave, name="person-leave"),
    path("team/<uuid:person_id>/return", views.person_return, name="person-return"),
    path("team/<uuid:person_id>/sign-out", views.person_sign_out, name="person-sign-out"),
    path("team/<uuid:person_id>/factors", views.person_reset_factors, name="person-reset-factors"),
    path("team/<uuid:person_id>/roles", views.role_grant, name="role-grant"),
    path("team/<uuid:person_id>/absence", views.absence_declare, name="absence-declare"),
    path("units/", views.unit_list, name="unit-list"),
    path("units/new", views.unit_create, name="unit-create"),
    path("units/<uuid:unit_id>/", views.unit_edit, name="unit-edit"),
    path("units/<uuid:unit_id>/move", views.unit_move, name="unit-move"),
    path("units/<uuid:unit_id>/close", views.unit_close, name="unit-close"),
    path("profile/", views.profile, name="profile"),
    path("profile/sessions/<int:session_id>/close", views.session_close, name="session-close"),
    path("profile/keys", views.key_create, name="key-create"),
    path("profile/keys/<uuid:key_id>/revoke", views.key_revoke, name="key-revoke"),
]
