"""What the demonstration site tells the public, keeps back, and what the public reported."""

from typing import Any

from django.db.models import Q

from demo.team import Site
from gouvernail.verification.actions.changes import note_changes
from gouvernail.verification.actions.publishing import (
    DirectoryChoices,
    open_directory,
    publish_accounts,
    set_directory,
)
from gouvernail.verification.actions.reports import (
    Given,
    answer_reporters,
    decide_report,
    report_account,
)
from gouvernail.verification.actions.silences import SilenceFacts, keep_silent
from gouvernail.verification.models import ReportedAccount
from gouvernail.verification.permissions import NOT_OURS, OURS, tellable_accounts

OPENED_DAYS = 120
_OTHERS = Q(status__in=NOT_OURS)


def load_public(site: Site) -> None:
    """Open the public page, tell of the accounts but one, and let people report a few."""
    facts = site.facts["public"]
    at = site.before(days=OPENED_DAYS)
    choices = DirectoryChoices(website=facts["website"], help_url=facts["help"])
    set_directory(choices=choices, by=site.lead, at=at)
    kept_back = set(facts.get("kept_back", ()))
    ours = [account.pk for key, account in site.accounts.items() if key not in kept_back]
    told = tellable_accounts(site.lead).filter(Q(pk__in=ours, status__in=OURS) | _OTHERS)
    publish_accounts(list(told.values_list("pk", flat=True)), by=site.lead, at=at)
    open_directory(by=site.lead, at=at)
    note_changes(at=at)
    for silence in facts.get("silences", ()):
        kept = SilenceFacts(reason=silence["reason"], account_id=site.accounts[silence["on"]].pk)
        keep_silent(facts=kept, by=site.lead, at=site.before(days=silence["days"]))
    for fake in facts.get("reported", ()):
        _report(site, fake)


def _report(site: Site, fake: dict[str, Any]) -> None:
    """Let people report an account, and the lead decide what it is, where that was done."""
    reported: ReportedAccount | None = None
    for number, report in enumerate(fake["reports"]):
        given = Given(
            address=fake["address"],
            words=report.get("words", ""),
            contact=report.get("contact", ""),
            language=report.get("lang", "fr"),
        )
        reported = report_account(given=given, at=site.before(days=fake["days"] - number / 4))
    if reported is None or "decided" not in fake:
        return
    at = site.before(days=fake["days"] - 1.5)
    decide_report(reported.pk, status=fake["decided"], reason=fake["reason"], by=site.lead, at=at)
    if "answer" in fake:
        answer_reporters(reported.pk, words=fake["answer"], by=site.lead, at=at)
    if fake.get("told") and reported.account_id:
        publish_accounts([reported.account_id], by=site.lead, at=at)
