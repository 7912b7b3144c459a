"""Addresses of the licence to publish."""

from django.urls import path

from gouvernail.licences import views

app_name = "licences"

urlpatterns = [
    path("licence/", views.mine, name="mine"),
    path("licence/waiver/", views.waiver_ask, name="waiver-ask"),
    path("licences/", views.person_list, name="person-list"),
    path("licences/export.csv", views.person_export_csv, name="person-export-csv"),
    path("licences/export.json", views.person_export_json, name="person-export-json"),
    path("my-team/", views.team_list, name="team-list"),
    path("my-team/export.csv", views.team_export_csv, name="team-export-csv"),
    path("licences/beside/", views.beside, name="beside"),
    path("licences/people/<uuid:person_id>/", views.person_detail, name="person-detail"),
    path("licences/people/<uuid:person_id>/waiver/", views.waiver_give, name="waiver-give"),
    path("licences/waivers/<uuid:waiver_id>/grant/", views.waiver_grant, name="waiver-grant"),
    path("licences/waivers/<uuid:waiver_id>/refuse/", views.waiver_refuse, name="waiver-refuse"),
    path(
        "licences/waivers/<uuid:waiver_id>/withdraw/", views.waiver_withdraw, name="waiver-withdraw"
    ),
    path("licences/waivers/<uuid:waiver_id>/end/", views.waiver_end, name="waiver-end"),
    path(
        "licences/restrictions/<uuid:restriction_id>/lift/",
        views.restriction_lift,
        name="restriction-lift",
    ),
    path("licences/asked/", views.requirement_list, name="requirement-list"),
    path("licences/asked/new/", views.requirement_set, name="requirement-set"),
    path("licences/asked/starter/<slug:code>/", views.starter_take, name="starter-take"),
    path("licences/asked/terms/", views.terms_set, name="terms-set"),
    path(
        "licences/asked/<uuid:requirement_id>/agree/",
        views.requirement_agree,
        name="requirement-agree",
    ),
    path(
        "licences/asked/<uuid:requirement_id>/refuse/",
        views.requirement_refuse,
        name="requirement-refuse",
    ),
    path(
        "licences/asked/<uuid:requirement_id>/withdraw/",
        views.requirement_withdraw,
        name="requirement-withdraw",
    ),
]
