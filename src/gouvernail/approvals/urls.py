"""Addresses of the routes."""

from django.urls import path

from gouvernail.approvals import views

app_name = "approvals"
urlpatterns = [
    path("routes/", views.route_list, name="route-list"),
    path("routes/seats", views.route_seats, name="route-seats"),
    path("routes/new", views.route_create, name="route-create"),
    path("routes/<uuid:route_id>/", views.route_edit, name="route-edit"),
    path("routes/<uuid:route_id>/retire", views.route_retire, name="route-retire"),
]
