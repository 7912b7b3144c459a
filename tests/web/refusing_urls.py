"""Addresses that refuse, for the tests of how refusals are shown."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import RequestContext, Template
from django.urls import path

from gouvernail.foundation.actors import Actor, with_authentication
from gouvernail.foundation.errors import DomainError, InvalidInputError, NotFoundError
from gouvernail.people.errors import RightMissingError
from gouvernail.people.permissions import Right
from gouvernail.project.urls import (
    handler400,
    handler403,
    handler404,
    handler500,
)
from gouvernail.project.urls import (
    urlpatterns as product_urls,
)

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


class AccountAlreadySuspendedError(DomainError):
    code = "account_already_suspended"


def suspended(request: HttpRequest) -> HttpResponse:
    raise AccountAlreadySuspendedError("@alize is already suspended.")


def missing(request: HttpRequest) -> HttpResponse:
    raise NotFoundError


def invalid(request: HttpRequest) -> HttpResponse:
    raise InvalidInputError("Look again.", fields={"handle": "Too long."})


def denied(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def right(request: HttpRequest) -> HttpResponse:
    raise RightMissingError(str(Right.WRITE_CONTENT))


def broken(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


def slow(request: HttpRequest) -> HttpResponse:
    """Ask PostgreSQL something that takes too long."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(20)")
    return HttpResponse("never")


def quick(request: HttpRequest) -> HttpResponse:
    """Answer with the limits of this connection."""
    names = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"current_setting('{name}')" for name in names))
        return HttpResponse(" ".join(cursor.fetchone()))


def said(request: HttpRequest) -> HttpResponse:
    messages.success(request, "Kept.")
    return HttpResponse("<p>row</p>")


@login_required
def private(request: HttpRequest) -> HttpResponse:
    return HttpResponse("yours")


def acting(request: HttpRequest) -> HttpResponse:
    """Answer whether what this request does is done with a second factor."""
    return HttpResponse(str(with_authentication(Actor(kind="person", ref="x")).mfa))


PAGE = """
{% extends "web/base.html" %}
{% block title %}Acts{% endblock title %}
{% block content %}
  <h1>Acts</h1>
  <button class="btn" hx-post="/suspended" hx-target="#row">Suspend</button>
  <button class="btn" hx-post="/said" hx-target="#row">Keep</button>
  <button class="btn" hx-post="/private" hx-target="#row">Mine</button>
  <div id="row">before</div>
{% endblock content %}
"""


def acts(request: HttpRequest) -> HttpResponse:
    """Answer with a page whose buttons call the addresses above through htmx."""
    return HttpResponse(Template(PAGE).render(RequestContext(request)))


urlpatterns = [
    *product_urls,
    path("suspended", suspended),
    path("missing", missing),
    path("invalid", invalid),
    path("denied", denied),
    path("right", right),
    path("broken", broken),
    path("slow", slow),
    path("quick", quick),
    path("said", said),
    path("private", private),
    path("acting", acting),
    path("acts", acts),
]
