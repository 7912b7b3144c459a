"""What trust looks like after some months: freezes that ended, guests, keys, invitations."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from demo.team import Site
from gouvernail.approvals.actions import Invitation, invite_guest, new_guest_code
from gouvernail.approvals.actions.decisions import Choice
from gouvernail.approvals.models import Request
from gouvernail.content.actions import (
    NewDraft,
    decide_draft_as_guest,
    start_draft,
    submit_draft,
)
from gouvernail.content.models import Draft
from gouvernail.foundation import clock
from gouvernail.foundation.actors import acting
from gouvernail.networks.contract import Absent, Intent, Sighting, Unreadable
from gouvernail.people.actions import create_key, invite_person
from gouvernail.people.models import ApiKey, Person
from gouvernail.publishing.actions import (
    ask_lift,
    ask_withdrawal,
    claim_delivery,
    confirm_lift,
    decline_lift,
    engage_freeze,
    intend_delivery,
    seal_freeze,
    settle_unknown,
)
from gouvernail.publishing.actions.evidence import keep_look
from gouvernail.publishing.actions.repair import note_look
from gouvernail.publishing.models import Delivery
from gouvernail.publishing.sender.wire import connector_of, fields_of
from gouvernail.publishing.tasks.withdrawing import withdraw

SEALED_AFTER = timedelta(seconds=3)
AGREED_AFTER = timedelta(minutes=4)
READ_AFTER = timedelta(minutes=50)
LOOKED_AFTER = timedelta(seconds=40)
SILENCE = timedelta(seconds=30)
LOOK_EVERY = timedelta(minutes=5)
# What six looks at a network under repair give: nothing that proves anything.
AWAY, UNSEEN = Unreadable(reason="server_error: 503"), Absent(conclusive=False)
LOOKS: tuple[Sighting, ...] = (AWAY, AWAY, UNSEEN, UNSEEN, UNSEEN, UNSEEN)


def load_freezes(site: Site) -> None:
    """Engage, seal and lift the freezes of the past, before anything waits to be published."""
    for entry in site.facts.get("freezes", ()):
        _load_freeze(site, entry)


def _load_freeze(site: Site, entry: dict[str, Any]) -> None:
    engaged_at = site.before(days=entry["days"])
    unit = site.units.get(entry.get("unit", ""))
    freeze = engage_freeze(
        reason=entry["reason"],
        scope_kind="unit" if unit else "organisation",
        scope_value=str(unit.pk) if unit else "",
        by=site.people[entry["by"]],
        at=engaged_at,
    )
    seal_freeze(freeze_id=freeze.pk, at=engaged_at + SEALED_AFTER)
    asker = site.people[entry["asks"]]
    lifted_at = engaged_at + timedelta(minutes=entry["minutes"])
    if "declined" in entry:
        early = lifted_at - timedelta(minutes=entry["minutes"] // 2)
        ask_lift(freeze_id=freeze.pk, reason=entry["declined"], by=asker, at=early)
        decline_lift(freeze_id=freeze.pk, by=site.people[entry["agrees"]], at=early + AGREED_AFTER)
    ask_lift(freeze_id=freeze.pk, reason=entry["lift"], by=asker, at=lifted_at)
    if "agrees" in entry:
        confirm_lift(
            freeze_id=freeze.pk, by=site.people[entry["agrees"]], at=lifted_at + AGREED_AFTER
        )


def ask_guest(draft: Draft, guest: dict[str, Any], *, by: Person, at: datetime) -> None:
    """Ask somebody from outside about a draft; with a `verdict`, they decide as a guest does."""
    request = Request.objects.get(subject_id=draft.pk, status=Request.Status.PENDING)
    invitation = Invitation(
        name=guest["name"], email=guest["email"], seat=guest["seat"], language="fr"
    )
    _guest, key = invite_guest(request_id=request.pk, invitation=invitation, by=by, at=at)
    if "verdict" in guest:
        at += READ_AFTER
        _asked, code = new_guest_code(key=key, at=at)
        choice = Choice(
            verdict=guest["verdict"], digest=request.digest, comment=guest.get("comment", "")
        )
        decide_draft_as_guest(key=key, code=code, choice=choice, at=at)


def take_down(site: Site, draft: Draft, entry: dict[str, Any], *, published_at: datetime) -> None:
    """Withdraw, or correct, what a draft published; the network is then looked at."""
    at = min(published_at + timedelta(minutes=entry["after"]), clock.now() - READ_AFTER / 10)
    rows = Delivery.objects.filter(subject_id=draft.pk, mode=Delivery.Mode.AUTOMATIC)
    for delivery in rows:
        ask_withdrawal(
            delivery_id=delivery.pk,
            reason=entry["reason"],
            purpose=entry.get("purpose", "withdraw"),
            by=site.people[entry["by"]],
            at=at,
        )
        for later in (SEALED_AFTER, LOOKED_AFTER):
            withdraw(clock=stopped(at + later))


def leave_in_doubt(draft: Draft, *, at: datetime) -> None:
    """Send a draft to a network that never answers, then look for it in vain: somebody must."""
    for delivery in Delivery.objects.filter(subject_id=draft.pk).select_related("account"):
        claimed = claim_delivery(delivery_id=delivery.pk, owner="demo", at=at)
        if claimed is None:
            raise ValueError(f"{delivery.title} cannot leave")
        key, fence = str(delivery.pk), claimed.fence
        intent = Intent(key=key, created_at=at, delivery_id=key, author=delivery.account.handle)
        request = connector_of(delivery.account.network).build(fields_of(delivery.fields), intent)
        intend_delivery(
            delivery_id=delivery.pk,
            fence=fence,
            intent=intent,
            request_sha256=request.sha256,
            at=at,
        )
        heard_nothing = at + SILENCE
        settle_unknown(
            delivery_id=delivery.pk,
            fence=fence,
            reason="timeout: no answer in 30 s",
            at=heard_nothing,
        )
        for place, seen in enumerate(LOOKS, start=1):
            looked_at = heard_nothing + place * LOOK_EVERY
            keep_look(delivery_id=delivery.pk, answer=seen, at=looked_at)
            known = seen if isinstance(seen, Absent) else None
            note_look(delivery_id=delivery.pk, fence=fence, seen=known, at=looked_at)


def stopped(at: datetime) -> Callable[[], datetime]:
    """Return a clock that always says `at`."""
    return lambda: at


def load_access(site: Site) -> None:
    """Make the keys of programs, and the invitations that wait or lapsed."""
    for entry in site.facts.get("keys", ()):
        at = site.before(days=entry["days"])
        key, _secret = create_key(
            name=entry["name"],
            scopes=entry["scopes"],
            by=site.people[entry["of"]],
            at=at,
            expires_at=at + timedelta(days=365),
        )
        if "sends" in entry:
            send_in(site, entry["sends"], key=key, by=site.people[entry["of"]])
    for entry in site.facts.get("invitations", ()):
        person = site.people[entry["person"]]
        by = site.people[entry["by"]]
        invite_person(person_id=person.pk, by=by, at=site.before(days=entry["days"]))


def send_in(site: Site, entry: dict[str, Any], *, key: ApiKey, by: Person) -> None:
    """Let a program write and submit a draft with its key."""
    at = site.before(days=0.1)
    new = NewDraft(
        title=entry["title"],
        unit_id=site.units[entry["unit"]].pk,
        text=entry["text"],
        account_ids=tuple(site.accounts[each].pk for each in entry["on"]),
    )
    with acting(auth=f"key:{key.prefix}"):
        draft = start_draft(draft=new, by=by, at=at)
        submit_draft(draft_id=draft.pk, by=by, at=at)
