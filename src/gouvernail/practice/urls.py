"""Addresses of the practice network; the connector hands them out as those of its posts."""

from django.urls import path

from gouvernail.practice import views

app_name = "practice"
urlpatterns = [
    path("practice/", views.timeline_page, name="timeline"),
    path("practice/<str:handle>/", views.profile_page, name="profile"),
    path("practice/<str:handle>/<uuid:post_id>/", views.post_page, name="post"),
    path(
        "practice/<str:handle>/<uuid:post_id>/pictures/<int:number>", views.picture, name="picture"
    ),
]
