"""Approved replies: those in use, one that waits for its approval, drafts, one to look at again."""

from datetime import timedelta

from demo.team import Site
from gouvernail.approvals.models import Request
from gouvernail.foundation.ids import uuid7
from gouvernail.replies.actions import (
    Choice,
    confirm_still_good,
    decide_reply,
    import_starters,
    record_use,
    submit_version,
)
from gouvernail.replies.models import Reply


def load_replies(site: Site) -> None:
    """Take the replies of the file from those to start from, to where each one stands."""
    told = site.facts.get("replies")
    if not told:
        return
    at = site.before(days=told["days"])
    named = {*told["used"], *told["waiting"], *told["drafts"], told["to_review"]}
    report = import_starters(unit_id=site.root.pk, slugs=named, by=site.lead, at=at)
    for reply in report.begun:
        if reply.slug not in told["drafts"]:
            _submit(site, reply, waits=reply.slug in told["waiting"])
    for slug, uses in told["used"].items():
        _use(site, Reply.objects.get(slug=slug), uses)
    old = Reply.objects.get(slug=told["to_review"])
    yesterday = site.before(days=2)
    day = yesterday.date() + timedelta(days=1)
    confirm_still_good(old.pk, review_on=day, by=site.lead, at=yesterday)


def _submit(site: Site, reply: Reply, *, waits: bool) -> None:
    told = site.facts["replies"]
    at = site.before(days=1 if waits else told["days"] - 1)
    version = submit_version(reply.pk, by=site.lead, at=at)
    if waits:
        return
    request = Request.objects.get(subject_id=version.pk)
    choice = Choice(verdict="approve", digest=request.digest)
    by = site.people[told["approves"]]
    decide_reply(request_id=request.pk, choice=choice, by=by, at=at + timedelta(hours=3))


def _use(site: Site, reply: Reply, uses: int) -> None:
    if reply.current_id is None:
        return
    for number in range(uses):
        record_use(
            version_id=reply.current_id,
            subject_id=uuid7(),
            lang="fr" if number % 3 else "en",
            at=site.before(days=1 + number * 3),
        )
