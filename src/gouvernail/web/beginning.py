"""A site that nobody has begun answers every address with the page that begins it.

Looked at while nobody is signed in, and never again once the site was seen to have begun: a site
that began stays so.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from gouvernail.onboarding.errors import SiteEmptyError
from gouvernail.onboarding.queries.beginning import is_begun
from gouvernail.people.models import Person
from gouvernail.web import errors

OPEN = ("onboarding:begin", "web:language", "web:theme", "continuity:alive", "continuity:ready")


class Memory:
    """What this process knows of the site: whether it was ever seen to have begun."""

    begun = False


class BeginningMiddleware:
    """Leads every visitor of an empty site to its beginning."""

    def __init__(self, get_response: Any) -> None:  # noqa: ANN401 - Django's
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> Any:  # noqa: ANN401 - whatever answers
        """Answer one request, at its beginning while there is nothing else."""
        if Memory.begun or isinstance(request.user, Person):
            return self.get_response(request)
        Memory.begun = is_begun()
        if not Memory.begun and request.path.startswith("/api/"):
            return errors.refusal(request, SiteEmptyError())
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: object, _args: object, _kwargs: object
    ) -> HttpResponse | None:
        """Leave the page asked for, when the site is empty and it is not the beginning."""
        match = request.resolver_match
        name = match.view_name if match else ""
        if Memory.begun or isinstance(request.user, Person) or name.startswith(OPEN):
            return None
        return redirect("onboarding:begin")
