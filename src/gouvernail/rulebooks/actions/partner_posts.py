"""Judging what partners publish about us, by the rules of the unit that works with them."""

from dataclasses import replace
from datetime import datetime
from typing import Final
from uuid import UUID

from gouvernail.brand.actions.influencers import note_judgement
from gouvernail.brand.models import Contract, PartnerPost
from gouvernail.foundation.actions import action
from gouvernail.foundation.models import OutboxEvent
from gouvernail.kernel.rules import Finding, Outcome, Post
from gouvernail.kernel.text import AddressError, language_of, parse_address
from gouvernail.rulebooks.actions.published import WORKER
from gouvernail.rulebooks.actions.verdicts import Judged, store_verdict
from gouvernail.rulebooks.models import StoredVerdict
from gouvernail.rulebooks.queries import post_of, rulebook_for

PARTNER_TOPICS: Final = frozenset({"brand.partner_post"})
KIND: Final = "partner_post"


def hear_partner_post(event: OutboxEvent, at: datetime) -> None:
    """Judge a post of a partner whose text was just put down."""
    judge_partner_post(UUID(event.payload["post_id"]), at=at)


@action("rulebooks.judge_partner_post")
def judge_partner_post(post_id: UUID, *, at: datetime) -> StoredVerdict | None:
    """Judge a post of a partner by the rules of today, keep the verdict and tell the register.

    None when there is nothing to judge: no text, or these very words were judged before. The
    verdict and the note in the register are one: neither is kept without the other.
    """
    post = PartnerPost.objects.select_for_update().filter(pk=post_id).first()
    if post is None or not post.text or post.verdict_id is not None:
        return None
    book = rulebook_for(post.contract.partner.unit, at=at)
    words = _as_published(post)
    context = book.context(
        None, at=post.checked_at or at, territory=(post.country,) if post.country else ()
    )
    verdict = book.judge(words, context)
    judged = Judged(
        kind=KIND,
        id=post.pk,
        revision=0,
        account_id=None,
        post=words,
        context=context,
        pack_digests=book.digests,
        unit_id=post.contract.partner.unit_id,
    )
    stored = store_verdict(verdict=verdict, judged=judged, moment=StoredVerdict.Moment.AFTER, at=at)
    findings = [_told(one) for one in verdict.findings if one.severity >= Outcome.WARN]
    note_judgement(post.pk, verdict_id=stored.pk, findings=findings, by=WORKER, at=at)
    return stored


def _as_published(post: PartnerPost) -> Post:
    """Return what the rules read of it: its words, where they stand, and that they are paid for."""
    words = post_of(
        post.text, account=None, language=language_of(post.text), tags=_tags(post.contract)
    )
    return replace(words, network=post.network or _network(post.url))


def _tags(contract: Contract) -> tuple[str, ...]:
    """Return the labels of a post under a contract: `sponsored` where money was agreed."""
    return ("influencer", "sponsored") if contract.amount else ("influencer",)


def _network(url: str) -> str:
    try:
        return parse_address(url).network
    except AddressError as error:  # the address of a post seldom names its account
        return error.network or ""


def _told(finding: Finding) -> dict[str, str]:
    said = finding.message
    return {
        "code": finding.rule,
        "words": said.get("fr", ""),
        "words_en": said.get("en", ""),
        "source": "rules",
    }
