"""Mass assignment: sending, with what a form asks, every field of every model of its area."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import connection, models

from gouvernail.api.app import api
from gouvernail.people.models import Person
from tests.authorisation.routes import Route

AREAS = {"api-v1": ("content", "registry", "publishing", "rulebooks", "people", "approvals")}
OFTEN = ("people", "content", "approvals")
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]")
MOMENT_WITHIN = re.compile(r'"\d{4}-\d\d-\d\d[T ][^"]*"')  # a value of JSON
IDENTIFIER = re.compile(
    r"\b(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{64})\b"
)
REPLY = {
    *("title_fr", "theme", "short_fr", "long_fr", "long_en", "changes", "review_on", "expires_on"),
    *("asked_fr", "asked_en", "when_fr", "when_en", "check_fr", "check_en", "networks", "duties"),
    *("handover_fr", "handover_en", "handover_to", "topics"),
}
# Names of fields that a form does ask for, beside what `bodies.py` sends.
ASKED = {
    "brand:library-create": {"below", "tags", "use"},
    "brand:library-edit": {"below", "tags", "use"},
    "brand:partner-post-create": {"country", "text", "url"},
    "brand:partner-post-read": {"country", "due_on", "text", "url"},
    "conduct:report-create": {"address", "is_discreet"},
    "content:draft-edit": {"tags", "origin", "countries"},
    "content:draft-live": {"tags", "origin", "countries"},
    "licences:waiver-ask": {"acts"},
    "licences:waiver-give": {"acts"},
    "policies:act-edit": {"link", "quote"},
    "policies:act-record": {"link", "quote"},
    "replies:reply-confirm": {"review_on"},
    "replies:reply-create": REPLY,
    "replies:reply-edit": REPLY,
    "replies:reply-find": {"network"},
    "rulebooks:waiver-ask": {"account", "network", "tag", "until"},
    "publishing:freeze-engage": {"reason"},
    "training:attempt-start": {"course"},
    "crisis:incident-create": {"key"},
    "crisis:entry-create": {"key", "happened_at"},
    "crisis:evidence-create": {"key", "seen_at"},
    "drills:word-say": {"under"},
    "watch:reader-create": {"person", "language"},
    "watch:relief-create": {"planned_at"},
    "watch:review-detail": {
        *("facilitator", "held_on", "next_drill_on", "present", "helped", "missing"),
        *("public", "colleagues", "public_lesson"),
    },
}
UNLIKE = {
    ("drills_happening", "key"),  # made anew each time
    *(("people_apikey", name) for name in ("last_used_at", "prefix", "digest", "key_digest")),
    *(("training_attempt", name) for name in ("seed", "questions")),  # drawn by lot
    *(("training_run", name) for name in ("seed", "content")),
}
Cell = tuple[str, str, str]


def asked(route: Route) -> set[str]:
    """Return the names an address asks for, beside what `bodies.py` sends."""
    found = set(ASKED.get(route.name, ()))
    if route.is_api:
        told = api.get_openapi_schema()
        for operation in (
            told["paths"].get("/" + route.pattern.replace("<", "{").replace(">", "}"), {}).values()
        ):
            content = operation.get("requestBody", {}).get("content", {})
            named = content.get("application/json", {}).get("schema", {}).get("$ref", "")
            schema = told["components"]["schemas"].get(named.rpartition("/")[2], {})
            found |= set(schema.get("properties", {}))
    return found


def flood(route: Route, sent: dict[str, Any], *, unit: str, person: str) -> dict[str, Any]:
    """Return a value for every field of the models of an area that nobody asks for.

    What belongs to somebody is given to `person`, what stands somewhere goes to `unit`.
    """
    labels = {*AREAS.get(route.area, (route.area,)), *OFTEN}
    found: dict[str, Any] = {}
    named = asked(route)
    for model in apps.get_models():
        for field in model._meta.concrete_fields if model._meta.app_label in labels else ():
            for name in {field.name, field.attname} - set(sent) - named:
                found.setdefault(name, _value(field, unit=unit, person=person))
    return found


def _value(field: models.Field[Any, Any], *, unit: str, person: str) -> object:
    if field.is_relation:
        return person if field.related_model is Person else unit
    if field.choices:
        return list(dict(field.flatchoices))[-1]
    kinds: tuple[tuple[type[Any], object], ...] = (
        (models.BooleanField, "1"),
        (models.IntegerField, 99),
        (models.DateTimeField, "2001-01-01T00:00:00Z"),
        (models.DateField, "2001-01-01"),
        (models.UUIDField, unit),
    )
    return next((value for kind, value in kinds if isinstance(field, kind)), "hostile")


def governed_tables() -> list[str]:
    """Return the tables whose values a form could set."""
    tables = [model._meta.db_table for model in apps.get_models() if hasattr(model, "ledger_kind")]
    return [*tables, "content_variant", "content_draftmedia", "content_editor", "people_apikey"]


def cells_of(table: str, known: frozenset[str] | None = None) -> Counter[Cell]:
    """Return every value of a table that does not change from one run to the next.

    An identifier that is not among the `known` is one of a new row; all are known without any.
    """
    found: Counter[Cell] = Counter()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - our own names
        columns = [one[0] for one in cursor.description]
        for row in cursor.fetchall():
            for column, value in zip(columns, row, strict=True):
                if (table, column) not in UNLIKE:
                    found[table, column, _plain(str(value), known)] += 1
    return found


def identifiers(found: Iterable[Cell]) -> frozenset[str]:
    """Return the identifiers among some values."""
    return frozenset(one for cell in found for one in IDENTIFIER.findall(cell[2]))


def _plain(text: str, known: frozenset[str] | None) -> str:
    if MOMENT.match(text):
        return "when"
    text = MOMENT_WITHIN.sub('"when"', text)
    if known is None:
        return text
    return IDENTIFIER.sub(lambda one: one[0] if one[0] in known else "new", text)
