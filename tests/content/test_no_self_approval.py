"""Whatever people do, in whatever order, nothing leaves that its own editors agreed to.

The machine keeps its own memory of whose hand was in which words; what the product remembers of it
is not asked. `make soak PART=approvals` runs it for long.
"""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.db.models import QuerySet
from django.test import Client
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from gouvernail.approvals.actions import Invitation, invite_guest, new_guest_code
from gouvernail.approvals.models import Decision, Guest, Request
from gouvernail.charter.models import Charter
from gouvernail.content.actions import (
    Choice,
    Timetable,
    Writing,
    attach_picture,
    cancel_draft,
    choose_accounts,
    decide_draft,
    decide_draft_as_guest,
    release_draft_alone,
    reopen_draft,
    save_draft,
    schedule_draft,
    submit_draft,
    withdraw_draft,
)
from gouvernail.content.models import Draft, Revision
from gouvernail.foundation import clock
from gouvernail.foundation.errors import DomainError
from gouvernail.people.actions import create_key
from gouvernail.people.models import Absence, Person, Role, RoleGrant, Seat
from gouvernail.people.permissions import API_SCOPES
from gouvernail.publishing.models import Delivery
from tests.make.approvals import make_route
from tests.make.content import make_draft
from tests.make.media import make_asset
from tests.make.people import make_grant, make_person, make_unit
from tests.make.registry import make_account

NOON = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)
NAMES = ("Hugo Petit", "Karim Benali", "Camille Roux", "Julie Marchand", "Amina Haddad")
PEOPLE = st.integers(0, len(NAMES) - 1)
ALIVE = ("queued", "to_hand_off", "sent", "verified")
ASKED = {"colleague", "legal"}
SEATS = {3: (Seat.COLLEAGUE,), 2: (Seat.COLLEAGUE, Seat.LEGAL), 4: (Seat.LEGAL,)}


