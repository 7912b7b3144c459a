"""What a machine wrote or sent in says so, takes the stricter route, and nothing it decides."""

import inspect
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.test import Client

from gouvernail.approvals.models import Request
from gouvernail.approvals.queries import planned_route
from gouvernail.content.actions import (
    NewDraft,
    Writing,
    copy_draft,
    save_draft,
    start_draft,
    submit_draft,
)
from gouvernail.content.models import Draft, Revision
from gouvernail.content.queries import is_intact, manuscript_of, revision_digest
from gouvernail.foundation.actions import ACTIONS
from gouvernail.foundation.actors import acting
from gouvernail.foundation.errors import InvalidInputError
from gouvernail.people.models import Person, Seat, Unit
from gouvernail.publishing.actions import confirm_hand_off, queue_delivery, say_posted
from gouvernail.publishing.errors import LabelMissingError
from gouvernail.publishing.models import Delivery
from gouvernail.publishing.queries import label_due, order_digest
from tests.make.approvals import make_route, make_subject
from tests.make.content import make_draft, make_submitted, request_of
from tests.make.ledger import leaves
from tests.make.publishing import make_order, make_practice_account

Origin = Draft.Origin
KEY = "key:gv_abcd1234"


def test_what_a_key_sends_in_stays_known_as_such_whoever_writes_on(
    hugo: Person, energy: Unit, noon: datetime
) -> None:
    with acting(auth=KEY):
        new = NewDraft(title="Nantes", unit_id=energy.pk, text="24 chargers.")
        draft = start_draft(draft=new, by=hugo, at=noon)
    save_draft(draft_id=draft.pk, writing=Writing(text="25 chargers."), by=hugo, at=noon)

    kept = Draft.objects.get(pk=draft.pk)
    assert (kept.sent_by, kept.origin) == ("gv_abcd1234", Origin.PERSON)
    assert manuscript_of(kept).origins == {"sent"}
    assert copy_draft(draft_id=draft.pk, by=hugo, at=noon).sent_by == "gv_abcd1234"


def test_a_key_that_changes_a_persons_draft_is_remembered(
    hugo: Person, energy: Unit, noon: datetime
) -> None:
    draft = make_draft(author=hugo, unit=energy)
    with acting(auth=KEY):
        save_draft(draft_id=draft.pk, writing=Writing(text="25 chargers."), by=hugo, at=noon)
    assert Draft.objects.get(pk=draft.pk).sent_by == "gv_abcd1234"


def test_an_origin_nobody_knows_is_refused(hugo: Person, energy: Unit, noon: datetime) -> None:
    draft = make_draft(author=hugo, unit=energy)
    with pytest.raises(InvalidInputError) as refused:
        save_draft(draft_id=draft.pk, writing=Writing(origin="robot"), by=hugo, at=noon)
    assert set(refused.value.fields) == {"origin"}


def test_what_is_agreed_to_says_who_wrote_it_and_a_persons_words_keep_their_digest(
    hugo: Person, energy: Unit, noon: datetime
) -> None:
    _draft, request = make_submitted(author=hugo, unit=energy, at=noon, origin=Origin.GENERATED)
    revision = request_revision(request)
    (payload,) = revision.payloads.values()
    assert payload["fields"]["origin"] == "ai"
    assert leaves(verb="revision.submitted")[-1]["data"]["origins"] == ["ai"]

    payload["fields"].pop("origin")
    assert not is_intact(revision.payloads, revision.digest)

    _draft, by_hand = make_submitted(author=hugo, unit=energy, at=noon)
    (payload,) = request_revision(by_hand).payloads.values()
    assert {"origin", "sent_by"}.isdisjoint(payload["fields"])


def request_revision(request: Request) -> Revision:
    draft = Draft.objects.get(pk=request.subject_id)
    revision = draft.revisions.get(number=request.revision)
    assert revision.digest == revision_digest(revision.payloads)
    return revision


