"""Every address of a site: one line per area."""

from importlib.util import find_spec

from django.conf import settings
from django.urls import include, path
from django.views.generic import RedirectView

# The API answers under /api/v1/; each area's pages under the name of what they show.
AREAS = ("web", *(area for area in settings.AREAS if area != "web"))

urlpatterns = [
    # Addresses are given by who manages the team, through an action that leaves its entry.
    path(
        "account/email/",
        RedirectView.as_view(pattern_name="people:profile"),
        name="account_email",
    ),
    # An identity is linked by signing in with it, never from a page.
    *(
        path(f"account/3rdparty/{tail}", RedirectView.as_view(pattern_name="mfa_index"), name=name)
        for tail, name in (("", "socialaccount_connections"), ("signup/", "socialaccount_signup"))
    ),
    path("account/", include("allauth.urls")),
    *(
        path("", include(f"gouvernail.{area}.urls"))
        for area in AREAS
        if find_spec(f"gouvernail.{area}.urls")
    ),
]
if find_spec("gouvernail.api.urls"):
    urlpatterns.append(path("api/", include("gouvernail.api.urls")))

handler400 = "gouvernail.web.errors.bad_request"
handler403 = "gouvernail.web.errors.permission_denied"
handler404 = "gouvernail.web.errors.page_not_found"
handler429 = "gouvernail.web.errors.too_many"
handler500 = "gouvernail.web.errors.server_error"
