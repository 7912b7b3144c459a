"""Addresses of models that wait for a second person."""

from django.urls import path

from gouvernail.blueprint import views

app_name = "blueprint"
urlpatterns = [
    path("models/", views.application_list, name="application-list"),
    path("models/<uuid:application_id>/", views.application_detail, name="application-detail"),
    path("models/<uuid:application_id>/agree", views.application_agree, name="application-agree"),
    path(
        "models/<uuid:application_id>/refuse", views.application_refuse, name="application-refuse"
    ),
    path(
        "models/<uuid:application_id>/withdraw",
        views.application_withdraw,
        name="application-withdraw",
    ),
]
