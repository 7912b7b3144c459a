"""Addresses of the brand."""

from django.urls.resolvers import URLPattern

app_name = "brand"
guides: list[URLPattern] = []
# The library, its rights and the influencers.
library: list[URLPattern] = []
urlpatterns = [*guides, *library]