class NothingLeavesUnseen(RuleBasedStateMachine):
    """People write, submit, decide, stand in for one another and change roles."""

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()

    def teardown(self) -> None:
        """Undo the example: each starts from an empty site."""
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    @initialize(separation=st.sampled_from(["small", "standard", "regulated"]))
    def site(self, separation: str) -> None:
        self.unit = make_unit(code="root")
        Charter.objects.get_or_create(name="Nordet")
        Charter.objects.update(separation=separation)
        self.separation = separation
        route = make_route(("colleague",), ("legal",), subject_kind="draft", is_default=True)
        route.steps.update(guests=True)
        self.people = [make_person(name=name, home_unit=self.unit) for name in NAMES]
        for person in self.people[:3]:
            make_grant(person=person, unit=self.unit, role=Role.CONTRIBUTOR)
        for number, seats in SEATS.items():
            for seat in seats:
                person = self.people[number]
                make_grant(person=person, unit=self.unit, role=Role.REVIEWER, seat=seat)
        host = make_person(name="Host", home_unit=self.unit)
        make_grant(person=host, unit=self.unit, role=Role.LEAD)
        self.host = host
        self.keys = [
            create_key(name="Key", scopes=API_SCOPES, by=person, at=NOON)[1]
            for person in map(self.person, range(len(NAMES)))
        ]
        self.accounts = [make_account(unit=self.unit), make_account(unit=self.unit)]
        self.asset = make_asset(unit=self.unit, by=host)
        self.draft = make_draft(
            author=self.people[0], unit=self.unit, accounts=tuple(self.accounts[:1])
        )
        self.texts, self.at = 0, clock.now()
        self.links: list[str] = []
        self.hands = {self.people[0].pk}
        self.words = self.draft.text
        self.submitted: dict[int, tuple[frozenset[UUID], str]] = {}

    def person(self, number: int) -> Person:
        """Return a fresh object, so that rights are read again."""
        return Person.objects.get(pk=self.people[number].pk)

    def attempt(self, act: Any, **arguments: Any) -> bool:
        """Try something a minute later; return whether it was done."""
        self.at += timedelta(minutes=1)
        try:
            act(at=self.at, **arguments)
        except DomainError:
            return False
        return True

    def changed(self, who: int, *, before: int) -> None:
        """Remember a hand, when something of the draft was really changed."""
        draft = Draft.objects.get(pk=self.draft.pk)
        if draft.edit_count != before:
            self.hands.add(self.people[who].pk)
        self.words = draft.text

    def count(self) -> int:
        return Draft.objects.get(pk=self.draft.pk).edit_count

    def request(self) -> Request | None:
        return Request.objects.filter(subject_id=self.draft.pk).order_by("-pk").first()

    @rule(who=PEOPLE)
    def edit(self, who: int) -> None:
        self.texts += 1
        text, before = f"Text number {self.texts}.", self.count()
        writing = Writing(text=text)
        if self.attempt(save_draft, draft_id=self.draft.pk, writing=writing, by=self.person(who)):
            self.changed(who, before=before)
            assert self.words == text

    @rule(who=PEOPLE)
    def edit_by_key(self, who: int) -> None:
        self.texts += 1
        before = self.count()
        answer = self.call("PATCH", who, "", text=f"Text number {self.texts}.", edit_count=before)
        assert answer < 500
        self.changed(who, before=before)

    @rule(who=PEOPLE, most=st.integers(0, 2))
    def other_accounts(self, who: int, most: int) -> None:
        before, ids = self.count(), [one.pk for one in self.accounts[:most]]
        self.attempt(choose_accounts, draft_id=self.draft.pk, account_ids=ids, by=self.person(who))
        self.changed(who, before=before)

    @rule(who=PEOPLE, day=st.integers(1, 3))
    def other_time(self, who: int, day: int) -> None:
        before = self.count()
        when = Timetable(wall_time=f"2027-03-0{day}T10:00", time_zone="Europe/Paris")
        self.attempt(schedule_draft, draft_id=self.draft.pk, timetable=when, by=self.person(who))
        self.changed(who, before=before)

    @rule(who=PEOPLE)
    def picture(self, who: int) -> None:
        before = self.count()
        self.attempt(
            attach_picture,
            draft_id=self.draft.pk,
            asset_id=self.asset.pk,
            alt="A mast",
            by=self.person(who),
        )
        self.changed(who, before=before)

    @rule(who=PEOPLE)
    def submit(self, who: int) -> None:
        if self.attempt(submit_draft, draft_id=self.draft.pk, by=self.person(who)):
            self.remember(who)

    @rule(who=PEOPLE)
    def submit_by_key(self, who: int) -> None:
        answer = self.call("POST", who, "/submit", edit_count=self.count())
        assert answer < 500
        if answer == 200:
            self.remember(who)

    def remember(self, who: int) -> None:
        self.hands.add(self.people[who].pk)
        number = Draft.objects.get(pk=self.draft.pk).revision
        self.submitted[number] = (frozenset(self.hands), self.words)

    def call(self, method: str, who: int, what: str, **body: object) -> int:
        """Do something through the API, by the key of somebody."""
        return (
            Client()
            .generic(
                method,
                f"/api/v1/drafts/{self.draft.pk}{what}",
                json.dumps(body),
                content_type="application/json",
                headers={"Authorization": f"Bearer {self.keys[who]}"},
            )
            .status_code
        )

    @precondition(lambda self: self.request() is not None)
    @rule(seat=st.sampled_from(sorted(ASKED)), by=PEOPLE, host=st.booleans())
    def invite(self, seat: str, by: int, *, host: bool) -> None:
        request = self.request()
        assert request is not None
        email = f"guest{len(self.links)}@example.org"
        self.at += timedelta(minutes=1)
        try:
            _guest, key = invite_guest(
                request_id=request.pk,
                invitation=Invitation(name="Guest", email=email, seat=seat),
                by=self.host if host else self.person(by),
                at=self.at,
            )
        except DomainError:
            return
        self.links.append(key)

    @precondition(lambda self: bool(getattr(self, "links", ())))
    @rule(which=st.integers(0, 5), verdict=st.sampled_from(["approve", "approve", "refuse"]))
    def guest_decides(self, which: int, verdict: str) -> None:
        key = self.links[which % len(self.links)]
        self.at += timedelta(minutes=1)
        try:
            guest, code = new_guest_code(key=key, at=self.at)
        except DomainError:
            return
        choice = Choice(verdict=verdict, digest=guest.digest, comment="Because.")
        self.attempt(decide_draft_as_guest, key=key, code=code, choice=choice)

    @precondition(lambda self: self.request() is not None)
    @rule(who=PEOPLE, verdict=st.sampled_from(["approve", "approve", "changes"]))
    def decide(self, who: int, verdict: str) -> None:
        request = self.request()
        assert request is not None
        choice = Choice(verdict=verdict, digest=request.digest, comment="Because.")
        self.attempt(decide_draft, request_id=request.pk, choice=choice, by=self.person(who))

    @precondition(lambda self: self.request() is not None)
    @rule(who=PEOPLE)
    def release_alone(self, who: int) -> None:
        request = self.request()
        assert request is not None
        self.attempt(
            release_draft_alone,
            request_id=request.pk,
            digest=request.digest,
            reason="Nobody is here.",
            by=self.person(who),
        )

    @rule(who=PEOPLE, act=st.sampled_from([withdraw_draft, reopen_draft, cancel_draft]))
    def take_back(self, who: int, act: Any) -> None:
        if act is cancel_draft and self.texts % 7:
            return
        self.attempt(act, draft_id=self.draft.pk, by=self.person(who))

    @rule(away=PEOPLE, stand_in=PEOPLE)
    def stand_in(self, away: int, stand_in: int) -> None:
        if away != stand_in:
            Absence.objects.create(
                person=self.people[away],
                delegate=self.people[stand_in],
                starts_at=datetime(2026, 1, 1, tzinfo=UTC),
                ends_at=datetime(2027, 1, 1, tzinfo=UTC),
            )

    @rule(who=PEOPLE, role=st.sampled_from([Role.CONTRIBUTOR, Role.REVIEWER]))
    def change_role(self, who: int, role: str) -> None:
        seat = Seat.COLLEAGUE if role == Role.REVIEWER else ""
        found = RoleGrant.objects.filter(person=self.people[who], role=role)
        if found.exists():
            found.delete()
        else:
            make_grant(person=self.people[who], unit=self.unit, role=role, seat=seat)

    @invariant()
    def what_leaves_was_agreed_to_by_somebody_whose_hand_is_not_in_it(self) -> None:
        if not hasattr(self, "draft"):
            return
        for delivery in Delivery.objects.filter(status__in=ALIVE):
            revision = Revision.objects.get(draft_id=delivery.subject_id, number=delivery.revision)
            assert delivery.approval_id is not None
            request = Request.objects.get(pk=delivery.approval_id)
            assert request.status == "approved"
            if request.alone:
                assert self.separation == "small"
                assert delivery.fields["text"] == self.words
                continue
            agreed = Decision.objects.filter(request=request, verdict="approve")
            guests = Guest.objects.filter(request_id=delivery.approval_id, verdict="approve")
            hands, words = self.submitted[delivery.revision]
            assert all(decision.person_id not in hands for decision in agreed)
            assert all(decision.on_behalf_of_id not in hands for decision in agreed)
            assert delivery.fields["text"] == words == self.words
            assert all(guest.digest == revision.digest for guest in guests)
            self.enough(agreed, guests)
            assert agreed.exists()
            assert all(decision.digest == revision.digest for decision in agreed)
            assert all(decision.person_id != revision.by_id for decision in agreed)

    def enough(self, agreed: QuerySet[Decision], guests: QuerySet[Guest]) -> None:
        """Check that each seat agreed, and that as many people did as the charter wants."""
        people = {decision.person_id for decision in agreed} | {guest.email for guest in guests}
        seats = {decision.seat for decision in agreed} | {guest.seat for guest in guests}
        assert seats == ASKED
        assert len(people) >= (2 if self.separation == "regulated" else 1)

    @invariant()
    def an_approved_draft_says_exactly_what_was_approved(self) -> None:
        if not hasattr(self, "draft"):
            return
        draft = Draft.objects.get(pk=self.draft.pk)
        if draft.status == "approved":
            revision = Revision.objects.get(draft=draft, number=draft.revision)
            assert revision.text == draft.text


def run(*, examples: int, steps: int) -> None:
    run_state_machine_as_test(
        NothingLeavesUnseen,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_nothing_leaves_that_its_own_editors_agreed_to(db: None) -> None:
    run(examples=15, steps=16)


@pytest.mark.soak
@pytest.mark.timeout(2700)
def test_nothing_leaves_for_long(db: None) -> None:
    run(examples=1500, steps=40)


def test_the_machine_reaches_what_it_watches(db: None) -> None:
    """One way by hand through the machine: agreed by a person and a guest, then edited."""
    machine = NothingLeavesUnseen()
    try:
        machine.site(separation="regulated")
        machine.submit(who=0)
        machine.decide(who=3, verdict="approve")
        machine.invite(seat="legal", by=0, host=True)
        machine.guest_decides(which=0, verdict="approve")
        assert [one.status for one in Delivery.objects.all()] == ["to_hand_off"]
        machine.what_leaves_was_agreed_to_by_somebody_whose_hand_is_not_in_it()
        machine.edit_by_key(who=1)
        assert [one.status for one in Delivery.objects.all()] == ["void"]
    finally:
        machine.teardown()
