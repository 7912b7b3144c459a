"""Policies, over REST; signing is for a person present, so it is not here."""

from datetime import date
from typing import Any
from uuid import UUID

from ninja import Router, Schema

from gouvernail.foundation.web import KeyRequest
from gouvernail.policies.permissions import visible_policy
from gouvernail.policies.queries import policies_for_list, version_in_force

router = Router(tags=["policies"])


class PolicyOut(Schema):
    """A policy that binds the owner of the key; `version` is the number in force, if any."""

    id: UUID
    slug: str
    title: str
    title_en: str
    review_on: date | None
    version: int | None


class ClauseOut(Schema):
    """One clause in both languages, Markdown; rules cite it as `slug#anchor`."""

    anchor: str
    title: str
    title_en: str
    text: str
    text_en: str
    digest: str


class PolicyTextOut(PolicyOut):
    """A policy with the text in force."""

    digest: str
    clauses: list[ClauseOut]


@router.get("/policies", response=list[PolicyOut])
def policies(request: KeyRequest) -> list[dict[str, Any]]:
    """Return the policies that bind the owner of the key."""
    return [{**_plain(one), "version": _number(one)} for one in policies_for_list(request.auth)]


@router.get("/policies/{slug}", response=PolicyTextOut)
def policy(request: KeyRequest, slug: str) -> dict[str, Any]:
    """Return the text in force of one policy."""
    found = visible_policy(slug=slug, viewer=request.auth)
    version = version_in_force(found)
    return {
        **_plain(found),
        "version": version.number if version else None,
        "digest": version.digest if version else "",
        "clauses": list(version.clauses.all()) if version else [],
    }


def _number(policy: Any) -> int | None:  # noqa: ANN401 - a policy with `in_force_list`
    return next((version.number for version in policy.in_force_list), None)


def _plain(policy: Any) -> dict[str, Any]:  # noqa: ANN401 - a policy, perhaps annotated
    names = ("id", "slug", "title", "title_en", "review_on")
    return {name: getattr(policy, name) for name in names}
