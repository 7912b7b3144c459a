"""Addresses of the shell: Today, search, switches, the page of components."""

from django.urls import path

from gouvernail.web import views

app_name = "web"
urlpatterns = [
    path("", views.today, name="today"),
    path("to-do/", views.to_do, name="to-do"),
    path("search/", views.search, name="search"),
    path("_/theme", views.theme_set, name="theme-set"),
    path("_/language", views.language_set, name="language-set"),
    path("_/sign-in/<uuid:person_id>", views.demo_sign_in, name="demo-sign-in"),
    path("_/prove", views.prove, name="prove"),
    path("_/second-factor", views.factor, name="factor"),
    path("_/styleguide", views.styleguide, name="styleguide"),
]
