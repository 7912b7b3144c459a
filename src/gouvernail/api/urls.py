"""Where the API answers."""

from django.urls import path

from gouvernail.api.app import api

urlpatterns = [path("v1/", api.urls)]
