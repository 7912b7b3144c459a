"""Drafts in every state, and life on the practice network."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from demo.pictures import ALTS, picture
from demo.team import Site
from demo.trust import ask_guest, leave_in_doubt, stopped, take_down
from gouvernail.approvals.actions.decisions import Choice
from gouvernail.approvals.models import Request, RequestStep
from gouvernail.approvals.permissions import deciders
from gouvernail.content.actions import (
    NewDraft,
    NewProof,
    Timetable,
    attach_picture,
    attach_proof,
    cancel_draft,
    decide_draft,
    schedule_draft,
    start_draft,
    submit_draft,
)
from gouvernail.content.models import Draft
from gouvernail.foundation import clock
from gouvernail.media.actions import NewPicture, add_asset, set_rights
from gouvernail.media.models import Asset
from gouvernail.media.queries import RightsFacts
from gouvernail.people.models import Person
from gouvernail.practice.actions import comment
from gouvernail.practice.models import Post
from gouvernail.publishing.actions import confirm_hand_off, say_posted
from gouvernail.publishing.models import Delivery
from gouvernail.publishing.tasks import send_one, verify_sent

LINKS = {
    "facebook": "https://www.facebook.com/{handle}/posts/{number}",
    "x": "https://x.com/{handle}/status/{number}",
    "linkedin": "https://www.linkedin.com/feed/update/urn:li:activity:{number}/",
    "instagram": "https://www.instagram.com/p/{number}/",
    "youtube": "https://www.youtube.com/watch?v={number}",
    "mastodon": "https://social.alize.example/{handle}/{number}",
    "bluesky": "https://bsky.app/profile/{handle}/post/{number}",
}
TITLES = {
    "station": "Station de Beaulieu",
    "turbine": "Parc de Groix",
    "wind": "Le vent de novembre (image créée par IA)",
}
MADE_BY_AI = {"wind"}
OUT = {"published", "to_confirm", "in_doubt"}
AGREED = {"approved", *OUT}
SUBMITTED = {"in_review", "changes", "refused", *AGREED}
FIRST_NUMBER = 7412900000
SETTLED = timedelta(minutes=15)
READ_BACK = timedelta(minutes=10)
AGREED_AFTER = timedelta(minutes=5)


def load_posts(site: Site) -> None:
    """Write, submit, decide and publish the drafts of the file, each at its own time."""
    posts: dict[str, datetime] = {}
    for position, entry in enumerate(site.facts["drafts"]):
        publish_at = _publish_at(site, entry)
        posts[entry["title"]] = publish_at
        _load_draft(site, entry, publish_at, number=FIRST_NUMBER + position)
    for answer in site.facts["comments"]:
        post = Post.objects.filter(
            key__in=[
                str(key)
                for key in Delivery.objects.filter(title=answer["post"]).values_list(
                    "pk", flat=True
                )
            ]
        ).first()
        if post is not None:
            at = min(posts[answer["post"]] + timedelta(minutes=40), clock.now())
            comment(post=post, author=answer["author"], text=answer["text"], at=at)


def wall_of(site: Site, entry: dict[str, Any], *, now: datetime) -> datetime:
    """Return when a post of the file appears; what is out already was out a quarter ago at least.

    A demo loaded before the hour of a post of today has it the day before.
    """
    wall = datetime.combine(
        site.day(entry["day"]), time.fromisoformat(entry["hour"]), tzinfo=site.today.tzinfo
    )
    while entry["state"] in OUT and wall > now - SETTLED:
        wall -= timedelta(days=1)
    return wall


def _publish_at(site: Site, entry: dict[str, Any]) -> datetime:
    return wall_of(site, entry, now=clock.now()).astimezone(UTC)


def _load_draft(site: Site, entry: dict[str, Any], publish_at: datetime, *, number: int) -> None:
    author = site.people[entry["by"]]
    written_at = _written_at(site, entry, publish_at)
    draft = _write(site, entry, author, written_at)
    state = entry["state"]
    if state == "cancelled":
        cancel_draft(draft_id=draft.pk, by=author, at=written_at + timedelta(hours=2))
    if state not in SUBMITTED:
        return
    _submit(site, entry, draft, at=written_at + timedelta(hours=1))
    if state == "in_doubt":
        leave_in_doubt(draft, at=publish_at + timedelta(seconds=2))
    elif state in OUT:
        _publish(site, draft, publish_at, number=number, linked=state == "published")
    if "taken_down" in entry:
        take_down(site, draft, entry["taken_down"], published_at=publish_at)


def _submit(site: Site, entry: dict[str, Any], draft: Draft, *, at: datetime) -> None:
    """Submit a draft, and decide what the file says was decided."""
    state = entry["state"]
    submit_draft(draft_id=draft.pk, by=site.people[entry["by"]], at=at)
    if "guest" in entry:
        ask_guest(draft, entry["guest"], by=site.people[entry["guest"]["by"]], at=at + AGREED_AFTER)
    if state in {"changes", "refused"}:
        verdict = "changes" if state == "changes" else "refuse"
        _decide(draft, verdict, entry["remark"], at=at + timedelta(hours=3))
    for _step in range(entry.get("agreed", 0)):
        _decide(draft, "approve", "", at=at + AGREED_AFTER)
    if state in AGREED:
        while _decide(draft, "approve", "", at=at + timedelta(hours=2)):
            pass


def _written_at(site: Site, entry: dict[str, Any], publish_at: datetime) -> datetime:
    """Return when a draft was begun; those that wait for a reader were begun within the hour."""
    if entry["state"] == "in_review":
        return clock.now() - timedelta(minutes=70)
    return min(publish_at - timedelta(days=2), site.before(days=0.7))


def _write(site: Site, entry: dict[str, Any], author: Person, at: datetime) -> Draft:
    draft = start_draft(
        draft=NewDraft(
            title=entry["title"],
            unit_id=site.units[entry["unit"]].pk,
            language=entry.get("lang", "fr"),
            text=entry["text"],
            tags=tuple(entry.get("tags", ())),
            origin=entry.get("origin", Draft.Origin.PERSON),
            countries=tuple(entry.get("countries", ())),
            account_ids=tuple(site.accounts[key].pk for key in entry["on"]),
        ),
        by=author,
        at=at,
    )
    if "picture" in entry:
        asset = _asset(site, entry["picture"], author, at)
        attach_picture(draft_id=draft.pk, asset_id=asset.pk, by=author, at=at)
    if "proof" in entry:
        _prove(site, draft, entry["proof"], by=author, at=at)
    timetable = Timetable(
        wall_time=f"{wall_of(site, entry, now=clock.now()):%Y-%m-%dT%H:%M}",
        time_zone=site.facts["organisation"]["zone"],
    )
    return schedule_draft(draft_id=draft.pk, timetable=timetable, by=author, at=at)


def _asset(site: Site, name: str, by: Person, at: datetime) -> Asset:
    alt, alt_en = ALTS[name]
    file = NewPicture(
        data=picture(name),
        name=f"{name}.png",
        title=TITLES[name],
        alt=alt,
        alt_en=alt_en,
        credit="Dessin Gouvernail",
    )
    unit = by.home_unit or site.root
    asset = add_asset(file=file, unit_id=unit.pk, by=by, at=at)
    if name in MADE_BY_AI:
        facts = RightsFacts(origin="ai", credit="Image créée par IA, Groupe Alizé")
        set_rights(sha256=asset.sha256, facts=facts, offered_by=frozenset(), by=by, at=at)
    return asset


def _prove(site: Site, draft: Draft, said: dict[str, Any], *, by: Person, at: datetime) -> None:
    """Attach the proof of the file: its days count from the day of loading."""
    proof = NewProof(
        claim=said["claim"],
        title=said["title"],
        link=said.get("link", ""),
        established_on=site.day(said["on"]),
        until=site.day(said["until"]) if "until" in said else None,
    )
    attach_proof(draft_id=draft.pk, proof=proof, by=by, at=at)


def _decide(draft: Draft, verdict: str, remark: str, *, at: datetime) -> bool:
    """Decide the open step by whoever holds its seat; return whether another step waits."""
    request = Request.objects.filter(subject_id=draft.pk, status="pending").first()
    if request is None:
        return False
    step = request.steps.filter(status=RequestStep.Status.OPEN).first()
    if step is None:
        return False
    able = Person.objects.filter(pk__in=deciders(request, step, at=at)).order_by("name")
    decided = set(step.decisions.values_list("person_id", flat=True))
    person = next(one for one in able if one.pk not in decided)
    choice = Choice(verdict=verdict, digest=request.digest, comment=remark)
    decide_draft(request_id=request.pk, choice=choice, by=person, at=at)
    return True


def _publish(site: Site, draft: Draft, publish_at: datetime, *, number: int, linked: bool) -> None:
    rows = Delivery.objects.filter(subject_id=draft.pk).select_related("account__owner")
    for delivery in rows:
        if delivery.mode == Delivery.Mode.AUTOMATIC:
            _send(delivery, at=publish_at + timedelta(seconds=2))
            verify_sent(clock=lambda: min(publish_at + READ_BACK, clock.now()))
            continue
        hand = delivery.account.owner or site.lead
        at = publish_at + timedelta(minutes=6)
        if not linked:
            say_posted(delivery_id=delivery.pk, by=hand, at=at)
            continue
        link = LINKS[delivery.account.network]
        url = link.format(handle=delivery.account.handle, number=number)
        confirm_hand_off(delivery_id=delivery.pk, url=url, by=hand, at=at)


def _send(delivery: Delivery, *, at: datetime) -> None:
    """Send a delivery, of a thread one post after the other."""
    for place in range(delivery.parts):
        send_one(delivery.pk, clock=stopped(at + timedelta(seconds=20 * place)))
