"""Addresses of teams."""

from django.urls import path

from gouvernail.teams import views

app_name = "teams"
ONE = "teams/<uuid:team_id>/"
urlpatterns = [
    path("teams/", views.team_list, name="team-list"),
    path("teams/new/", views.team_create, name="team-create"),
    path(ONE, views.team_detail, name="team-detail"),
    path(f"{ONE}edit/", views.team_edit, name="team-edit"),
    path(f"{ONE}seat/", views.team_seat, name="team-seat"),
    path(f"{ONE}seats/<uuid:seat_id>/leave/", views.team_unseat, name="team-unseat"),
    path(f"{ONE}seats/<uuid:seat_id>/up/", views.team_move, name="team-move"),
    path(f"{ONE}lead/<uuid:person_id>/", views.team_lead, name="team-lead"),
    path(f"{ONE}close/", views.team_close, name="team-close"),
]
