"""Account reviews that opened in their time, and a declaration campaign under way."""

from datetime import timedelta
from typing import Any

from demo.team import Site
from gouvernail.attestations.actions import (
    Attestation,
    Confirmation,
    attest_review,
    confirm_review,
    disown_review,
    open_due_reviews,
    open_review,
)
from gouvernail.attestations.actions.campaigns import (
    CampaignFacts,
    open_campaign,
    prepare_campaign,
)
from gouvernail.attestations.actions.declaring import (
    appeal_line,
    save_declaration,
    sign_declaration,
)
from gouvernail.attestations.actions.letters import Letter, Outcome, note_letter
from gouvernail.attestations.actions.links import renew_link
from gouvernail.attestations.actions.settling import Settlement, accept_line, refuse_line
from gouvernail.attestations.models import DeclaredLine, Declarer, Review
from gouvernail.attestations.queries.declarers import accounts_to_declare
from gouvernail.attestations.queries.evidence import FACTS

LINK_MINUTES = 2


def load_attestations(site: Site) -> None:
    """Load the reviews, then the campaign, as the file of the site tells them."""
    facts = site.facts.get("reviews", {})
    for entry in facts.get("by_hand", ()):
        account = site.accounts[entry["on"]]
        due_on = site.day(entry["due"])
        open_review(account.pk, due_on=due_on, by=site.lead, at=site.before(days=entry["days"]))
    for days in facts.get("opened", ()):
        open_due_reviews(at=site.before(days=days))
    for entry in facts.get("told", ()):
        _tell(site, entry)
    if "campaign" in site.facts:
        _load_campaign(site, site.facts["campaign"])


def _tell(site: Site, entry: dict[str, Any]) -> None:
    """Attest a review as its owner did, or hand it over; confirm it when somebody did."""
    review = Review.objects.get(account=site.accounts[entry["on"]], status=Review.Status.OPEN)
    by, at = site.people[entry["by"]], site.before(days=entry["days"])
    if "not_mine" in entry:
        disown_review(review_id=review.pk, reason=entry["not_mine"], by=by, at=at)
        return
    wrong: dict[str, str] = entry.get("wrong", {})
    attestation = Attestation(
        needed=True,
        purpose_right=not wrong,
        decision=entry["decision"],
        reason=entry.get("reason", ""),
        right=tuple(name for name in FACTS if name not in wrong),
        wrong=wrong,
    )
    attest_review(review_id=review.pk, attestation=attestation, by=by, at=at)
    if "confirmed" in entry:
        task: dict[str, Any] = entry.get("task", {})
        confirmation = Confirmation(
            next_on=site.day(entry["next"]),
            task=task.get("text", ""),
            assignee_id=site.people[task["by"]].pk if task else None,
            task_due_on=site.day(task["due"]) if task else None,
        )
        confirm_review(
            review_id=review.pk,
            confirmation=confirmation,
            by=site.people[entry["confirmed"]],
            at=at + timedelta(days=1),
        )


def _load_campaign(site: Site, entry: dict[str, Any]) -> None:
    opened = site.before(days=entry["opened"])
    facts = CampaignFacts(
        unit_id=site.root.pk,
        title=entry["title"],
        title_en=entry["title_en"],
        text=entry["text"],
        text_en=entry["text_en"],
        opens_on=site.day(-entry["opened"]),
        closes_on=site.day(entry["closes"]),
    )
    campaign = prepare_campaign(facts=facts, by=site.lead, at=site.before(days=entry["opened"] + 1))
    open_campaign(campaign_id=campaign.pk, by=site.lead, at=opened)
    sent = opened + timedelta(minutes=LINK_MINUTES)
    for declarer in Declarer.objects.filter(declaration__campaign=campaign):
        _asked, key = renew_link(declarer_id=declarer.pk, at=sent)
        note_letter(
            declarer_id=declarer.pk, key=key, outcome=Outcome.TOOK, letter=Letter.FIRST, at=sent
        )
    for answer in entry["answers"]:
        _declare(site, answer)


def _declare(site: Site, entry: dict[str, Any]) -> None:
    """Fill in what one delegate answered; sign it unless it was only saved."""
    declarer = Declarer.objects.select_related("person", "declaration__unit").get(
        person=site.people[entry["by"]], declaration__unit=site.units[entry["unit"]]
    )
    at = site.before(days=entry["days"])
    told = {
        str(one.pk): {"say": "confirm"} for one in accounts_to_declare(declarer.declaration.unit)
    }
    for key, said in entry.get("says", {}).items():
        told[str(site.accounts[key].pk)] = said
    answers = {"accounts": told, "pages": "\n".join(entry.get("pages", ()))}
    if entry.get("saved"):
        save_declaration(declarer=declarer, answers=answers, at=at)
        return
    name = declarer.person.name
    sign_declaration(declarer=declarer, answers=answers, name=name, by_link=True, at=at)
    for line in DeclaredLine.objects.filter(declaration=declarer.declaration).order_by("pk"):
        _settle(
            site, declarer, line, entry.get("settled", {}).get(line.what, {}), days=entry["days"]
        )


def _settle(
    site: Site, declarer: Declarer, line: DeclaredLine, told: dict[str, Any], *, days: float
) -> None:
    at = site.before(days=days - 1)
    if "accepted" in told:
        accept_line(line_id=line.pk, settlement=Settlement(), by=site.lead, at=at)
    if "refused" in told:
        refuse_line(line_id=line.pk, answer=told["refused"], by=site.lead, at=at)
    if "appeal" in told:
        later = at + timedelta(hours=5)
        appeal_line(declarer=declarer, line_id=line.pk, text=told["appeal"], by_link=True, at=later)
