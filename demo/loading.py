"""Loading a demonstration site: everything through actions, so that the ledger tells its story.

Days in the files count from the day of loading: the calendar is always alive, and nothing else
depends on the clock.
"""

from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from ruamel.yaml import YAML

from demo.ambassadors import load_ambassadors
from demo.attestations import load_attestations
from demo.brand import load_brand
from demo.charter import load_charter
from demo.comment_rules import load_comment_rules
from demo.conduct import load_conduct
from demo.consultations import load_consultations
from demo.conversations import load_conversations
from demo.crisis import load_crises
from demo.custody import (
    load_access_reviews,
    load_custody,
    load_departures,
    load_handovers,
)
from demo.doors import load_doors
from demo.drills import load_drills
from demo.hijack import load_hijack
from demo.library import load_library
from demo.licences import load_licences
from demo.life import load_life
from demo.listening import load_listening
from demo.openings import load_openings
from demo.policies import load_policies
from demo.posts import load_posts
from demo.proofs import load_proofs
from demo.public import load_public
from demo.records import load_history
from demo.replies import load_replies
from demo.reports import load_reports
from demo.rules import load_rule_life, load_rules
from demo.scenarios import load_scenarios
from demo.signing import load_signatures
from demo.team import Site, load_team
from demo.training import load_training
from demo.trust import load_access, load_freezes
from demo.vault import load_vault
from gouvernail.approvals.actions import RouteChoices, StepChoice, write_route
from gouvernail.foundation import clock
from gouvernail.foundation.actions import action
from gouvernail.foundation.models import OutboxEvent
from gouvernail.foundation.outbox import Handle, deliver
from gouvernail.kernel.text.addresses import parse_address
from gouvernail.notifications.models import Notification
from gouvernail.project.schedule import readers
from gouvernail.registry.actions import (
    AccountFacts,
    Figures,
    Move,
    change_status,
    record_reading,
    register_account,
)
from gouvernail.registry.actions.findings import look_for_findings

FOLDER = Path(__file__).resolve().parent / "sites"
SITES = ("alize", "ville")
RECENT_DAYS = 2


def load(site: str = "alize") -> None:
    """Load one of `SITES` into an empty database.

    Raises:
        ValueError: there is no such site.
    """
    if site not in SITES:
        raise ValueError(f"no demo called {site}")
    facts = YAML(typ="safe").load((FOLDER / f"{site}.yaml").read_text(encoding="utf-8"))
    zone = ZoneInfo(facts["organisation"]["zone"])
    today = datetime.combine(clock.today(str(zone)), time(8), tzinfo=zone)
    load_organisation(facts, today)
    told = [replace(reader, handle=_when_it_happened(reader.handle)) for reader in readers()]
    while deliver(told, at=clock.now()):
        pass
    Notification.objects.filter(at__lt=today - timedelta(days=RECENT_DAYS)).update(read_at=today)


def _when_it_happened(handle: Handle) -> Handle:
    """Let a reader hear each fact at the time it happened: the site has a past."""

    def heard(event: OutboxEvent, at: datetime) -> None:
        handle(event, min(event.at, at))

    return heard


@action("demo.load")
def load_organisation(facts: dict[str, Any], today: datetime) -> None:
    """Load everything in one transaction; `today` is eight o'clock on the day of loading."""
    site = load_team(facts, today)
    at = site.before(days=290)
    load_rules(site, at)
    _load_routes(site, at)
    _load_accounts(site)
    load_custody(site)
    load_vault(site)
    load_handovers(site)
    load_access_reviews(site)
    load_departures(site)
    load_proofs(site)
    _load_texts(site)
    load_charter(site)
    load_brand(site)
    load_library(site)
    load_openings(site)
    _load_voices(site)
    load_conduct(site)
    load_freezes(site)
    load_posts(site)
    load_life(site)
    load_history(site)
    load_rule_life(site)
    look_for_findings(at=today, today=today.date())
    load_access(site)
    load_public(site)
    load_attestations(site)
    load_doors(site)
    load_licences(site)


def _load_texts(site: Site) -> None:
    """Load the policies, what people are asked about them, and the rules for the public."""
    load_policies(site)
    load_signatures(site)
    load_consultations(site)
    load_comment_rules(site)


def _load_voices(site: Site) -> None:
    """Load what colleagues report, share and suggest, and what others say."""
    load_reports(site)
    load_ambassadors(site)
    load_replies(site)
    load_conversations(site)
    load_training(site)
    load_scenarios(site)
    load_crises(site)
    load_hijack(site)
    load_drills(site)
    load_listening(site)


def _load_routes(site: Site, at: datetime) -> None:
    for route in site.facts["routes"]:
        choices = RouteChoices(
            name=route["name"],
            name_en=route["name_en"],
            subject_kind=route.get("kind", "draft"),
            tags=tuple(route.get("tags", ())),
            origins=tuple(route.get("origins", ())),
            priority=route.get("priority", 0),
            is_default=route.get("default", False),
            steps=tuple(
                StepChoice(
                    seats=tuple(step["seats"]),
                    mode=step.get("mode", "any"),
                    hours=step["hours"],
                    guests=step.get("guests", False),
                )
                for step in route["steps"]
            ),
        )
        write_route(choices=choices, by=site.lead, at=at)


def _load_accounts(site: Site) -> None:
    for position, account in enumerate(site.facts["accounts"]):
        at = site.before(days=280 - position)
        row = register_account(facts=_account_facts(site, account), by=site.lead, at=at)
        key = f"{account['network']}/{account['handle']}"
        site.accounts[key] = row
        if account.get("status"):
            move = Move(reason=account["why"], original_id=_original(site, account))
            change_status(row.pk, status=account["status"], move=move, by=site.lead, at=at)
        if "read" in account:
            figures = Figures(
                read_on=site.day(-account["read"]),
                last_post_on=site.day(-account["last"]),
                followers=account["followers"],
            )
            reader = site.people[account["owner"]]
            read_at = site.before(days=account["read"])
            record_reading(row.pk, figures=figures, by=reader, at=read_at)
        if account["network"] == "practice":
            site.connect(row, at=at)


def _original(site: Site, account: dict[str, Any]) -> UUID | None:
    return site.accounts[account["repeats"]].pk if "repeats" in account else None


def _account_facts(site: Site, account: dict[str, Any]) -> AccountFacts:
    owner = site.people.get(account.get("owner", ""))
    backup = site.people.get(account.get("backup", ""))
    return AccountFacts(
        address=parse_address(account["handle"], network=account["network"]),
        unit_id=site.units[account["unit"]].pk,
        name=account["name"],
        purpose=account.get("purpose", ""),
        purpose_en=account.get("purpose_en", ""),
        audience=account.get("audience", ""),
        audience_en=account.get("audience_en", ""),
        status=account.get("born", "official"),
        owner_id=owner.pk if owner else None,
        backup_id=backup.pk if backup else None,
        review_on=site.day(account["review"]) if "review" in account else None,
        opened_on=site.day(-900 + 7 * len(site.accounts)),
    )
