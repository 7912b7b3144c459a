"""The address of the organisation's own choices."""

from django.urls import path

from gouvernail.charter import views

app_name = "charter"
urlpatterns = [path("settings/", views.charter_edit, name="edit")]
