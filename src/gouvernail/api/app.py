"""The one API: its routers, its keys, its refusals."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from gouvernail import __version__
from gouvernail.api.keys import KeyBearer, acting_by_key
from gouvernail.api.ledger import router as ledger
from gouvernail.attestations.api import router as attestations
from gouvernail.brand.api import router as brand
from gouvernail.content.api import router as content
from gouvernail.continuity.api import router as continuity
from gouvernail.custody.api import router as custody
from gouvernail.foundation.errors import DomainError
from gouvernail.openings.api import router as openings
from gouvernail.people.api import router as people
from gouvernail.policies.api import router as policies
from gouvernail.publishing.api import router as publishing
from gouvernail.records.api import router as records
from gouvernail.registry.api import router as registry
from gouvernail.rulebooks.api import life as rule_life
from gouvernail.rulebooks.api import router as rulebooks
from gouvernail.rulebooks.api import verdicts as rule_verdicts
from gouvernail.verification.api import router as verification

REFUSALS = {
    "400": "The body is not JSON.",
    "401": "No key, a dead key, or a key without the scope.",
    "403": "The owner of the key may not do this.",
    "404": "Missing, or hidden from the owner of the key.",
    "409": "The object is not in a state that allows it.",
    "422": "Something given cannot be taken; `fields` says what.",
}
KEY_REFUSALS = frozenset({"401", "403"})  # not of what anybody may ask


class Api(NinjaAPI):
    """NinjaAPI whose schema also tells how every operation refuses, and that it tells no more."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """Return OpenAPI 3.1 with the refusals of each operation, and every answer closed."""
        schema = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        schemas = schema["components"]["schemas"]
        schemas.setdefault("Problem", _problem_schema())
        body = {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
        for operations in schema["paths"].values():
            for operation in operations.values():
                for status, words in REFUSALS.items():
                    if status in KEY_REFUSALS and "security" not in operation:
                        continue
                    kept = operation["responses"].setdefault(status, {"description": words})
                    kept["description"], kept["content"] = words, body
        answers = [one["responses"] for each in schema["paths"].values() for one in each.values()]
        for name in _reached(answers, schemas, set()):
            schemas[name].setdefault("additionalProperties", False)
        return schema


def _reached(part: object, schemas: dict[str, Any], found: set[str]) -> set[str]:
    """Return the names of the schemas that a part of the description leads to."""
    if isinstance(part, dict):
        name = str(part.get("$ref", "")).rpartition("/")[2]
        if name and name not in found:
            found.add(name)
            _reached(schemas[name], schemas, found)
    for each in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        _reached(each, schemas, found)
    return found


def _problem_schema() -> dict[str, object]:
    return {
        "title": "Problem",
        "type": "object",
        "properties": {
            "code": {"type": "string"},
            "message": {"type": "string"},
            "fields": {"type": "object", "additionalProperties": {"type": "string"}},
        },
        "required": ["code", "message", "fields"],
    }


api = Api(
    title="Gouvernail",
    version=__version__,
    urls_namespace="api-v1",
    description=(
        "The reads and acts of the pages, for machines. A key acts for its owner, within its "
        "scopes. What only a person may do is not here: deciding, lifting a freeze, signing."
    ),
    docs_url=None,
)
api.add_decorator(acting_by_key, mode="operation")
api.add_router("", people, auth=KeyBearer(read="accounts:read", write="accounts:write"))
api.add_router("", registry, auth=KeyBearer(read="accounts:read", write="accounts:write"))
api.add_router("", openings, auth=KeyBearer(read="accounts:read", write="accounts:write"))
api.add_router("", attestations, auth=KeyBearer(read="accounts:read", write="accounts:write"))
api.add_router("", custody, auth=KeyBearer(read="accounts:read", write="accounts:write"))
api.add_router("", rulebooks, auth=KeyBearer(read="rules:check", write="rules:check"))
api.add_router("", rule_life, auth=KeyBearer(read="rules:check", write="rules:write"))
api.add_router("", rule_verdicts, auth=KeyBearer(read="content:read", write="content:write"))
api.add_router("", policies, auth=KeyBearer(read="content:read", write="content:write"))
api.add_router("", brand, auth=KeyBearer(read="content:read", write="content:write"))
api.add_router("", content, auth=KeyBearer(read="content:read", write="content:write"))
api.add_router("", publishing, auth=KeyBearer(read="content:read", write="content:write"))
api.add_router("", records, auth=KeyBearer(read="content:read", write="content:write"))
api.add_router("", continuity, auth=KeyBearer(read="ledger:read", write="ledger:read"))
api.add_router("", ledger, auth=KeyBearer(read="ledger:read", write="ledger:read"))
api.add_router("", verification, auth=None)


@api.exception_handler(DomainError)
def refuse(request: HttpRequest, error: DomainError) -> HttpResponse:
    """Answer a refusal with its code, its words and the fields it concerns."""
    body = {"code": error.code, "message": error.message, "fields": error.fields}
    return api.create_response(request, body, status=error.status)


@api.exception_handler(ValidationError)
def refuse_input(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Answer what the schemas refuse in the same form."""
    fields = {".".join(str(part) for part in one["loc"][1:]): one["msg"] for one in error.errors}
    body = {
        "code": "invalid_input",
        "message": "Something given cannot be taken.",
        "fields": fields,
    }
    return api.create_response(request, body, status=422)


@api.exception_handler(AuthenticationError)
def refuse_key(request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    """Answer without saying whether the key is missing, dead or too narrow."""
    return _problem(request, "key_refused", "No living key with this scope was given.", status=401)


@api.exception_handler(HttpError)
def refuse_request(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Answer what the framework refuses (a body that is not JSON) in the same form."""
    return _problem(request, "bad_request", str(error), status=error.status_code)


@api.exception_handler(Http404)
def refuse_address(request: HttpRequest, _error: Http404) -> HttpResponse:
    """Answer what is not there in the same form."""
    return _problem(request, "not_found", "Nothing is here.", status=404)


def _problem(request: HttpRequest, code: str, message: str, *, status: int) -> HttpResponse:
    body = {"code": code, "message": message, "fields": {}}
    return api.create_response(request, body, status=status)
