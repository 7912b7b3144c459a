"""The addresses of the charter and of the organisation's own choices."""

from django.urls import path

from gouvernail.charter import views

app_name = "charter"
urlpatterns = [
    path("settings/", views.charter_edit, name="edit"),
    path("settings/modules", views.modules, name="modules"),
    path("charter/", views.page, name="page"),
    path("charter/frame", views.frame, name="frame"),
    path("charter/starter", views.starter, name="starter"),
    path("charter/risks/", views.risk_list, name="risk-list"),
    path("charter/risks/export.csv", views.risk_export, name="risk-export"),
    path("charter/teams/<uuid:unit_id>/", views.team_edit, name="team-edit"),
    path("charter/duties/<uuid:duty_id>/done", views.duty_tick, name="duty-tick"),
    path("charter/duties/<uuid:duty_id>/not-done", views.duty_untick, name="duty-untick"),
    path("charter/<slug:section>/new", views.line_create, name="line-create"),
    path("charter/<slug:section>/<uuid:line_id>/", views.line_edit, name="line-edit"),
    path("charter/<slug:section>/<uuid:line_id>/remove", views.line_remove, name="line-remove"),
    path("charter/<slug:section>/<uuid:line_id>/confirm", views.line_confirm, name="line-confirm"),
]
