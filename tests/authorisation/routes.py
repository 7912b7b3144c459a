"""Every address of the site, by name, with its parameters; and a concrete one for each object."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.urls import URLPattern, URLResolver, get_resolver

from gouvernail.api.app import api

PLACES = ("own", "child", "sibling", "parent")  # seen from Energy
HANDS = ("mine", "theirs")
OF_A_UNIT = frozenset(
    {
        "absence_id",
        "change_id",
        "standard_id",
        "access_id",
        "access_review_id",
        "account_id",
        "asset_id",
        "campaign_id",
        "check_id",
        "declaration_id",
        "declarer_id",
        "delivery_id",
        "draft_id",
        "finding_id",
        "freeze_id",
        "grant_id",
        "handover_id",
        "history_id",
        "invitation_id",
        "item_id",
        "opening_id",
        "paper_id",
        "person_id",
        "published_id",
        "record_id",
        "request_id",
        "reveal_id",
        "review_id",
        "reviewed_id",
        "route_id",
        "showing_id",
        "slug",
        "trial_id",
        "unit_id",
        "version_id",
        "withdrawal_id",
    }
)
OF_A_PERSON = frozenset({"run_id", "key_id", "notification_id", "session_id"})
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)")


@dataclass(frozen=True, slots=True)
class Route:
    """One address: its name, its pattern, its parameters and the methods worth asking."""

    name: str
    pattern: str
    methods: tuple[str, ...]

    @property
    def area(self) -> str:
        """Return the area whose table holds its rows."""
        return self.name.split(":")[0] if ":" in self.name else "sign-in"

    @property
    def parameters(self) -> list[str]:
        """Return the names of the parameters, in order."""
        return [one or other for one, other in PARAMETER.findall(self.pattern)]

    @property
    def is_api(self) -> bool:
        """Return whether keys, not sessions, open it."""
        return self.area == "api-v1"

    @property
    def places(self) -> tuple[str, ...]:
        """Return whose objects it is asked about."""
        given = set(self.parameters)
        if given & OF_A_UNIT:
            return PLACES
        if given & OF_A_PERSON and self.area != "training":  # its sessions and runs are of a unit
            return HANDS
        return ("any",)

    def path(self, values: dict[str, object]) -> str:
        """Return a concrete address."""
        path = self.pattern.replace("^", "").replace("$", "").replace("\\.", ".")
        for found in PARAMETER.finditer(path):
            path = path.replace(found[0], str(values[found[1] or found[2]]))
        return "/" + path


@cache
def routes() -> tuple[Route, ...]:
    """Return every address of the URL configuration, and every operation of the API."""
    pages = [route for route in _walk(get_resolver().url_patterns, "", "") if not route.is_api]
    return tuple(dict.fromkeys((*pages, *_operations())))


def _walk(patterns: list[URLPattern | URLResolver], before: str, space: str) -> Iterator[Route]:
    for one in patterns:
        path = before + str(one.pattern)
        if isinstance(one, URLResolver):
            below = f"{one.namespace}:" if one.namespace else ""
            yield from _walk(one.url_patterns, path, space + below)
        else:
            yield Route(
                space + (one.name or path), path, ("GET", "POST")
            )  # allauth leaves some bare


def _operations() -> Iterator[Route]:
    yield Route("api-v1:openapi.json", "api/v1/openapi.json", ("GET",))
    for prefix, router in api._routers:
        for path, view in router.path_operations.items():
            methods = sorted({method for each in view.operations for method in each.methods})
            whole = f"{prefix}{path}".lstrip("/")
            pattern = "api/v1/" + whole.replace("{", "<").replace("}", ">")
            yield Route(f"api-v1:{whole}", pattern, tuple(methods))
