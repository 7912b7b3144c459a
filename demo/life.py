"""The life of some accounts: sheets, agreements, a closing, profiles read, what changed in them."""

from datetime import datetime
from pathlib import Path
from typing import Any

from demo.team import Site
from gouvernail.foundation.papers import pdf_of
from gouvernail.kernel.text.addresses import parse_address
from gouvernail.media.pictures.papers import Paper, checked_paper
from gouvernail.registry.actions import (
    AccountFacts,
    AgreementFacts,
    ClosingPlan,
    Move,
    change_status,
    file_agreement,
    register_account,
    tick_step,
    write_sheet,
)
from gouvernail.registry.actions.profiles import (
    StandardFacts,
    record_profile,
    set_profile_standard,
)
from gouvernail.registry.queries.profiles import Shown

TICKED_DAYS = (5, 4, 2, 1)


def load_life(site: Site) -> None:
    """Load what the site's file says under `life`; nothing if it says nothing."""
    life: dict[str, Any] = site.facts.get("life", {})
    for each in life.get("named", ()):
        _load_named(site, each)
    for each in life.get("sheets", ()):
        told = {name: str(words) for name, words in each["told"].items()}
        write_sheet(
            site.accounts[each["account"]].pk,
            facts=told,
            checked_on=site.day(-each["days"]),
            by=site.people[each["by"]],
            at=site.before(days=each["days"]),
        )
    for each in life.get("standards", ()):
        facts = StandardFacts(unit_id=site.units[each["unit"]].pk, **each["asks"])
        set_profile_standard(facts=facts, by=site.lead, at=site.before(days=60))
    for each in life.get("profiles", ()):
        record_profile(
            site.accounts[each["account"]].pk,
            shown=Shown(**each["shown"]),
            by=site.people[each["by"]],
            at=site.before(days=each["days"]),
        )
    for each in life.get("closings", ()):
        _load_closing(site, each)


def _load_named(site: Site, named: dict[str, Any]) -> None:
    """Register an account under a person's name, with its agreement if there is one."""
    owner, at = site.people[named["owner"]], site.before(days=200)
    backup = site.people.get(named.get("backup", ""))
    facts = AccountFacts(
        address=parse_address(named["handle"], network=named["network"]),
        unit_id=site.units[named["unit"]].pk,
        name=named["name"],
        kind=named["kind"],
        owner_id=owner.pk,
        backup_id=backup.pk if backup else None,
        review_on=site.day(90),
    )
    account = register_account(facts=facts, by=site.lead, at=at)
    site.accounts[f"{named['network']}/{named['handle']}"] = account
    if "agreement" in named:
        told = dict(named["agreement"])
        lines, until = told.pop("paper", ()), told.pop("until", None)
        agreed = AgreementFacts(
            person_id=owner.pk,
            signed_on=site.day(-190),
            expires_on=site.day(until) if until else None,
            **told,
        )
        at = site.before(days=189)
        paper = _paper(lines, at=at) if lines else None
        file_agreement(account.pk, facts=agreed, paper=paper, by=site.lead, at=at)


def _paper(lines: list[str], *, at: datetime) -> Paper:
    """Return the agreement as a PDF: its title, then its lines."""
    data = {"title": lines[0], "lines": lines[1:], "language": "fr"}
    body = pdf_of(Path(__file__).with_name("agreement.typ"), data, at=at)
    return checked_paper(body, name="accord-de-propriete.pdf")


def _load_closing(site: Site, told: dict[str, Any]) -> None:
    """Plan a closing and tick its first steps."""
    account, by = site.accounts[told["account"]], site.people[told["by"]]
    plan = ClosingPlan(
        heir_id=site.accounts[told["heir"]].pk,
        last_post=told["last_post"],
        ends_on=site.day(told["ends"]),
    )
    move = Move(reason=told["why"], plan=plan)
    change_status(account.pk, status="closing", move=move, by=site.lead, at=site.before(days=6))
    for step, days in zip(told["done"], TICKED_DAYS, strict=False):
        tick_step(account.pk, step=step, done=True, by=by, at=site.before(days=days))