@pytest.mark.parametrize(
    ("origins", "seats"),
    [
        (set(), [("colleague",)]),
        ({"ai"}, [("legal",), ("colleague",)]),
        ({"sent"}, [("legal",), ("colleague",)]),
    ],
)
def test_a_route_for_machines_is_taken_by_what_they_wrote_or_sent(
    hugo: Person, energy: Unit, origins: set[str], seats: list[tuple[str, ...]]
) -> None:
    make_route((Seat.LEGAL,), unit=energy, origins=["ai", "sent"])
    make_route((Seat.COLLEAGUE,), is_default=True)
    plan = planned_route(make_subject(unit=energy, author=hugo, origins=frozenset(origins)))
    assert [step.seats for step in plan.steps] == seats


def test_the_review_page_says_so_and_tells_when_it_changed(
    hugo: Person, camille: Person, energy: Unit, noon: datetime, client: Client
) -> None:
    make_route((Seat.COLLEAGUE,), is_default=True)
    draft, request = make_submitted(author=hugo, unit=energy, at=noon)
    client.force_login(camille)
    client.cookies["gouvernail_language"] = "en"
    assert "made by AI" not in page(client, request)

    writing = Writing(origin=Origin.GENERATED)
    save_draft(draft_id=draft.pk, writing=writing, by=hugo, at=noon)
    again = submit_draft(draft_id=draft.pk, by=hugo, at=noon + timedelta(minutes=1))
    said = page(client, request_of(again))
    assert "made by AI" in said


def page(client: Client, request: Request) -> str:
    return client.get(f"/reviews/{request.pk}/").content.decode()


# --- the label of the network ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("network", "fields", "due"),
    [
        ("instagram", {"origin": "ai"}, True),
        ("instagram", {"origin": "assisted"}, False),
        ("instagram", {"media": [{"origin": "assisted"}]}, True),
        ("instagram", {"media": [{"origin": "human"}]}, False),
        ("tiktok", {"media": [{"origin": "ai"}]}, True),
        ("linkedin", {"origin": "ai"}, False),
    ],
)
def test_a_label_is_due_where_the_network_has_one(
    network: str, fields: dict[str, object], *, due: bool
) -> None:
    assert bool(label_due(network, fields)) is due


def test_nobody_says_posted_before_the_label_is_on(
    hugo: Person, energy: Unit, noon: datetime
) -> None:
    account = make_practice_account(unit=energy, by=hugo, network="instagram")
    order = make_order(account)
    fields = {**order.fields, "origin": "ai"}
    order = replace(order, fields=fields, digest=order_digest(fields))
    delivery = queue_delivery(order=order, by=hugo, at=noon)
    Delivery.objects.filter(pk=delivery.pk).update(status=Delivery.Status.TO_HAND_OFF)
    url = "https://www.instagram.com/p/Cabc123/"
    with pytest.raises(LabelMissingError, match=r".+"):
        say_posted(delivery_id=delivery.pk, by=hugo, at=noon)
    with pytest.raises(LabelMissingError) as refused:
        confirm_hand_off(delivery_id=delivery.pk, url=url, by=hugo, at=noon)
    assert set(refused.value.fields) == {"labelled"}

    say_posted(delivery_id=delivery.pk, by=hugo, at=noon, labelled=True)
    assert leaves(verb="delivery.handed_off")[-1]["data"]["labelled"] == 1
    confirm_hand_off(delivery_id=delivery.pk, url=url, by=hugo, at=noon)  # not asked twice
    assert Delivery.objects.get(pk=delivery.pk).status == Delivery.Status.SENT


# --- no machine decides ---------------------------------------------------------------------------

DECIDING = (  # what approves, lifts or signs
    "approvals.decide",
    "approvals.release_alone",
    "publishing.ask_lift",
    "publishing.confirm_lift",
    "policies.sign_version",
)


def test_what_approves_lifts_or_signs_is_no_operation_of_the_api() -> None:
    from gouvernail.api.app import api  # noqa: PLC0415 - all routers, loaded when asked for

    called = {
        name
        for _prefix, router in api._routers
        for view in router.path_operations.values()
        for operation in view.operations
        for name in inspect.getclosurevars(inspect.unwrap(operation.view_func)).globals
    }
    assert called & {"submit_draft", "start_draft"}, "the operations are read"
    assert called.isdisjoint(name.partition(".")[2] for name in DECIDING)
    assert set(DECIDING) <= set(ACTIONS)
