"""Policies: in force since long, signed by most; the next version of one on its way."""

from datetime import datetime, timedelta
from typing import Any

from demo.team import Site
from gouvernail.people.models import Person, Unit
from gouvernail.policies.actions import (
    PolicyFacts,
    agree_version,
    create_policy,
    draft_version,
    sign_version,
    submit_version,
    write_clauses,
)
from gouvernail.policies.models import Policy, PolicyVersion
from gouvernail.policies.permissions import those_who_approve
from gouvernail.policies.queries import version_in_force
from gouvernail.policies.starters import starter

CHARTER_DAYS = 250
UNSIGNED_EVERY = 4
ALONE = "Nous sommes deux au service : je l’ai relue avec le secrétariat général."


def load_policies(site: Site) -> None:
    """Put the charter and the site's own policies in force; three people out of four sign."""
    charter = {
        "slug": "charter",
        "title": "Charte des réseaux sociaux",
        "title_en": "Social media charter",
        "unit": site.facts["organisation"]["code"],
        "owner": site.lead.name,
        "days": CHARTER_DAYS,
        "changes": "La première version : ce que chacun peut faire, et à qui demander.",
        "changes_en": "The first version: what everyone may do, and whom to ask.",
        "text": starter("charter", "fr"),
        "text_en": starter("charter", "en"),
    }
    for policy in [charter, *site.facts.get("policies", ())]:
        _load_policy(site, policy)
    for version in site.facts.get("policy_versions", ()):
        _load_next(site, version)


def _load_policy(site: Site, entry: dict[str, Any]) -> None:
    at = site.before(days=entry["days"])
    unit = site.units[entry["unit"]]
    facts = PolicyFacts(
        slug=entry["slug"],
        title=entry["title"],
        title_en=entry["title_en"],
        unit_id=unit.pk,
        owner_id=site.people[entry["owner"]].pk,
        review_months=entry.get("months", 12),
        must_sign=entry.get("sign", True),
        approver_ids=tuple(site.people[one].pk for one in entry.get("approvers", ())),
    )
    policy = create_policy(facts=facts, by=site.lead, at=at)
    version = draft_version(policy_id=policy.pk, by=site.lead, at=at)
    write_clauses(
        version_id=version.pk,
        source=entry["text"],
        source_en=entry["text_en"],
        by=site.lead,
        at=at,
    )
    first = submit_version(
        version_id=version.pk,
        in_force_on=at.date(),
        changes=entry.get("changes", "La première version de ce texte."),
        changes_en=entry.get("changes_en", "The first version of this text."),
        by=site.lead,
        at=at,
    )
    _agree(site, first, at=at)
    signed = version_in_force(policy)
    if signed is None or not policy.must_sign:
        return
    bound = [one for one in site.active_people() if _is_bound(one, unit)]
    for position, person in enumerate(bound):
        if position % UNSIGNED_EVERY != 1:
            when = at + timedelta(days=1 + position % 40, minutes=position)
            sign_version(version_id=signed.pk, digest=signed.digest, by=person, at=when)


def _load_next(site: Site, entry: dict[str, Any]) -> None:
    """Write the next version of a policy: the clauses in force, and one more; submit it."""
    at = site.before(days=entry["days"])
    policy = Policy.objects.get(slug=entry["policy"])
    version = draft_version(policy_id=policy.pk, by=site.lead, at=at)
    write_clauses(
        version_id=version.pk,
        source=_source(version, "fr") + entry["adds"],
        source_en=_source(version, "en") + entry["adds_en"],
        by=site.lead,
        at=at,
    )
    version = submit_version(
        version_id=version.pk,
        in_force_on=site.day(entry["in_force"]),
        changes=entry["changes"],
        changes_en=entry["changes_en"],
        by=site.lead,
        at=at,
    )
    if entry.get("agreed"):
        _agree(site, version, at=at + timedelta(hours=3))


def _source(version: PolicyVersion, language: str) -> str:
    french = language == "fr"
    parts = [version.summary if french else version.summary_en]
    for one in version.clauses.all():
        title, text = (one.title, one.text) if french else (one.title_en, one.text_en)
        parts.append(f"{'#' * (one.anchor.count('.') + 2)} {one.anchor} {title}\n\n{text}")
    return "\n\n".join(parts) + "\n\n"


def _agree(site: Site, version: PolicyVersion, *, at: datetime) -> None:
    """Agree to a version as the first who may, by name; alone where there is nobody else."""
    may = those_who_approve(version.policy) - {site.lead.pk}
    second = Person.objects.filter(pk__in=may).order_by("name").first()
    agree_version(
        version_id=version.pk,
        digest=version.digest,
        comment="" if second else ALONE,
        by=second or site.lead,
        at=at,
    )


def _is_bound(person: Person, unit: Unit) -> bool:
    """Return whether a policy of `unit` binds `person`: it, or a unit below it, is theirs."""
    return person.home_unit is not None and person.home_unit.path.startswith(unit.path)
