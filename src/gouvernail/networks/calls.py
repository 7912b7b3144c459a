"""From an answer, or the lack of one, to a word of the contract.

The doubt always goes the same way: what is not a plain success and not a reasoned refusal
is `Unknown`, and somebody must look.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

from gouvernail.egress import Egress, NotSentError, OutcomeUnknownError, Request, Response
from gouvernail.networks.contract import Refused, Unknown, Unreadable

_MAX_MESSAGE = 500
_MAX_DIGITS = 9
# Refused before the application acts, so perhaps without its words.
_REFUSED_UNREAD = frozenset({401, 413, 429})
_CODES = {
    400: "invalid",
    401: "signed_out",
    403: "not_allowed",
    404: "not_found",
    405: "not_allowed",
    409: "conflict",
    410: "not_found",
    413: "too_large",
    415: "invalid",
    422: "invalid",
    429: "rate_limited",
}
_PASSING = frozenset({"rate_limited", "conflict"})
_UNAVAILABLE = 503


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A success whose body is one JSON object or list.

    Attributes:
        body: the object; `{}` when it was a list.
        items: the list; None when it was an object, which is not an empty list.
    """

    status: int
    body: Mapping[str, Any]
    items: tuple[Any, ...] | None
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """The reason a server gave, in its own words."""

    name: str
    message: str


def call(egress: Egress, request: Request) -> Response | Refused | Unknown:
    """Make one call; a failure on the way becomes a value."""
    try:
        return egress.send(request)
    except NotSentError as error:
        return Refused(code=error.code, message=str(error), permanent=error.permanent)
    except OutcomeUnknownError as error:
        return Unknown(reason=str(error))


def judged(response: Response) -> Answer | Refused | Unknown:
    """Say what a response means for something that was to be stored."""
    if response.status < 300:  # noqa: PLR2004 - the classes of HTTP
        return _success(response)
    if 300 <= response.status < 400:  # noqa: PLR2004
        return Unknown(reason=f"redirect: {response.status}")
    problem = stated_problem(response)
    code = _CODES.get(response.status)
    if code is not None and (problem or response.status in _REFUSED_UNREAD):
        return Refused(
            code=code,
            message=problem.message if problem else f"HTTP {response.status}",
            retry_after_seconds=retry_after_seconds(response),
            permanent=code not in _PASSING,
        )
    if response.status == _UNAVAILABLE and "retry-after" in response.headers:
        # A promise to act on the next call is a statement that it did not act on this one.
        return Refused(
            code="unavailable",
            message=problem.message if problem else "HTTP 503",
            retry_after_seconds=retry_after_seconds(response),
            permanent=False,
        )
    word = "server_error" if response.status >= 500 else "unreadable"  # noqa: PLR2004
    return Unknown(reason=f"{word}: {response.status}")


def asked(egress: Egress, request: Request) -> Answer | Refused | Unknown:
    """Make one call and judge its response."""
    response = call(egress, request)
    return judged(response) if isinstance(response, Response) else response


def unread(failure: Refused | Unknown) -> Unreadable:
    """Say the same of a call that only reads."""
    if isinstance(failure, Refused):
        return Unreadable(
            reason=f"{failure.code}: {failure.message}",
            retry_after_seconds=failure.retry_after_seconds,
        )
    return Unreadable(reason=failure.reason)


def stated_problem(response: Response) -> Problem | None:
    """Return the reason that a JSON error states, or None: then it is not typed."""
    body = _json(response)
    if not isinstance(body, dict) or not isinstance(body.get("error"), str):
        return None
    details = body.get("message") or body.get("error_description") or body["error"]
    return Problem(name=body["error"], message=str(details)[:_MAX_MESSAGE])


def retry_after_seconds(response: Response) -> int | None:
    """Return how long the server asks to wait, rounded up, or None.

    Dates are read against the server's own `Date`, so that no clock of ours is needed.
    """
    value = response.headers.get("retry-after", "").strip()
    if value.isdecimal() and len(value) <= _MAX_DIGITS:
        return int(value)
    reset = response.headers.get("ratelimit-reset", "").strip()
    try:
        now = parsedate_to_datetime(response.headers["date"]).timestamp()
        until = float(reset) if not value else parsedate_to_datetime(value).timestamp()
        return max(0, round(until - now + 0.5))
    except (KeyError, ValueError, OverflowError):
        return None


def _json(response: Response) -> object:
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        return None
    try:
        return json.loads(response.body)
    except (ValueError, RecursionError):
        return None


def _success(response: Response) -> Answer | Unknown:
    body = _json(response)
    if isinstance(body, dict):
        return Answer(status=response.status, body=body, items=None, sha256=response.sha256)
    if isinstance(body, list):
        return Answer(status=response.status, body={}, items=tuple(body), sha256=response.sha256)
    return Unknown(reason=f"unreadable: {response.status} without the JSON it should hold")
